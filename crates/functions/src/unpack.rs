//! Zip files of code and layers, unpacked within bounds.

use std::fs::{self, File, Permissions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::error::Error;

/// What may be in a zip file.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Entries.
    pub entries: usize,
    /// Bytes of all files together, unpacked: Lambda's quota is 250 MB with layers.
    pub bytes: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { entries: 100_000, bytes: 250 << 20 }
    }
}

/// The most bytes of a path, and of the target of a symbolic link.
const PATH: usize = 1024;
const LINK: u64 = 1024;
/// How deep folders may be.
const DEPTH: usize = 64;

/// Unpacks a zip file into a folder, over what is there, and tells how many bytes its files have.
///
/// Nothing is written outside of the folder, whatever the entries' names and links are: a link leads to what is in the
/// folder, and no entry is written through one. Links are made last. On an error the folder holds a part.
///
/// # Errors
///
/// Where the file is no zip file, has more than the bounds, an entry with a method or name that is not taken, or a link
/// that leads out.
pub fn unpack(zip: impl Read + Seek, folder: &Path, bounds: Bounds) -> Result<u64, Error> {
    let mut archive = ZipArchive::new(zip).map_err(unreadable)?;
    if archive.len() > bounds.entries {
        return Err(refuse(format!("the zip file has more than {} entries", bounds.entries)));
    }
    make_folder(folder)?;
    let mut left = bounds.bytes;
    let mut links = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(unreadable)?;
        let name = entry.name().map_err(unreadable)?.into_owned();
        let path = inside(folder, &name)?;
        if entry.is_dir() {
            make_folders(folder, &path)?;
        } else if entry.is_symlink() {
            let mut target = String::new();
            let read = entry.by_ref().take(LINK + 1).read_to_string(&mut target);
            read.map_err(|_| refuse(format!("{name} is a link to no path")))?;
            links.push((path, target));
        } else {
            left -= write_file(folder, &path, &mut entry, left, bounds)?;
        }
    }
    for (path, target) in links {
        link(folder, &path, &target)?;
    }
    Ok(bounds.bytes - left)
}

/// Where an entry belongs, if that is in the folder.
fn inside(folder: &Path, name: &str) -> Result<PathBuf, Error> {
    let strange = || refuse(format!("the zip file has an entry that is not taken: {name:.100}"));
    let relative = Path::new(name);
    let plain = name.len() <= PATH && !name.contains(['\0', '\\']) && !name.is_empty();
    let parts = || relative.components();
    let ordinary = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !plain || !parts().all(ordinary) || parts().count() > DEPTH {
        return Err(strange());
    }
    Ok(folder.join(relative))
}

/// Makes the folders of a path below the folder, through no link.
fn make_folders(folder: &Path, path: &Path) -> Result<(), Error> {
    let Ok(relative) = path.strip_prefix(folder) else { return Ok(()) };
    let mut at = folder.to_owned();
    for part in relative.components() {
        at.push(part);
        match fs::symlink_metadata(&at) {
            Ok(there) if there.is_dir() => {}
            Ok(_) => {
                fs::remove_file(&at).map_err(Error::file(&at))?;
                make_folder(&at)?;
            }
            Err(_) => make_folder(&at)?,
        }
    }
    Ok(())
}

fn make_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path)
        .and_then(|()| fs::set_permissions(path, Permissions::from_mode(0o755)))
        .map_err(Error::file(path))
}

/// Removes what an entry takes the place of.
fn make_way(folder: &Path, path: &Path) -> Result<(), Error> {
    if let Some(parent) = path.parent() {
        make_folders(folder, parent)?;
    }
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_dir() => {
            Err(refuse(format!("{} is a folder and something else", path.display())))
        }
        Ok(_) => fs::remove_file(path).map_err(Error::file(path)),
        Err(_) => Ok(()),
    }
}

/// Writes a file, which who the function is run as can read, and execute where the zip file says so.
fn write_file<R: Read>(
    folder: &Path,
    path: &Path,
    entry: &mut ZipFile<'_, R>,
    left: u64,
    bounds: Bounds,
) -> Result<u64, Error> {
    make_way(folder, path)?;
    let executable = entry.unix_mode().is_some_and(|mode| mode & 0o111 != 0);
    let mode = if executable { 0o755 } else { 0o644 };
    let mut options = File::options();
    let file = options.write(true).create_new(true).mode(mode).open(path);
    let mut file = file.map_err(Error::file(path))?;
    file.set_permissions(Permissions::from_mode(mode)).map_err(Error::file(path))?;
    let written = copy(&mut entry.take(left.saturating_add(1)), &mut file, path)?;
    if written > left {
        let many = bounds.bytes;
        return Err(refuse(format!("Unzipped size must be smaller than {many} bytes")));
    }
    Ok(written)
}

/// Copies, telling apart a zip file that is wrong and a disk that is.
fn copy(from: &mut impl Read, to: &mut File, path: &Path) -> Result<u64, Error> {
    let mut buffer = vec![0; 64 << 10];
    let mut written = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(written),
            Ok(read) => read,
            Err(problem) if problem.kind() == io::ErrorKind::Interrupted => continue,
            Err(problem) => return Err(unreadable(problem)),
        };
        to.write_all(buffer.get(..read).unwrap_or_default()).map_err(Error::file(path))?;
        written += read as u64;
    }
}

/// Makes a link whose target, step by step from where it is, is never above the folder.
fn link(folder: &Path, path: &Path, target: &str) -> Result<(), Error> {
    let out = || refuse(format!("{} is a link out of the zip file", path.display()));
    if target.is_empty() || target.len() as u64 > LINK || target.contains('\0') {
        return Err(out());
    }
    let at = path.strip_prefix(folder).map_err(|_| out())?.components();
    let mut depth = at.filter(|part| matches!(part, Component::Normal(_))).count();
    depth = depth.saturating_sub(1);
    let mut down = false;
    for part in Path::new(target).components() {
        match part {
            Component::Normal(_) => down = true,
            Component::CurDir => {}
            // What is above a name that is itself a link is not known.
            Component::ParentDir if down => return Err(out()),
            Component::ParentDir => depth = depth.checked_sub(1).ok_or_else(out)?,
            Component::RootDir | Component::Prefix(_) => return Err(out()),
        }
    }
    make_way(folder, path)?;
    symlink(target, path).map_err(Error::file(path))
}

fn refuse(message: String) -> Error {
    Error::Archive(message)
}

fn unreadable(problem: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let advice = "Could not unzip uploaded file. Please check your file, then try to upload again";
    refuse(format!("{advice}: {}", problem.into()))
}
