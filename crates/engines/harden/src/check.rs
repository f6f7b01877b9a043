//! A check, and what it says of a host.

use std::borrow::Cow;

use bartizan_benchmark::{Outcome, Recommendation};

use crate::host::Host;

/// The most evidence that one verdict holds.
const EVIDENCE_MAX: usize = 50;
/// The longest text of evidence, in characters.
const TEXT_CHARS_MAX: usize = 300;

/// One recommendation, and how it is judged.
pub struct Check {
    /// The recommendation's number in the [benchmark](crate::BENCHMARK), as `5.1.20`.
    pub id: &'static str,
    /// The level of the benchmark's profile for servers to which it belongs: 1 or 2. Level 2 includes 1.
    pub level: u8,
    /// What is so where it is passed.
    pub title: Cow<'static, str>,
    /// Why it matters.
    pub rationale: Cow<'static, str>,
    /// What to do where it is failed.
    pub remediation: Cow<'static, str>,
    pub(crate) judge: Judgement,
}

/// The function of a check.
pub(crate) type Judgement = Box<dyn Fn(&Host<'_>) -> Verdict + Send + Sync>;

impl Recommendation for Check {
    fn id(&self) -> &'static str {
        self.id
    }

    fn level(&self) -> u8 {
        self.level
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn rationale(&self) -> &str {
        &self.rationale
    }
}

/// What was found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The file, relative to the root; empty if it is about no file.
    pub path: String,
    /// Its line, counted from 1; none if it is about the whole file.
    pub line: Option<usize>,
    /// What was found.
    pub found: String,
    /// What is recommended; empty where nothing is wanted of it.
    pub wanted: String,
}

/// The outcome of a check on a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it says.
    pub outcome: Outcome,
    /// Why: of a failed check what is wrong, else what was looked at.
    pub evidence: Vec<Evidence>,
}

impl Verdict {
    pub(crate) fn not_applicable(why: &str) -> Self {
        Self::told(Outcome::NotApplicable, why)
    }

    pub(crate) fn unknown(why: &str) -> Self {
        Self::told(Outcome::Unknown, why)
    }

    fn told(outcome: Outcome, why: &str) -> Self {
        let (path, wanted) = (String::new(), String::new());
        Self {
            outcome,
            evidence: vec![Evidence { path, line: None, found: why.to_owned(), wanted }],
        }
    }
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) path: String,
    /// Counted from 1; 0 for the whole file.
    pub(crate) line: usize,
}

impl From<&str> for Place {
    fn from(path: &str) -> Self {
        Self { path: path.to_owned(), line: 0 }
    }
}

impl From<(&str, usize)> for Place {
    fn from((path, line): (&str, usize)) -> Self {
        Self { path: path.to_owned(), line }
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Self {
        place.clone()
    }
}

/// What is held for and against a host.
#[derive(Default)]
pub(crate) struct Case {
    good: Vec<Evidence>,
    bad: Vec<Evidence>,
}

impl Case {
    /// Adds what was found.
    pub(crate) fn hold(
        &mut self,
        is_right: bool,
        place: impl Into<Place>,
        found: impl AsRef<str>,
        wanted: impl AsRef<str>,
    ) {
        let side = if is_right { &mut self.good } else { &mut self.bad };
        if side.len() < EVIDENCE_MAX {
            let Place { path, line } = place.into();
            let line = Some(line).filter(|line| *line > 0);
            let cut = |text: &str| text.chars().take(TEXT_CHARS_MAX).collect();
            let (found, wanted) = (cut(found.as_ref()), cut(wanted.as_ref()));
            side.push(Evidence { path, line, found, wanted });
        }
    }

    /// What is so, and right.
    pub(crate) fn good(&mut self, place: impl Into<Place>, found: impl AsRef<str>) {
        self.hold(true, place, found, "");
    }

    /// Failed if anything is wrong, else passed.
    pub(crate) fn verdict(self) -> Verdict {
        if self.bad.is_empty() {
            Verdict { outcome: Outcome::Passed, evidence: self.good }
        } else {
            Verdict { outcome: Outcome::Failed, evidence: self.bad }
        }
    }
}

/// A check of these words.
pub(crate) fn check(
    id: &'static str,
    level: u8,
    title: impl Into<Cow<'static, str>>,
    rationale: impl Into<Cow<'static, str>>,
    remediation: impl Into<Cow<'static, str>>,
    judge: impl Fn(&Host<'_>) -> Verdict + Send + Sync + 'static,
) -> Check {
    let (title, rationale, remediation) = (title.into(), rationale.into(), remediation.into());
    Check { id, level, title, rationale, remediation, judge: Box::new(judge) }
}
