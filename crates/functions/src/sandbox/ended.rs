//! Processes that were told to end, and what is to be done once they have.

use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use rustix::process::Pid;
use tokio::process::Child;
use tokio::sync::oneshot;

use super::group::Group;
use super::uids::Lease;

/// How often it is looked whether what was killed has ended, a millisecond apart.
const TRIES: u32 = 1000;

pub(super) struct Ended {
    pub(super) child: Child,
    /// The first process of a sandbox, which ends after all others in it.
    pub(super) first: Option<Pid>,
    pub(super) group: Option<Group>,
    pub(super) uid: Option<Lease>,
}

enum Note {
    Ended(Box<Ended>),
    Asked(oneshot::Sender<()>),
}

/// Waits for a process that is ending, then removes its group and frees its user.
pub(super) fn bury(ended: Ended) {
    let _ = notes().send(Note::Ended(Box::new(ended)));
}

/// Returns once all that was ended so far is gone.
pub(crate) async fn quiet() {
    let (answer, quiet) = oneshot::channel();
    if notes().send(Note::Asked(answer)).is_ok() {
        let _ = quiet.await;
    }
}

fn notes() -> &'static Sender<Note> {
    static NOTES: OnceLock<Sender<Note>> = OnceLock::new();
    NOTES.get_or_init(|| {
        let (sender, notes) = mpsc::channel();
        thread::spawn(move || {
            for note in notes {
                match note {
                    Note::Ended(ended) => finish(*ended),
                    Note::Asked(answer) => drop(answer.send(())),
                }
            }
        });
        sender
    })
}

fn finish(mut ended: Ended) {
    until(|| !matches!(ended.child.try_wait(), Ok(None)));
    if let Some(first) = ended.first {
        until(|| is_gone(first));
    }
    if let Some(group) = &ended.group {
        until(|| group.remove());
    }
    drop(ended.uid);
}

/// Whether a process has ended; somebody may not have asked how.
fn is_gone(process: Pid) -> bool {
    let stat = format!("/proc/{}/stat", process.as_raw_nonzero());
    let stat = std::fs::read_to_string(stat).unwrap_or_default();
    let state = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().next());
    state.is_none_or(|state| state == "Z" || state == "X")
}

fn until(mut done: impl FnMut() -> bool) {
    for _ in 0..TRIES {
        if done() {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
}
