//! A zero, then length and type as varints; prost's name for a varint is "length delimiter".

use crate::messages::{Message, Sample, Strict};
use bytes::{Buf, BufMut, BytesMut};
use prost::{decode_length_delimiter, encode_length_delimiter, Message as _};
use std::io::{Error, ErrorKind, Result};
use tokio_util::codec::{Decoder, Encoder};

// wire code begins
pub struct EspHome;

impl Decoder for EspHome {
    type Item = Message;
    type Error = Error;

    fn decode(&mut self, src: &mut BytesMut) -> Result<Option<Message>> {
        let mut rest = match &src[..] {
            [] => return Ok(None),
            [0, rest @ ..] => rest,
            [other, ..] => return Err(Error::new(ErrorKind::InvalidData, format!("begins with {other}"))),
        };
        let (length, id) = match (decode_length_delimiter(&mut rest), decode_length_delimiter(&mut rest)) {
            (Ok(length), Ok(id)) => (length, id),
            _ if src.len() < 21 => return Ok(None),
            _ => return Err(Error::new(ErrorKind::InvalidData, "invalid varint")),
        };
        if length > 8 << 20 {
            return Err(Error::new(ErrorKind::InvalidData, format!("length {length}")));
        }
        if rest.len() < length {
            return Ok(None);
        }
        let header = src.len() - rest.len();
        src.advance(header);
        let body = src.split_to(length);
        match id {
            2 => Ok(Some(Message::Sample(Sample::decode(body)?))),
            128 => Ok(Some(Message::Strict(Strict::decode(body)?))),
            _ => Err(Error::new(ErrorKind::InvalidData, format!("type {id}"))),
        }
    }
}

impl Encoder<Message> for EspHome {
    type Error = Error;

    fn encode(&mut self, message: Message, dst: &mut BytesMut) -> Result<()> {
        let (id, body) = match message {
            Message::Sample(sample) => (2, sample.encode_to_vec()),
            Message::Strict(strict) => (128, strict.encode_to_vec()),
        };
        dst.put_u8(0);
        encode_length_delimiter(body.len(), dst)?;
        encode_length_delimiter(id, dst)?;
        dst.put_slice(&body);
        Ok(())
    }
}
// wire code ends
