//! An echo server, all connections on one thread. Argument: le32 or be32.

use echo_peer::framing::EchoCodec;
use futures_util::{FutureExt, SinkExt, StreamExt};
use std::io::Result;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::codec::Framed;

const READ_BUFFER: usize = 64 << 10;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let wire = std::env::args().nth(1).expect("le32 or be32");
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {} {}", listener.local_addr()?, wire);
    loop {
        let (connection, _) = listener.accept().await?;
        connection.set_nodelay(true)?;
        let mut frames = Framed::with_capacity(connection, EchoCodec::new(&wire)?, READ_BUFFER);
        tokio::spawn(async move {
            let _ = echo(&mut frames).await; // the peer's fault
            let _ = frames.close().await; // with the replies to what came before
        });
    }
}

/// Replies gather in the sink as long as requests are there, in its buffer or the socket's, and leave together; or sooner,
/// at the 8 KiB from which on `feed` writes by itself.
async fn echo(frames: &mut Framed<TcpStream, EchoCodec>) -> Result<()> {
    loop {
        let next = match frames.next().now_or_never() {
            Some(ready) => ready,
            None => {
                frames.flush().await?;
                frames.next().await
            }
        };
        match next {
            Some(message) => frames.feed(message?).await?,
            None => return Ok(()),
        }
    }
}
