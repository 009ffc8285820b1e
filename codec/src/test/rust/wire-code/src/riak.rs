//! u32 length, highest byte first, which counts the type; u8 type. LengthDelimitedCodec's defaults, its limit included.

use crate::messages::{Message, Sample, Strict};
use bytes::{BufMut, BytesMut};
use prost::Message as _;
use std::io::{Error, ErrorKind, Result};
use tokio_util::codec::{Decoder, Encoder, LengthDelimitedCodec};

// wire code begins
#[derive(Default)]
pub struct Riak(LengthDelimitedCodec);

impl Decoder for Riak {
    type Item = Message;
    type Error = Error;

    fn decode(&mut self, src: &mut BytesMut) -> Result<Option<Message>> {
        match self.0.decode(src)?.as_deref() {
            None => Ok(None),
            Some([9, body @ ..]) => Ok(Some(Message::Sample(Sample::decode(body)?))),
            Some([10, body @ ..]) => Ok(Some(Message::Strict(Strict::decode(body)?))),
            Some(frame) => Err(Error::new(ErrorKind::InvalidData, format!("type {:?}", frame.first()))),
        }
    }
}

impl Encoder<Message> for Riak {
    type Error = Error;

    fn encode(&mut self, message: Message, dst: &mut BytesMut) -> Result<()> {
        let (id, body) = match message {
            Message::Sample(sample) => (9, sample.encode_to_vec()),
            Message::Strict(strict) => (10, strict.encode_to_vec()),
        };
        dst.put_u32(body.len() as u32 + 1);
        dst.put_u8(id);
        dst.put_slice(&body);
        Ok(())
    }
}
// wire code ends
