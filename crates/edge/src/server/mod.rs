//! Listeners and connections.

mod http1;
mod http2;
mod listen;
mod one_way;
mod reading;
#[cfg(test)]
mod slow;
#[cfg(test)]
mod unread;
mod waiting;
mod wire;

pub use http2::http2_frames;
pub(crate) use listen::listen;
