//! The compiled file that a server tells vulnerabilities by.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bartizan_assess::advisory::Advisories;
use bartizan_service::{AdvisoryData, AdvisoryFile};

use super::Opened;
use super::open::denied;
use crate::error::CliError;

/// Which file a server tells vulnerabilities by.
#[derive(Debug, Clone, Default)]
pub(crate) struct AdvisoryOptions {
    path: Option<PathBuf>,
    trust: Option<PathBuf>,
}

impl AdvisoryOptions {
    /// # Errors
    /// A key is named, and no file.
    pub(crate) fn checked(path: Option<PathBuf>, trust: Option<PathBuf>) -> Result<Self, CliError> {
        if trust.is_some() && path.is_none() {
            let why = "--advisories-trust goes with --advisories: give both";
            return Err(CliError::Usage(why.to_owned()));
        }
        Ok(Self { path, trust })
    }

    /// Opens the file, if one is named.
    ///
    /// # Errors
    /// It cannot be read, is damaged, or is not signed by the key that is trusted.
    pub(crate) fn open(&self) -> Result<Option<Arc<dyn AdvisoryFile>>, CliError> {
        let Some(path) = &self.path else { return Ok(None) };
        Ok(Some(Arc::new(ServedAdvisories::open(path, self.trust.as_deref())?)))
    }
}

/// A file that is read anew when it was changed. One that cannot be used then leaves what was read
/// before in force, which the log says.
struct ServedAdvisories {
    path: PathBuf,
    trust: Option<PathBuf>,
    seen: Mutex<Seen>,
}

/// What the file was when it was looked at last, and what is in force.
struct Seen {
    mark: Option<Mark>,
    data: Arc<AdvisoryData>,
}

/// What tells a file from the one that was there before: device, inode, size, and when it was changed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark([i64; 2], u64, u64, u64);

impl Mark {
    fn of(path: &Path) -> Option<Self> {
        let found: Metadata = fs::metadata(path).ok()?;
        Some(Self([found.ctime(), found.ctime_nsec()], found.size(), found.ino(), found.dev()))
    }
}

impl ServedAdvisories {
    /// Opens a file, and the key whose signature it must bear.
    ///
    /// # Errors
    /// It cannot be read, is damaged, or is not signed by that key.
    fn open(path: &Path, trust: Option<&Path>) -> Result<Self, CliError> {
        let mark = Mark::of(path);
        let data = Arc::new(read(path, trust)?);
        let (path, trust) = (path.to_owned(), trust.map(Path::to_owned));
        Ok(Self { path, trust, seen: Mutex::new(Seen { mark, data }) })
    }
}

impl AdvisoryFile for ServedAdvisories {
    fn current(&self) -> Arc<AdvisoryData> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mark = Mark::of(&self.path);
        if mark != seen.mark {
            seen.mark = mark;
            match read(&self.path, self.trust.as_deref()) {
                Ok(data) => {
                    tracing::info!(path = %self.path.display(), "advisories were read anew");
                    seen.data = Arc::new(data);
                }
                Err(error) => tracing::error!(
                    %error,
                    "advisories that were changed cannot be used: those of before stay in force"
                ),
            }
        }
        Arc::clone(&seen.data)
    }
}

/// The whole file: while it is in force, who writes over it in place changes no answer.
fn read(path: &Path, trust: Option<&Path>) -> Result<AdvisoryData, CliError> {
    let trusted = trust.map(Opened::key).transpose()?;
    let bytes = fs::read(path).map_err(CliError::file(path))?;
    let opened = Advisories::open(&bytes, trusted.as_ref());
    opened.map_err(|error| denied(path, error))?;
    Ok(AdvisoryData { bytes, trusted })
}

#[cfg(test)]
mod tests {
    use bartizan_assess::advisory::Builder;

    use super::*;

    const RECORD: &str = r#"{"id": "OSV-1", "modified": "2026-01-01T00:00:00Z", "affected": [
        {"package": {"ecosystem": "crates.io", "name": "a"}, "versions": ["1.0.0"]}
    ]}"#;

    fn write(path: &Path, built: &str) {
        let mut builder = Builder::new(built);
        builder.add("osv/a.json", RECORD.as_bytes());
        fs::write(path, builder.finish(None).unwrap()).unwrap();
    }

    fn built(file: &ServedAdvisories) -> String {
        let data = file.current();
        Advisories::open(&data.bytes, None).unwrap().header().built.clone()
    }

    #[test]
    fn a_file_is_read_anew_when_it_was_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("advisories.db");
        assert!(ServedAdvisories::open(&path, None).is_err());
        write(&path, "2026-01-01T00:00:00Z");
        let file = ServedAdvisories::open(&path, None).unwrap();
        let first = file.current();
        assert!(Arc::ptr_eq(&first, &file.current()));
        write(&path, "2026-01-02T00:00:00Z and later");
        assert_eq!(built(&file), "2026-01-02T00:00:00Z and later");
        fs::write(&path, "no advisories").unwrap();
        assert_eq!(built(&file), "2026-01-02T00:00:00Z and later");
        fs::remove_file(&path).unwrap();
        assert_eq!(built(&file), "2026-01-02T00:00:00Z and later");
        write(&path, "2026-01-03T00:00:00Z");
        assert_eq!(built(&file), "2026-01-03T00:00:00Z");
    }
}
