//! A host: its files, read once and within bounds, links followed inside its root.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use bartizan_benchmark::Outcome;

use crate::check::{Check, Evidence, Verdict};
use crate::files::{Entry, Files, Kind, Live};
use crate::read::accounts::Owners;
use crate::read::dpkg::Packages;
use crate::read::glob;
use crate::walk::Walked;

/// The largest file of configuration that is read; `modules.dep` of a kernel has one megabyte.
const FILE_BYTES_MAX: usize = 8 << 20;
/// The largest list of packages that is read.
const STATUS_BYTES_MAX: usize = 64 << 20;
/// How many files may be included in one configuration.
pub(crate) const INCLUDED_MAX: usize = 1000;
/// How many bytes of files are held at a time.
const HELD_BYTES_MAX: usize = 128 << 20;
/// How many files are remembered without their bytes.
const ENTRIES_MAX: usize = 200_000;
/// The most names that are read of a folder of configuration.
pub(crate) const NAMES_MAX: usize = 20_000;
/// How many links may lead to a file (as Linux has it).
const LINKS_MAX: usize = 40;
/// How deep a path may be.
pub(crate) const DEPTH_MAX: usize = 200;

const STATUS: &str = "var/lib/dpkg/status";

/// The names in a folder, and what they are.
type Names = Rc<[(String, Entry)]>;

/// A host that checks are run on. What it reads it reads once: a host is for one scan.
pub struct Host<'a> {
    pub(crate) files: &'a dyn Files,
    pub(crate) live: Option<&'a dyn Live>,
    /// The day, counted from 1970-01-01.
    pub(crate) today: i64,
    entries: RefCell<BTreeMap<String, Option<Entry>>>,
    texts: RefCell<BTreeMap<String, Rc<str>>>,
    folders: RefCell<BTreeMap<String, Names>>,
    /// What could not be read, by path.
    problems: RefCell<BTreeMap<String, String>>,
    /// Those that the check that is run has met.
    met: RefCell<Vec<(String, String)>>,
    held_bytes: RefCell<usize>,
    packages: OnceCell<Packages>,
    pub(crate) names: OnceCell<Owners>,
    walked: OnceCell<Walked>,
}

impl<'a> Host<'a> {
    /// A host of these files. `live` is given if it is the one that runs; `today` is the day, counted from
    /// 1970-01-01.
    pub fn new(files: &'a dyn Files, live: Option<&'a dyn Live>, today: i64) -> Self {
        Self {
            files,
            live,
            today,
            entries: RefCell::default(),
            texts: RefCell::default(),
            folders: RefCell::default(),
            problems: RefCell::default(),
            met: RefCell::default(),
            held_bytes: RefCell::default(),
            packages: OnceCell::new(),
            names: OnceCell::new(),
            walked: OnceCell::new(),
        }
    }

    /// Runs a check. What it needed and could not read makes its outcome an error.
    pub fn run(&self, check: &Check) -> Verdict {
        self.met.take();
        let verdict = (check.judge)(self);
        let mut met = self.met.take();
        if met.is_empty() {
            return verdict;
        }
        met.dedup();
        let wanted = String::new;
        let told = met.into_iter().map(|(path, found)| Evidence {
            path,
            line: None,
            found,
            wanted: wanted(),
        });
        Verdict { outcome: Outcome::Error, evidence: told.collect() }
    }

    /// Its distribution and the release of that, as `os-release` names them: `debian`, `12`.
    pub fn release(&self) -> Option<(String, String)> {
        let text = ["etc/os-release", "usr/lib/os-release"];
        let text = text.iter().find_map(|path| self.text(path))?;
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
            Some(line.trim().trim_matches(['"', '\'']).to_owned())
        };
        Some((value("ID")?, value("VERSION_ID").unwrap_or_default()))
    }

    /// What lies at a path, links followed.
    pub(crate) fn entry(&self, path: &str) -> Option<Entry> {
        self.resolve(path, true).map(|found| found.1)
    }

    /// What lies at a path, which may be a link itself.
    pub(crate) fn link(&self, path: &str) -> Option<Entry> {
        self.resolve(path, false).map(|found| found.1)
    }

    /// The text of a file; none if it is not there, or no file.
    pub(crate) fn text(&self, path: &str) -> Option<Rc<str>> {
        let (path, entry) = self.resolve(path, true)?;
        if entry.kind != Kind::File || self.is_met(&path) {
            return None;
        }
        if let Some(text) = self.texts.borrow().get(&path) {
            return Some(Rc::clone(text));
        }
        let is_status = path == STATUS || path.starts_with("var/lib/dpkg/status.d/");
        let bytes_max = if is_status { STATUS_BYTES_MAX } else { FILE_BYTES_MAX };
        let bytes = match self.files.read(&path, bytes_max + 1) {
            Ok(bytes) if bytes.len() > bytes_max => {
                self.problem(&path, format!("it is larger than {} MB", bytes_max >> 20));
                return None;
            }
            Ok(bytes) => bytes,
            Err(problem) => {
                self.problem(&path, problem);
                return None;
            }
        };
        let mut held = self.held_bytes.borrow_mut();
        if held.saturating_add(bytes.len()) > HELD_BYTES_MAX {
            self.problem(&path, "too much was read before it".to_owned());
            return None;
        }
        *held += bytes.len();
        let text: Rc<str> = String::from_utf8_lossy(&bytes).into();
        self.texts.borrow_mut().insert(path, Rc::clone(&text));
        Some(text)
    }

    /// The names in a folder in the order of their bytes, with what they are; none if there is no folder.
    pub(crate) fn folder(&self, path: &str) -> Names {
        let Some((path, entry)) = self.resolve(path, true) else { return Rc::default() };
        if entry.kind != Kind::Folder || self.is_met(&path) {
            return Rc::default();
        }
        if let Some(found) = self.folders.borrow().get(&path) {
            return Rc::clone(found);
        }
        match self.files.folder(&path, NAMES_MAX + 1) {
            Ok(mut names) if names.len() <= NAMES_MAX => {
                names.sort_by(|a, b| a.0.cmp(&b.0));
                let names: Names = names.into();
                self.folders.borrow_mut().insert(path, Rc::clone(&names));
                names
            }
            Ok(_) => {
                self.problem(&path, "it holds too many files".to_owned());
                Rc::default()
            }
            Err(problem) => {
                self.problem(&path, problem);
                Rc::default()
            }
        }
    }

    /// The files whose paths match a pattern of shells (`*`, `?`, `[…]`), in order.
    pub(crate) fn matching(&self, pattern: &str) -> Vec<String> {
        let mut found = vec![String::new()];
        for part in pattern.split('/').filter(|part| !part.is_empty()) {
            let mut next = Vec::new();
            for folder in &found {
                let below = |name: &str| join(folder, name);
                if part.contains(['*', '?', '[']) {
                    let names = self.folder(folder);
                    let names = names.iter().map(|entry| entry.0.as_str());
                    let fits = |name: &&str| {
                        glob(part, name) && part.starts_with('.') == name.starts_with('.')
                    };
                    next.extend(names.filter(fits).map(below));
                } else {
                    next.push(below(part));
                }
                if next.len() > NAMES_MAX {
                    self.problem(pattern, "it names too many files".to_owned());
                    return Vec::new();
                }
            }
            found = next;
        }
        found.retain(|path| self.entry(path).is_some());
        found
    }

    /// Files of configuration in folders of which the earlier ones come first: of the same name the first one
    /// counts, and all are in the order of their names (systemd's and kmod's rule).
    pub(crate) fn overlaid(&self, folders: &[&str], suffix: &str) -> Vec<String> {
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for folder in folders {
            for (name, _) in self.folder(folder).iter() {
                if name.ends_with(suffix) && !name.starts_with('.') {
                    found.entry(name.clone()).or_insert_with(|| join(folder, name));
                }
            }
        }
        found.into_values().collect()
    }

    /// A file of configuration, and those of the same name's `.d` folders that add to it.
    pub(crate) fn with_drop_ins(&self, main: &str) -> Vec<String> {
        let name = main.rsplit('/').next().unwrap_or(main);
        let kind = main.strip_prefix("etc/").and_then(|path| path.split('/').next());
        let kind = kind.unwrap_or_default();
        let folders =
            ["etc", "run", "usr/local/lib", "usr/lib"].map(|at| format!("{at}/{kind}/{name}.d"));
        let mut paths = vec![main.to_owned()];
        paths.extend(self.overlaid(&folders.each_ref().map(String::as_str), ".conf"));
        paths
    }

    /// The packages that dpkg has installed.
    pub(crate) fn packages(&self) -> &Packages {
        // Whoever asks again meets the problem again.
        if self.packages.get().is_some_and(Packages::is_empty) {
            self.text(STATUS);
        }
        self.packages.get_or_init(|| {
            let mut packages =
                self.text(STATUS).map(|text| Packages::read(&text)).unwrap_or_default();
            for path in self.matching("var/lib/dpkg/status.d/*") {
                if !path.ends_with(".md5sums") {
                    self.text(&path).into_iter().for_each(|text| packages.add(&text));
                }
            }
            if packages.is_empty() {
                self.problem(STATUS, "no package is listed as installed".to_owned());
            }
            packages
        })
    }

    pub(crate) fn has_package(&self, name: &str) -> bool {
        self.packages().has(name)
    }

    /// All files of the host, looked through once.
    pub(crate) fn walked(&self) -> &Walked {
        let walked = self.walked.get_or_init(|| Walked::of(self));
        self.met.borrow_mut().extend(walked.problems.iter().cloned());
        walked
    }

    /// What the kernel tells in a file; none if it does not run, or has none.
    pub(crate) fn kernel(&self, path: &str) -> Option<String> {
        let bytes = self.live?.read(path)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The path without links, and what lies there.
    pub(crate) fn resolve(&self, path: &str, follows: bool) -> Option<(String, Entry)> {
        let mut pending: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
        let (mut at, mut links): (Vec<String>, usize) = (Vec::new(), 0);
        while let Some(part) = pending.pop() {
            match part.as_str() {
                "" | "." => continue,
                ".." => {
                    at.pop();
                    continue;
                }
                _ => at.push(part),
            }
            let current = at.join("/");
            let entry = self.look(&current)?;
            let is_last = pending.iter().all(|part| part.is_empty() || part == ".");
            if entry.kind == Kind::Link && (follows || !is_last) {
                links += 1;
                if links > LINKS_MAX || pending.len() > DEPTH_MAX {
                    self.problem(&current, "too many links lead on from it".to_owned());
                    return None;
                }
                at.pop();
                if entry.target.starts_with('/') {
                    at.clear();
                }
                pending.extend(entry.target.split('/').rev().map(str::to_owned));
            } else if (entry.kind != Kind::Folder && !is_last) || at.len() > DEPTH_MAX {
                return None;
            }
        }
        let path = at.join("/");
        self.look(&path).map(|entry| (path, entry))
    }

    fn look(&self, path: &str) -> Option<Entry> {
        if let Some(entry) = self.entries.borrow().get(path) {
            return entry.clone();
        }
        if self.is_met(path) {
            return None;
        }
        match self.files.entry(path) {
            Ok(entry) => {
                let mut entries = self.entries.borrow_mut();
                if entries.len() < ENTRIES_MAX {
                    entries.insert(path.to_owned(), entry.clone());
                }
                entry
            }
            Err(problem) => {
                self.problem(path, problem);
                None
            }
        }
    }

    /// Whether a path is known not to be read; the check that is run has met it then.
    fn is_met(&self, path: &str) -> bool {
        let problem = self.problems.borrow().get(path).cloned();
        if let Some(problem) = problem {
            self.met.borrow_mut().push((path.to_owned(), problem));
            return true;
        }
        false
    }

    /// Something that could not be read.
    pub(crate) fn problem(&self, path: &str, problem: String) {
        self.met.borrow_mut().push((path.to_owned(), problem.clone()));
        self.problems.borrow_mut().insert(path.to_owned(), problem);
    }
}

/// A path in a folder.
pub(crate) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
