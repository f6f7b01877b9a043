//! Standard output, whose reader may go before everything is said, as `head` does.

use std::io::Write;

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
