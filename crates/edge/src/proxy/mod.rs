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

pub(crate) use answer::{Answer, Framed, SERVER_NAME, own_head};
pub(crate) use body::{BodyError, Client};
pub(crate) use exchange::{Exchange, Facts};
pub(crate) use headers::{passed_on, put_chunk, response_head};
pub(crate) use origin::{Origin, connect};
pub(crate) use outcome::{OriginAnswer, OriginBody, Outcome};
pub(crate) use pool::Pool;
pub(crate) use tunnel::tunnel;
