//! How far a command is, on a terminal.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// How long nothing is shown, and then between two lines.
const PAUSE: Duration = Duration::from_millis(500);
/// Back to the start of the line, which is wiped. (ECMA-48, "EL".)
const CLEAR: &str = "\r\x1b[K";

/// Counts bytes, and shows them where standard error is a terminal.
pub(crate) struct Progress {
    verb: &'static str,
    total: Option<u64>,
    done: u64,
    started: Instant,
    shown: Option<Instant>,
    visible: bool,
}

impl Progress {
    /// Counts up to `total`, if that is known.
    pub(crate) fn new(verb: &'static str, total: Option<u64>, wanted: bool) -> Self {
        let visible = wanted && stderr().is_terminal();
        Self { verb, total, done: 0, started: Instant::now(), shown: None, visible }
    }

    /// Counts some more.
    pub(crate) fn advance(&mut self, count: usize) {
        self.done = self.done.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if self.visible && self.shown.unwrap_or(self.started).elapsed() >= PAUSE {
            self.shown = Some(Instant::now());
            let line = line(self.verb, self.done, self.total, self.started.elapsed());
            // Whoever does not see it misses nothing.
            let _ = write!(stderr(), "{CLEAR}{line}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(stderr(), "{CLEAR}");
        }
    }
}

fn line(verb: &str, done: u64, total: Option<u64>, elapsed: Duration) -> String {
    let rate = u128::from(done) * 1000 / elapsed.as_millis().max(1);
    let rate = size(u64::try_from(rate).unwrap_or(u64::MAX));
    let done_text = size(done);
    match total.filter(|total| *total >= done && *total > 0) {
        Some(total) => {
            let percent = u128::from(done) * 100 / u128::from(total);
            format!("{verb} {done_text} of {} ({percent} %), {rate}/s", size(total))
        }
        None => format!("{verb} {done_text}, {rate}/s"),
    }
}

/// A number of bytes, with one digit behind the point.
fn size(bytes: u64) -> String {
    let mut unit = 1_u64;
    let mut names = ["KiB", "MiB", "GiB", "TiB"].into_iter();
    let mut name = "bytes";
    while bytes / unit >= 1024 {
        let Some(next) = names.next() else { break };
        (unit, name) = (unit << 10, next);
    }
    if unit == 1 {
        return format!("{bytes} bytes");
    }
    format!("{}.{} {name}", bytes / unit, (bytes % unit) * 10 / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1023, "1023 bytes"),
            (1024, "1.0 KiB"),
            (1536 << 10, "1.5 MiB"),
            (3 << 40, "3.0 TiB"),
            (5 << 50, "5120.0 TiB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn a_line_tells_what_is_known() {
        let second = Duration::from_secs(1);
        let known = line("encrypting", 512 << 10, Some(1 << 20), second);
        assert_eq!(known, "encrypting 512.0 KiB of 1.0 MiB (50 %), 512.0 KiB/s");
        assert_eq!(line("decrypting", 10, None, second), "decrypting 10 bytes, 10 bytes/s");
        assert_eq!(line("decrypting", 10, Some(5), second), "decrypting 10 bytes, 10 bytes/s");
    }
}
