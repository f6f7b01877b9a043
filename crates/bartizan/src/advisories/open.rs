//! A compiled file, opened, and what is told of it.

use std::fs::File;
use std::path::{Path, PathBuf};

use bartizan_assess::advisory::{Advisories, FileError, public_key};
use bartizan_types::{Clock, SystemClock, Timestamp};
use serde_json::{Value as Json, json};

use crate::error::CliError;
use crate::on_disk::OnDisk;
use crate::table::table;

/// A compiled file, and whose signature it must bear.
pub(crate) struct Opened {
    path: PathBuf,
    stored: OnDisk,
    trusted: Option<[u8; 32]>,
}

impl Opened {
    /// Opens a file, which is read where it is asked for, and reads the key that is trusted.
    ///
    /// # Errors
    /// One of the two cannot be read.
    pub(crate) fn read(path: &Path, trust: Option<&Path>) -> Result<Self, CliError> {
        let stored = File::open(path).and_then(OnDisk::new).map_err(CliError::file(path))?;
        let trusted = trust.map(Self::key);
        Ok(Self { path: path.to_owned(), stored, trusted: trusted.transpose()? })
    }

    /// The public key in a file.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn key(path: &Path) -> Result<[u8; 32], CliError> {
        let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
        let key = public_key(&text);
        key.map_err(|error| CliError::Usage(format!("{}: {error}", path.display())))
    }

    /// The advisories in it.
    ///
    /// # Errors
    /// The file is damaged, or not signed by the key that is trusted.
    pub(crate) fn advisories(&self) -> Result<Advisories<'_>, CliError> {
        let opened = Advisories::open(&self.stored, self.trusted.as_ref());
        opened.map_err(|error| self.denied(error))
    }

    /// An error of this file.
    pub(crate) fn denied(&self, error: FileError) -> CliError {
        denied(&self.path, error)
    }

    /// Whose signature it bears, in words.
    pub(crate) fn signer(&self, advisories: &Advisories<'_>) -> String {
        match (advisories.signer(), self.trusted) {
            (None, _) => "not signed".to_owned(),
            (Some(_), Some(_)) => "signed by the key that is trusted".to_owned(),
            (Some(key), None) => format!("signed by {}, whom no --trust names", hex::encode(key)),
        }
    }

    /// What each result tells of the data behind it.
    pub(crate) fn told(&self, advisories: &Advisories<'_>) -> Json {
        let header = advisories.header();
        json!({
            "file": self.path.display().to_string(),
            "built": header.built,
            "newest": header.newest(),
            "ageDays": age_days(header.newest()),
            "packages": header.packages,
            "entries": header.entries,
            "signedBy": advisories.signer().map(hex::encode),
            "signatureTrusted": self.trusted.is_some(),
        })
    }

    /// What it was built from.
    pub(crate) fn sources(advisories: &Advisories<'_>) -> Json {
        serde_json::to_value(&advisories.header().sources).unwrap_or_default()
    }

    /// The same for people.
    pub(crate) fn text(&self, advisories: &Advisories<'_>) -> String {
        let head = ["SOURCE", "NEWEST", "RECORDS", "WITHDRAWN", "PROBLEMS", "GIT RANGES"];
        let sources = advisories.header().sources.iter().map(|source| {
            let count = |number: usize| number.to_string();
            let newest = source.newest.get(..10).unwrap_or("-").to_owned();
            let [records, withdrawn] = [source.records, source.withdrawn].map(count);
            let [problems, git] = [source.problems, source.git_ranges].map(count);
            [source.name.clone(), newest, records, withdrawn, problems, git]
        });
        format!("{}\n{}", table(&head.map(str::to_owned), sources), self.line(advisories))
    }

    /// Its date, age and signature in a line.
    pub(crate) fn line(&self, advisories: &Advisories<'_>) -> String {
        let header = advisories.header();
        let age = age_days(header.newest())
            .map_or_else(|| "of unknown age".to_owned(), |days| format!("{days} days old"));
        format!(
            "advisories: {} for {} packages, {age} (newest {}, built {}), {}\n",
            header.entries,
            header.packages,
            header.newest(),
            header.built,
            self.signer(advisories),
        )
    }
}

/// An error of the file at a path.
pub(super) fn denied(path: &Path, error: FileError) -> CliError {
    CliError::Failed(format!("{}: {error}", path.display()))
}

/// How many days ago a time was.
fn age_days(time: &str) -> Option<u64> {
    let then = Timestamp::parse_iso8601(time).ok()?;
    Some(SystemClock::default().now().since(then).as_secs() / 86_400)
}
