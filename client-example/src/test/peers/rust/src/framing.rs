//! Messages behind a length of four bytes.

use crate::messages::Echo;
use bytes::{BufMut, BytesMut};
use prost::Message;
use std::io::{Error, ErrorKind, Result};
use tokio_util::codec::{Decoder, Encoder, LengthDelimitedCodec};

/// The longest body. `LengthDelimitedCodec` has a limit of 8 MiB where nobody sets one.
const MAX_BODY: usize = 4 << 20;

/// Cuts by `LengthDelimitedCodec`, which finds a body without a copy; writes in place, where that codec would have each
/// body in memory of its own first.
pub struct EchoCodec {
    frames: LengthDelimitedCodec,
    little_endian: bool,
}

impl EchoCodec {
    /// `wire` is le32 or be32.
    pub fn new(wire: &str) -> Result<Self> {
        let mut frames = LengthDelimitedCodec::builder();
        frames.max_frame_length(MAX_BODY);
        let little_endian = match wire {
            "le32" => true,
            "be32" => false,
            other => return Err(Error::new(ErrorKind::InvalidInput, other)),
        };
        if little_endian {
            frames.little_endian();
        }
        Ok(Self { frames: frames.new_codec(), little_endian })
    }
}

impl Decoder for EchoCodec {
    type Item = Echo;
    type Error = Error;

    fn decode(&mut self, received: &mut BytesMut) -> Result<Option<Echo>> {
        match self.frames.decode(received)? {
            Some(body) => Ok(Some(Echo::decode(body.freeze())?)),
            None => Ok(None),
        }
    }
}

impl Encoder<Echo> for EchoCodec {
    type Error = Error;

    fn encode(&mut self, message: Echo, sent: &mut BytesMut) -> Result<()> {
        let length = message.encoded_len();
        sent.reserve(4 + length);
        if self.little_endian {
            sent.put_u32_le(length as u32);
        } else {
            sent.put_u32(length as u32);
        }
        message.encode_raw(sent);
        Ok(())
    }
}
