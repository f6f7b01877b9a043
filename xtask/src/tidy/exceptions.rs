//! The list of files and functions that may be longer than the limit for now. It may only shrink.

use super::{FILE_LINES_MAX, FUNCTION_LINES_MAX, Finding, TooLong};

/// The list: `PATH LINES` or `PATH FUNCTION LINES` a line; `#` starts a comment.
pub(crate) const LIST: &str = "xtask/tidy-exceptions.txt";

/// What is too long without an exception, and the exceptions that are no longer needed or no
/// longer as large.
pub(crate) fn apply(list: &str, too_long: &[TooLong]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut granted = vec![false; too_long.len()];
    for (index, line) in list.lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (path, function, lines) = match *words.as_slice() {
            [] => continue,
            [word, ..] if word.starts_with('#') => continue,
            [path, lines] => (path, "", lines),
            [path, function, lines] => (path, function, lines),
            _ => ("", "", ""),
        };
        let mut complain = |text: String| {
            findings.push(Finding { path: LIST.to_owned(), line: index + 1, text });
        };
        let Ok(lines) = lines.parse::<usize>() else {
            complain("write `PATH LINES` or `PATH FUNCTION LINES`".to_owned());
            continue;
        };
        let matching = too_long.iter().zip(granted.iter_mut()).find(|(found, granted)| {
            !**granted && found.path == path && found.function == function
        });
        match matching {
            None => complain(format!("`{path} {function}` needs no exception: remove the line")),
            Some((found, granted)) => {
                *granted = found.lines <= lines;
                if found.lines < lines {
                    complain(format!("`{path} {function}` is down to {} lines", found.lines));
                }
            }
        }
    }
    let missing = too_long.iter().zip(granted).filter(|(_, granted)| !granted);
    findings.extend(missing.map(|(found, _)| found.finding()));
    findings
}

impl TooLong {
    fn finding(&self) -> Finding {
        let text = if self.function.is_empty() {
            format!("{} lines, the limit is {FILE_LINES_MAX}", self.lines)
        } else {
            let Self { function, lines, .. } = self;
            format!("`{function}` has {lines} lines, the limit is {FUNCTION_LINES_MAX}")
        };
        Finding { path: self.path.clone(), line: self.line, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(path: &str, function: &str, lines: usize) -> TooLong {
        TooLong { path: path.to_owned(), function: function.to_owned(), line: 1, lines }
    }

    #[test]
    fn the_list_may_only_shrink() {
        let found = [long("a.rs", "", 450), long("a.rs", "big", 90)];
        for (list, findings) in [
            ("# why\na.rs 450\na.rs big 90\n", 0),
            ("a.rs 450\n", 1),
            ("a.rs 460\na.rs big 90\n", 1),
            ("a.rs 440\na.rs big 90\n", 1),
            ("a.rs 450\na.rs big 90\nb.rs 500\n", 1),
            ("a.rs 450\na.rs big 90\nb.rs many\n", 1),
        ] {
            assert_eq!(apply(list, &found).len(), findings, "{list}");
        }
    }
}
