//! Functions run for real: processes that are confined, and are spoken to by the
//! [Lambda Runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
//!
//! [`Functions::invoke`] has a [`Function`] answer an [`Invocation`]. Each version of a function has environments of
//! its own: processes of which each takes one invocation at a time and waits for the next. Bubblewrap gives each its own
//! namespaces, an empty root and no way out; the program that it starts there, [`supervise`], closes what is left open
//! and becomes the function. [`unpack()`] makes folders of code from zip files.

mod api;
mod bridge;
mod connections;
mod environment;
mod error;
mod function;
mod logs;
mod options;
mod pool;
mod sandbox;
mod supervisor;
mod unpack;
mod variables;

pub use error::{Error, ThrottleReason};
pub use function::{
    Credentials, Function, FunctionError, Invocation, Issue, Kind, LogSink, Outcome, Role, Runtime,
};
pub use options::{Confinement, Endpoint, Options};
pub use pool::{Count, Functions};
pub use sandbox::installed_runtimes;
pub use supervisor::supervise;
pub use unpack::{Bounds, unpack};
