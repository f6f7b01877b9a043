//! Standard output, whose reader may go before everything is said, as `head` does.

use std::borrow::Cow;
use std::io::{BufWriter, Write};

use serde::Serialize;

/// How much of a long text is written at once.
const BUFFER_BYTES: usize = 64 << 10;

/// Prints text.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    // Whoever has gone wants no more of it.
    let _gone = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a line.
pub(crate) fn line(text: &str) {
    print(&format!("{text}\n"));
}

/// Prints a value as JSON, piece by piece.
pub(crate) fn json(value: &impl Serialize) {
    let mut out = BufWriter::with_capacity(BUFFER_BYTES, std::io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut out, value);
    let _gone = written.map_err(Into::into).and_then(|()| writeln!(out)).and_then(|()| out.flush());
}

/// A text that somebody else chose, as a terminal can show it: without characters that would control it.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        Cow::Owned(text.replace(char::is_control, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_chose_controls_no_terminal() {
        for (text, expected) in [
            ("ledger/ä 🐎", "ledger/ä 🐎"),
            ("a\u{1b}[2Jb", "a\u{fffd}[2Jb"),
            ("a\r\nb\t\0", "a\u{fffd}\u{fffd}b\u{fffd}\u{fffd}"),
            ("\u{7f}\u{9b}31m", "\u{fffd}\u{fffd}31m"),
        ] {
            assert_eq!(harmless(text), expected);
        }
    }
}
