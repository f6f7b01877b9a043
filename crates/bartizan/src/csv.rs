//! Tables for programs. (RFC 4180.)

use clap::ValueEnum;

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Form {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Rows below a head. A cell that a spreadsheet would take for a formula begins with an apostrophe.
pub(crate) fn text<const COLUMNS: usize>(
    head: [&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> String {
    let mut out = format!("{}\r\n", head.join(","));
    for row in rows {
        out.push_str(&row.map(|cell| quoted(&cell)).join(","));
        out.push_str("\r\n");
    }
    out
}

fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !cell.contains([',', '"', '\n', '\r']) {
        return cell.to_owned();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let row = ["plain", "a,b", "say \"hi\"", "=1+1"].map(str::to_owned);
        let expected = "a,b,c,d\r\nplain,\"a,b\",\"say \"\"hi\"\"\",\"'=1+1\"\r\n";
        assert_eq!(text(["a", "b", "c", "d"], [row].into_iter()), expected);
    }
}
