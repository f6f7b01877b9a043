//! The process of one query on event data stores, which the server starts: what bounds the query is
//! what bounds its process.

use std::io::BufWriter;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use rustix::process::{Resource, Rlimit, nice, setrlimit};

use crate::error::CliError;

/// The name of the command.
const COMMAND: &str = "query-worker";
/// How much the allocator takes ahead, in KiB: what it takes counts, and SQLite has another one.
const ARENA: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "16384");

/// How many bytes of memory a query may have.
const MEMORY_BYTES_MAX: u64 = 1 << 30;
/// How many seconds of a processor it may take: more than the server lets it run.
const PROCESSOR_SECONDS_MAX: u64 = 15 * 60;
/// Requests are served before queries.
const NICENESS: i32 = 10;
/// This program, also where its file was replaced meanwhile. (proc(5), `/proc/pid/exe`.)
const SELF: &str = "/proc/self/exe";

/// What the server runs a query by, with nothing of its own environment. It fails where this program
/// cannot be found.
pub(crate) fn command() -> Command {
    let own = PathBuf::from(SELF);
    let program = if own.exists() { own } else { std::env::current_exe().unwrap_or(own) };
    let mut command = Command::new(program);
    command.arg(COMMAND).env_clear().env(ARENA.0, ARENA.1).current_dir("/");
    command
}

/// Runs the query that standard input tells, and answers on standard output.
///
/// # Errors
/// The process cannot be bounded, or nobody reads the answer.
pub(crate) fn run() -> Result<ExitCode, CliError> {
    for (resource, most) in [
        // What it writes to; files that are mapped are shared with the server.
        (Resource::Data, MEMORY_BYTES_MAX),
        (Resource::Cpu, PROCESSOR_SECONDS_MAX),
        // It has no files to write, and what it knows is in no dump.
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })
            .map_err(CliError::failed)?;
    }
    nice(NICENESS).map_err(CliError::failed)?;
    let (input, output) = (std::io::stdin().lock(), BufWriter::new(std::io::stdout().lock()));
    bartizan_cloudtrail::work_on_query(input, output, || false).map_err(CliError::failed)?;
    Ok(ExitCode::SUCCESS)
}
