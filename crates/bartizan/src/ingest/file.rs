//! Files of records: found, told by what they hold, unpacked and read piece by piece.

use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use flate2::bufread::MultiGzDecoder;

use crate::error::CliError;

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";
const BUFFER_BYTES: usize = 1 << 18;
/// How deep folders are looked into.
const DEPTH_MAX: usize = 32;

/// All files that paths name: of folders those in them, in the order of their names.
///
/// # Errors
/// A folder cannot be read.
pub(super) fn all(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() { walk(path, 0, &mut found)? } else { found.push(path.clone()) }
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), CliError> {
    if depth > DEPTH_MAX {
        let why = format!("{}: folders are too deep", folder.display());
        return Err(CliError::Failed(why));
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(CliError::file(folder))? {
        let entry = entry.map_err(CliError::file(folder))?;
        let kind = entry.file_type().map_err(CliError::file(folder))?;
        // Links are not followed: they may lead around.
        if kind.is_dir() || kind.is_file() {
            paths.push((entry.path(), kind.is_dir()));
        }
    }
    paths.sort();
    for (path, is_folder) in paths {
        if is_folder { walk(&path, depth + 1, found)? } else { found.push(path) }
    }
    Ok(())
}

/// A file that is read from some place on.
pub(super) struct RecordFile {
    path: PathBuf,
    file: File,
    digest: String,
    length: u64,
    is_packed: bool,
    unpacked: Box<dyn Read>,
    /// Where in the unpacked file what is held begins.
    offset: u64,
    held: Vec<u8>,
    is_at_end: bool,
    cut: Option<String>,
}

impl RecordFile {
    /// Opens a file; standard input is written to one first, to know what it holds.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn open(path: &Path) -> Result<Self, CliError> {
        let error = || CliError::file(path);
        let mut file = if path.as_os_str() == STANDARD_INPUT {
            let mut file = tempfile::tempfile().map_err(error())?;
            std::io::copy(&mut std::io::stdin().lock(), &mut file).map_err(error())?;
            file.flush().map_err(error())?;
            file
        } else {
            File::open(path).map_err(error())?
        };
        let (mut context, mut buffer) = (Context::new(&SHA256), vec![0; BUFFER_BYTES]);
        let (mut length, mut first) = (0, Vec::new());
        file.rewind().map_err(error())?;
        loop {
            let read = file.read(&mut buffer).map_err(error())?;
            let piece = buffer.get(..read).unwrap_or_default();
            if piece.is_empty() {
                break;
            }
            if first.len() < 2 {
                first.extend(piece.iter().take(2));
            }
            context.update(piece);
            length += read as u64;
        }
        let mut opened = Self {
            path: path.to_owned(),
            file,
            digest: hex::encode(context.finish()),
            length,
            is_packed: first.starts_with(&[0x1f, 0x8b]),
            unpacked: Box::new(std::io::empty()),
            offset: 0,
            held: Vec::new(),
            is_at_end: false,
            cut: None,
        };
        opened.begin()?;
        Ok(opened)
    }

    /// Begins at the first byte.
    fn begin(&mut self) -> Result<(), CliError> {
        let error = || CliError::file(&self.path);
        self.file.rewind().map_err(error())?;
        let file = BufReader::with_capacity(BUFFER_BYTES, self.file.try_clone().map_err(error())?);
        self.unpacked =
            if self.is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        (self.offset, self.is_at_end, self.cut) = (0, false, None);
        self.held.clear();
        Ok(())
    }

    /// Reads on until so much is held, or the file ends. A packed file may end too early.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn fill(&mut self, bytes: usize) -> Result<(), CliError> {
        let wanted = bytes.saturating_sub(self.held.len()) as u64;
        if wanted == 0 || self.is_at_end {
            return Ok(());
        }
        let read = self.unpacked.by_ref().take(wanted).read_to_end(&mut self.held);
        match read {
            Ok(read) => self.is_at_end = (read as u64) < wanted,
            Err(error) if self.is_packed => {
                self.is_at_end = true;
                self.cut = Some(error.to_string());
            }
            Err(error) => return Err(CliError::file(&self.path)(error)),
        }
        Ok(())
    }

    /// Goes on at a place: what is before it is passed over, or read again.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn go_to(&mut self, offset: u64) -> Result<(), CliError> {
        if offset < self.offset {
            self.begin()?;
        }
        while self.offset < offset {
            self.fill(BUFFER_BYTES)?;
            let ahead = usize::try_from(offset - self.offset).unwrap_or(usize::MAX);
            let passed = ahead.min(self.held.len());
            if passed == 0 {
                let why = format!("{}: it is shorter than the server read", self.path.display());
                return Err(CliError::Failed(why));
            }
            self.held.drain(..passed);
            self.offset += passed as u64;
        }
        Ok(())
    }

    /// By what the file is known.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// Where what is held begins.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// What is held.
    pub(super) fn held(&self) -> &[u8] {
        &self.held
    }

    /// Whether nothing comes after what is held.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Why the file ended before it should.
    pub(super) fn cut(&self) -> Option<&str> {
        self.cut.as_deref()
    }

    /// How much of the file was read.
    pub(super) fn percent(&mut self) -> u64 {
        let at = self.file.stream_position().unwrap_or(0);
        (at * 100).checked_div(self.length).unwrap_or(100)
    }
}
