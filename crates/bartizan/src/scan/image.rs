//! Images of containers: where their files lie.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use bartizan_assess::image::{self, Files, Place};
use bartizan_assess::matching::Target;
use bartizan_assess::{Part, Stored};

use super::found::Inventoried;
use super::walk;
use crate::error::CliError;
use crate::on_disk::OnDisk;

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
    let stored = File::open(path).and_then(OnDisk::new).map_err(CliError::file(path))?;
    let places = image::places(&stored);
    let places = places.map_err(|problem| failed(path, &problem))?;
    Ok(Some(Box::new(Archive { stored, places })))
}

/// What an image holds, or all images of one archive, and what they are for.
///
/// # Errors
/// There is no image, or its description is damaged.
pub(super) fn read(
    path: &Path,
    files: &dyn Files,
    wanted: Option<&str>,
) -> Result<(Inventoried, Target), CliError> {
    let images = image::images(files, wanted.or(Some(architecture())));
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
    let names = [architecture(), std::env::consts::ARCH].map(str::to_owned);
    Target { system: Some(std::env::consts::OS.to_owned()), architectures: names.into() }
}

/// The architecture of this host, by Go's name.
pub(super) fn architecture() -> &'static str {
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
        let (file, size) = walk::open(&file).ok()?;
        Some((Box::new(file), size))
    }
}

/// An image whose files lie in an archive.
struct Archive {
    stored: OnDisk,
    places: BTreeMap<String, Place>,
}

impl Archive {
    fn part(&self, path: &str) -> Option<Part<'_>> {
        let place = self.places.get(path)?;
        Part::new(&self.stored, place.start, place.size)
    }
}

impl Files for Archive {
    fn open(&self, path: &str) -> Option<(Box<dyn Read + '_>, u64)> {
        let part = self.part(path)?;
        Some((Box::new(part), part.size()))
    }

    fn stored(&self, path: &str) -> Option<Box<dyn Stored + '_>> {
        Some(Box::new(self.part(path)?))
    }
}
