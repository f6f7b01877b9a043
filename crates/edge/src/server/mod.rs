//! Listeners and connections.

mod http1;
mod http2;
mod listen;
mod wire;

pub(crate) use listen::listen;
