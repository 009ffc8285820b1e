//! What the server and the client share.

pub mod framing;
pub mod messages;
