//! Advisories compiled into one file.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::KeyPair;

use super::file::{CHECK_BYTES, Header, MAGIC, Source};
use super::keys::SigningKey;
use super::osv::{self, Outcome};
use super::record::Advisory;
use super::signals::Table;
use crate::archive::Archive;

/// The largest record that is read.
const RECORD_BYTES_MAX: usize = 16 << 20;
/// The longest key of the index.
const KEY_BYTES_MAX: usize = 4096;
/// Problems beyond these are counted, and not told.
const PROBLEMS_MAX: usize = 1000;

/// Reads advisories, and writes the compiled file.
#[derive(Default)]
pub struct Builder {
    advisories: BTreeMap<String, Vec<Advisory<String>>>,
    signals: Table,
    sources: Vec<Source>,
    problems: Vec<String>,
    built: String,
}

/// Why no file was written.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// Nothing was read.
    #[error("no advisory was found: name a folder with OSV records, or with a ZIP archive of them")]
    Empty,
    /// More than the format can hold.
    #[error("the advisories are more than 4 GB")]
    TooLarge,
}

impl Builder {
    /// Begins; `built` is the time (RFC 3339), and a date behind it is none.
    pub fn new(built: &str) -> Self {
        Self { built: built.to_owned(), ..Self::default() }
    }

    /// Reads the file of a source, by its name: `.json` is one record or CISA's catalogue, `.zip` holds
    /// records, `.csv` is a table of EPSS or SSVC. What cannot be used is told by [`Builder::problems`].
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        let mut source = Source { name: name.to_owned(), ..Source::default() };
        if has_extension(name, "zip") {
            self.add_archive(&mut source, bytes);
        } else if has_extension(name, "csv") {
            let read = std::str::from_utf8(bytes).map_err(|error| error.to_string());
            let read = read.and_then(|text| self.signals.read_csv(text));
            self.count(&mut source, read);
        } else if is_kev(bytes) {
            let read = self.signals.read_kev(bytes);
            self.count(&mut source, read);
        } else {
            self.add_record(&mut source, name, bytes);
            // Records of a folder are one source.
            let folder = name.rsplit_once('/').map_or(".", |(folder, _)| folder);
            folder.clone_into(&mut source.name);
            if let Some(known) = self.sources.last_mut().filter(|known| known.name == folder) {
                known.records += source.records;
                known.withdrawn += source.withdrawn;
                known.problems += source.problems;
                known.git_ranges += source.git_ranges;
                known.newest = std::mem::take(&mut known.newest).max(source.newest);
                return;
            }
        }
        self.sources.push(source);
    }

    /// What could not be used, each with the name of its file.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    fn count(&mut self, source: &mut Source, read: Result<usize, String>) {
        match read {
            Ok(count) => source.records = count,
            Err(problem) => {
                let name = source.name.clone();
                self.problem(source, &name, &problem);
            }
        }
    }

    fn problem(&mut self, source: &mut Source, name: &str, problem: &str) {
        source.problems += 1;
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(format!("{name}: {problem}"));
        }
    }

    fn add_archive(&mut self, source: &mut Source, bytes: &[u8]) {
        let name = source.name.clone();
        let archive = match Archive::open(&bytes) {
            Ok(archive) => archive,
            Err(problem) => return self.problem(source, &name, problem),
        };
        for member in archive.members().filter(|member| has_extension(member.name, "json")) {
            let path = format!("{name}/{}", member.name);
            match member.read(RECORD_BYTES_MAX) {
                Ok(record) => self.add_record(source, &path, &record),
                Err(problem) => self.problem(source, &path, problem),
            }
        }
    }

    fn add_record(&mut self, source: &mut Source, path: &str, json: &[u8]) {
        let (entries, problems) = match osv::read(json) {
            Ok(Outcome::Withdrawn) => {
                source.records += 1;
                source.withdrawn += 1;
                return;
            }
            Ok(Outcome::Read { entries, problems, git_ranges }) => {
                source.git_ranges += git_ranges;
                (entries, problems)
            }
            Err(problem) => return self.problem(source, path, &problem),
        };
        source.records += 1;
        for problem in problems {
            self.problem(source, path, &problem);
        }
        for entry in entries {
            let advisory = entry.advisory;
            for date in [&advisory.modified, &advisory.published] {
                if **date > *source.newest && *date <= self.built {
                    source.newest.clone_from(date);
                }
            }
            let key = super::key(entry.ecosystem, &entry.name);
            if key.len() > KEY_BYTES_MAX {
                self.problem(source, path, "the name of the package is too long");
            } else {
                self.advisories.entry(key).or_default().push(advisory);
            }
        }
    }

    /// The file.
    ///
    /// # Errors
    /// There is nothing to write, or too much.
    pub fn finish(self, key: Option<&SigningKey>) -> Result<Vec<u8>, BuildError> {
        if self.advisories.is_empty() {
            return Err(BuildError::Empty);
        }
        let mut header = Header {
            built: self.built,
            sources: self.sources,
            packages: self.advisories.len(),
            entries: self.advisories.values().map(Vec::len).sum(),
            ..Header::default()
        };
        let mut blocks = self.signals.blocks();
        for (key, mut advisories) in self.advisories {
            advisories.sort_by(|a, b| a.id.cmp(&b.id));
            let block = blocks.entry(key).or_default();
            for advisory in &advisories {
                advisory.write(block);
            }
        }
        let (index, joined) = index(&blocks)?;
        header.index_entries = blocks.len();
        header.index_bytes = index.len();
        header.index_sha256 = hex::encode(digest(&SHA256, &index));
        header.block_bytes = joined.len();
        let mut out = head(&header, key)?;
        out.extend_from_slice(&index);
        out.extend_from_slice(&joined);
        Ok(out)
    }
}

/// The index, and the blocks one after the other.
fn index(blocks: &BTreeMap<String, Vec<u8>>) -> Result<(Vec<u8>, Vec<u8>), BuildError> {
    let word = |number: usize| {
        u32::try_from(number).map(u32::to_le_bytes).map_err(|_| BuildError::TooLarge)
    };
    let (mut entries, mut keys, mut joined) = (Vec::new(), Vec::new(), Vec::new());
    for (key, block) in blocks {
        let length = u16::try_from(key.len()).map_err(|_| BuildError::TooLarge)?;
        entries.extend(word(keys.len())?);
        entries.extend(u32::from(length).to_le_bytes());
        entries.extend(word(joined.len())?);
        entries.extend(word(block.len())?);
        entries.extend(digest(&SHA256, block).as_ref().iter().take(CHECK_BYTES));
        keys.extend_from_slice(key.as_bytes());
        joined.extend_from_slice(block);
    }
    entries.extend_from_slice(&keys);
    Ok((entries, joined))
}

fn head(header: &Header, key: Option<&SigningKey>) -> Result<Vec<u8>, BuildError> {
    let json = serde_json::to_vec(header).map_err(|_| BuildError::TooLarge)?;
    let length = u32::try_from(json.len()).map_err(|_| BuildError::TooLarge)?;
    let mut out = MAGIC.to_vec();
    out.extend(length.to_le_bytes());
    out.extend(json);
    out.extend_from_slice(digest(&SHA256, &out).as_ref());
    match key {
        Some(key) => {
            let SigningKey(key) = key;
            let signature = key.sign(&out);
            out.push(1);
            out.extend_from_slice(key.public_key().as_ref());
            out.extend_from_slice(signature.as_ref());
        }
        None => out.extend([0; 97]),
    }
    Ok(out)
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

/// Whether it is CISA's catalogue, which no record looks like.
fn is_kev(json: &[u8]) -> bool {
    let start = json.get(..json.len().min(2000)).unwrap_or_default();
    let has = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    has(b"\"vulnerabilities\"") && !has(b"\"affected\"")
}
