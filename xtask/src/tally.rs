//! Counting tests from what cargo and pytest print.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed and were skipped.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Reads the output of `cargo test -- --show-output` line by line: counts, and tells which lines a
/// reader wants (results, failures with their output, skips).
#[derive(Default)]
pub(crate) struct CargoOutput {
    pub(crate) tally: Tally,
    /// Skips of the test program whose result line is still to come, which counts them as passed.
    skips: usize,
    in_failures: bool,
}

impl CargoOutput {
    /// Takes a line; answers whether to show it.
    pub(crate) fn take(&mut self, line: &str) -> bool {
        if let Some(counts) = line.strip_prefix("test result: ") {
            self.in_failures = false;
            let skips = std::mem::take(&mut self.skips);
            self.tally.passed += count_before(counts, "passed").saturating_sub(skips);
            self.tally.failed += count_before(counts, "failed");
            self.tally.skipped += count_before(counts, "ignored") + skips;
            return true;
        }
        if line.starts_with("SKIPPED ") {
            self.skips += 1;
            return true;
        }
        match line {
            "failures:" => self.in_failures = true,
            "successes:" => self.in_failures = false,
            _ => {}
        }
        self.in_failures || line.ends_with("... FAILED")
    }
}

/// The tally of pytest's last line, such as `12 passed, 1 skipped in 3.20s`.
pub(crate) fn pytest(line: &str) -> Option<Tally> {
    let (counts, _) = line.trim_matches(['=', ' ']).rsplit_once(" in ")?;
    let tally = Tally {
        passed: count_before(counts, "passed") + count_before(counts, "xfailed"),
        failed: count_before(counts, "failed")
            + count_before(counts, "error")
            + count_before(counts, "errors")
            + count_before(counts, "xpassed"),
        skipped: count_before(counts, "skipped"),
    };
    (tally != Tally::default() || counts.contains("no tests ran")).then_some(tally)
}

/// The number that stands before `word` in a text such as `ok. 3 passed; 0 failed`.
fn count_before(text: &str, word: &str) -> usize {
    let words: Vec<&str> = text.split([' ', ',', ';', '.']).filter(|w| !w.is_empty()).collect();
    words
        .windows(2)
        .find_map(|pair| match pair {
            [number, found] if *found == word => number.parse().ok(),
            _ => None,
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
running 4 tests
test a ... ok
test b ... ok
test c ... FAILED
test d ... ignored

successes:

---- b stdout ----
SKIPPED b: cases not found
chatter

failures:

---- c stdout ----
left is not right

failures:
    c

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s
";

    #[test]
    fn cargo_output_is_counted_and_cut_to_what_matters() {
        let mut output = CargoOutput::default();
        let shown: Vec<&str> = OUTPUT.lines().filter(|line| output.take(line)).collect();
        assert_eq!(output.tally, Tally { passed: 1, failed: 1, skipped: 2 });
        assert!(shown.contains(&"left is not right"));
        assert!(shown.contains(&"SKIPPED b: cases not found"));
        assert!(!shown.contains(&"chatter"));
    }

    #[test]
    fn pytest_lines() {
        for (line, expected) in [
            ("12 passed, 1 skipped in 3.20s", Some((12, 0, 1))),
            ("== 2 failed, 3 passed, 1 error in 61.00s (0:01:01) ==", Some((3, 3, 0))),
            ("no tests ran in 0.01s", Some((0, 0, 0))),
            ("arrived in Rome", None),
        ] {
            let expected =
                expected.map(|(passed, failed, skipped)| Tally { passed, failed, skipped });
            assert_eq!(pytest(line), expected, "{line}");
        }
    }
}
