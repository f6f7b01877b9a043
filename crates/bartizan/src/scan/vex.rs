//! Statements about faults, applied to what was found.

use std::path::PathBuf;
use std::time::Duration;

use bartizan_assess::vex::{DOCUMENT_BYTES_MAX, Document, suppression};
use bartizan_types::{Clock, SystemClock};
use clap::Args;

use super::found::Found;
use super::walk;

/// Which statements count, and for how long.
#[derive(Debug, Args)]
pub(super) struct VexOptions {
    /// A VEX document (`OpenVEX`, CycloneDX), whose statements suppress findings; may be given again.
    #[arg(long, value_name = "FILE")]
    vex: Vec<PathBuf>,
    /// How many days after its date a statement expires, if it does not say so.
    #[arg(long, default_value_t = 365, value_name = "DAYS")]
    vex_days: u32,
}

impl VexOptions {
    /// Suppresses what they say does not apply. What cannot be used of them, and what expired, is told.
    pub(super) fn apply(&self, found: &mut Found) {
        const DAY: u64 = 86_400;
        let life = Duration::from_secs(u64::from(self.vex_days) * DAY);
        let mut documents = Vec::new();
        for path in &self.vex {
            let name = path.display().to_string();
            let bytes =
                walk::read_link(path, DOCUMENT_BYTES_MAX).map_err(|error| error.to_string());
            match bytes.and_then(|bytes| Document::read(&bytes, life)) {
                Ok(document) => {
                    let problems = document.problems.iter().cloned();
                    found.problems.extend(problems.map(|problem| (name.clone(), problem)));
                    documents.push((name, document));
                }
                Err(problem) => found.problems.push((name, problem)),
            }
        }
        let now = SystemClock::default().now();
        for assessed in &mut found.packages {
            for finding in &mut assessed.findings {
                match suppression(&documents, finding, &assessed.package, now) {
                    Ok(suppression) => finding.suppression = suppression,
                    Err(old) => {
                        let note = format!(
                            "its statement about `{}` in `{}` expired at {}",
                            finding.id, assessed.package.name, old.expires
                        );
                        found.notes.push((old.document, note));
                    }
                }
            }
        }
    }
}
