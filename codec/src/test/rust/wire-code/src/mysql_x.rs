//! u32 length, lowest byte first, which counts the type; u8 type. The ids are those of a client.

use crate::messages::{Message, Sample, Strict};
use bytes::{BufMut, BytesMut};
use prost::Message as _;
use std::io::{Error, ErrorKind, Result};
use tokio_util::codec::{Decoder, Encoder, LengthDelimitedCodec};

// wire code begins
pub struct MySqlX(LengthDelimitedCodec);

pub fn mysql_x() -> MySqlX {
    MySqlX(LengthDelimitedCodec::builder().little_endian().new_codec())
}

impl Decoder for MySqlX {
    type Item = Message;
    type Error = Error;

    fn decode(&mut self, src: &mut BytesMut) -> Result<Option<Message>> {
        match self.0.decode(src)?.as_deref() {
            None => Ok(None),
            Some([3, body @ ..]) => Ok(Some(Message::Sample(Sample::decode(body)?))),
            Some([19, body @ ..]) => Ok(Some(Message::Strict(Strict::decode(body)?))),
            Some(frame) => Err(Error::new(ErrorKind::InvalidData, format!("type {:?}", frame.first()))),
        }
    }
}

impl Encoder<Message> for MySqlX {
    type Error = Error;

    fn encode(&mut self, message: Message, dst: &mut BytesMut) -> Result<()> {
        let (id, body) = match message {
            Message::Sample(sample) => (5, sample.encode_to_vec()),
            Message::Strict(strict) => (46, strict.encode_to_vec()),
        };
        dst.put_u32_le(body.len() as u32 + 1);
        dst.put_u8(id);
        dst.put_slice(&body);
        Ok(())
    }
}
// wire code ends
