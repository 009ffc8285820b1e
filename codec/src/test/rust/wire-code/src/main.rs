//! `wire-code PROTOCOL CHUNK`: reads frames from standard input, at most CHUNK bytes at a time, and writes each message
//! that they make to standard output, as that protocol's encoder does.

mod esphome;
mod messages;
mod mumble;
mod mysql_x;
mod riak;

use bytes::BytesMut;
use messages::Message;
use std::io::{stdin, stdout, Error, ErrorKind, Read, Result, Write};
use tokio_util::codec::{Decoder, Encoder};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chunk = arguments[1].parse().expect("CHUNK is a number");
    match arguments[0].as_str() {
        "mumble" => relay(mumble::Mumble, chunk),
        "mysql_x" => relay(mysql_x::mysql_x(), chunk),
        "riak" => relay(riak::Riak::default(), chunk),
        "esphome" => relay(esphome::EspHome, chunk),
        other => Err(Error::new(ErrorKind::InvalidInput, other)),
    }
}

fn relay<C>(mut codec: C, chunk: usize) -> Result<()>
where
    C: Decoder<Item = Message, Error = Error> + Encoder<Message, Error = Error>,
{
    let (mut received, mut sent) = (BytesMut::new(), BytesMut::new());
    let mut buffer = vec![0; chunk];
    loop {
        let read = stdin().read(&mut buffer)?;
        received.extend_from_slice(&buffer[..read]);
        while let Some(message) = codec.decode(&mut received)? {
            codec.encode(message, &mut sent)?;
        }
        if read == 0 {
            codec.decode_eof(&mut received)?; // bytes that are left are an error
            return stdout().write_all(&sent);
        }
    }
}
