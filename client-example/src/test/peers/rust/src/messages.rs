//! What prost-build would generate of minaprotobuf/example/echo.proto when told to keep `bytes` as `Bytes`, which does
//! not copy them.

use bytes::Bytes;
use std::collections::HashMap;

#[derive(Clone, PartialEq, prost::Message)]
pub struct Echo {
    #[prost(int64, tag = "1")]
    pub id: i64,
    #[prost(string, tag = "2")]
    pub text: String,
    #[prost(bytes = "bytes", tag = "3")]
    pub payload: Bytes,
    #[prost(sint32, repeated, tag = "4")]
    pub values: Vec<i32>,
    #[prost(map = "string, string", tag = "5")]
    pub tags: HashMap<String, String>,
    #[prost(double, tag = "6")]
    pub ratio: f64,
    #[prost(enumeration = "Kind", tag = "7")]
    pub kind: i32,
    #[prost(message, optional, boxed, tag = "8")]
    pub child: Option<Box<Echo>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub enum Kind {
    Unspecified = 0,
    Ping = 1,
    Data = 2,
}
