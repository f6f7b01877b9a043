//! The files of an image that tell packages: layers laid one over the other.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use super::tar::{self, Forward, Member, Sought, Streamed, Tar};
use crate::inventory::{
    FILE_BYTES_MAX, Inventory, Kind, PROGRAM_MAGIC, Tree, distribution, settle,
};
use crate::stored::Stored;

/// How many files of packages an image may have.
const FILES_MAX: usize = 500_000;
/// How many members a layer may have.
const MEMBERS_MAX: usize = 10_000_000;
/// How many bytes are held of files that are read when all layers are.
const HELD_BYTES_MAX: usize = 512 << 20;
/// How deep folders may be.
const DEPTH_MAX: usize = 200;
/// How many problems are told.
const PROBLEMS_MAX: usize = 1000;
/// What marks what a layer takes away (OCI image layer specification).
const TAKEN_AWAY: &str = ".wh.";
/// What marks that a folder holds nothing of the layers below.
const EMPTIED: &str = ".wh..wh..opq";

/// What is known of an image's files so far.
#[derive(Default)]
pub struct Contents {
    files: BTreeMap<String, Held>,
    layer: usize,
    /// Whether files of the layers below are held.
    has_lower: bool,
    held_bytes: usize,
    /// Symbolic links, which are not followed.
    links: usize,
    problems: Vec<(String, String)>,
}

#[derive(Clone)]
struct Held {
    layer: usize,
    what: What,
}

#[derive(Clone)]
enum What {
    Read(Arc<Result<Inventory, String>>),
    /// A file of the distribution, which is read when its release is known.
    Later(Option<Kind>, Arc<Vec<u8>>),
}

/// What an image holds.
#[derive(Debug, Default)]
pub struct Found {
    /// Its files that tell packages, by path, each with what it holds or why it cannot be read.
    pub files: Vec<(String, Result<Inventory, String>)>,
    /// How many symbolic links there are.
    pub links: usize,
    /// What could not be looked at, each with its path and why.
    pub problems: Vec<(String, String)>,
}

impl Contents {
    /// Lays the next layer, an archive, over those before. What is wrong with it is told under `name`, and
    /// what came before that counts.
    pub fn add_layer(&mut self, name: &str, archive: impl Read) {
        self.add(name, Tar::new(Streamed(archive)));
    }

    /// The same of an archive of which only what counts is read.
    pub fn add_stored(&mut self, name: &str, archive: &dyn Stored) {
        self.add(name, Tar::new(Sought::new(archive)));
    }

    fn add(&mut self, name: &str, mut tar: Tar<impl Forward>) {
        self.layer += 1;
        self.has_lower = !self.files.is_empty();
        for _ in 0..MEMBERS_MAX {
            match tar.next() {
                Ok(None) => return,
                Ok(Some(member)) => {
                    if let Err(problem) = self.member(&mut tar, &member) {
                        return self.problem(&member.path, problem);
                    }
                }
                Err(problem) => return self.problem(name, problem),
            }
        }
        self.problem(name, "it has too many files".to_owned());
    }

    fn member(&mut self, tar: &mut Tar<impl Forward>, member: &Member) -> Result<(), String> {
        let path = match inside(&member.path) {
            Ok(path) => path,
            Err(problem) => {
                self.problem(&member.path, problem.to_owned());
                return Ok(());
            }
        };
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        if name == EMPTIED {
            self.remove(folder, false);
            return Ok(());
        }
        if let Some(taken) = name.strip_prefix(TAKEN_AWAY).filter(|taken| !taken.is_empty()) {
            let taken =
                if folder.is_empty() { taken.to_owned() } else { format!("{folder}/{taken}") };
            self.remove(&taken, true);
            return Ok(());
        }
        match member.kind {
            // A folder is laid over one, and takes the place of a file.
            tar::Kind::Folder => {
                self.take(&path);
                return Ok(());
            }
            _ => self.remove(&path, true),
        }
        self.take(&path);
        match member.kind {
            tar::Kind::Link => self.links += 1,
            tar::Kind::HardLink => self.link(path.into_owned(), &member.target),
            tar::Kind::Other if Kind::of(&path).is_some() => {
                self.problem(&path, "it is no regular file".to_owned());
            }
            tar::Kind::File => return self.file(tar, &path, member),
            tar::Kind::Folder | tar::Kind::Other => {}
        }
        Ok(())
    }

    fn file(
        &mut self,
        tar: &mut Tar<impl Forward>,
        path: &str,
        member: &Member,
    ) -> Result<(), String> {
        let is_release = Tree::of_release(path).is_some();
        let kind = Kind::of(path);
        let mut bytes = Vec::new();
        let kind = match kind {
            None if is_release => None,
            Some(kind) => Some(kind),
            None if member.is_executable => {
                bytes = tar.begin(PROGRAM_MAGIC.len())?;
                if bytes != PROGRAM_MAGIC {
                    return Ok(());
                }
                Some(Kind::Binary)
            }
            None => return Ok(()),
        };
        if self.files.len() >= FILES_MAX {
            return Err("there are too many files that list packages".to_owned());
        }
        let is_held = is_release || kind.is_some_and(Kind::is_of_distribution);
        let in_place = || kind?.read_in_place(&tar.part(member)?);
        let what = if let Some(read) = in_place() {
            What::Read(Arc::new(read))
        } else if member.size > FILE_BYTES_MAX as u64 {
            What::Read(Arc::new(Err(format!("it is larger than {} MB", FILE_BYTES_MAX >> 20))))
        } else if is_held && self.held_bytes.saturating_add(small(member)) > HELD_BYTES_MAX {
            What::Read(Arc::new(Err("the databases of the image are too large".to_owned())))
        } else {
            tar.read_to(&mut bytes)?;
            match kind {
                Some(kind) if !is_held => What::Read(Arc::new(kind.read(&bytes, None))),
                kind => {
                    self.held_bytes += bytes.len();
                    What::Later(kind, Arc::new(bytes))
                }
            }
        };
        self.files.insert(path.to_owned(), Held { layer: self.layer, what });
        Ok(())
    }

    /// Another name of a file that is there.
    fn link(&mut self, path: String, target: &str) {
        let is_wanted = Kind::of(&path).is_some() || Tree::of_release(&path).is_some();
        let held = inside(target).ok().and_then(|target| self.files.get(&*target)).cloned();
        match held {
            Some(held) if is_wanted && self.files.len() < FILES_MAX => {
                self.files.insert(path, Held { layer: self.layer, ..held });
            }
            None if is_wanted => {
                self.problem(&path, "it is a link to a file that is not read".to_owned());
            }
            _ => {}
        }
    }

    /// Removes what layers below have at a path, or below it alone.
    fn remove(&mut self, path: &str, is_with_itself: bool) {
        if !self.has_lower {
            return;
        }
        let layer = self.layer;
        if is_with_itself && self.files.get(path).is_some_and(|held| held.layer < layer) {
            self.take(path);
        }
        let below = if path.is_empty() { String::new() } else { format!("{path}/") };
        let gone: Vec<String> = self
            .files
            .range(below.clone()..)
            .take_while(|(path, _)| path.starts_with(&below))
            .filter(|(_, held)| held.layer < layer)
            .map(|(path, _)| path.clone())
            .collect();
        for path in gone {
            self.take(&path);
        }
    }

    fn take(&mut self, path: &str) {
        if let Some(Held { what: What::Later(_, bytes), .. }) = self.files.remove(path) {
            self.held_bytes = self.held_bytes.saturating_sub(bytes.len());
        }
    }

    /// Tells a problem of a path.
    pub fn problem(&mut self, path: &str, problem: String) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push((path.to_owned(), problem));
        }
    }

    /// What all layers together hold.
    pub fn finish(self) -> Found {
        let release_of = |path: &str| {
            Tree::of_database(path)?.releases().into_iter().find_map(|path| {
                match &self.files.get(&path)?.what {
                    What::Later(None, bytes) => distribution(&String::from_utf8_lossy(bytes)),
                    _ => None,
                }
            })
        };
        let files = self.files.iter().filter_map(|(path, held)| {
            let read = match &held.what {
                What::Read(read) => (**read).clone(),
                What::Later(Some(kind), bytes) => kind.read(bytes, release_of(path).as_ref()),
                What::Later(None, _) => return None,
            };
            Some((path.clone(), read))
        });
        // A program that nothing is known of lists nothing.
        let is_told = |read: &Result<Inventory, String>| *read != Ok(Inventory::default());
        let is_program = |path: &str| Kind::of(path).is_none();
        let files = files.filter(|(path, read)| !is_program(path) || is_told(read));
        let mut files: Vec<_> = files.collect();
        settle(&mut files);
        Found { files, links: self.links, problems: self.problems }
    }
}

/// A member's size, which is small enough.
fn small(member: &Member) -> usize {
    usize::try_from(member.size).unwrap_or(usize::MAX)
}

/// A path below the root of the image.
fn inside(path: &str) -> Result<Cow<'_, str>, &'static str> {
    let path = path.strip_prefix("./").unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let (mut depth, mut is_plain) = (0, true);
    for part in path.split('/') {
        match part {
            "" | "." => is_plain = false,
            ".." => return Err("its path leads out of the image"),
            _ => depth += 1,
        }
    }
    if depth > DEPTH_MAX {
        return Err("folders are nested too deeply");
    }
    if is_plain {
        return Ok(path.into());
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    Ok(parts.join("/").into())
}
