//! What was found, missed and falsely raised.

use std::collections::BTreeMap;

/// Counts by what should be found.
#[derive(Default)]
pub(crate) struct Score(BTreeMap<String, [usize; 2]>);

impl Score {
    /// Counts one behaviour of one source.
    pub(crate) fn add(&mut self, behaviour: &str, found: bool) {
        let counts = self.0.entry(behaviour.to_owned()).or_default();
        counts[usize::from(!found)] += 1;
    }

    /// Prints a line for each behaviour, and their sum.
    pub(crate) fn print(&self, title: &str) {
        println!("{title}");
        println!("  {:<52} {:>6} {:>6} {:>8}", "behaviour", "found", "missed", "recall");
        let mut all = [0, 0];
        for (behaviour, counts) in &self.0 {
            Self::line(behaviour, *counts);
            all = [all[0] + counts[0], all[1] + counts[1]];
        }
        Self::line("all", all);
    }

    fn line(name: &str, [found, missed]: [usize; 2]) {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let share = 100.0 * number(found) / number(found + missed).max(1.0);
        println!("  {name:<52} {found:>6} {missed:>6} {share:>6.1} %");
    }
}
