//! Hosts in memory: files with owners and modes as a test wants them, and changes of them.

use std::collections::BTreeMap;

use bartizan_harden::{Entry, Files, Kind, Live};

/// A host: its files, and what its kernel tells, if it runs.
#[derive(Clone, Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, (Entry, String)>,
    kernel: BTreeMap<String, String>,
}

/// A change of a host.
#[derive(Clone)]
pub(crate) enum Change {
    /// A file of root, mode 0644, with a text.
    File(String, String),
    /// Text at the end of a file.
    More(String, String),
    /// A text of a file replaced by another.
    Swap(String, String, String),
    /// A file or folder that is gone, with all below it.
    Gone(String),
    /// A mode.
    Mode(String, u32),
    /// An owner and a group.
    Owner(String, u32, u32),
    /// A link.
    Link(String, String),
    /// A folder of root, mode 0755.
    Folder(String),
    /// A package that is installed.
    Package(String),
    /// A package that is not.
    NoPackage(String),
    /// What the kernel tells in a file.
    Kernel(String, String),
}

const STATUS: &str = "var/lib/dpkg/status";

fn package(name: &str) -> String {
    format!("Package: {name}\nStatus: install ok installed\nVersion: 1\n\n")
}

impl Tree {
    pub(crate) fn with(mut self, changes: &[Change]) -> Self {
        for change in changes {
            self.change(change);
        }
        self
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::File(path, text) => self.put(path, Kind::File, text, 0o644),
            Change::More(path, text) => self.text(path).push_str(text),
            Change::Swap(path, from, to) => {
                let text = self.text(path);
                assert!(text.contains(from.as_str()), "{path} has no `{from}`");
                *text = text.replacen(from.as_str(), to, 1);
            }
            Change::Gone(path) => {
                let below = format!("{path}/");
                let count = self.files.len();
                self.files.retain(|found, _| found != path && !found.starts_with(&below));
                assert!(self.files.len() < count, "{path} is not there");
            }
            Change::Mode(path, mode) => self.entry(path).mode = *mode,
            Change::Owner(path, uid, gid) => {
                let entry = self.entry(path);
                (entry.uid, entry.gid) = (*uid, *gid);
            }
            Change::Link(path, target) => {
                self.put(path, Kind::Link, "", 0o777);
                self.entry(path).target.clone_from(target);
            }
            Change::Folder(path) => self.put(path, Kind::Folder, "", 0o755),
            Change::Package(name) => self.text(STATUS).push_str(&package(name)),
            Change::NoPackage(name) => {
                self.change(&Change::Swap(STATUS.to_owned(), package(name), String::new()));
            }
            Change::Kernel(path, text) => {
                self.kernel.insert(path.clone(), text.clone());
            }
        }
    }

    fn put(&mut self, path: &str, kind: Kind, text: &str, mode: u32) {
        let mut folder = String::new();
        for part in path.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev() {
            folder = if folder.is_empty() { part.to_owned() } else { format!("{folder}/{part}") };
            let entry = entry(Kind::Folder, 0o755);
            self.files.entry(folder.clone()).or_insert((entry, String::new()));
        }
        self.files.insert(path.to_owned(), (entry(kind, mode), text.to_owned()));
    }

    fn entry(&mut self, path: &str) -> &mut Entry {
        &mut self.files.get_mut(path).unwrap_or_else(|| panic!("{path} is not there")).0
    }

    fn text(&mut self, path: &str) -> &mut String {
        &mut self.files.get_mut(path).unwrap_or_else(|| panic!("{path} is not there")).1
    }

    /// The host as one that runs, if its kernel tells anything.
    pub(crate) fn live(&self) -> Option<&dyn Live> {
        (!self.kernel.is_empty()).then_some(self as &dyn Live)
    }

    /// All paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.keys()
    }
}

fn entry(kind: Kind, mode: u32) -> Entry {
    Entry { kind, mode, uid: 0, gid: 0, target: String::new() }
}

impl Files for Tree {
    fn entry(&self, path: &str) -> Result<Option<Entry>, String> {
        assert!(
            !path.starts_with('/') && !path.ends_with('/'),
            "`{path}` is not relative to the root"
        );
        if path.is_empty() {
            return Ok(Some(entry(Kind::Folder, 0o755)));
        }
        Ok(self.files.get(path).map(|file| file.0.clone()))
    }

    fn read(&self, path: &str, bytes_max: usize) -> Result<Vec<u8>, String> {
        match self.files.get(path) {
            Some((entry, text)) if entry.kind == Kind::File => {
                Ok(text.bytes().take(bytes_max).collect())
            }
            _ => Err("it is no file".to_owned()),
        }
    }

    fn folder(&self, path: &str, entries_max: usize) -> Result<Vec<(String, Entry)>, String> {
        let below = if path.is_empty() { String::new() } else { format!("{path}/") };
        let names = self.files.iter().filter_map(|(found, (entry, _))| {
            let name = found.strip_prefix(&below)?;
            (!name.contains('/') && !name.is_empty()).then(|| (name.to_owned(), entry.clone()))
        });
        Ok(names.take(entries_max).collect())
    }
}

impl Live for Tree {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.kernel.get(path).map(|text| text.clone().into_bytes())
    }

    fn names(&self, path: &str) -> Vec<String> {
        let below = format!("{path}/");
        let names =
            self.kernel.keys().filter_map(|found| found.strip_prefix(&below)?.split('/').next());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.dedup();
        names
    }
}

pub(crate) fn file(path: &str, text: &str) -> Change {
    Change::File(path.to_owned(), text.to_owned())
}

pub(crate) fn more(path: &str, text: &str) -> Change {
    Change::More(path.to_owned(), text.to_owned())
}

pub(crate) fn swap(path: &str, from: &str, to: &str) -> Change {
    Change::Swap(path.to_owned(), from.to_owned(), to.to_owned())
}

pub(crate) fn gone(path: &str) -> Change {
    Change::Gone(path.to_owned())
}

pub(crate) fn mode(path: &str, mode: u32) -> Change {
    Change::Mode(path.to_owned(), mode)
}

pub(crate) fn owner(path: &str, uid: u32, gid: u32) -> Change {
    Change::Owner(path.to_owned(), uid, gid)
}

pub(crate) fn link(path: &str, target: &str) -> Change {
    Change::Link(path.to_owned(), target.to_owned())
}

pub(crate) fn folder(path: &str) -> Change {
    Change::Folder(path.to_owned())
}

pub(crate) fn installed(name: &str) -> Change {
    Change::Package(name.to_owned())
}

pub(crate) fn purged(name: &str) -> Change {
    Change::NoPackage(name.to_owned())
}

pub(crate) fn kernel(path: &str, text: &str) -> Change {
    Change::Kernel(path.to_owned(), text.to_owned())
}

/// A unit, and the link that starts it.
pub(crate) fn enabled(name: &str) -> Vec<Change> {
    vec![unit(name), started(name)]
}

pub(crate) fn unit(name: &str) -> Change {
    file(&format!("usr/lib/systemd/system/{name}"), "[Unit]\n")
}

pub(crate) fn started(name: &str) -> Change {
    link(&wants(name), &format!("/lib/systemd/system/{name}"))
}

/// Where the link lies that starts a unit.
pub(crate) fn wants(name: &str) -> String {
    format!("etc/systemd/system/multi-user.target.wants/{name}")
}
