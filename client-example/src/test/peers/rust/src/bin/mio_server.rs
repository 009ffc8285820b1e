//! What one thread can do: one poll, a buffer for reads and one for replies that all connections share, prost's own
//! calls, and nothing else. It is the echo benchmark's bare loop on the JVM, in Rust. It speaks le32.

use bytes::BufMut;
use echo_peer::messages::Echo;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use prost::Message;
use std::collections::HashMap;
use std::io::{ErrorKind, Read, Result, Write};

const LISTENER: Token = Token(0);
const HEADER: usize = 4;

struct Buffers {
    input: Vec<u8>,
    output: Vec<u8>,
}

/// Does not read while a reply waits for the peer to take it.
struct Connection {
    socket: TcpStream,
    /// The first bytes of a frame, header and all.
    partial: Vec<u8>,
    unsent: Vec<u8>,
}

fn main() -> Result<()> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(1024);
    let mut listener = TcpListener::bind(([127, 0, 0, 1], 0).into())?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    println!("listening on {} le32", listener.local_addr()?);
    let mut buffers = Buffers { input: vec![0; 256 << 10], output: Vec::with_capacity(256 << 10) };
    let mut connections = HashMap::new();
    let mut last = LISTENER;
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            if event.token() == LISTENER {
                while let Some((mut socket, _)) = unless_blocked(listener.accept())? {
                    last = Token(last.0 + 1);
                    socket.set_nodelay(true)?;
                    poll.registry().register(&mut socket, last, Interest::READABLE | Interest::WRITABLE)?;
                    connections.insert(last, Connection { socket, partial: vec![], unsent: vec![] });
                }
            } else if let Some(connection) = connections.get_mut(&event.token()) {
                if connection.serve(&mut buffers).is_err() {
                    connections.remove(&event.token()); // which closes it
                }
            }
        }
    }
}

impl Connection {
    /// The poll tells of a change only, so this reads and writes until the socket has had enough.
    fn serve(&mut self, buffers: &mut Buffers) -> Result<()> {
        let left = std::mem::take(&mut self.unsent);
        self.write(&left)?;
        while self.unsent.is_empty() {
            let read = match unless_blocked(self.socket.read(&mut buffers.input))? {
                None => return Ok(()),
                Some(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Some(read) => read,
            };
            buffers.output.clear();
            self.cut(&buffers.input[..read], &mut buffers.output)?;
            self.write(&buffers.output)?;
            if read < buffers.input.len() {
                return Ok(()); // the next bytes are a change
            }
        }
        Ok(())
    }

    /// Answers bodies that come whole where they lie, and gathers the others in linear time.
    fn cut(&mut self, mut input: &[u8], output: &mut Vec<u8>) -> Result<()> {
        if !self.partial.is_empty() {
            self.fill(HEADER, &mut input);
            if let Some(end) = frame_end(&self.partial) {
                self.fill(end, &mut input);
                if self.partial.len() == end {
                    answer(&std::mem::take(&mut self.partial)[HEADER..], output)?;
                }
            }
        }
        while let Some(end) = frame_end(input).filter(|end| *end <= input.len()) {
            answer(&input[HEADER..end], output)?;
            input = &input[end..];
        }
        self.partial.extend_from_slice(input);
        Ok(())
    }

    /// Moves bytes until the partial frame has as many as that, or there are no more.
    fn fill(&mut self, length: usize, input: &mut &[u8]) {
        let missing = length.saturating_sub(self.partial.len());
        let (taken, left) = input.split_at(missing.min(input.len()));
        self.partial.reserve_exact(missing);
        self.partial.extend_from_slice(taken);
        *input = left;
    }

    fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            match unless_blocked(self.socket.write(bytes))? {
                Some(written) => bytes = &bytes[written..],
                None => {
                    self.unsent = bytes.to_vec();
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Where the frame at the beginning of these bytes ends, once its header is there.
fn frame_end(bytes: &[u8]) -> Option<usize> {
    let header = bytes.get(..HEADER)?.try_into().ok()?;
    Some(HEADER + u32::from_le_bytes(header) as usize)
}

fn answer(body: &[u8], output: &mut Vec<u8>) -> Result<()> {
    let message = Echo::decode(body)?;
    output.put_u32_le(message.encoded_len() as u32);
    message.encode_raw(output);
    Ok(())
}

fn unless_blocked<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}
