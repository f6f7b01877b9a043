//! Tables in text, for people.

use crate::output::harmless;

/// Rows below a head, in columns as wide as they must be; no cell controls the terminal.
pub(crate) fn table<const COLUMNS: usize>(
    head: &[String; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> String {
    let all: Vec<[String; COLUMNS]> = std::iter::once(head.clone())
        .chain(rows)
        .map(|row| row.map(|cell| harmless(&cell).into_owned()))
        .collect();
    let mut widths = [0; COLUMNS];
    for row in &all {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut out = String::new();
    for row in &all {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str("  ");
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count())));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned);
        let text = table(&row(["A", "B", "C"]), [row(["1", "zwölf", ""])].into_iter());
        assert_eq!(text, "  A  B      C\n  1  zwölf\n");
    }

    #[test]
    fn no_cell_controls_the_terminal() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned);
        let text = table(&row(["A", "B"]), [row(["\u{1b}[2J\n", "c"])].into_iter());
        assert_eq!(text, "  A      B\n  \u{fffd}[2J\u{fffd}  c\n");
    }
}
