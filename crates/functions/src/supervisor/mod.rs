//! The program that starts inside of a sandbox, closes it, and runs the function.
//!
//! It listens on the sandbox's own loopback and hands the listeners out, so that nothing of the host has to be let in
//! for the Runtime API to be reached; then it takes away from itself what a function does not need, and starts the
//! runtime. It stays as the sandbox's first process, confined like all others: one that is not could be made another by
//! what it runs.

mod landlocked;
pub(crate) mod orders;
mod syscalls;

use std::fs::{self, File};
use std::io::{self, IoSlice, Read, Write};
use std::mem::MaybeUninit;
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode};

use rustix::io::Errno;
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use rustix::process::{DumpableBehavior, Pid, Resource, Rlimit, WaitOptions, setrlimit};

use self::orders::{CONFINED, FAILED, GO, LISTENING, Limits, Orders};

/// Where a function finds the Runtime API, as on Lambda.
const API_PORT: u16 = 9001;
/// Where a function finds AWS.
const ENDPOINT_PORT: u16 = 9002;
/// Processes and threads that an environment may have, and files that a process may have open: Lambda's quotas.
const PROCESSES: u64 = 1024;
const OPEN_FILES: u64 = 1024;
const STACK: u64 = 8 << 20;
/// What the number of a signal is told from.
pub(crate) const SIGNALLED: i32 = 128;

/// What the program named by [`Options::supervisor`](crate::Options) does: it takes its orders from standard input,
/// runs a function, and ends with it and as it did.
#[must_use]
pub fn supervise() -> ExitCode {
    let begun = control().and_then(|mut control| {
        begin(&mut control).inspect_err(|problem| {
            let mut told = vec![FAILED];
            told.extend_from_slice(problem.to_string().as_bytes());
            // At once, as who listens does not wait for more. Where nobody does, the exit status says the same.
            let _ = control.write_all(&told);
        })
    });
    match begun.and_then(|function| until_it_ends(&function)) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            let _ = writeln!(io::stderr(), "the function could not be run: {problem}");
            ExitCode::from(126)
        }
    }
}

/// Waits for the function, and for what it leaves to nobody. Told are a code, or as shells do a signal.
fn until_it_ends(function: &Child) -> io::Result<u8> {
    let function = Pid::from_child(function);
    loop {
        let (ended, status) = match rustix::process::wait(WaitOptions::empty()) {
            Ok(Some(ended)) => ended,
            Ok(None) | Err(Errno::INTR) => continue,
            Err(problem) => return Err(problem.into()),
        };
        if ended == function {
            let signal = status.terminating_signal().map(|signal| signal + SIGNALLED);
            let code = status.exit_status().or(signal).unwrap_or(1);
            return u8::try_from(code).map_err(io::Error::other);
        }
    }
}

/// Standard input, under a number that is closed when a program is executed.
fn control() -> io::Result<UnixStream> {
    let control = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    rustix::stdio::dup2_stdin(File::open("/dev/null")?)?;
    Ok(control)
}

fn begin(control: &mut UnixStream) -> io::Result<Child> {
    let orders = Orders::read(control)?;
    let port = |number| if orders.confined { number } else { 0 };
    let api = TcpListener::bind((Ipv4Addr::LOCALHOST, port(API_PORT)))?;
    let endpoint = orders.endpoint.then_some(ENDPOINT_PORT);
    let endpoint = endpoint.map(|number| TcpListener::bind((Ipv4Addr::LOCALHOST, port(number))));
    let endpoint = endpoint.transpose()?;
    hand_out(control, &api, endpoint.as_ref())?;
    let mut answer = [0];
    control.read_exact(&mut answer)?;
    if answer != [GO] {
        return Err(io::Error::other("the sandbox was not let begin"));
    }

    let program = orders.programs.iter().find(|program| Path::new(program).exists());
    let Some(program) = program else {
        return Err(io::Error::other(format!("there is no {}", orders.programs.join(" or "))));
    };
    let mut command = Command::new(program);
    command.args(&orders.arguments).env_clear().envs(orders.environment.iter().cloned());
    command.env("AWS_LAMBDA_RUNTIME_API", api.local_addr()?.to_string());
    if let Some(endpoint) = &endpoint {
        command.env("AWS_ENDPOINT_URL", format!("http://{}", endpoint.local_addr()?));
    }
    command.current_dir(&orders.folder);
    limit(&orders)?;
    if !orders.confined {
        control.write_all(&[CONFINED])?;
        return Err(command.exec());
    }
    landlocked::restrict()?;
    rustix::thread::set_no_new_privs(true)?;
    // Its memory, files and variables are not the function's to look at.
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    syscalls::restrict(orders.grouped)?;
    let function = command.spawn()?;
    control.write_all(&[CONFINED])?;
    Ok(function)
}

/// Gives the listeners away. Who receives them is told by the kernel who sent them.
fn hand_out(
    control: &UnixStream,
    api: &TcpListener,
    endpoint: Option<&TcpListener>,
) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    let mut listeners = vec![api.as_fd()];
    listeners.extend(endpoint.map(AsFd::as_fd));
    if !ancillary.push(SendAncillaryMessage::ScmRights(&listeners)) {
        return Err(io::Error::other("the listeners find no place in a message"));
    }
    sendmsg(control, &[IoSlice::new(&[LISTENING])], &mut ancillary, SendFlags::empty())?;
    Ok(())
}

fn limit(orders: &Orders) -> io::Result<()> {
    let Limits { memory, file, cpu } = orders.limits;
    let mut limits = vec![
        (Resource::Core, 0),
        (Resource::Nofile, OPEN_FILES),
        (Resource::Stack, STACK),
        (Resource::Fsize, file),
        (Resource::Cpu, cpu),
        (Resource::Msgqueue, 0),
        (Resource::Memlock, 64 << 10),
    ];
    // Without a sandbox these would count what else the user runs.
    if orders.confined {
        limits.push((Resource::Nproc, PROCESSES));
    }
    if !orders.grouped {
        limits.push((Resource::Data, memory));
    }
    for (resource, most) in limits {
        let most = rustix::process::getrlimit(resource).maximum.map_or(most, |own| own.min(most));
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    // The kernel's choice, where memory is short, is a function and not the server.
    fs::write("/proc/self/oom_score_adj", "1000")
}
