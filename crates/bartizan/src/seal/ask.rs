//! Asking for a secret: at the terminal, where it is not shown, or from what is piped in.

use std::io::{self, BufRead, IsTerminal, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use super::{Unsealed, Unsealing};
use crate::error::CliError;

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

/// Unseals by asking as often as needed.
///
/// # Errors
/// What was handed in does not unseal, or nothing was.
pub(crate) fn until_unsealed(mut unsealing: Unsealing) -> Result<Unsealed, CliError> {
    loop {
        let given = secret(&unsealing.wanted().prompt())?;
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

/// A terminal that shows nothing of what is typed, until this is dropped.
struct Silence<'a>(&'a io::Stdin, Termios);

impl<'a> Silence<'a> {
    fn over(terminal: &'a io::Stdin) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(terminal, OptionalActions::Flush, &silent)?;
        Ok(Self(terminal, before))
    }
}

impl Drop for Silence<'_> {
    fn drop(&mut self) {
        // Nothing is left to do where the terminal is gone.
        let _ = tcsetattr(self.0, OptionalActions::Now, &self.1);
    }
}
