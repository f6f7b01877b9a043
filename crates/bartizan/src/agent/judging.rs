//! The checks of how the host is configured, run by a process of their own: what they read is as large and as odd
//! as who writes it likes.

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use bartizan_harden::{Check, Outcome};
use serde::{Deserialize, Serialize};

use super::bounded::{self, Begin};
use crate::error::CliError;
use crate::scan::cis::judged::{Judged, Unjudged, of_level, on_host};

/// How many checks may end the process that runs them before the rest is not run any more.
const ENDED_MAX: usize = 8;

/// What the checks say, or why none was run.
pub(super) type Said = Result<Vec<Judged>, Unjudged>;

/// What is to be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) level: u8,
    /// In days since the epoch.
    pub(super) today: i64,
    /// The check after which it begins, where an earlier process ended.
    pub(super) after: Option<String>,
}

/// What is told, a line each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Line {
    /// The check of this number runs now.
    Check(String),
    /// What it says.
    Judged(Judged),
    /// No check can be run.
    Unjudged(Unjudged),
    /// All is told.
    Done,
}

/// Runs the checks below a root, and tells what they say.
///
/// # Errors
/// Nobody listens any more.
pub(super) fn tell(
    root: &Path,
    order: &Order,
    mut out: impl Write,
    run: &AtomicU64,
) -> Result<(), CliError> {
    let is_this_host = root == Path::new("/");
    let told = on_host(root, is_this_host, order.today, |host| {
        for check in after(order.level, order.after.as_deref()) {
            bounded::tell(&mut out, &Line::Check(check.id.to_owned()))?;
            // What comes now may be the last that this process does.
            out.flush().map_err(CliError::failed)?;
            run.fetch_add(1, Ordering::Relaxed);
            bounded::tell(&mut out, &Line::Judged(Judged::of(host, check)))?;
        }
        Ok::<_, CliError>(())
    });
    match told {
        Ok(told) => told?,
        Err(unjudged) => bounded::tell(&mut out, &Line::Unjudged(unjudged))?,
    }
    bounded::tell(&mut out, &Line::Done)?;
    out.flush().map_err(CliError::failed)
}

/// The checks of a level that come after one.
fn after(level: u8, last: Option<&str>) -> impl Iterator<Item = &'static Check> {
    let is_last = move |check: &&Check| last.is_some_and(|last| last == check.id);
    let before = of_level(level).position(|check| is_last(&check)).map_or(0, |at| at + 1);
    of_level(level).skip(before)
}

/// Has the checks of an order run.
pub(super) fn judge(mut order: Order, begin: &impl Begin<Order>) -> Said {
    let mut judged = Vec::new();
    for _ in 0..ENDED_MAX {
        let told = begin.begin(&order).map_err(|error| {
            Unjudged::Unreadable(format!("the checks cannot be begun: {error}"))
        })?;
        let Some(ended) = hear(told, &mut judged)? else { return Ok(judged) };
        let check = after(order.level, order.after.as_deref()).find(|check| check.id == ended);
        let Some(check) = check else { break };
        tracing::warn!(check = check.id, "a check takes more memory or time than it may");
        judged.push(unread(check, "what it reads takes more memory or time than it may"));
        order.after = Some(ended);
    }
    let rest = after(order.level, order.after.as_deref());
    judged.extend(rest.map(|check| unread(check, "not run, for too many checks broke off")));
    Ok(judged)
}

fn unread(check: &Check, why: &str) -> Judged {
    Judged::told(check, Outcome::Error, why.to_owned())
}

/// Takes what is told; the check that it ended at, if it did not come to its own end.
fn hear(mut told: impl BufRead, judged: &mut Vec<Judged>) -> Result<Option<String>, Unjudged> {
    let mut current = None;
    loop {
        match bounded::heard(&mut told) {
            Some(Line::Check(id)) => current = Some(id),
            Some(Line::Judged(one)) => judged.push(one),
            Some(Line::Unjudged(why)) => return Err(why),
            Some(Line::Done) => return Ok(None),
            None if current.is_some() => return Ok(current),
            None => return Err(Unjudged::Unreadable("the checks could not be begun".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeSet;
    use std::io;

    use super::*;

    const ORDER: Order = Order { level: 1, today: 20_000, after: None };

    /// Processes each of which ends at one of these checks.
    struct Ending<'e> {
        root: &'e Path,
        at: BTreeSet<&'static str>,
        begun: Cell<usize>,
    }

    impl Begin<Order> for Ending<'_> {
        type Told = io::Cursor<Vec<u8>>;

        fn begin(&self, order: &Order) -> io::Result<Self::Told> {
            self.begun.set(self.begun.get() + 1);
            let mut told = Vec::new();
            tell(self.root, order, &mut told, &AtomicU64::new(0)).unwrap();
            let text = String::from_utf8(told).unwrap();
            let ends = |line: &str| match serde_json::from_str(line).unwrap() {
                Line::Judged(one) => self.at.contains(&*one.id),
                _ => false,
            };
            let heard: String = text.split_inclusive('\n').take_while(|line| !ends(line)).collect();
            Ok(io::Cursor::new(heard.into_bytes()))
        }
    }

    /// A process that tells nothing.
    struct Silent;

    impl Begin<Order> for Silent {
        type Told = io::Empty;

        fn begin(&self, _: &Order) -> io::Result<io::Empty> {
            Ok(io::empty())
        }
    }

    fn host(release: &str) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("etc")).unwrap();
        std::fs::write(root.path().join("etc/os-release"), release).unwrap();
        root
    }

    fn ids() -> Vec<&'static str> {
        of_level(1).map(|check| check.id).collect()
    }

    #[test]
    fn a_check_that_ends_its_process_is_told_as_not_read_and_the_others_run() {
        let root = host("ID=debian\nVERSION_ID=12\n");
        let all = ids();
        let (first, last) = (all[0], *all.last().unwrap());
        let ending = |at: &[&'static str]| Ending {
            root: root.path(),
            at: at.iter().copied().collect(),
            begun: Cell::default(),
        };
        let whole = judge(ORDER, &ending(&[])).unwrap();
        for at in [vec![first], vec![last], vec![first, all[7], all[8], last]] {
            let processes = ending(&at);
            let judged = judge(ORDER, &processes).unwrap();
            assert_eq!(judged.iter().map(|one| &*one.id).collect::<Vec<_>>(), all, "{at:?}");
            for (one, was) in judged.iter().zip(&whole) {
                if at.contains(&&*one.id) {
                    assert_eq!((&*one.status, one.reason.contains("more memory")), ("ERROR", true));
                } else {
                    assert_eq!(one, was);
                }
            }
            assert_eq!(processes.begun.get(), at.len() + 1);
        }
        // So many broke off that the rest is not run; each check is told of all the same.
        let processes = ending(&all);
        let judged = judge(ORDER, &processes).unwrap();
        assert_eq!(judged.iter().map(|one| &*one.id).collect::<Vec<_>>(), all);
        assert!(judged.iter().all(|one| one.status == "ERROR"));
        assert!(judged[ENDED_MAX].reason.starts_with("not run"));
        assert_eq!(processes.begun.get(), ENDED_MAX);
    }

    #[test]
    fn who_is_not_checked_is_told_why() {
        let root = host("ID=alpine\nVERSION_ID=3.20.1\n");
        let of = |root: &Path| {
            judge(ORDER, &Ending { root, at: BTreeSet::new(), begun: Cell::default() })
        };
        assert_eq!(of(root.path()), Err(Unjudged::Unsupported("alpine 3.20.1".to_owned())));
        assert!(matches!(of(&root.path().join("absent")), Err(Unjudged::Unreadable(_))));
        assert!(matches!(judge(ORDER, &Silent), Err(Unjudged::Unreadable(_))));
    }
}
