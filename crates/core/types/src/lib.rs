//! The words every crate shares: ARNs, accounts, regions, identifiers, principals, tags, time and
//! faults. It depends on no other crate of the workspace.

mod account;
mod arn;
mod fault;
mod id;
mod principal;
mod random;
mod region;
mod tag;
mod time;

pub use account::{AccountId, AccountText, InvalidAccountId};
pub use arn::{Arn, InvalidArn};
pub use fault::{Fault, FaultKind};
pub use id::{AccessKeyId, IdKind, UniqueId};
pub use principal::{ORIGIN_IDENTITY, Principal, Session, SessionKind};
pub use random::{Random, SeededRandom, SystemRandom};
pub use region::{REGIONS_ON, REGIONS_OPT_IN, Region};
pub use tag::Tag;
pub use time::{Clock, InvalidTimestamp, ManualClock, SystemClock, Timestamp};
