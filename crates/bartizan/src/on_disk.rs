//! Files that are read where they are asked for, and never whole.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use bartizan_assess::Stored;

/// A file of a size that was told when it was opened.
pub(crate) struct OnDisk {
    file: File,
    size: u64,
}

impl OnDisk {
    /// A file that is open.
    ///
    /// # Errors
    /// Its size cannot be told.
    pub(crate) fn new(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self::of_size(file, size))
    }

    /// A file whose size is known.
    pub(crate) fn of_size(file: File, size: u64) -> Self {
        Self { file, size }
    }
}

impl Stored for OnDisk {
    fn size(&self) -> u64 {
        self.size
    }

    fn bytes(&self, start: u64, count: usize) -> Option<Cow<'_, [u8]>> {
        let end = start.checked_add(u64::try_from(count).ok()?)?;
        if end > self.size {
            return None;
        }
        let mut bytes = vec![0; count];
        self.file.read_exact_at(&mut bytes, start).ok()?;
        Some(bytes.into())
    }

    fn fill(&self, start: u64, out: &mut [u8]) -> Option<()> {
        self.file.read_exact_at(out, start).ok()
    }
}
