//! Scripts: calls and objects that a payload in a script's text or string would use.

use crate::detect::{Anchor, DetectorKind, Hit, Match};
use crate::effort::Effort;
use crate::scan::{
    ahead, at, before, behind, is_space, skip, skip_back, skip_space, starts_any, tail,
};

const fn call(text: &'static str) -> Anchor {
    Anchor::new(DetectorKind::CrossSiteScripting, "a call of a dialog or of code", text, is_call)
}

const fn object(text: &'static str) -> Anchor {
    Anchor::new(DetectorKind::CrossSiteScripting, "an object of the browser", text, is_object)
}

const fn member(text: &'static str) -> Anchor {
    Anchor::new(
        DetectorKind::CrossSiteScripting,
        "a member of the browser's window",
        text,
        is_member,
    )
}

const fn plain(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::CrossSiteScripting, "code of a script", text, check)
}

/// Where scripts begin from.
pub(crate) const ANCHORS: &[Anchor] = &[
    call("alert"),
    call("confirm"),
    call("prompt"),
    call("eval"),
    call("settimeout"),
    call("setinterval"),
    call("setimmediate"),
    call("print"),
    call("fetch"),
    call("import"),
    call("function"),
    call("atob"),
    call("execscript"),
    object("document.cookie"),
    object("document.domain"),
    object("document.location"),
    object("document.write"),
    object("document.body"),
    object("document.url"),
    object("document.getelement"),
    object("document.createelement"),
    object("document['"),
    object("document[\""),
    object("window.location"),
    object("window.open"),
    object("window.name"),
    object("location.href"),
    object("location.hash"),
    object("location.replace"),
    object("string.fromcharcode"),
    object("localstorage."),
    object("sessionstorage."),
    object("xmlhttprequest"),
    object("activexobject"),
    object("reflect.apply"),
    object("reflect.set"),
    object("reflect.construct"),
    object("constructor.constructor"),
    object("array.from"),
    member("window["),
    member("top["),
    member("self["),
    member("parent["),
    member("frames["),
    member("this["),
    member("globalthis["),
    plain("'()", |hit| {
        hit.view.shape.has_any(b"+") && !hit.view.is_prose() && hit.has_behind(&["'+'"])
    }),
    plain(".innerhtml", |hit| hit.next().starts_with(b"=")),
    plain(".outerhtml", |hit| hit.next().starts_with(b"=")),
    plain("+adw-", |_| true),
    plain("+ader-", |_| true),
    plain("srcdoc=", crate::detect::at_word),
    plain("expression(", |hit| {
        behind(hit.view.lower, hit.start, 24).iter().any(|byte| matches!(byte, b':' | b'='))
    }),
    plain("-moz-binding", |hit| hit.next().starts_with(b":")),
    plain("@import", |hit| {
        starts_any(hit.next(), &["url", "'", "\"", "//", "javascript"])
            && hit.view.text.len() < 2048
    }),
    plain("autofocus", |hit| hit.has_ahead(&["onfocus"])),
    plain("onerror=", |hit| {
        hit.begins_word()
            && starts_any(hit.next(), &["alert", "eval", "confirm", "prompt", "print"])
    }),
];

/// What looking at a call costs, by itself and by the bytes behind it.
const CALL: usize = 220;
const READ: usize = 6;

/// A call that stands where code would go on: behind a quote, a sign or the end of a statement.
fn is_call(hit: &Hit<'_>) -> bool {
    let text = hit.view.lower;
    let previous = hit.before();
    let name = crate::scan::between(text, hit.start, hit.end);
    let dialog = matches!(name, b"alert" | b"confirm" | b"prompt");
    if previous == b'(' && hit.after() == b')' && hit.start > 2 && (dialog || name == b"eval") {
        // Handed over to be called: `[1].map(alert)`.
        return !hit.view.is_prose();
    }
    if dialog && previous == b'.' && hit.after() == b'(' {
        return !hit.view.is_prose() && hit.view.text.len() < 512;
    }
    if crate::scan::is_word(previous)
        || matches!(previous, b'.' | b'-' | b'$') && !breaks(text, hit.start)
    {
        return false;
    }
    let mut position =
        skip(text, hit.end, |byte| is_space(byte) || matches!(byte, b')' | b']' | b'}'));
    hit.view.effort.spend(CALL + (position - hit.end) * READ);
    let wrapped = position > hit.end && at(text, hit.end) == b')';
    while at(text, position) == b'/' && at(text, position + 1) == b'*' {
        let window = ahead(text, position + 2, 64);
        let Some(length) = crate::scan::COMMENT_END.find(window) else { return false };
        position = skip_space(text, position + 2 + length + 2);
    }
    let rest = ahead(text, position, 64);
    let bound = [".call(", ".apply(", ".bind(", "?.("];
    let is_bound = starts_any(rest, &bound);
    let is_called = matches!(at(rest, 0), b'(' | b'`')
        && (position == hit.end || wrapped || breaks(text, hit.start));
    if !is_bound && !is_called {
        return false;
    }
    let inner = tail(rest, skip(rest, 1, is_space));
    if matches!(
        name,
        b"function" | b"import" | b"print" | b"fetch" | b"settimeout" | b"setinterval" | b"eval"
    ) {
        // Words of many languages: only where a literal or statement was left before.
        let literal = matches!(at(inner, 0), b'"' | b'\'' | b'`' | b'/' | b'\\') || is_bound;
        return (literal || name == b"eval" || name == b"print")
            && breaks(text, hit.start)
            && !hit.view.is_prose()
            && !(hit.view.shape.has_break() && hit.view.text.len() > 300);
    }
    if hit.view.is_prose() && !(dialog && breaks(text, hit.start)) {
        return false;
    }
    breaks(text, hit.start) || dialog && !is_space(previous)
}

/// Whether the text before a call ends a literal, an expression or a statement, or is nothing.
fn breaks(text: &[u8], start: usize) -> bool {
    let back =
        skip_back(text, start, |byte| is_space(byte) || matches!(byte, b'(' | b'!' | b'~' | b'{'));
    let mark = before(text, back);
    back == 0 || among!(b"'\"`;-+*/%|&^,=<>?:)}]\\", mark)
}

/// An object of the browser, where it is used rather than spoken of.
fn is_object(hit: &Hit<'_>) -> bool {
    if hit.view.is_prose() {
        return false;
    }
    let text = hit.view.lower;
    let next = hit.next();
    let used = at(next, 0) == 0 || among!(b"()=;,+.[]}\"'/<>|-`&:*", at(next, 0));
    !crate::scan::is_word(hit.before())
        && used
        && (breaks(text, hit.start) || among!(b"(=[.", at(next, 0)))
}

/// `top['al'+'ert'](1)`: a member that is named by a string, and called.
fn is_member(hit: &Hit<'_>) -> bool {
    if crate::scan::is_word(hit.before()) || hit.before() == b'.' {
        return false;
    }
    let window = hit.ahead();
    hit.view.effort.spend(2 * CALL);
    let named = matches!(
        at(window, 0),
        b'"' | b'\'' | b'`' | b'/' | b'(' | b'[' | b'\\' | b'a'..=b'z' | b'8'
    );
    let called = crate::scan::find(window, b"](").or(crate::scan::find(window, b"]`"));
    let Some(close) = called.or_else(|| memchr::memchr(b']', window)) else { return false };
    let next = tail(window, skip_space(window, close + 1));
    named
        && (matches!(at(next, 0), b'(' | b'`' | b'[') || starts_any(next, &["?.(", ".call", ")("]))
}

/// What joining a text costs, and looking into it, by its bytes.
const JOINED: usize = 25;

/// A script that makes its words from brackets and signs, as encoders write it.
pub(super) fn only_signs(lower: &[u8], effort: &Effort) -> Option<Match> {
    let counted = |wanted: u8| crate::scan::count(ahead(lower, 0, 4096), wanted);
    if effort.is_spent()
        || lower.len() < 24
        || counted(b'[') < 4
        || counted(b'+') + counted(b'!') < 4
    {
        return None;
    }
    let text = ahead(lower, 0, 4096);
    let signs = crate::scan::count_such(text, |byte| byte.is_ascii_punctuation());
    let spaces = crate::scan::count_such(text, is_space);
    if signs * 5 < (text.len() - spaces) * 2 {
        return None;
    }
    effort.spend(text.len() * JOINED);
    let mut plain = text.to_vec();
    plain.retain(|byte| !is_space(*byte));
    let made = ["[]+{}", "(![]+", "!![]", "[+[]]", "{}+[]", "+!+[]", "(![]", "!!o]"];
    crate::scan::contains_any(&plain, &made)
        .then(|| Match::new(0, lower.len(), "a script of signs"))
}
