//! A file that appears when it is whole, and replaces what was there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use bartizan_types::{Random, SystemRandom};
use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
use rustix::io::Errno;

use crate::error::CliError;

/// A file without a name, where the file system has such; else one with a name of its own. Either is
/// gone if it is not finished; the first even when the process is killed.
pub(crate) struct NewFile {
    file: File,
    target: PathBuf,
    /// The name it has before it is finished.
    temporary: PathBuf,
    is_named: bool,
}

impl NewFile {
    /// A file that will be `target`; `mode` is what it may be for whom, before the umask. One that
    /// is there keeps its own.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn create(target: &Path, mode: u32) -> Result<Self, CliError> {
        let failed = || CliError::file(target);
        // A link stays, and what it names is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let name = target
            .file_name()
            .ok_or_else(|| CliError::Usage(format!("{} is no name of a file", target.display())))?;
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let mut suffix = [0; 8];
        SystemRandom.fill(&mut suffix);
        let temporary =
            folder.join(format!(".{}.{}.part", name.to_string_lossy(), hex::encode(suffix)));
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        let (file, is_named) = match open(folder, flags, Mode::from_raw_mode(mode)) {
            Ok(file) => (File::from(file), false),
            // What file systems and kernels say that know no such files. (open(2), "O_TMPFILE".)
            Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::NOENT | Errno::INVAL) => {
                let mut options = OpenOptions::new();
                options.write(true).create_new(true).mode(mode);
                (options.open(&temporary).map_err(failed())?, true)
            }
            Err(error) => return Err(failed()(error.into())),
        };
        let new = Self { file, target, temporary, is_named };
        if let Ok(about) = fs::metadata(&new.target) {
            new.file.set_permissions(about.permissions()).map_err(failed())?;
        }
        Ok(new)
    }

    /// The name it will have.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Makes it durable, and gives it its name.
    ///
    /// # Errors
    /// It cannot be synced or named.
    pub(crate) fn finish(mut self) -> Result<(), CliError> {
        let named = self.name();
        named.map_err(CliError::file(&self.target))
    }

    fn name(&mut self) -> io::Result<()> {
        self.file.sync_all()?;
        if !self.is_named {
            let own = format!("/proc/self/fd/{}", self.file.as_raw_fd());
            linkat(CWD, own, CWD, &self.temporary, AtFlags::SYMLINK_FOLLOW)?;
            self.is_named = true;
        }
        fs::rename(&self.temporary, &self.target)?;
        self.is_named = false;
        let folder = self.target.parent().filter(|folder| *folder != Path::new(""));
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.is_named {
            // Nothing is left to be done where this fails.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| name(entry).to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_appears_when_it_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        let mut file = NewFile::create(&target, 0o600).unwrap();
        file.write_all(b"whole").unwrap();
        assert!(!target.exists());
        file.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"whole");
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn what_is_not_finished_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        fs::write(&target, b"earlier").unwrap();
        let mut file = NewFile::create(&target, 0o600).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read(&target).unwrap(), b"earlier");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn a_file_keeps_its_mode_and_a_link_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("out"), folder.path().join("link"));
        fs::write(&target, b"earlier").unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&target, &link).unwrap();
        let mut file = NewFile::create(&link, 0o600).unwrap();
        file.write_all(b"later").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"later");
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_place_without_a_folder_or_a_name_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for wrong in [folder.path().join("missing/out"), PathBuf::from("/")] {
            assert!(NewFile::create(&wrong, 0o600).is_err(), "{}", wrong.display());
        }
    }
}
