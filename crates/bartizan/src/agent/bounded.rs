//! What reads files that users of a host write, in a process of its own: they may be as large and as odd as
//! their users like, and cost that process its life, but not the agent's. (setrlimit(2), `RLIMIT_DATA`.)

use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Read, StdoutLock, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clap::Args;
use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::CliError;

/// How much memory such a process may take at most, and how much of what the agent's unit allows is left to
/// the agent.
const MEMORY_MAX: u64 = 160 << 20;
const OWN_MEMORY: u64 = 64 << 20;
/// How much one needs at least.
const MEMORY_MIN: u64 = 32 << 20;
/// Where the limits of groups of processes are. (cgroups(7).)
const GROUPS: &str = "/sys/fs/cgroup";
/// How long one step may take.
const STEP_PATIENCE: Duration = Duration::from_mins(5);
/// The longest line that is told, in bytes.
const LINE_BYTES_MAX: u64 = 64 << 10;
/// Set once the process has its limits, which count from its start alone.
const LIMITED: &str = "BARTIZAN_LOOK_LIMITED";
/// Has the allocator ask for memory as it is needed, so that the limit counts what is in use.
const ALLOCATOR: (&str, &str) = ("MIMALLOC_ARENA_EAGER_COMMIT", "0");

/// There is memory for one such process.
static TURN: Mutex<()> = Mutex::new(());

/// Who begins work of a kind of order, and has what it tells.
pub(super) trait Begin<Order> {
    /// What is told.
    type Told: BufRead;

    /// Begins it.
    ///
    /// # Errors
    /// It cannot be begun.
    fn begin(&self, order: &Order) -> io::Result<Self::Told>;
}

/// Work by processes of this program.
pub(super) struct Processes {
    command: &'static str,
    root: PathBuf,
    memory: u64,
}

impl Processes {
    /// Those of a command of `bartizan agent`, on the host of this root.
    pub(super) fn new(command: &'static str, root: &Path) -> Self {
        Self { command, root: root.to_owned(), memory: memory_of_one(&limits()) }
    }
}

impl<Order: Serialize> Begin<Order> for Processes {
    type Told = Process;

    /// Waits until no other is at work.
    fn begin(&self, order: &Order) -> io::Result<Process> {
        // Nothing is kept under the lock.
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut command = Command::new("/proc/self/exe");
        command.args(["agent", self.command, "--root"]).arg(&self.root);
        command.arg("--memory").arg(self.memory.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (mut orders, told) = pipes.ok_or(io::ErrorKind::BrokenPipe)?;
        let process = Process { child, told: BufReader::new(told), _turn: turn };
        orders.write_all(&serde_json::to_vec(order)?)?;
        Ok(process)
    }
}

/// A process at work; it ends with who listens.
pub(super) struct Process {
    child: Child,
    told: BufReader<ChildStdout>,
    _turn: MutexGuard<'static, ()>,
}

impl Read for Process {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.told.read(buffer)
    }
}

impl BufRead for Process {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.told.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.told.consume(amount);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be over already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The next line that is told; none where what tells is over, or tells something else.
pub(super) fn heard<Line: DeserializeOwned>(told: &mut impl BufRead) -> Option<Line> {
    let mut bytes = Vec::new();
    told.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Tells a line.
///
/// # Errors
/// Nobody listens any more.
pub(super) fn tell(out: &mut impl Write, line: &impl Serialize) -> Result<(), CliError> {
    serde_json::to_writer(&mut *out, line).map_err(CliError::failed)?;
    out.write_all(b"\n").map_err(CliError::failed)
}

/// How such a process is bounded.
#[derive(Debug, Args)]
pub(super) struct Bounds {
    /// The root of the file system that is looked at.
    #[arg(long, value_name = "DIR")]
    root: PathBuf,
    /// How much memory that may take, in bytes.
    #[arg(long, value_name = "BYTES")]
    memory: u64,
}

impl Bounds {
    /// Does what standard input orders below a root, and tells on standard output what comes of it. It counts
    /// its steps, each of which may take only so long.
    ///
    /// # Errors
    /// The work's own; the limits cannot be set, or the order not be read.
    pub(super) fn run<Order: DeserializeOwned>(
        &self,
        work: impl FnOnce(
            &Path,
            &Order,
            BufWriter<StdoutLock<'static>>,
            &AtomicU64,
        ) -> Result<(), CliError>,
    ) -> Result<ExitCode, CliError> {
        // Without the agent nobody wants to know.
        set_parent_process_death_signal(Some(Signal::KILL)).map_err(CliError::failed)?;
        if std::env::var_os(LIMITED).is_none() {
            return Err(self.again());
        }
        let order = serde_json::from_reader(io::stdin().lock()).map_err(CliError::failed)?;
        let steps = Arc::new(AtomicU64::new(0));
        watch(Arc::clone(&steps));
        work(&self.root, &order, BufWriter::new(io::stdout().lock()), &steps)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Begins anew within the limit.
    fn again(&self) -> CliError {
        let limit = Rlimit { current: Some(self.memory), maximum: Some(self.memory) };
        if let Err(error) = setrlimit(Resource::Data, limit) {
            return CliError::failed(error);
        }
        let mut own = Command::new("/proc/self/exe");
        own.args(std::env::args_os().skip(1)).env(LIMITED, "1").env(ALLOCATOR.0, ALLOCATOR.1);
        CliError::failed(own.exec())
    }
}

/// Ends the process when a step takes too long.
fn watch(steps: Arc<AtomicU64>) {
    std::thread::spawn(move || {
        let mut before = 0;
        loop {
            std::thread::sleep(STEP_PATIENCE);
            let now = steps.load(Ordering::Relaxed);
            if now > 0 && now == before {
                std::process::exit(1);
            }
            before = now;
        }
    });
}

/// How much memory one may take, where groups of processes have these limits.
fn memory_of_one(limits: &[String]) -> u64 {
    let least = limits.iter().filter_map(|limit| limit.trim().parse::<u64>().ok()).min();
    let left = least.map_or(MEMORY_MAX, |limit| limit.saturating_sub(OWN_MEMORY));
    left.clamp(MEMORY_MIN, MEMORY_MAX)
}

/// The limits of the group that this process is of, and of those around it.
fn limits() -> Vec<String> {
    let own = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let own = own.lines().find_map(|line| line.strip_prefix("0::/")).unwrap_or_default();
    let groups = Path::new(own).ancestors().map(|group| Path::new(GROUPS).join(group));
    let files = groups.flat_map(|group| [group.join("memory.max"), group.join("memory.high")]);
    files.filter_map(|file| fs::read_to_string(file).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_takes_what_the_agents_unit_leaves() {
        let of = |limits: &[&str]| {
            memory_of_one(&limits.iter().map(|limit| (*limit).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), MEMORY_MAX);
        assert_eq!(of(&["max\n", "268435456\n"]), 160 << 20);
        assert_eq!(of(&["268435456\n", "134217728\n"]), 64 << 20);
        assert_eq!(of(&["1048576\n"]), MEMORY_MIN);
    }
}
