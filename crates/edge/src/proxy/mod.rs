//! From a client's request to a target and back.

mod answer;
mod body;
mod exchange;
mod headers;
mod judge;
mod origin;
mod outcome;
mod pool;
mod tunnel;
mod upload;

pub(crate) use answer::{Answer, Framed, Speaker, own_head, words};
pub(crate) use body::{BodyError, Client};
pub(crate) use exchange::{Begun, Exchange, Facts, Failure, failure, is_upgrade};
pub(crate) use headers::{
    framing, is_hop_by_hop, passed_on, put, put_chunk, put_client, response_head,
};
pub(crate) use judge::Prefix;
pub(crate) use origin::{Origin, OriginError, connect, connect_to_itself};
pub(crate) use outcome::{Busy, OriginAnswer, OriginBody, Outcome};
pub(crate) use pool::Pool;
pub(crate) use tunnel::tunnel;
pub(crate) use upload::{Rest, put_end, put_piece};
