//! What protoc and prost-build would generate, and the one type that a codec can have for both. Not counted.

#[derive(Clone, PartialEq, prost::Message)]
pub struct Sample {
    #[prost(int64, tag = "1")]
    pub id: i64,
    #[prost(string, tag = "2")]
    pub text: String,
    #[prost(bytes = "vec", tag = "3")]
    pub payload: Vec<u8>,
    #[prost(message, optional, boxed, tag = "4")]
    pub child: Option<Box<Sample>>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Strict {
    #[prost(int32, required, tag = "1")]
    pub id: i32,
}

pub enum Message {
    Sample(Sample),
    Strict(Strict),
}
