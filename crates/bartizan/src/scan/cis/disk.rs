//! The files of a host below a folder, and what the kernel tells of this one. No link is followed, not even on the
//! way to a file, and nothing but files and folders is opened.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::path::Path;

use bartizan_harden::{Entry, Files, Kind, Live};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat, open, openat, readlinkat, statat};

/// The largest file of the kernel that is read.
const KERNEL_BYTES_MAX: u64 = 16 << 20;
/// How many names of a folder of the kernel are read.
const KERNEL_NAMES_MAX: usize = 100_000;

/// A folder that is a host's root.
pub(super) struct Disk(OwnedFd);

impl Disk {
    /// Opens the root, which its user names, and which may be a link.
    ///
    /// # Errors
    /// It is no folder, or may not be opened.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self(open(root, flags, Mode::empty())?))
    }

    /// The folder that holds a path, and the name of the path in it.
    fn parent<'p>(&self, path: &'p str) -> io::Result<(OwnedFd, &'p str)> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        Ok((self.folder_at(folder)?, if name.is_empty() { "." } else { name }))
    }

    fn folder_at(&self, path: &str) -> io::Result<OwnedFd> {
        const FOLDER: OFlags =
            OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
        let mut folder = openat(&self.0, ".", FOLDER, Mode::empty())?;
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if part == ".." {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "it leads out of its folder",
                ));
            }
            folder = openat(&folder, part, FOLDER, Mode::empty())?;
        }
        Ok(folder)
    }
}

fn entry(folder: &OwnedFd, name: &str, stat: &Stat) -> io::Result<Entry> {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    };
    let target = if kind == Kind::Link {
        readlinkat(folder, name, Vec::new())?.to_string_lossy().into_owned()
    } else {
        String::new()
    };
    Ok(Entry { kind, mode: stat.st_mode & 0o7777, uid: stat.st_uid, gid: stat.st_gid, target })
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

impl Files for Disk {
    fn entry(&self, path: &str) -> Result<Option<Entry>, String> {
        let found = self.parent(path).and_then(|(folder, name)| {
            let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
            entry(&folder, name, &stat)
        });
        match found {
            Ok(entry) => Ok(Some(entry)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn read(&self, path: &str, bytes_max: usize) -> Result<Vec<u8>, String> {
        let read = || -> io::Result<Vec<u8>> {
            let (folder, name) = self.parent(path)?;
            let flags = OFlags::RDONLY
                | OFlags::NOFOLLOW
                | OFlags::NONBLOCK
                | OFlags::NOCTTY
                | OFlags::CLOEXEC;
            // A device does something when it is opened: what is there is looked at first.
            let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
            let not_a_file =
                || io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file");
            if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
                return Err(not_a_file());
            }
            let file = File::from(openat(&folder, name, flags, Mode::empty())?);
            if !file.metadata()?.is_file() {
                return Err(not_a_file());
            }
            let mut bytes = Vec::new();
            file.take(u64::try_from(bytes_max).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error| error.to_string())
    }

    fn folder(&self, path: &str, entries_max: usize) -> Result<Vec<(String, Entry)>, String> {
        let read = || -> io::Result<Vec<(String, Entry)>> {
            let folder = self.folder_at(path)?;
            let mut found = Vec::new();
            let mut names = Dir::read_from(&folder)?;
            while let Some(one) = names.read() {
                let one = one?;
                let name = one.file_name();
                if name == c"." || name == c".." {
                    continue;
                }
                if found.len() >= entries_max {
                    break;
                }
                // What is gone by now is not there.
                match statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW) {
                    Ok(stat) => {
                        let name = name.to_string_lossy().into_owned();
                        found.push((name.clone(), entry(&folder, &name, &stat)?));
                    }
                    Err(error) if error == rustix::io::Errno::NOENT => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(found)
        };
        read().map_err(|error| error.to_string())
    }
}

/// What the kernel of this host tells.
pub(super) struct Kernel;

impl Live for Kernel {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = File::open(Path::new("/").join(path)).ok()?;
        file.take(KERNEL_BYTES_MAX).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn names(&self, path: &str) -> Vec<String> {
        let names = std::fs::read_dir(Path::new("/").join(path)).into_iter().flatten().flatten();
        let names = names.take(KERNEL_NAMES_MAX);
        names.map(|name| name.file_name().to_string_lossy().into_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn no_link_is_followed_and_only_files_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("a/b")).unwrap();
        std::fs::write(root.join("a/b/c"), "text").unwrap();
        symlink("/etc", root.join("out")).unwrap();
        symlink("a/b/c", root.join("link")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            root.join("pipe"),
            FileType::Fifo,
            Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        let disk = Disk::open(root).unwrap();
        assert_eq!(disk.read("a/b/c", 2).unwrap(), b"te");
        assert_eq!(disk.entry("a/b").unwrap().unwrap().kind, Kind::Folder);
        assert_eq!(disk.entry("").unwrap().unwrap().kind, Kind::Folder);
        assert_eq!(disk.entry("link").unwrap().unwrap().target, "a/b/c");
        assert_eq!(disk.entry("pipe").unwrap().unwrap().kind, Kind::Other);
        assert_eq!(disk.entry("absent/x").unwrap(), None);
        for path in ["link", "pipe", "out/passwd", "a/../a/b/c", "a"] {
            assert!(disk.read(path, 10).is_err(), "{path}");
        }
        assert!(disk.folder("out", 10).is_err());
        assert_eq!(disk.folder("", 10).unwrap().len(), 4);
        assert_eq!(disk.folder("", 2).unwrap().len(), 2);
    }
}
