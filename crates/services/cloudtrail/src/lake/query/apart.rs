//! Queries are run apart from the server, so that what bounds one is its own.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::worker::work_on_query;

/// Where queries are run.
#[derive(Debug, Clone, Default)]
pub enum Apart {
    /// In a thread, whose memory is the process's: for those who run no server.
    #[default]
    Thread,
    /// Each in a process of its own: a program that calls [`work_on_query`] with its standard input
    /// and output, and bounds its own memory.
    Process(fn() -> Command),
}

/// A query that runs apart.
pub(super) struct Worker {
    /// Takes what the query is told; to be dropped when that is all.
    pub(super) input: Option<Box<dyn Write + Send>>,
    pub(super) output: Box<dyn Read + Send>,
    place: Arc<Place>,
}

enum Place {
    Thread(AtomicBool),
    Process(Mutex<Child>),
}

/// Ends a query from outside.
#[derive(Clone)]
pub(super) struct Stop(Arc<Place>);

impl Stop {
    /// Ends it, if it has not ended.
    pub(super) fn now(&self) {
        match &*self.0 {
            Place::Thread(stopped) => stopped.store(true, Ordering::Relaxed),
            // One that has ended cannot be killed, and need not.
            Place::Process(child) => drop(locked(child).kill()),
        }
    }
}

impl Worker {
    /// Begins a query.
    pub(super) fn begin(apart: &Apart) -> io::Result<Self> {
        match apart {
            Apart::Thread => Self::in_thread(),
            Apart::Process(program) => Self::in_process(program()),
        }
    }

    fn in_process(mut command: Command) -> io::Result<Self> {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let missing = || io::Error::other("a process has no pipes");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let place = Arc::new(Place::Process(Mutex::new(child)));
        Ok(Self {
            input: Some(Box::new(BufWriter::new(input.ok_or_else(missing)?))),
            output: Box::new(output.ok_or_else(missing)?),
            place,
        })
    }

    fn in_thread() -> io::Result<Self> {
        let (its_input, input) = io::pipe()?;
        let (output, its_output) = io::pipe()?;
        let place = Arc::new(Place::Thread(AtomicBool::new(false)));
        let own = Arc::clone(&place);
        let stops = move || matches!(&*own, Place::Thread(it) if it.load(Ordering::Relaxed));
        std::thread::Builder::new().name("query".to_owned()).spawn(move || {
            // Nobody reads the answer of a query that was stopped.
            let _ = work_on_query(BufReader::new(its_input), BufWriter::new(its_output), stops);
        })?;
        Ok(Self { input: Some(Box::new(BufWriter::new(input))), output: Box::new(output), place })
    }

    /// What ends it.
    pub(super) fn stop(&self) -> Stop {
        Stop(Arc::clone(&self.place))
    }

    /// Whether a signal ended one whose output has ended, as where it asked for more memory than it
    /// may have.
    pub(super) fn was_ended(&self) -> bool {
        match &*self.place {
            Place::Thread(_) => false,
            Place::Process(child) => {
                // Its output has ended, so it ends.
                locked(child).wait().is_ok_and(|status| status.signal().is_some())
            }
        }
    }
}

impl Drop for Worker {
    /// No process outlives its query.
    fn drop(&mut self) {
        self.stop().now();
        if let Place::Process(child) = &*self.place {
            // It was killed, so it ends.
            let _ = locked(child).wait();
        }
    }
}

fn locked(child: &Mutex<Child>) -> std::sync::MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}
