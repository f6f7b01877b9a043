//! Starting a sandbox, and the process that is in it.

use std::io::{self, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, recvmsg, sockopt,
};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::Child;
use tokio::runtime::Handle;

use super::Host;
use super::ended::{self, Ended};
use super::group::Group;
use super::uids::Lease;
use crate::error::Error;
use crate::function::{Credentials, Function};
use crate::supervisor::SIGNALLED;
use crate::supervisor::orders::{CONFINED, GO, LISTENING, Orders};

/// How long a sandbox may take to be made.
const PATIENCE: Duration = Duration::from_secs(10);

/// A sandbox that is running. It ends when this is dropped.
pub(crate) struct Process {
    /// Bubblewrap, or the function itself.
    child: Option<Child>,
    /// The first process of the sandbox.
    first: Pid,
    confined: bool,
    group: Option<Group>,
    uid: Option<Lease>,
    /// The most memory that was used, once it has ended.
    peak: u64,
}

/// What a sandbox gives out.
pub(crate) struct Outlets {
    pub(crate) api: TcpListener,
    pub(crate) endpoint: Option<TcpListener>,
    pub(crate) logs: OwnedFd,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Code(i32),
    Signal(i32),
}

const KILLED: Exit = Exit::Signal(libc::SIGKILL);

impl Exit {
    fn of(status: Option<ExitStatus>, confined: bool) -> Self {
        let Some(status) = status else { return KILLED };
        match (status.code(), status.signal()) {
            (Some(code @ 129..=192), _) if confined => Self::Signal(code - SIGNALLED),
            (Some(code), _) => Self::Code(code),
            (None, signal) => Self::Signal(signal.unwrap_or(libc::SIGKILL)),
        }
    }
}

impl Host {
    /// Starts a sandbox; this blocks for some milliseconds.
    pub(crate) fn start(
        &self,
        function: &Function,
        credentials: &Credentials,
        stream: &str,
    ) -> Result<(Process, Outlets), Error> {
        let orders = self.orders(function, credentials, stream)?;
        let uid = match &self.uids {
            Some(uids) => {
                let none = || Error::Start("all users for functions are in use".to_owned());
                Some(uids.lease().ok_or_else(none)?)
            }
            None => None,
        };
        let command = self.command(function, uid.as_ref().map(|lease| lease.uid));
        let memory = u64::from(function.memory) + u64::from(function.storage);
        let group = match &self.groups {
            Some(groups) => Some(groups.group(memory << 20).map_err(started)?),
            None => None,
        };
        let (child, mut control, mut logs) = spawn(command).map_err(started)?;
        let ended = Ended { child, first: None, group, uid };
        match introduce(&ended, &mut control, &orders) {
            Ok((first, api, endpoint)) => {
                let Ended { child, group, uid, .. } = ended;
                let child = Some(child);
                let confined = orders.confined;
                let process = Process { child, first, confined, group, uid, peak: 0 };
                Ok((process, Outlets { api, endpoint, logs }))
            }
            Err(problem) => {
                let mut ended = ended;
                let _ = ended.child.start_kill();
                ended::bury(ended);
                Err(Error::Start(explained(&problem, &mut control, &mut logs)))
            }
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn started(problem: io::Error) -> Error {
    Error::Start(problem.to_string())
}

/// What was said by who failed, or else the failure.
fn explained(problem: &io::Error, control: &mut UnixStream, logs: &mut OwnedFd) -> String {
    let mut said = Vec::new();
    let _ = control.set_nonblocking(true);
    let _ = control.take(4096).read_to_end(&mut said);
    if said.is_empty() {
        said.resize(4096, 0);
        let _ = rustix::fs::fcntl_setfl(&*logs, rustix::fs::OFlags::NONBLOCK);
        let read = rustix::io::read(&*logs, &mut said).unwrap_or(0);
        said.truncate(read);
    }
    if said.is_empty() {
        problem.to_string()
    } else {
        String::from_utf8_lossy(&said).trim().to_owned()
    }
}

/// Exchanges the first messages with a supervisor.
fn introduce(
    ended: &Ended,
    control: &mut UnixStream,
    orders: &Orders,
) -> io::Result<(Pid, TcpListener, Option<TcpListener>)> {
    control.set_read_timeout(Some(PATIENCE))?;
    control.set_write_timeout(Some(PATIENCE))?;
    orders.write(control)?;
    let (first, api, endpoint) = receive(control)?;
    if orders.endpoint && endpoint.is_none() {
        return Err(io::Error::other("a listener is missing"));
    }
    if let Some(group) = &ended.group {
        group.join(first)?;
    }
    control.write_all(&[GO])?;
    let mut answer = [0];
    control.read_exact(&mut answer)?;
    match answer {
        [CONFINED] => Ok((first, api, endpoint)),
        _ => Err(io::Error::other("the sandbox could not be closed")),
    }
}

/// The supervisor's process, as the kernel tells it, and its listeners.
fn receive(control: &UnixStream) -> io::Result<(Pid, TcpListener, Option<TcpListener>)> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2), ScmCredentials(1))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let mut byte = [0];
    let flags = RecvFlags::CMSG_CLOEXEC;
    let got = recvmsg(control, &mut [IoSliceMut::new(&mut byte)], &mut ancillary, flags)?;
    let mut process = None;
    let mut listeners = Vec::new();
    for message in ancillary.drain() {
        match message {
            RecvAncillaryMessage::ScmRights(given) => {
                listeners.extend(given.map(TcpListener::from));
            }
            RecvAncillaryMessage::ScmCredentials(whose) => process = Some(whose.pid),
            _ => {}
        }
    }
    let mut listeners = listeners.into_iter();
    match (byte, process, listeners.next()) {
        ([LISTENING], Some(process), Some(api)) if !got.flags.contains(ReturnFlags::CTRUNC) => {
            Ok((process, api, listeners.next()))
        }
        _ => Err(io::Error::other("the sandbox did not listen")),
    }
}

type Spawned = io::Result<(Child, UnixStream, OwnedFd)>;

type Job = (Command, Handle, Sender<Spawned>);

/// Spawns from a thread that never ends: `--die-with-parent` is about the thread that a process was spawned by.
fn spawn(command: Command) -> Spawned {
    static JOBS: OnceLock<Sender<Job>> = OnceLock::new();
    let jobs = JOBS.get_or_init(|| {
        let (sender, jobs) = mpsc::channel::<Job>();
        thread::spawn(move || {
            for (command, runtime, answer) in jobs {
                let _entered = runtime.enter();
                let _ = answer.send(spawn_here(command));
            }
        });
        sender
    });
    let gone = || io::Error::other("the thread that spawns is gone");
    let (answer, spawned) = mpsc::channel();
    jobs.send((command, Handle::current(), answer)).map_err(|_| gone())?;
    spawned.recv().map_err(|_| gone())?
}

fn spawn_here(mut command: Command) -> Spawned {
    let (own, theirs) = UnixStream::pair()?;
    sockopt::set_socket_passcred(&own, true)?;
    let (logs, writer) = io::pipe()?;
    command.stdin(Stdio::from(OwnedFd::from(theirs)));
    command.stdout(writer.try_clone()?).stderr(writer);
    bartizan_inherited::only_standard(&mut command);
    let child = tokio::process::Command::from(command).spawn()?;
    Ok((child, own, logs.into()))
}

impl Process {
    /// How it ended, once it has.
    pub(crate) async fn exited(&mut self) -> Exit {
        match &mut self.child {
            Some(child) => Exit::of(child.wait().await.ok(), self.confined),
            None => KILLED,
        }
    }

    /// How it ended, if it has.
    pub(crate) fn exit(&mut self) -> Option<Exit> {
        match &mut self.child {
            Some(child) => match child.try_wait() {
                Ok(status) => status.map(|status| Exit::of(Some(status), self.confined)),
                Err(_) => Some(KILLED),
            },
            None => Some(KILLED),
        }
    }

    /// The most memory that was used, in bytes.
    pub(crate) fn peak(&self) -> u64 {
        if let Some(peak) = self.group.as_ref().and_then(Group::peak) {
            return peak;
        }
        if self.child.is_none() {
            return self.peak;
        }
        let first = self.first.as_raw_nonzero();
        let children = format!("/proc/{first}/task/{first}/children");
        let children = std::fs::read_to_string(children).unwrap_or_default();
        let first = first.to_string();
        let all = children.split_whitespace().chain([first.as_str()]);
        all.filter_map(peak_of).max().unwrap_or(0)
    }
}

/// The most memory that a process has had, in bytes.
fn peak_of(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    kilobytes.split_whitespace().next()?.parse().ok().map(|kilobytes: u64| kilobytes << 10)
}

impl Process {
    /// Ends it.
    pub(crate) fn end(&mut self) {
        self.peak = self.peak();
        let Some(mut child) = self.child.take() else { return };
        if !self.confined {
            let leader = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
            let _ = leader.map(|leader| kill_process_group(leader, Signal::KILL));
        }
        // All of a sandbox ends with who made it.
        let _ = child.start_kill();
        let first = self.confined.then_some(self.first);
        ended::bury(Ended { child, first, group: self.group.take(), uid: self.uid.take() });
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}
