//! What was blocked, by class and source.

use std::collections::BTreeMap;
use std::fmt;

use crate::cases::Case;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    blocked: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, blocked: bool) {
        self.all += 1;
        self.blocked += usize::from(blocked);
    }

    fn percent(self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "counts of cases are small")]
        let share = self.blocked as f64 / self.all.max(1) as f64;
        100.0 * share
    }
}

/// Counts of what was blocked.
#[derive(Debug)]
pub(crate) struct Table {
    name: &'static str,
    all: Count,
    classes: BTreeMap<String, Count>,
    parts: BTreeMap<(String, String), Count>,
}

impl Table {
    /// Classes of fewer records have no part in the mean.
    pub(crate) const CLASS_MIN: usize = 30;

    pub(crate) fn new(name: &'static str) -> Self {
        let (classes, parts) = (BTreeMap::new(), BTreeMap::new());
        Self { name, all: Count::default(), classes, parts }
    }

    pub(crate) fn add(&mut self, case: &Case, blocked: bool) {
        self.all.add(blocked);
        self.classes.entry(case.class.clone()).or_default().add(blocked);
        let part = (case.class.clone(), case.source.clone());
        self.parts.entry(part).or_default().add(blocked);
    }

    /// The share that was blocked.
    pub(crate) fn percent(&self) -> f64 {
        self.all.percent()
    }

    /// The share of one class that was blocked.
    pub(crate) fn class_percent(&self, class: &str) -> f64 {
        self.classes.get(class).copied().unwrap_or_default().percent()
    }

    /// The mean of the classes' shares.
    pub(crate) fn mean(&self) -> f64 {
        let shares: Vec<f64> = self
            .classes
            .values()
            .filter(|count| count.all >= Self::CLASS_MIN)
            .map(|count| count.percent())
            .collect();
        #[allow(clippy::cast_precision_loss, reason = "there are few classes")]
        let classes = shares.len().max(1) as f64;
        shares.iter().sum::<f64>() / classes
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| {} | source | blocked | of | % |\n|---|---|---|---|---|", self.name)?;
        for (class, count) in &self.classes {
            let Count { blocked, all } = *count;
            writeln!(f, "| **{class}** | | {blocked} | {all} | {:.1} |", count.percent())?;
            for ((held, source), part) in &self.parts {
                if held == class {
                    let Count { blocked, all } = *part;
                    writeln!(f, "| | {source} | {blocked} | {all} | {:.1} |", part.percent())?;
                }
            }
        }
        Ok(())
    }
}
