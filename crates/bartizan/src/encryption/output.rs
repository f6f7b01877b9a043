//! Where a command writes to: a file, standard output, or memory until it is known to be right.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::BUFFER_BYTES;
use super::new_file::NewFile;
use crate::error::CliError;

/// The most plaintext that is held in memory until its signature is found to be right.
const HELD_BYTES_MAX: usize = 64 << 20;
/// In blocks of so many bytes.
const BLOCK_BYTES: usize = 1 << 20;

/// What is written.
pub(crate) enum Output {
    /// A file that appears at the end.
    File(BufWriter<NewFile>),
    /// Somewhere that others read at once.
    Stream(PathBuf, Box<dyn Write>),
    /// The same, held back.
    Held(PathBuf, Box<dyn Write>, Held),
}

/// What is held, in blocks that do not grow and so leave nothing behind when they are wiped.
#[derive(Default)]
pub(crate) struct Held {
    blocks: Vec<Zeroizing<Vec<u8>>>,
    length: usize,
}

impl Held {
    fn put(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len();
        while !bytes.is_empty() {
            if self.blocks.last().is_none_or(|block| block.len() == BLOCK_BYTES) {
                self.blocks.push(Zeroizing::new(Vec::with_capacity(BLOCK_BYTES)));
            }
            let Some(block) = self.blocks.last_mut() else { break };
            let space = BLOCK_BYTES - block.len();
            let (now, later) = bytes.split_at_checked(space).unwrap_or((bytes, &[]));
            block.extend_from_slice(now);
            bytes = later;
        }
    }
}

impl Output {
    /// Opens what is written. What cannot be replaced, such as standard output or a pipe, is
    /// written at once.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(crate) fn open(path: Option<&Path>, mode: u32) -> Result<Self, CliError> {
        let Some(path) = path else {
            let writer = BufWriter::with_capacity(BUFFER_BYTES, io::stdout().lock());
            return Ok(Self::Stream(PathBuf::from("standard output"), Box::new(writer)));
        };
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => {
                Err(CliError::Usage(format!("{} is a folder: name a file", path.display())))
            }
            Ok(about) if !about.is_file() => {
                let file = fs::OpenOptions::new().write(true).open(path);
                let file = file.map_err(CliError::file(path))?;
                let writer = BufWriter::with_capacity(BUFFER_BYTES, file);
                Ok(Self::Stream(path.to_owned(), Box::new(writer)))
            }
            _ => {
                let file = NewFile::create(path, mode)?;
                Ok(Self::File(BufWriter::with_capacity(BUFFER_BYTES, file)))
            }
        }
    }

    /// Holds what would be read at once back until [`Output::finish`].
    pub(crate) fn held(self) -> Self {
        match self {
            Self::Stream(name, writer) => Self::Held(name, writer, Held::default()),
            other => other,
        }
    }

    /// Writes some more.
    ///
    /// # Errors
    /// It cannot be written, or is more than can be held.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        match self {
            Self::File(file) => {
                let written = file.write_all(bytes);
                written.map_err(CliError::file(file.get_ref().target()))
            }
            Self::Stream(name, writer) => writer.write_all(bytes).map_err(CliError::file(name)),
            Self::Held(_, _, held) if held.length + bytes.len() > HELD_BYTES_MAX => {
                Err(CliError::Usage(format!(
                    "the message is signed and longer than {HELD_BYTES_MAX} bytes, and its \
                     signature stands at its end: name a file with --output, or take plaintext \
                     before it is verified with --stream-unverified"
                )))
            }
            Self::Held(_, _, held) => {
                held.put(bytes);
                Ok(())
            }
        }
    }

    /// Everything is written, and right.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn finish(self) -> Result<(), CliError> {
        match self {
            Self::File(mut file) => {
                file.flush().map_err(CliError::file(file.get_ref().target()))?;
                file.into_inner().map_err(|error| CliError::failed(error.error()))?.finish()
            }
            Self::Stream(name, mut writer) => writer.flush().map_err(CliError::file(&name)),
            Self::Held(name, mut writer, held) => {
                let mut blocks = held.blocks.iter();
                let written = blocks.try_for_each(|block| writer.write_all(block));
                written.and_then(|()| writer.flush()).map_err(CliError::file(&name))
            }
        }
    }

    /// Whether it is standard output, and that a terminal.
    pub(crate) fn is_terminal(path: Option<&Path>) -> bool {
        path.is_none() && io::stdout().is_terminal()
    }
}

/// Writes for the engine.
impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.put(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_keeps_its_order() {
        let mut held = Held::default();
        let bytes: Vec<u8> = (0..=255).cycle().take(BLOCK_BYTES + 1000).collect();
        for piece in bytes.chunks(777) {
            held.put(piece);
        }
        assert_eq!((held.blocks.len(), held.length), (2, bytes.len()));
        assert_eq!(held.blocks.iter().flat_map(|block| block.to_vec()).collect::<Vec<_>>(), bytes);
    }
}
