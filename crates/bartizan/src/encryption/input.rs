//! Where a command reads from: a file, or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::progress::Progress;
use crate::error::CliError;

/// What is read, and what is written.
#[derive(Debug, Args)]
pub(crate) struct Files {
    /// The file to read; standard input if it is absent or `-`.
    #[arg(short, long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// The file to write, which is replaced as a whole; standard output if it is absent or `-`.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Files {
    /// The file to write, unless that is standard output.
    pub(crate) fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Opens what is read.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(crate) fn open(&self, verb: &'static str, progress: bool) -> Result<Input, CliError> {
        let Some(path) = self.input.as_deref().filter(|path| *path != Path::new("-")) else {
            let name = PathBuf::from("standard input");
            let progress = Progress::new(verb, None, progress);
            return Ok(Input { name, reader: Box::new(io::stdin().lock()), progress });
        };
        let file = File::open(path).map_err(CliError::file(path))?;
        let about = file.metadata().map_err(CliError::file(path))?;
        if about.is_dir() {
            return Err(CliError::Usage(format!("{} is a folder: name a file", path.display())));
        }
        let total = about.is_file().then_some(about.len());
        let progress = Progress::new(verb, total, progress);
        Ok(Input { name: path.to_owned(), reader: Box::new(file), progress })
    }
}

/// What is read. It tells how far it is.
pub(crate) struct Input {
    name: PathBuf,
    reader: Box<dyn Read>,
    progress: Progress,
}

impl Input {
    /// A failure to read it.
    pub(crate) fn failure(&self) -> impl FnOnce(io::Error) -> CliError + use<> {
        CliError::file(&self.name)
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.progress.advance(count);
        Ok(count)
    }
}
