//! What the detectors find in a request: looked for once, asked about by many rules.

use super::inputs::{self, Content, Input};
use super::view::{self, Script, Shape, View, reads_like_prose};
use super::{DetectorKind, Match, Sensitivity, anchors, headers, inclusion, paths, sql, urls};
use crate::decode::{Extent, Layers};
use crate::effort::Effort;
use crate::request::WebRequest;
use crate::scan::between;
use crate::{sqli, xss};

/// The parts of a request that are looked at apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The path.
    Path,
    /// The query string: names and values.
    Query,
    /// The cookies.
    Cookie,
    /// All other headers.
    Header,
    /// The body.
    Body,
}

impl Place {
    /// All places.
    pub const ALL: [Place; 5] =
        [Place::Path, Place::Query, Place::Cookie, Place::Header, Place::Body];
}

/// What a view costs, by itself and by its bytes, and one that is a short word or number.
const VIEW: usize = 620;
const SEEN: usize = 20;
const TRIVIAL: usize = 260;

/// A text of at most so many bytes is looked at by more detectors; what each byte of it costs.
const SHORT_MAX: usize = 2048;
const SEEN_SHORT: usize = 45;

/// What writing a text with spaces costs for each byte, and telling whether it is one, or where.
const SPACED: usize = 6;
const TOLD: usize = 11;

/// What each byte of a text costs whose beginning alone is looked at.
const SEEN_BEGINNING: usize = 10;

/// A word or number of so many bytes is nothing but itself.
const TRIVIAL_MAX: usize = 3;

/// A text that is longer, and was decoded to one with control characters, is looked at as those read it
/// alone who take them for spaces.
const SPACED_MAX: usize = 1024;

/// How much of a decoded text a finding keeps.
const EXCERPT: usize = 96;

/// What was found, with all it takes to explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The kind of attack.
    pub kind: DetectorKind,
    /// Where in the request.
    pub place: Place,
    /// The name of the parameter, member or header.
    pub name: Vec<u8>,
    /// The decoded text around the match.
    pub excerpt: Vec<u8>,
    /// How often the text was decoded beyond what its place calls for.
    pub depth: u8,
    /// Where in the decoded text, and what.
    pub found: Match,
}

impl Finding {
    /// Where in the excerpt the match begins.
    pub(crate) fn offset_in_excerpt(&self) -> usize {
        self.found.offset.min(EXCERPT / 3)
    }
}

/// What was found in a request.
#[derive(Debug, Default)]
pub struct Findings {
    kinds: [u64; Place::ALL.len()],
    work: [usize; Place::ALL.len()],
    list: Vec<Finding>,
}

impl Findings {
    /// Looks at all of a request.
    pub fn of(request: &WebRequest<'_>) -> Self {
        let mut findings = Self::default();
        for place in Place::ALL {
            findings.look_at(request, place);
        }
        findings
    }

    /// Looks at one place of a request.
    pub fn look_at(&mut self, request: &WebRequest<'_>, place: Place) {
        let effort = Effort::of(place, inputs::bytes(request, place));
        self.look_within(&effort, request, place);
    }

    /// Looks at one place of a request as long as effort is left.
    pub(super) fn look_within(&mut self, effort: &Effort, request: &WebRequest<'_>, place: Place) {
        let mut layers = Layers::default();
        let mut buffers = Buffers::default();
        let script = Script {
            runs: inclusion::is_script(request.path),
            is_included: inclusion::is_included(request.path),
        };
        let mut tired_by: Option<Vec<u8>> = None;
        inputs::visit(request, place, effort, &mut |input| {
            if input.value.is_empty() || effort.is_spent() {
                return;
            }
            let shape = Shape::of(input.value);
            if is_trivial(input.value) {
                let (bytes, depth, extent) = (input.value, 0, Extent::Whole);
                let text = Text { bytes, shape, depth, extent, script, effort };
                self.examine(&input, &text, false, &mut buffers.lower);
                return;
            }
            layers.visit_within(effort, input.value, shape, &mut |text, shape, depth, extent| {
                let text = Text { bytes: text, shape, depth, extent, script, effort };
                self.look(&input, &text, &mut buffers);
            });
            if effort.is_spent() {
                tired_by = Some(input.name.to_vec());
            }
        });
        if effort.is_spent() {
            self.give_up(place, &tired_by.unwrap_or_default());
        }
        if let Some(work) = self.work.get_mut(place as usize) {
            *work = effort.spent();
        }
    }

    /// The work that looking at a place took, in units that are about an instruction each.
    pub fn work(&self, place: Place) -> usize {
        self.work.get(place as usize).copied().unwrap_or(0)
    }

    /// What could not be looked at counts as found.
    fn give_up(&mut self, place: Place, name: &[u8]) {
        let found = Match::new(0, 0, "more work than a text of its size takes");
        let Some(kinds) = self.kinds.get_mut(place as usize) else { return };
        for kind in DetectorKind::ALL {
            if *kinds & kind.bit() == 0 {
                *kinds |= kind.bit();
                let (name, excerpt) = (name.to_vec(), Vec::new());
                self.list.push(Finding { kind, place, name, excerpt, depth: 0, found });
            }
        }
    }

    /// Whether a kind of attack was found in a place.
    pub fn has(&self, place: Place, kind: DetectorKind) -> bool {
        self.kinds.get(place as usize).is_some_and(|kinds| kinds & kind.bit() != 0)
    }

    /// The first finding of a kind in a place.
    pub fn find(&self, place: Place, kind: DetectorKind) -> Option<&Finding> {
        self.list.iter().find(|finding| finding.place == place && finding.kind == kind)
    }

    /// All findings: the first of each kind in each place.
    pub fn all(&self) -> &[Finding] {
        &self.list
    }

    /// Looks at a text as it is, and as those read it who take control characters for spaces. Of
    /// what is no text, where that may be, the runs of characters are looked at.
    fn look(&mut self, input: &Input<'_>, text: &Text<'_>, buffers: &mut Buffers) {
        let Buffers { lower, spaced } = buffers;
        let may_be_binary = input.content == Content::File && text.shape.may_be_binary();
        if may_be_binary {
            text.effort.spend(text.bytes.len() * TOLD);
        }
        let is_binary = may_be_binary && view::is_binary(text.bytes);
        let is_spaced = !is_binary && text.shape.has_control();
        if !(is_spaced && text.depth > 0 && text.bytes.len() > SPACED_MAX) {
            self.examine(input, text, is_binary, lower);
        }
        if !is_binary && !text.shape.has_control() {
            return;
        }
        if text.effort.is_spent() {
            return;
        }
        text.effort.spend(text.bytes.len() * if is_binary { TOLD } else { SPACED });
        view::space_out(text.bytes, spaced);
        if is_binary {
            for run in view::runs(spaced) {
                self.examine(input, &text.with(run), false, lower);
            }
        } else {
            self.examine(input, &text.with(spaced), false, lower);
        }
    }

    fn examine(
        &mut self,
        input: &Input<'_>,
        text: &Text<'_>,
        is_binary: bool,
        lower: &mut Vec<u8>,
    ) {
        let Text { bytes: text, shape, depth, extent, script, effort } = *text;
        if text.is_empty() || effort.is_spent() {
            return;
        }
        let is_trivial = is_trivial(text);
        let seen = match extent {
            Extent::Beginning => SEEN_BEGINNING,
            Extent::Whole if text.len() > SHORT_MAX => SEEN,
            Extent::Whole => SEEN_SHORT,
        };
        effort.spend(if is_trivial { TRIVIAL } else { VIEW + text.len() * seen });
        if is_trivial && input.place != Place::Query {
            return;
        }
        lower.clear();
        lower.extend_from_slice(text);
        lower.make_ascii_lowercase();
        let view = View {
            text,
            lower,
            shape,
            place: input.place,
            name: input.name,
            depth,
            is_name: input.is_name,
            script,
            is_prose: reads_like_prose(text),
            effort,
        };
        let mut done = self.kinds.get(input.place as usize).copied().unwrap_or(0);
        let is_document = input.content == Content::Document;
        if is_document {
            // Of a document as a whole only what its texts cannot show is asked.
            done |= !(DetectorKind::ExternalEntity.bit() | DetectorKind::Deserialization.bit());
        }
        if is_binary {
            // What is no text is asked only for what is looked for in files.
            done |= !(DetectorKind::Deserialization.bit()
                | DetectorKind::PhpCode.bit()
                | DetectorKind::Lookup.bit());
        }
        let mut report = |kind, found| self.add(&view, kind, found);
        if is_trivial {
            inclusion::detect(&view, &mut report);
            return;
        }
        if extent == Extent::Beginning && !is_binary {
            if !is_document {
                inclusion::detect(&view, &mut report);
                sql_injection(&view, done, &mut report);
            }
            return;
        }
        detect(&view, done, is_binary || is_document, &mut report);
    }

    fn add(&mut self, view: &View<'_>, kind: DetectorKind, found: Match) {
        let Some(kinds) = self.kinds.get_mut(view.place as usize) else { return };
        if *kinds & kind.bit() != 0 {
            return;
        }
        *kinds |= kind.bit();
        let from = found.offset.saturating_sub(EXCERPT / 3);
        self.list.push(Finding {
            kind,
            place: view.place,
            name: view.name.to_vec(),
            excerpt: between(view.text, from, from + EXCERPT).to_vec(),
            depth: view.depth,
            found,
        });
    }
}

/// Whether a text is a short word or number, which is nothing but itself.
fn is_trivial(text: &[u8]) -> bool {
    text.len() <= TRIVIAL_MAX && text.iter().all(u8::is_ascii_alphanumeric)
}

/// A text to be looked at.
#[derive(Clone, Copy)]
struct Text<'a> {
    bytes: &'a [u8],
    shape: Shape,
    depth: u8,
    extent: Extent,
    script: Script,
    effort: &'a Effort,
}

impl Text<'_> {
    /// Another text in its place.
    fn with<'t>(&'t self, text: &'t [u8]) -> Text<'t> {
        Text { bytes: text, shape: Shape::of(text), ..*self }
    }
}

/// Buffers that are used again from text to text.
#[derive(Default)]
struct Buffers {
    lower: Vec<u8>,
    spaced: Vec<u8>,
}

/// Runs all detectors that may find something, or only those that begin from anchors.
fn detect(
    view: &View<'_>,
    done: u64,
    by_anchors: bool,
    report: &mut dyn FnMut(DetectorKind, Match),
) {
    let wanted = |kind: DetectorKind| done & kind.bit() == 0;
    anchors::search(view, done, report);
    if by_anchors || view.effort.is_spent() {
        return;
    }
    headers::detect(view, report);
    paths::detect(view, report);
    inclusion::detect(view, report);
    urls::detect(view, report);
    sql::detect(view, report);
    if view.effort.is_spent() {
        return;
    }
    sql_injection(view, done, report);
    if view.effort.is_spent() {
        return;
    }
    if wanted(DetectorKind::CrossSiteScripting)
        && xss::may_match(view.shape)
        && let Some(found) = xss::detect_lower(view.lower, view.effort)
    {
        report(DetectorKind::CrossSiteScripting, found);
    }
}

/// Reads a text as SQL.
fn sql_injection(view: &View<'_>, done: u64, report: &mut dyn FnMut(DetectorKind, Match)) {
    if done & DetectorKind::SqlInjection.bit() == 0 && sqli::may_match(view.shape, view.text) {
        let sensitivity = if view.is_prose() { Sensitivity::Low } else { Sensitivity::High };
        if let Some((found, level)) =
            sqli::judge(view.text, view.shape, sensitivity, view.is_prose, view.effort)
        {
            let kind = match level {
                Sensitivity::Low => DetectorKind::SqlInjection,
                Sensitivity::High => DetectorKind::SqlInjectionSuspected,
            };
            report(kind, found);
        }
    }
}
