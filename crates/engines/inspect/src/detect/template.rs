//! Expressions of template languages: what is between their brackets computes something.

use std::sync::LazyLock;

use super::DetectorKind;
use super::anchors::{Anchor, Hit, always};
use crate::effort::Effort;
use crate::lexicon::Lexicon;
use crate::scan::{at, find_within, head, is_space, is_word, skip, starts_any, tail, trim};

const fn expression(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::Template, "an expression of a template", text, check)
}

/// The brackets of template languages.
pub(super) const ANCHORS: &[Anchor] = &[
    // Of more than two brackets the last two say what all do.
    expression("{{", |hit| hit.after() != b'{' && computes(hit, b"}}")),
    expression("{%", statement),
    expression("${", |hit| computes(hit, b"}")),
    expression("#{", |hit| computes(hit, b"}")),
    expression("*{", |hit| computes(hit, b"}")),
    expression("@{", |hit| computes(hit, b"}")),
    expression("~{", |hit| computes(hit, b"}")),
    expression("@(", |hit| arithmetic(inner(hit, b")"))),
    expression("<%", embedded),
    expression("[[${", always),
    expression("{php}", always),
    expression("{if ", |hit| hit.has_ahead(&["{/if}"])),
    expression("{$smarty", always),
    expression("{literal}", |hit| hit.view.text.len() < 512),
    expression("{self::", always),
    expression("<#assign", always),
    expression("<#list", always),
    expression("<#if", always),
    expression("#set(", |hit| hit.has_ahead(&["$"])),
    expression("#set ($", always),
    expression("#foreach(", |hit| hit.has_ahead(&["$"])),
    expression("#foreach ($", always),
    expression("#include(", |hit| !hit.view.is_prose()),
    expression("#parse(", |hit| !hit.view.is_prose()),
    expression("#evaluate(", always),
    expression("$class.inspect", always),
    expression("__${", always),
    expression("{{=", |hit| computes(hit, b"}}")),
    expression("{{#with", |hit| !hit.view.is_prose()),
    expression("{@math", always),
    expression("{system(", always),
    expression("<th:", |hit| hit.has_ahead(&["${"])),
    expression("%{", |hit| {
        !hit.view.is_prose() && (arithmetic(inner(hit, b"}")) || hit.has(inner(hit, b"}"), &["("]))
    }),
];

/// What finding the end of an expression costs, each place where it seems to be, and reading a sum, by its
/// bytes.
const INNER: usize = 150;
const FOUND: usize = 70;
const SUMMED: usize = 1;

/// What stands between the brackets.
fn inner<'a>(hit: &'a Hit<'_>, close: &[u8]) -> &'a [u8] {
    within(hit, close).0
}

/// The same, and whether the bracket closes within reach.
fn within<'a>(hit: &'a Hit<'_>, close: &[u8]) -> (&'a [u8], bool) {
    let ahead = hit.ahead();
    let (end, tried) = find_within(ahead, close);
    let inner = trim(end.map_or(ahead, |end| head(ahead, end)));
    hit.view.effort.spend(INNER + tried * FOUND + inner.len() * SUMMED);
    (inner, end.is_some())
}

/// Objects that template languages offer, and that lead elsewhere.
static OBJECTS: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    let words = "config self _self request settings session application cycler joiner lipsum namespace \
        get_flashed_messages url_for this app dump constructor process global runtime class env \
        _context object smarty range debug system";
    Lexicon::of(&[(words, ())])
});

/// What reading an expression costs, and looking up a filter.
const COMPUTED: usize = 400;
const FILTERED: usize = 210;

/// Whether an expression computes rather than names a value.
fn computes(hit: &Hit<'_>, close: &[u8]) -> bool {
    let (expression, is_closed) = within(hit, close);
    if expression.is_empty() {
        return false;
    }
    if arithmetic(expression) {
        return true;
    }
    if hit.view.is_prose() && !hit.has(expression, &["__"]) {
        return false;
    }
    hit.view.effort.spend(COMPUTED);
    let closed = is_closed || hit.ahead().len() >= Hit::REACH;
    let start = tail(expression, skip(expression, 0, |byte| among!(b"{(=-#!'\"[% ", byte)));
    let name = crate::scan::word_at(start, 0);
    let next = at(start, name.len());
    if OBJECTS.get(name).is_some() && (among!(b".[(|", next) || next == 0) && closed {
        return true;
    }
    let called = memchr::memchr(b'(', expression).is_some_and(|open| {
        open > 0 && is_word(at(expression, open - 1)) || hit.has(expression, &[".call", ")("])
    });
    let quoted = matches!(at(expression, 0), b'\'' | b'"' | b'[' | b'(')
        && hit.has(expression, &[".", "|", "]", "*"]);
    closed && (called || quoted || filters(expression, hit.view.effort))
}

/// What filters of template languages begin with, by their first byte.
const FILTERS: &[&str] =
    &["attr", "safe", "join", "map(", "filter", "reduce", "sort(", "e}", "list", "raw"];
const OTHER_FILTERS: &[&str] = &["?new()", "?api", "?eval"];

/// Whether a filter, or a name of inner workings, is in an expression: looked for once.
fn filters(expression: &[u8], effort: &Effort) -> bool {
    memchr::memchr3_iter(b'|', b'?', b'_', expression).any(|place| {
        let rest = tail(expression, place);
        effort.spend(FILTERED);
        match at(rest, 0) {
            b'_' => at(rest, 1) == b'_',
            b'?' => matches!(at(rest, 1), b'n' | b'a' | b'e') && starts_any(rest, OTHER_FILTERS),
            _ => at(rest, 1).is_ascii_alphabetic() && starts_any(tail(rest, 1), FILTERS),
        }
    })
}

/// `7*7`, `1 + 1`, `'7'*7`: an expression that shows whether it is computed.
fn arithmetic(expression: &[u8]) -> bool {
    let operand = |byte: u8| byte.is_ascii_digit() || among!(b"'\". ()", byte);
    let first = skip(expression, 0, operand);
    let sign = at(expression, first);
    if first == 0 || !among!(b"*+-/%", sign) || expression.len() > 64 {
        return false;
    }
    let rest = skip(expression, first, |byte| among!(b"*+-/%", byte));
    let second = skip(expression, rest, operand);
    let left = head(expression, first);
    let right = crate::scan::between(expression, rest, second);
    let digits = |part: &[u8]| part.iter().any(u8::is_ascii_digit);
    digits(left)
        && digits(right)
        && (second >= expression.len() || among!(b"*+-/%})]|", at(expression, second)))
}

/// `{% for … %}`, `{%import …`.
fn statement(hit: &Hit<'_>) -> bool {
    let rest = hit.next();
    let rest = tail(rest, skip(rest, 0, |byte| is_space(byte) || byte == b'-'));
    let words = [
        "for ", "if ", "set ", "import ", "include ", "include%", "extends ", "debug", "block ",
        "macro ", "filter ", "with ", "load ", "csrf", "raw", "print", "do ", "call ", "from ",
        "require",
    ];
    among!(b"fisebdmwlcrpd", at(rest, 0))
        && starts_any(rest, &words)
        && hit.has_ahead(&["%}"])
        && !hit.view.is_prose()
}

/// `<%= 7*7 %>`, `<% system("id") %>`.
fn embedded(hit: &Hit<'_>) -> bool {
    let rest = hit.next();
    let code = tail(rest, skip(rest, 0, |byte| among!(b"=-@! ", byte)));
    let (end, tried) = find_within(code, b"%>");
    hit.view.effort.spend(INNER + tried * FOUND + code.len() * SUMMED);
    arithmetic(trim(end.map_or(code, |end| head(code, end))))
        || hit
            .has(code, &["(", "response.", "request", "import=", "execute", "eval", "foobar", "`"])
            && (hit.has_ahead(&["%>"]) || !hit.view.is_prose())
}
