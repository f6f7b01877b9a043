//! Anchors: short texts without which an attack cannot be. All are looked for in one pass; where one
//! stands, its check looks at what is around it, within a bounded distance.

use std::cell::Cell;
use std::sync::LazyLock;

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind, StartKind};

use super::view::View;
use super::windows;
use super::{
    DetectorKind, Match, code, command, files, injection, paths, remote, shell, sql, template,
};
use crate::{scan, xss};

/// A text that a detector begins from.
#[derive(Clone, Copy)]
pub(crate) struct Anchor {
    text: &'static str,
    kind: DetectorKind,
    what: &'static str,
    check: fn(&Hit<'_>) -> bool,
}

impl Anchor {
    pub(crate) const fn new(
        kind: DetectorKind,
        what: &'static str,
        text: &'static str,
        check: fn(&Hit<'_>) -> bool,
    ) -> Self {
        Self { text, kind, what, check }
    }
}

/// An anchor that stands in a text.
pub(crate) struct Hit<'a> {
    /// The text.
    pub(crate) view: &'a View<'a>,
    /// Where the anchor begins.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// The run of separators that was looked at last: where it begins and ends.
    pub(super) separators: &'a Cell<(usize, usize)>,
}

impl Hit<'_> {
    /// How far checks look.
    pub(crate) const REACH: usize = 96;

    /// The byte before the anchor.
    pub(crate) fn before(&self) -> u8 {
        scan::before(self.view.lower, self.start)
    }

    /// The byte behind the anchor.
    pub(crate) fn after(&self) -> u8 {
        scan::at(self.view.lower, self.end)
    }

    /// What follows the anchor, in lower case, within reach.
    pub(crate) fn ahead(&self) -> &[u8] {
        scan::ahead(self.view.lower, self.end, Self::REACH)
    }

    /// What stands before the anchor, in lower case, within reach.
    pub(crate) fn behind(&self) -> &[u8] {
        scan::behind(self.view.lower, self.start, Self::REACH)
    }

    /// What follows the anchor and white space.
    pub(crate) fn next(&self) -> &[u8] {
        let ahead = self.ahead();
        let spaces = scan::skip_space(ahead, 0);
        self.view.effort.spend(spaces * SKIPPED);
        scan::tail(ahead, spaces)
    }

    /// Whether any of these stands behind the anchor, within reach.
    pub(crate) fn has_ahead(&self, parts: &[&str]) -> bool {
        self.has(self.ahead(), parts)
    }

    /// Whether any of these stands behind the anchor and white space, within reach.
    pub(crate) fn has_next(&self, parts: &[&str]) -> bool {
        self.has(self.next(), parts)
    }

    /// Whether any of these stands before the anchor, within reach.
    pub(crate) fn has_behind(&self, parts: &[&str]) -> bool {
        self.has(self.behind(), parts)
    }

    /// Whether any of these stands in a part of the text that is around the anchor.
    pub(crate) fn has(&self, window: &[u8], parts: &[&str]) -> bool {
        parts.iter().any(|part| {
            let (found, tried) = scan::find_within(window, part.as_bytes());
            self.view.effort.spend(SEARCHED + tried * TRIED);
            found.is_some()
        })
    }

    /// Whether the anchor begins a word.
    pub(crate) fn begins_word(&self) -> bool {
        !scan::is_word(self.before())
    }

    /// Whether the anchor is a word of its own.
    pub(crate) fn is_word(&self) -> bool {
        self.begins_word() && !scan::is_word(self.after())
    }
}

/// A check that asks for nothing more.
pub(crate) fn always(_: &Hit<'_>) -> bool {
    true
}

/// A check that an anchor begins a word.
pub(crate) fn at_word(hit: &Hit<'_>) -> bool {
    hit.begins_word()
}

/// All anchors and the automaton that finds them.
struct Net {
    automaton: DFA,
    start: StateID,
    anchors: Vec<Held>,
}

/// An anchor, with what each place asks of it.
struct Held {
    anchor: Anchor,
    length: usize,
    /// The byte that it is made of, if it is made of one.
    mark: Option<u8>,
    is_counted: bool,
    /// It parts commands, which are not looked for in prose of some length.
    is_separator: bool,
}

impl From<Anchor> for Held {
    fn from(anchor: Anchor) -> Self {
        let bytes = anchor.text.as_bytes();
        let mark = bytes.first().copied().filter(|first| bytes.iter().all(|byte| byte == first));
        let is_counted = is_counted(anchor.kind);
        let is_separator = shell::SEPARATORS.contains(&anchor.text);
        Self { anchor, length: bytes.len(), mark, is_counted, is_separator }
    }
}

static NET: LazyLock<Option<Net>> = LazyLock::new(|| {
    let tables: [&'static [Anchor]; 12] = [
        code::PHP,
        code::JAVA,
        code::SCRIPT,
        command::ANCHORS,
        files::ANCHORS,
        injection::ANCHORS,
        xss::script::ANCHORS,
        remote::ANCHORS,
        shell::ANCHORS,
        sql::ANCHORS,
        template::ANCHORS,
        windows::ANCHORS,
    ];
    let anchors: Vec<Anchor> =
        tables.into_iter().flatten().copied().chain(paths::anchors()).collect();
    let texts = anchors.iter().map(|anchor| anchor.text);
    let automaton = DFA::builder()
        .match_kind(MatchKind::Standard)
        .start_kind(StartKind::Unanchored)
        .prefilter(false)
        .build(texts)
        .ok()?;
    let start = automaton.start_state(Anchored::No).ok()?;
    let anchors = anchors.into_iter().map(Held::from).collect();
    Some(Net { automaton, start, anchors })
});

/// How many anchors of a kind are checked in a text: so many, and one for so many of its bytes. A text
/// with more is made to tire who looks at it, or to hide an attack behind marks: it counts as one.
const CHECKS_MIN: usize = 256;
const CHECK_BYTES: usize = 8;

/// Whether checks of a kind are counted. Separators of commands are not: they part numbers in tables and
/// fields in forms, too, and take little.
fn is_counted(kind: DetectorKind) -> bool {
    kind != DetectorKind::UnixCommand
}

/// What an anchor costs: one between others of the same mark, a separator in prose, one that is passed over, one in a line of the same mark, one
/// behind its own first letter, and one whose check looks around it: little where the text is prose, in
/// which most look no further.
const SAME: usize = 5;
const SKIPPED_MARK: usize = 95;
const PASSED_OVER: usize = 100;
const LINED_UP: usize = 115;
const REPEATED: usize = 180;
const CHECKED_IN_PROSE: usize = 190;
const CHECKED: usize = 220;

/// What looking for a part around an anchor costs, and each place where it may begin; and passing over
/// white space.
const SEARCHED: usize = 210;
const TRIED: usize = 110;
const SKIPPED: usize = 6;

/// Looks for all anchors, and reports what their checks affirm. Kinds in `done` are passed over.
pub(crate) fn search(view: &View<'_>, done: u64, report: &mut dyn FnMut(DetectorKind, Match)) {
    let Some(net) = NET.as_ref() else { return };
    let automaton = &net.automaton;
    let mut marks = Marks::new(view, done);
    let mut state = net.start;
    let mut rest = view.lower.iter();
    while let Some(&byte) = rest.next() {
        state = automaton.next_state(Anchored::No, state, byte);
        if !automaton.is_special(state) || !automaton.is_match(state) {
            continue;
        }
        let end = view.lower.len() - rest.len();
        for index in 0..automaton.match_len(state) {
            let pattern = automaton.match_pattern(state, index).as_usize();
            if let Some(anchor) = net.anchors.get(pattern) {
                marks.see(anchor, end, report);
            }
        }
        if view.effort.is_spent() {
            return;
        }
        let last = same_until(automaton, state, view, end);
        if last > end {
            rest = scan::tail(view.lower, last).iter();
        }
    }
}

/// Where the last of a line of the same mark begins, all of which lead to the same state: the others say
/// nothing.
fn same_until(automaton: &DFA, state: StateID, view: &View<'_>, end: usize) -> usize {
    let mark = scan::before(view.lower, end);
    if scan::at(view.lower, end) != mark
        || end >= view.lower.len()
        || automaton.next_state(Anchored::No, state, mark) != state
    {
        return end;
    }
    let last = scan::skip(view.lower, end, |byte| byte == mark) - 1;
    view.effort.spend((last - end) * SAME);
    last
}

/// What the anchors of a text showed so far.
struct Marks<'a> {
    view: &'a View<'a>,
    done: u64,
    separators: Cell<(usize, usize)>,
    checks: [u32; DetectorKind::ALL.len()],
    most: usize,
    is_long_prose: bool,
}

impl<'a> Marks<'a> {
    fn new(view: &'a View<'a>, done: u64) -> Self {
        let most = CHECKS_MIN + view.lower.len() / CHECK_BYTES;
        let checks = [0; DetectorKind::ALL.len()];
        let is_long_prose = view.is_prose && view.text.len() > shell::PROSE_MAX;
        Self { view, done, separators: Cell::default(), checks, most, is_long_prose }
    }

    /// Checks an anchor that ends here, unless its kind was found before.
    fn see(&mut self, held: &Held, end: usize, report: &mut dyn FnMut(DetectorKind, Match)) {
        let Held { anchor, length, mark, is_counted, is_separator } = held;
        let (view, length, is_counted) = (self.view, *length, *is_counted);
        if *is_separator && self.is_long_prose {
            view.effort.spend(SKIPPED_MARK);
            return;
        }
        if self.done & anchor.kind.bit() != 0 {
            view.effort.spend(PASSED_OVER);
            return;
        }
        let start = end.saturating_sub(length);
        let is_another = match *mark {
            // Of a line of the same mark the last is looked at.
            Some(mark) => start == 0 || scan::at(view.lower, end) != mark,
            None => true,
        };
        if !is_another {
            view.effort.spend(LINED_UP);
            return;
        }
        let is_another =
            mark.is_some() || scan::before(view.lower, start) != scan::at(view.lower, start);
        let is_light = !is_counted || view.is_prose;
        view.effort.spend(match (is_another, is_light) {
            (false, _) => REPEATED,
            (true, true) => CHECKED_IN_PROSE,
            (true, false) => CHECKED,
        });
        let is_too_much = is_counted
            && self.checks.get_mut(anchor.kind as usize).is_some_and(|checks| {
                *checks += u32::from(is_another);
                usize::try_from(*checks).is_ok_and(|checks| checks > self.most)
            });
        let hit = Hit { view, start, end, separators: &self.separators };
        if is_too_much || (anchor.check)(&hit) {
            self.done |= anchor.kind.bit();
            let what = if is_too_much { "more marks than a text has" } else { anchor.what };
            report(anchor.kind, Match::new(start, end - start, what));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::{DetectorKind, Findings, Place};
    use crate::request::WebRequest;

    #[test]
    fn all_anchors_are_in_the_net() {
        assert!(super::NET.is_some());
    }

    fn kinds(piece: &str) -> Vec<DetectorKind> {
        let body = piece.repeat(8192 / piece.len());
        let headers: [(&[u8], &[u8]); 1] = [(b"content-type", b"text/plain")];
        let mut request = WebRequest::new(std::net::Ipv4Addr::LOCALHOST.into(), b"/");
        request.headers = &headers;
        request.body = body.as_bytes();
        let findings = Findings::of(&request);
        let ours = findings.all().iter().filter(|found| found.found.what.starts_with("more "));
        ours.filter(|found| found.place == Place::Body).map(|found| found.kind).collect()
    }

    #[test]
    fn a_text_of_marks_counts_as_an_attack_and_no_other_does() {
        assert!(kinds("${x").contains(&DetectorKind::Template));
        for harmless in
            ["a=1&", "x = f(y);\n", "{\"a\": [1, 2]}, ", "${value} of ${all}; ", "||||", "1;2;"]
        {
            assert_eq!(kinds(harmless), [], "{harmless}");
        }
    }
}
