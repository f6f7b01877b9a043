//! Windows of the records' own time, one for each thing that is watched.

use super::stored::stored;

/// A stretch of time that begins with the first record that falls into it.
///
/// Records come in any order, and may say times that are years away. What is up to one length earlier
/// than the window counts in it; what is earlier still is a stray. A record that says a far future moves
/// only the window of its own key, and a few strays in a row move that back: so no record can blind a
/// detector for long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Window {
    start: i64,
    strays: u8,
    open: bool,
}

stored! { Window { start, strays, open } }

/// How a record came to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entered {
    /// It falls into it.
    Same,
    /// It is the first of a new one.
    New,
    /// It is too late for it, and counts nowhere.
    Stray,
}

/// So many strays in a row are not late: the window was wrong.
const STRAYS_MAX: u8 = 4;

impl Window {
    /// Takes a record of this time to the window of this length.
    pub(crate) fn enter(&mut self, time: i64, length: i64) -> Entered {
        if !self.open {
            return self.begin(time);
        }
        let offset = time.saturating_sub(self.start);
        if offset >= length {
            return self.begin(time);
        }
        if offset < -length {
            self.strays += 1;
            return if self.strays < STRAYS_MAX { Entered::Stray } else { self.begin(time) };
        }
        self.strays = 0;
        Entered::Same
    }

    /// When it began.
    pub(crate) fn start(&self) -> i64 {
        self.start
    }

    fn begin(&mut self, time: i64) -> Entered {
        *self = Self { start: time, strays: 0, open: true };
        Entered::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_far_time_does_not_blind() {
        let mut window = Window::default();
        assert_eq!(window.enter(1_000, 60), Entered::New);
        assert_eq!(window.enter(950, 60), Entered::Same, "late, but not too late");
        assert_eq!(window.enter(1_059, 60), Entered::Same);
        assert_eq!(window.enter(i64::MAX, 60), Entered::New);
        let entered: Vec<_> = (0..4).map(|second| window.enter(1_060 + second, 60)).collect();
        assert_eq!(entered, [Entered::Stray, Entered::Stray, Entered::Stray, Entered::New]);
        assert_eq!(window.enter(i64::MIN, 60), Entered::Stray);
    }
}
