//! Listeners and connections.

mod http1;
mod http2;
mod listen;
mod one_way;
#[cfg(test)]
mod slow;
mod wire;

pub(crate) use listen::listen;
