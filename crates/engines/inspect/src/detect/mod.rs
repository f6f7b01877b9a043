//! Detectors of attacks: what an interpreter behind the application would execute, found in texts
//! that were decoded in depth. All are linear in the length of the text.

mod anchors;
mod body;
mod code;
mod command;
mod files;
mod findings;
mod headers;
mod inclusion;
mod injection;
mod inputs;
mod kind;
mod paths;
mod programs;
mod remote;
mod shell;
mod sql;
mod template;
#[cfg(test)]
mod tests;
mod urls;
mod view;
mod windows;

pub(crate) use anchors::{Anchor, Hit, at_word};
pub use findings::{Finding, Findings, Place};
pub use kind::DetectorKind;
pub use view::Shape;
pub(crate) use view::reads_like_prose;

use crate::effort::Effort;

/// How much it takes for a detector to speak: AWS WAF's `SensitivityLevel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Sensitivity {
    /// Fewer false positives: AWS's default.
    #[default]
    Low,
    /// More attacks.
    High,
}

/// What a detector found in a text, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Where it begins.
    pub offset: usize,
    /// How many bytes it has.
    pub length: usize,
    /// What it is, in a few words.
    pub what: &'static str,
}

impl Match {
    pub(crate) fn new(offset: usize, length: usize, what: &'static str) -> Self {
        Self { offset, length, what }
    }
}

/// Finds what scripts use in a text in lower case: for whoever asks for scripting alone.
pub(crate) fn search_script(lower: &[u8]) -> Option<Match> {
    search_alone(lower, DetectorKind::CrossSiteScripting)
}

/// Finds what the anchors of one kind find in a text in lower case.
pub(crate) fn search_alone(lower: &[u8], kind: DetectorKind) -> Option<Match> {
    let effort = Effort::of(Place::Body, lower.len());
    let view = view::View {
        text: lower,
        lower,
        shape: Shape::of(lower),
        place: Place::Body,
        name: b"",
        depth: 0,
        is_name: false,
        script: view::Script::default(),
        is_prose: view::reads_like_prose(lower),
        effort: &effort,
    };
    let mut found = None;
    anchors::search(&view, !kind.bit(), &mut |_, place| found = found.or(Some(place)));
    found
}
