//! Sends messages to an echo server and compares the replies. Arguments: le32 or be32, a port; then maybe ids, as in 1,2,3:
//! messages with these are sent, and replies are right by id.

use echo_peer::framing::EchoCodec;
use echo_peer::messages::{Echo, Kind};
use futures_util::{SinkExt, StreamExt};
use std::io::{Error, ErrorKind, Result};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_util::codec::{FramedRead, FramedWrite};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (wire, port) = (&arguments[0], arguments[1].parse().expect("a port"));
    let ids = arguments.get(2);
    let messages = ids.map_or_else(samples, |ids| with_ids(ids));
    let (input, output) = TcpStream::connect(("127.0.0.1", port)).await?.into_split();
    let replies = FramedRead::new(input, EchoCodec::new(wire)?);
    let requests = FramedWrite::new(output, EchoCodec::new(wire)?);
    tokio::try_join!(send(&messages, requests), compare(&messages, replies, ids.is_some()))?;
    Ok(())
}

async fn send<W>(messages: &[Echo], mut requests: FramedWrite<W, EchoCodec>) -> Result<()>
where
    W: AsyncWrite + Unpin,
{
    for message in messages {
        requests.feed(message.clone()).await?;
    }
    requests.close().await // ends this direction only
}

async fn compare<R>(messages: &[Echo], mut replies: FramedRead<R, EchoCodec>, by_id: bool) -> Result<()>
where
    R: AsyncRead + Unpin,
{
    for message in messages {
        let reply = replies.next().await.ok_or(ErrorKind::UnexpectedEof)??;
        let right = if by_id { reply.id == message.id } else { reply == *message };
        if !right {
            return wrong("not what was sent");
        }
    }
    match replies.next().await {
        None => Ok(()),
        Some(surplus) => surplus.and_then(|_| wrong("a reply more than requests")),
    }
}

fn wrong(what: &str) -> Result<()> {
    Err(Error::new(ErrorKind::InvalidData, what))
}

fn with_ids(ids: &str) -> Vec<Echo> {
    ids.split(',').map(|id| Echo { id: id.parse().expect("an id"), ..Echo::default() }).collect()
}

fn samples() -> Vec<Echo> {
    let mut samples = vec![
        Echo::default(),
        Echo {
            id: -1,
            text: "zürich €".into(),
            values: vec![1, -1, i32::MIN],
            tags: [("a".into(), "b".into())].into(),
            ratio: -0.0,
            kind: Kind::Data.into(),
            ..Echo::default()
        },
        parent(parent(Echo { id: (1 << 53) + 1, ..Echo::default() })),
    ];
    let payload = |length| Echo { payload: vec![b'p'; length].into(), ..Echo::default() };
    samples.extend([120, 130, 20_000, 3_000_000].map(payload));
    samples
}

fn parent(child: Echo) -> Echo {
    Echo { child: Some(child.into()), ..Echo::default() }
}
