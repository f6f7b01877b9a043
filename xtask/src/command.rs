//! Running other programs: what they print is shown or captured, and a failure names the command.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::Result;

/// A program to run, with its arguments and environment.
pub(crate) struct Invocation {
    inner: Command,
    line: String,
}

/// `cargo`, the one that runs this task, in `folder`.
pub(crate) fn cargo(folder: &Path) -> Invocation {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut invocation = program(&cargo, folder).env("CARGO_TERM_PROGRESS_WHEN", "never");
    "cargo".clone_into(&mut invocation.line);
    invocation
}

/// A program found on `PATH`, or by its path, in `folder`.
pub(crate) fn program(name: impl AsRef<OsStr>, folder: &Path) -> Invocation {
    let line = name.as_ref().to_string_lossy().into_owned();
    let mut inner = Command::new(name);
    inner.current_dir(folder).stdin(Stdio::null());
    Invocation { inner, line }
}

/// Where `PATH` has a program of this name.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

impl Invocation {
    /// Adds arguments.
    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        for arg in args {
            self.line.push(' ');
            self.line.push_str(&arg.as_ref().to_string_lossy());
            self.inner.arg(arg);
        }
        self
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.inner.env(name, value);
        self
    }

    /// Leaves an environment variable out.
    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.inner.env_remove(name);
        self
    }

    /// Runs it, its output shown as it comes.
    pub(crate) fn run(mut self) -> Result {
        let status = self.inner.status().map_err(|error| self.cannot_start(&error))?;
        if status.success() { Ok(()) } else { Err(format!("`{}`: {status}", self.line).into()) }
    }

    /// Runs it and returns what it wrote to its standard output; what it wrote to standard error is
    /// shown only if it fails.
    pub(crate) fn stdout_text(self) -> Result<String> {
        Ok(String::from_utf8(self.output()?.stdout)?)
    }

    /// Runs it and returns what it wrote to standard error, which is also shown if it fails.
    pub(crate) fn stderr_text(self) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.output()?.stderr).into_owned())
    }

    fn output(mut self) -> Result<Output> {
        let output = self.inner.output().map_err(|error| self.cannot_start(&error))?;
        if output.status.success() {
            return Ok(output);
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{}`: {}\n{}", self.line, output.status, stderr.trim_end()).into())
    }

    /// Runs it and gives each line of its standard output to `line`; answers whether it succeeded.
    pub(crate) fn each_line(mut self, mut line: impl FnMut(&str) -> Result) -> Result<bool> {
        self.inner.stdout(Stdio::piped());
        let mut child = self.inner.spawn().map_err(|error| self.cannot_start(&error))?;
        if let Some(stdout) = child.stdout.take() {
            let mut reader = BufReader::new(stdout);
            let mut bytes = Vec::new();
            while reader.read_until(b'\n', &mut bytes)? > 0 {
                line(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']))?;
                bytes.clear();
            }
        }
        Ok(child.wait()?.success())
    }

    fn cannot_start(&self, error: &std::io::Error) -> String {
        format!("cannot run `{}`: {error}", self.line)
    }
}
