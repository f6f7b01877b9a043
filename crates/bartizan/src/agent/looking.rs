//! Looks through the disk that go on beside the reports: however long one takes, the host is heard of.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};
use std::time::Duration;

use super::disk::{Begin, Disk};
use super::look::{Order, Stamp};
use crate::error::CliError;

/// How much memory a look may take at most, and how much of what the agent's unit allows is left to the agent.
const MEMORY_MAX: u64 = 160 << 20;
const OWN_MEMORY: u64 = 64 << 20;
/// How much a look needs at least.
const MEMORY_MIN: u64 = 32 << 20;
/// Where the limits of groups of processes are. (cgroups(7).)
const GROUPS: &str = "/sys/fs/cgroup";

/// Files that ended looks, with what they were like.
pub(super) type LeftOut = BTreeMap<String, Stamp>;

/// What a look came to, and the files that ended it or others.
type Looked = (Result<Disk, CliError>, LeftOut);

/// A look that goes on.
pub(super) struct Looking(Receiver<Looked>);

impl Looking {
    /// Begins one.
    ///
    /// # Errors
    /// There are too many threads.
    pub(super) fn begin(root: &Path, left_out: LeftOut) -> Result<Self, CliError> {
        let (sender, receiver) = sync_channel(1);
        let (root, mut left_out) = (root.to_owned(), left_out);
        let look = move || {
            let looks = Processes { root: root.clone(), memory: memory_of_look(&limits()) };
            let disk = Disk::look_through(&root, &mut left_out, &looks);
            // Nobody waits for it when the agent ends.
            let _ = sender.send((disk, left_out));
        };
        let thread = std::thread::Builder::new().name("look".to_owned());
        thread.spawn(look).map_err(CliError::failed)?;
        Ok(Self(receiver))
    }

    /// What it came to, if it is over.
    pub(super) fn answer(&self) -> Option<Looked> {
        match self.0.try_recv() {
            Ok(looked) => Some(looked),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Self::broken()),
        }
    }

    /// As [`Self::answer`], but waits for it as long as that.
    pub(super) fn wait(&self, most: Duration) -> Option<Looked> {
        match self.0.recv_timeout(most) {
            Ok(looked) => Some(looked),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Self::broken()),
        }
    }

    fn broken() -> Looked {
        (Err(CliError::Failed("looking through the disk broke off".to_owned())), LeftOut::new())
    }
}

/// Looks by processes of this program.
struct Processes {
    root: PathBuf,
    memory: u64,
}

/// A process that looks; it ends with who listens.
pub(super) struct Process {
    child: Child,
    told: BufReader<ChildStdout>,
}

impl Begin for Processes {
    type Told = Process;

    fn begin(&self, order: &Order) -> io::Result<Process> {
        let mut command = Command::new("/proc/self/exe");
        command.args(["agent", "look", "--root"]).arg(&self.root);
        command.arg("--memory").arg(self.memory.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (mut orders, told) = pipes.ok_or(io::ErrorKind::BrokenPipe)?;
        let process = Process { child, told: BufReader::new(told) };
        orders.write_all(&serde_json::to_vec(order)?)?;
        Ok(process)
    }
}

impl Read for Process {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.told.read(buffer)
    }
}

impl io::BufRead for Process {
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

/// How much memory a look may take, where groups of processes have these limits.
fn memory_of_look(limits: &[String]) -> u64 {
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
    fn a_look_takes_what_the_agents_unit_leaves() {
        let of = |limits: &[&str]| {
            memory_of_look(&limits.iter().map(|limit| (*limit).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), MEMORY_MAX);
        assert_eq!(of(&["max\n", "268435456\n"]), 160 << 20);
        assert_eq!(of(&["268435456\n", "134217728\n"]), 64 << 20);
        assert_eq!(of(&["1048576\n"]), MEMORY_MIN);
    }
}
