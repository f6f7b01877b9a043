//! Files as they are met, opened and read.

use std::ffi::CStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use bartizan_assess::inventory::{FILE_BYTES_MAX, Kind, PROGRAM_MAGIC};
use rustix::fs::{Mode, OFlags};

/// A file that lists packages, or a program.
pub(crate) struct Met<'m> {
    /// Its path below the root.
    pub(crate) path: &'m str,
    pub(crate) kind: Kind,
    /// Where it is.
    pub(super) place: &'m dyn Fn() -> PathBuf,
    /// The folder that it lies in, while that is open, and its name there.
    pub(super) folder: Option<(&'m OwnedFd, &'m CStr)>,
}

impl Met<'_> {
    /// Where it is.
    pub(crate) fn place(&self) -> PathBuf {
        (self.place)()
    }

    /// Opens it; its size is told, too.
    ///
    /// # Errors
    /// It cannot be opened, or is no file any more.
    pub(crate) fn open(&self) -> io::Result<(File, u64)> {
        let Some((folder, name)) = self.folder else { return open(&self.place()) };
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | FLAGS;
        sized(rustix::fs::openat(folder, name, flags, Mode::empty())?.into())
    }
}

/// A link is not followed, and a pipe not waited for.
const FLAGS: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK);

/// A file that is one still, and its size.
pub(crate) fn open(path: &Path) -> io::Result<(File, u64)> {
    let flags = FLAGS.bits().cast_signed();
    sized(OpenOptions::new().read(true).custom_flags(flags).open(path)?)
}

fn sized(file: File) -> io::Result<(File, u64)> {
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file any more"));
    }
    Ok((file, metadata.len()))
}

pub(super) fn begins_as_program(path: &Path) -> bool {
    let mut magic = PROGRAM_MAGIC.map(|_| 0);
    open(path).and_then(|(mut file, _)| file.read_exact(&mut magic)).is_ok()
        && magic == PROGRAM_MAGIC
}

/// The bytes of a file that its user names, which may be a link; no more than `max` and one.
pub(in crate::scan) fn read_link(path: &Path, max: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a file that is open; no more than what a reader takes, and one.
pub(in crate::scan) fn read_whole((file, size): (File, u64)) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit)).unwrap_or_default());
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}
