//! A function, what it is asked, and what came of it.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use zeroize::Zeroizing;

use crate::error::Error;

/// One version of a function, as it is run. Environments are shared by no two of them.
pub struct Function {
    /// Its ARN without a version.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// `$LATEST` or a number.
    pub version: String,
    /// Changes whenever code or configuration do.
    pub revision: String,
    /// What runs it.
    pub runtime: Runtime,
    /// `module.function`.
    pub handler: String,
    /// The folder of its code, unpacked: `/var/task`.
    pub code: PathBuf,
    /// The folder that its layers were unpacked in, one over the other: `/opt`.
    pub layers: Option<PathBuf>,
    /// Its own variables.
    pub environment: BTreeMap<String, Zeroizing<String>>,
    /// Memory in MB. `/tmp` is in memory, too: an environment can have both together.
    pub memory: u32,
    /// How long an invocation may take.
    pub timeout: Duration,
    /// The size of `/tmp` in MB.
    pub storage: u32,
    /// Concurrent invocations that are reserved for it, and are all it has; none of them is also a limit.
    pub reserved: Option<u32>,
    /// The region that it believes to be in.
    pub region: String,
    /// Where its log lines go.
    pub logs: Option<Arc<dyn LogSink>>,
    /// The names that it is told of its log.
    pub log_group: String,
    /// The role that it acts as.
    pub role: Arc<dyn Role>,
}

/// What runs a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runtime {
    /// `python3.*`
    Python,
    /// `nodejs*`
    Node,
    /// `provided.*`: the code brings its own `bootstrap`.
    Provided,
}

impl Runtime {
    /// Reads AWS's identifier of a runtime.
    ///
    /// # Errors
    ///
    /// Where it is another one.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let numbered = |prefix: &str| {
            let version = name.strip_prefix(prefix).unwrap_or_default();
            version.starts_with(|first: char| first.is_ascii_digit())
        };
        match name {
            _ if numbered("python3.") => Ok(Self::Python),
            _ if numbered("nodejs") => Ok(Self::Node),
            "provided" | "provided.al2" | "provided.al2023" => Ok(Self::Provided),
            _ => Err(Error::UnknownRuntime(name.to_owned())),
        }
    }
}

/// Takes the lines that a function writes.
pub trait LogSink: Send + Sync {
    /// Takes one line of a stream, which is one environment's, without its end. It must not wait.
    fn line(&self, stream: &str, at: SystemTime, line: &str);
}

/// A role that functions act as.
pub trait Role: Send + Sync {
    /// Credentials for a new environment, which ends before they do.
    fn credentials(&self) -> Issue<'_>;
}

/// Credentials that are being made.
pub type Issue<'a> = Pin<Box<dyn Future<Output = Result<Credentials, String>> + Send + 'a>>;

/// Temporary credentials.
#[derive(Clone)]
pub struct Credentials {
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: Zeroizing<String>,
    /// `AWS_SESSION_TOKEN`.
    pub session_token: Zeroizing<String>,
    /// When they end.
    pub expires: SystemTime,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// What a function is asked.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// Names it in logs and to the function.
    pub request_id: String,
    /// JSON.
    pub payload: Bytes,
    /// How it was asked, which says how large the payload may be.
    pub kind: Kind,
    /// The ARN that was asked for, with its version or alias.
    pub arn: String,
    /// What a mobile application says of itself: JSON.
    pub client_context: Option<String>,
    /// `X-Amzn-Trace-Id`.
    pub trace: Option<String>,
}

/// How a function was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Who asked waits for the answer.
    RequestResponse,
    /// Nobody does.
    Event,
}

impl Kind {
    /// The most bytes of a payload, by Lambda's quotas: 6 MB, and 1 MB where nobody waits.
    pub fn limit(self) -> usize {
        match self {
            Self::RequestResponse => 6 << 20,
            Self::Event => 1 << 20,
        }
    }
}

/// What came of an invocation.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What the function answered, or an object with `errorMessage` and `errorType`.
    pub payload: Bytes,
    /// Whether that is an error, and whose.
    pub error: Option<FunctionError>,
    /// The last 4 KB of the log.
    pub log_tail: Vec<u8>,
    /// How long the handler took.
    pub duration: Duration,
    /// Begun milliseconds of that, and of the start.
    pub billed: Duration,
    /// How long the environment took to start, where it did for this invocation.
    pub init: Option<Duration>,
    /// The most memory that the environment has used, in MB, as Lambda says it: no more than the function's memory. What
    /// is in `/tmp` counts as well.
    pub memory_used: u64,
}

/// `X-Amz-Function-Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunctionError {
    /// The function said so by this word.
    Handled,
    /// Everything else.
    Unhandled,
}
