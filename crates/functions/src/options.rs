//! How functions are run here.

use std::net::SocketAddr;
use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

/// What an embedder chooses.
#[derive(Debug, Clone)]
pub struct Options {
    /// A folder for what sandboxes share. Every user must be able to go through the folders above it if the server is
    /// root's: sandboxes are then of other users. The same holds for the folders of code.
    pub work: PathBuf,
    /// A program that calls [`supervise`](crate::supervise).
    pub supervisor: PathBuf,
    /// What makes it do so.
    pub supervisor_arguments: Vec<String>,
    /// Whether functions are confined.
    pub confinement: Confinement,
    /// Bubblewrap; none for the system's.
    pub bubblewrap: Option<PathBuf>,
    /// Whether the memory of environments is limited by control groups where some can be made: in the group of this
    /// process, or in the unit that it was delegated. Otherwise each process is limited by itself.
    pub groups: bool,
    /// Where functions reach AWS.
    pub endpoint: Option<Endpoint>,
    /// Users that environments run as, where the server is root's. No other process should be of one.
    pub uids: Range<u32>,
    /// A folder of libraries that every function of Python finds behind its own, as Lambda's runtimes have the SDK.
    pub python_libraries: Option<PathBuf>,
    /// The same for Node.js: a folder like `node_modules`.
    pub node_libraries: Option<PathBuf>,
    /// Invocations at once, of all functions.
    pub concurrency: u32,
    /// Environments, running and idle, of all functions.
    pub environments: u32,
    /// How long an environment waits for the next invocation.
    pub idle: Duration,
    /// How long an environment lives.
    pub lifetime: Duration,
}

impl Options {
    /// What holds where nothing else is chosen.
    pub fn new(work: PathBuf, supervisor: PathBuf) -> Self {
        Self {
            work,
            supervisor,
            supervisor_arguments: Vec::new(),
            confinement: Confinement::Bubblewrap,
            bubblewrap: None,
            groups: true,
            endpoint: None,
            uids: 1_900_000_000..1_900_065_536,
            python_libraries: None,
            node_libraries: None,
            concurrency: 1000,
            environments: 1000,
            idle: Duration::from_mins(10),
            lifetime: Duration::from_hours(4),
        }
    }
}

/// Whether functions are confined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confinement {
    /// By bubblewrap and by what it leaves to its child.
    Bubblewrap,
    /// Not at all but by limits of resources: functions can do what the server can. Root is refused.
    Unconfined,
}

/// Where AWS's APIs are answered.
#[derive(Debug, Clone)]
pub enum Endpoint {
    /// HTTP at an address.
    Address(SocketAddr),
    /// HTTP at a socket.
    Socket(PathBuf),
}
