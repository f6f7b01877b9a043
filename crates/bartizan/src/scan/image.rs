//! Images of containers: where their files lie.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Component, Path, PathBuf};

use bartizan_assess::image::{self, Files, Place, ReadSeek};
use bartizan_assess::matching::Target;

use super::found::Inventoried;
use super::walk;
use crate::error::CliError;

/// How much of a file tells what it is.
const START_BYTES: u64 = 1024;

/// The files of an image at a path; none if there is something else.
///
/// # Errors
/// It is an archive, and damaged.
pub(super) fn open(path: &Path) -> Result<Option<Box<dyn Files>>, CliError> {
    if path.is_dir() {
        let has = |name: &str| path.join(name).is_file();
        let is_layout = has("oci-layout") && has("index.json");
        return Ok(is_layout.then(|| Box::new(Folder(path.to_owned())) as Box<dyn Files>));
    }
    let mut start = Vec::new();
    let file = File::open(path).map_err(CliError::file(path))?;
    file.take(START_BYTES).read_to_end(&mut start).map_err(CliError::file(path))?;
    if start.starts_with(&[0x1f, 0x8b]) {
        let problem = "it is packed as a whole: unpack it by `gunzip`, and name what that gives";
        return Err(CliError::Usage(format!("{}: {problem}", path.display())));
    }
    if !image::is_archive(&start) {
        return Ok(None);
    }
    let file = File::open(path).map_err(CliError::file(path))?;
    let places = image::places(file);
    let places = places.map_err(|problem| failed(path, &problem))?;
    Ok(Some(Box::new(Archive { path: path.to_owned(), places })))
}

/// What an image holds, or all images of one archive, and what they are for.
///
/// # Errors
/// There is no image, or its description is damaged.
pub(super) fn read(
    path: &Path,
    files: &dyn Files,
    architecture: Option<&str>,
) -> Result<(Inventoried, Target), CliError> {
    let images = image::images(files, architecture.or(Some(architecture_of_host())));
    let images = images.map_err(|problem| failed(path, &problem))?;
    let mut inventoried = Inventoried::default();
    for (at, one) in images.iter().enumerate() {
        let found = image::read(files, one);
        let prefix = match (images.len(), one.name.as_str()) {
            (1, _) => String::new(),
            (_, "") => format!("{at}/"),
            (_, name) => format!("{name}/"),
        };
        let named = |path: String| format!("{prefix}{path}");
        inventoried.links += found.links;
        let problems = found.problems.into_iter();
        inventoried.problems.extend(problems.map(|(path, problem)| (named(path), problem)));
        let files = found.files.into_iter();
        inventoried.files.extend(files.map(|(path, read)| (named(path), read)));
    }
    let first = images.into_iter().next().map(|image| image.target);
    Ok((inventoried, first.unwrap_or_default()))
}

/// What this host is, by Go's names and Rust's.
pub(super) fn host() -> Target {
    let names = [architecture_of_host(), std::env::consts::ARCH].map(str::to_owned);
    Target { system: Some(std::env::consts::OS.to_owned()), architectures: names.into() }
}

fn architecture_of_host() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

fn failed(path: &Path, problem: &str) -> CliError {
    CliError::Failed(format!("{}: {problem}", path.display()))
}

/// An image whose files lie in a folder.
struct Folder(PathBuf);

impl Files for Folder {
    fn open(&self, path: &str) -> Option<(Box<dyn Read + '_>, u64)> {
        let mut file = self.0.clone();
        for part in Path::new(path).components() {
            // Neither a name nor a link leads out of the folder.
            let Component::Normal(name) = part else { return None };
            file.push(name);
            if file.is_symlink() {
                return None;
            }
        }
        let file = walk::open(&file).ok()?;
        let size = file.metadata().ok()?.len();
        Some((Box::new(file), size))
    }
}

/// An image whose files lie in an archive.
struct Archive {
    path: PathBuf,
    places: BTreeMap<String, Place>,
}

impl Archive {
    fn part(&self, place: Place) -> io::Result<Part> {
        Ok(Part { file: File::open(&self.path)?, place, position: 0 })
    }
}

/// A member of an archive, which is read at its own places.
struct Part {
    file: File,
    place: Place,
    position: u64,
}

impl Read for Part {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.place.size.saturating_sub(self.position);
        let count = usize::try_from(left).map_or(out.len(), |left| left.min(out.len()));
        let start = self.place.start.saturating_add(self.position);
        let read = self.file.read_at(out.get_mut(..count).unwrap_or_default(), start)?;
        self.position = self.position.saturating_add(read as u64);
        Ok(read)
    }
}

impl Seek for Part {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(more) => self.position.checked_add_signed(more),
            SeekFrom::End(more) => self.place.size.checked_add_signed(more),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

impl Files for Archive {
    fn open(&self, path: &str) -> Option<(Box<dyn Read + '_>, u64)> {
        let place = *self.places.get(path)?;
        Some((Box::new(self.part(place).ok()?), place.size))
    }

    fn sought(&self, path: &str) -> Option<Box<dyn ReadSeek + '_>> {
        Some(Box::new(self.part(*self.places.get(path)?).ok()?))
    }
}
