//! A file that appears when it is whole, and replaces what was there.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::thread;

use bartizan_types::{Random, SystemRandom};
use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
use rustix::io::Errno;
use tokio::signal::unix::{SignalKind, signal};

use crate::error::CliError;

/// What the owner alone may read and write.
const PRIVATE: u32 = 0o600;
/// The bits of a mode that say who may read, write and run.
const PERMISSIONS: u32 = 0o777;
/// Those of them that are the owner's.
const OWNERS: u32 = 0o700;

/// A file without a name, where the file system has such; else one with a name of its own. Either is
/// gone if it is not finished; the first even when the process is killed.
pub(crate) struct NewFile {
    file: File,
    target: PathBuf,
    /// What is there now, and will be replaced.
    replaced: Option<Metadata>,
    /// The name it has before it is finished.
    temporary: PathBuf,
    is_named: bool,
}

impl NewFile {
    /// A file that will be `target`; `mode` is what it may be for whom, before the umask. One that
    /// takes another's place also takes its owner, group and permissions, when it is finished.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn create(target: &Path, mode: u32) -> Result<Self, CliError> {
        // A link stays, and what it names is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let replaced = fs::metadata(&target).ok();
        let mode = if replaced.is_some() { PRIVATE } else { mode };
        let temporary = temporary_name(&target)?;
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        match open(folder_of(&target), flags, Mode::from_raw_mode(mode)) {
            Ok(file) => {
                let file = File::from(file);
                Ok(Self { file, target, replaced, temporary, is_named: false })
            }
            // What file systems and kernels say that know no such files. (open(2), "O_TMPFILE".)
            Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::NOENT | Errno::INVAL) => {
                let file = Self::create_named(target, replaced, temporary, mode)?;
                remove_when_stopped(file.temporary.clone());
                Ok(file)
            }
            Err(error) => Err(CliError::file(&target)(error.into())),
        }
    }

    fn create_named(
        target: PathBuf,
        replaced: Option<Metadata>,
        temporary: PathBuf,
        mode: u32,
    ) -> Result<Self, CliError> {
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(mode).open(&temporary);
        let file = file.map_err(CliError::file(&target))?;
        Ok(Self { file, target, replaced, temporary, is_named: true })
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
        if let Some(replaced) = &self.replaced {
            take_place(&self.file, replaced)?;
        }
        self.file.sync_all()?;
        if !self.is_named {
            let own = format!("/proc/self/fd/{}", self.file.as_raw_fd());
            linkat(CWD, own, CWD, &self.temporary, AtFlags::SYMLINK_FOLLOW)?;
            self.is_named = true;
        }
        fs::rename(&self.temporary, &self.target)?;
        self.is_named = false;
        File::open(folder_of(&self.target))?.sync_all()
    }
}

/// Gives a file the owner, the group and the permissions of another. Where it may not be in that
/// group, it is for its owner alone: those of another group should not read it.
fn take_place(file: &File, replaced: &Metadata) -> io::Result<()> {
    let (owner, group) = (Some(replaced.uid()), Some(replaced.gid()));
    let is_in_group = fchown(file, owner, group).or_else(|_| fchown(file, None, group)).is_ok();
    let kept = if is_in_group { PERMISSIONS } else { OWNERS };
    file.set_permissions(Permissions::from_mode(replaced.mode() & kept))
}

fn temporary_name(target: &Path) -> Result<PathBuf, CliError> {
    let name = target
        .file_name()
        .ok_or_else(|| CliError::Usage(format!("{} is no name of a file", target.display())))?;
    let mut suffix = [0; 8];
    SystemRandom.fill(&mut suffix);
    let name = format!(".{}.{}.part", name.to_string_lossy(), hex::encode(suffix));
    Ok(folder_of(target).join(name))
}

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Removes a file when the process is told to stop, and stops it: with the code that a shell gives to
/// a process that the signal ended.
fn remove_when_stopped(file: PathBuf) {
    const INTERRUPTED: i32 = 130;
    const TERMINATED: i32 = 143;
    thread::spawn(move || -> Option<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
        let code = runtime.block_on(async {
            let mut terminated = signal(SignalKind::terminate()).ok()?;
            tokio::select! {
                interrupted = tokio::signal::ctrl_c() => interrupted.ok().map(|()| INTERRUPTED),
                ended = terminated.recv() => ended.map(|()| TERMINATED),
            }
        })?;
        // Nothing is left to be done where this fails.
        let _ = fs::remove_file(file);
        std::process::exit(code)
    });
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
    use std::os::unix::fs::{chown, symlink};

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

    /// One without a name, and one as file systems get it that know no such files.
    fn both(target: &Path) -> [NewFile; 2] {
        let named = NewFile::create_named(
            target.to_owned(),
            fs::metadata(target).ok(),
            temporary_name(target).unwrap(),
            PRIVATE,
        );
        [NewFile::create(target, PRIVATE).unwrap(), named.unwrap()]
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn a_file_appears_when_it_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        for mut file in both(&target) {
            file.write_all(b"whole").unwrap();
            assert!(!target.exists());
            file.finish().unwrap();
            assert_eq!(fs::read(&target).unwrap(), b"whole");
            assert_eq!(mode(&target), 0o600);
            fs::remove_file(&target).unwrap();
        }
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_is_not_finished_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        fs::write(&target, b"earlier").unwrap();
        for mut file in both(&target) {
            file.write_all(b"half").unwrap();
            assert_eq!(file.file.metadata().unwrap().mode() & 0o777, PRIVATE);
            drop(file);
        }
        assert_eq!(fs::read(&target).unwrap(), b"earlier");
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn a_file_takes_the_permissions_of_what_it_replaces_and_a_link_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("out"), folder.path().join("link"));
        fs::write(&target, b"earlier").unwrap();
        fs::set_permissions(&target, Permissions::from_mode(0o4640)).unwrap();
        symlink(&target, &link).unwrap();
        let mut file = NewFile::create(&link, PRIVATE).unwrap();
        file.write_all(b"later").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"later");
        assert_eq!(mode(&target), 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_file_takes_the_owner_and_the_group_of_what_it_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        fs::write(&target, b"earlier").unwrap();
        if chown(&target, Some(1234), Some(2345)).is_err() {
            return eprintln!(
                "SKIPPED owner and group: whoever is not root cannot give files away"
            );
        }
        NewFile::create(&target, PRIVATE).unwrap().finish().unwrap();
        let about = fs::metadata(&target).unwrap();
        assert_eq!((about.uid(), about.gid()), (1234, 2345));
    }

    #[test]
    fn a_place_without_a_folder_or_a_name_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for wrong in [folder.path().join("missing/out"), PathBuf::from("/")] {
            assert!(NewFile::create(&wrong, PRIVATE).is_err(), "{}", wrong.display());
        }
    }
}
