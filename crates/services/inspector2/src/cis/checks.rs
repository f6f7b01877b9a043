//! The checks there are, and who runs them on disks.

use std::borrow::Cow;

use bartizan_harden::Check;

/// The check of a number.
pub(super) fn named(id: &str) -> Option<&'static Check> {
    bartizan_benchmark::named(bartizan_harden::checks(), id)
}

/// A level as the model names it.
pub(super) const fn level_name(level: u8) -> &'static str {
    if level == 2 { "LEVEL_2" } else { "LEVEL_1" }
}

/// What the checks said of a disk.
#[derive(Debug, Clone, Default)]
pub struct CheckedDisk {
    /// What it runs, as `DEBIAN_12`.
    pub platform: String,
    /// The number of each check, what it said by the name of a rule's status, and why.
    pub results: Vec<(String, Cow<'static, str>, String)>,
}

/// Why a disk is not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UncheckedDisk {
    /// There are no checks for what it runs.
    UnsupportedSystem(String),
    /// It cannot be read, told in a few words.
    Unreadable(String),
}

/// Who runs checks on disks.
pub trait Disks: Send + Sync {
    /// Runs the checks of a level on a disk, within bounds. It blocks.
    ///
    /// # Errors
    /// It is not checked, and why.
    fn check(&self, disk: &str, level: u8, today: i64) -> Result<CheckedDisk, UncheckedDisk>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_found_by_their_numbers() {
        assert!(named("1.1.1.1").is_some() && named("99.1").is_none());
    }
}
