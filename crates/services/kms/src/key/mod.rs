//! Keys: made, shown, changed.

mod change;
mod create;
mod deletion;
mod list;
mod shown;

pub(crate) use change::{describe_as, disable, enable};
pub(crate) use create::{check_room, create, generate, generate_now, put_new};
pub(crate) use deletion::{cancel, schedule};
pub(crate) use list::list;
pub(crate) use shown::{DOES_NOT_EXPIRE, EXPIRES, describe, metadata};

pub(crate) mod rule;
