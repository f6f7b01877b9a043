//! Anchors: short texts without which an attack cannot be. All are looked for in one pass; where one
//! stands, its check looks at what is around it, within a bounded distance.

use std::cell::Cell;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

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
        scan::tail(ahead, scan::skip_space(ahead, 0))
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
    automaton: AhoCorasick,
    anchors: Vec<Anchor>,
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
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::DFA))
        .build(anchors.iter().map(|anchor| anchor.text))
        .ok()?;
    Some(Net { automaton, anchors })
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

/// Looks for all anchors, and reports what their checks affirm. Kinds in `done` are passed over.
pub(crate) fn search(view: &View<'_>, done: u64, report: &mut dyn FnMut(DetectorKind, Match)) {
    let Some(net) = NET.as_ref() else { return };
    let (mut done, separators) = (done, Cell::default());
    let most = CHECKS_MIN + view.lower.len() / CHECK_BYTES;
    let mut checks = [0_usize; u64::BITS as usize];
    for found in net.automaton.find_overlapping_iter(view.lower) {
        let Some(anchor) = net.anchors.get(found.pattern().as_usize()) else { continue };
        if done & anchor.kind.bit() != 0 {
            continue;
        }
        let checks = checks.get_mut(anchor.kind.bit().trailing_zeros() as usize);
        let (start, end) = (found.start(), found.end());
        // A line of the same mark again and again is one.
        let is_another =
            scan::before(view.lower, found.start()) != scan::at(view.lower, found.start());
        let is_too_much = is_counted(anchor.kind)
            && checks.is_some_and(|checks| {
                *checks += usize::from(is_another);
                *checks > most
            });
        let hit = Hit { view, start, end, separators: &separators };
        if is_too_much || (anchor.check)(&hit) {
            done |= anchor.kind.bit();
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
        let ours = findings.all().iter().filter(|found| found.found.what.starts_with("more marks"));
        ours.filter(|found| found.place == Place::Body).map(|found| found.kind).collect()
    }

    #[test]
    fn a_text_of_marks_counts_as_an_attack_and_no_other_does() {
        assert_eq!(kinds("${x"), [DetectorKind::Template]);
        for harmless in
            ["a=1&", "x = f(y);\n", "{\"a\": [1, 2]}, ", "${value} of ${all}; ", "||||", "1;2;"]
        {
            assert_eq!(kinds(harmless), [], "{harmless}");
        }
    }
}
