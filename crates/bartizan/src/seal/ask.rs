//! Asking for a secret: at the terminal, where it is not shown, or from what is piped in.

use std::future::Future;
use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::{process, thread};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use zeroize::Zeroizing;

use super::{Unsealed, Unsealing, Wanted};
use crate::error::CliError;

/// What a process's exit code is that a signal ended, but for the signal's number.
const SIGNALLED: i32 = 128;

/// One line from standard input.
///
/// # Errors
/// There is none.
pub(crate) fn secret(prompt: &str) -> Result<Zeroizing<String>, CliError> {
    let shown = io::stdin().is_terminal();
    let mut line = Zeroizing::new(String::with_capacity(1024));
    let read =
        if shown { typed(prompt, &mut line) } else { io::stdin().lock().read_line(&mut line) };
    let length = read.map_err(|error| CliError::Failed(format!("standard input: {error}")))?;
    if length == 0 {
        return Err(CliError::Usage(format!(
            "{prompt}: standard input ended; type it, or pipe it in, a line for each"
        )));
    }
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// What is wanted next, from standard input. The files of shares tell about themselves in lines of their
/// own, which are passed over.
///
/// # Errors
/// There is none.
pub(crate) fn wanted(wanted: &Wanted) -> Result<Zeroizing<String>, CliError> {
    loop {
        let given = secret(&wanted.prompt())?;
        let says_nothing = matches!(wanted, Wanted::Share { .. })
            && !io::stdin().is_terminal()
            && (given.trim().is_empty() || given.starts_with('#'));
        if !says_nothing {
            return Ok(given);
        }
    }
}

/// Unseals by asking as often as needed.
///
/// # Errors
/// What was handed in does not unseal, or nothing was.
pub(crate) fn until_unsealed(mut unsealing: Unsealing) -> Result<Unsealed, CliError> {
    loop {
        let given = self::wanted(&unsealing.wanted())?;
        if let Some(unsealed) = unsealing.offer(&given).map_err(CliError::Failed)? {
            return Ok(unsealed);
        }
    }
}

fn typed(prompt: &str, line: &mut String) -> io::Result<usize> {
    let mut out = io::stderr().lock();
    write!(out, "{prompt}: ")?;
    out.flush()?;
    let stdin = io::stdin();
    let _silence = Silence::over(&stdin)?;
    let read = stdin.lock().read_line(line);
    writeln!(out)?;
    read
}

/// A terminal that shows nothing of what is typed, until this is dropped, or a signal ends the process.
struct Silence;

/// How the terminal was before it was silenced.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

impl Silence {
    fn over(terminal: &io::Stdin) -> io::Result<Self> {
        restore_at_signals()?;
        let before = tcgetattr(terminal)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        *lock() = Some(before);
        tcsetattr(terminal, OptionalActions::Flush, &silent)?;
        Ok(Self)
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        restore();
    }
}

fn restore() {
    if let Some(before) = lock().take() {
        // Nothing is left to do where the terminal is gone.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
    }
}

fn lock() -> MutexGuard<'static, Option<Termios>> {
    BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has the signals that end a process restore the terminal first, from now on.
fn restore_at_signals() -> io::Result<()> {
    static BEGUN: Once = Once::new();
    if BEGUN.is_completed() {
        return Ok(());
    }
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let caught = {
        let _within = runtime.enter();
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let [interrupt, terminate, hangup] =
            kinds.map(|kind| signal(kind).map(|caught| (kind, caught)));
        [interrupt?, terminate?, hangup?]
    };
    BEGUN.call_once(move || {
        thread::spawn(move || {
            let ended = caught.map(|(kind, mut caught)| async move {
                caught.recv().await;
                kind.as_raw_value()
            });
            let number = runtime.block_on(first(ended));
            restore();
            // As a shell tells of processes that a signal ended.
            process::exit(SIGNALLED + number);
        });
    });
    Ok(())
}

async fn first([one, two, three]: [impl Future<Output = i32>; 3]) -> i32 {
    tokio::select! {
        number = one => number,
        number = two => number,
        number = three => number,
    }
}
