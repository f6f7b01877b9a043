//! Tables in text, for people.

/// Rows below a head, in columns as wide as they must be.
pub(crate) fn table<const COLUMNS: usize>(
    head: &[String; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> String {
    let all: Vec<[String; COLUMNS]> = std::iter::once(head.clone()).chain(rows).collect();
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
}
