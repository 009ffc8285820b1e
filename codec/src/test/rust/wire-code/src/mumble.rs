//! u16 type, u32 length, both highest byte first.

use crate::messages::{Message, Sample, Strict};
use bytes::{Buf, BufMut, BytesMut};
use prost::Message as _;
use std::io::{Error, ErrorKind, Result};
use tokio_util::codec::{Decoder, Encoder};

// wire code begins
pub struct Mumble;

impl Decoder for Mumble {
    type Item = Message;
    type Error = Error;

    fn decode(&mut self, src: &mut BytesMut) -> Result<Option<Message>> {
        if src.len() < 6 {
            return Ok(None);
        }
        let length = (&src[2..]).get_u32() as usize;
        if length > 8 << 20 {
            return Err(Error::new(ErrorKind::InvalidData, format!("length {length}")));
        }
        if src.len() < 6 + length {
            return Ok(None);
        }
        let mut frame = src.split_to(6 + length);
        let id = frame.get_u16();
        frame.advance(4);
        match id {
            0 => Ok(Some(Message::Sample(Sample::decode(frame)?))),
            3 => Ok(Some(Message::Strict(Strict::decode(frame)?))),
            _ => Err(Error::new(ErrorKind::InvalidData, format!("type {id}"))),
        }
    }
}

impl Encoder<Message> for Mumble {
    type Error = Error;

    fn encode(&mut self, message: Message, dst: &mut BytesMut) -> Result<()> {
        let (id, body) = match message {
            Message::Sample(sample) => (0, sample.encode_to_vec()),
            Message::Strict(strict) => (3, strict.encode_to_vec()),
        };
        dst.put_u16(id);
        dst.put_u32(body.len() as u32);
        dst.put_slice(&body);
        Ok(())
    }
}
// wire code ends
