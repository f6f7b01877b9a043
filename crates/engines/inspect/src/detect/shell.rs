//! Commands for Unix shells: a separator or a substitution, then a program that shells have, read
//! as shells read it: without the quotes, backslashes and empty expansions within words.

use super::anchors::{Anchor, Hit};
use super::findings::Place;
use super::programs::{globs_program, is_pattern, is_program, program, read_word};
use super::view::View;
use super::{DetectorKind, Match};
use crate::scan::{at, before, is_space, is_word, skip, starts_any, tail};

const fn separator(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::UnixCommand, "a command behind a separator", text, check)
}

/// The separators of commands.
pub(super) const ANCHORS: &[Anchor] = &[
    separator(";", behind_separator),
    separator("|", behind_separator),
    separator("&", behind_separator),
    separator("`", substituted),
    separator("$(", substituted),
    separator("<(", substituted),
    separator(">(", substituted),
    separator("\n", behind_break),
    separator("{", braces),
];

/// The separators that a text which reads like prose has none of, from so many bytes on.
pub(super) const SEPARATORS: [&str; 8] = [";", "|", "&", "`", "$(", "<(", ">(", "\n"];
pub(super) const PROSE_MAX: usize = 512;

/// `; cat /etc/passwd`, `| id`, `&& sleep 5`.
fn behind_separator(hit: &Hit<'_>) -> bool {
    let text = hit.view.lower;
    let mark = at(text, hit.start);
    if mark == b'&' && starts_any(hit.ahead(), &["amp;", "lt;", "gt;", "quot;", "nbsp;", "#"]) {
        return false;
    }
    runs(hit)
}

/// `` `id` ``, `$(id)`.
fn substituted(hit: &Hit<'_>) -> bool {
    let closing =
        if hit.before() == b'`' || at(hit.view.lower, hit.start) == b'`' { b'`' } else { b')' };
    let closes = closing == b'`' && is_word(hit.before());
    if hit.view.is_prose() || closes {
        return false;
    }
    hit.view.effort.spend(SUBSTITUTED);
    if memchr::memchr(closing, hit.ahead()).is_none() && hit.view.text.len() > hit.end + Hit::REACH
    {
        return false;
    }
    let text = crate::scan::head(hit.view.lower, hit.end + REACH);
    let mut word = [0; 24];
    let from = skip(text, hit.end, is_space);
    let (name, end) = read_word(text, from, &mut word);
    hit.view.effort.spend(WORD + (end - hit.end) * READ);
    let base = name.rsplit(|byte| *byte == b'/').next().unwrap_or(name);
    is_program(base)
        && base.len() > 1
        && (is_space(at(text, end)) || among!(b"`)|;<>$", at(text, end)))
        && (closing == b')'
            || !matches!(base, b"id" | b"set" | b"env")
            || hit.start == 0
            || memchr::memchr(b'`', hit.ahead()).is_some() && !hit.view.shape.has_any(b"*#"))
}

/// A line that is a command: only where the text begins with the break, or holds no prose.
fn behind_break(hit: &Hit<'_>) -> bool {
    !hit.view.is_prose() && hit.view.text.len() < 512 && hit.start < 64 && runs(hit)
}

/// `{cat,/etc/passwd}`.
fn braces(hit: &Hit<'_>) -> bool {
    let mut word = [0; 24];
    let (name, end) = read_word(hit.view.lower, hit.end, &mut word);
    hit.view.effort.spend(BRACED + (end - hit.end) * READ);
    at(hit.view.lower, end) == b','
        && is_program(name)
        && memchr::memchr(b'}', hit.ahead()).is_some()
        && among!(b"/-$", at(hit.view.lower, end + 1))
}

/// How far behind a separator a command is looked for.
const REACH: usize = 256;

/// Where the run of separators and white space ends that an anchor stands in. The next anchor may stand
/// in the same.
fn behind_separators(hit: &Hit<'_>) -> usize {
    let (began, ended) = hit.separators.get();
    if (began..ended).contains(&hit.end) {
        return ended;
    }
    let end = skip(hit.view.lower, hit.end, |byte| {
        is_space(byte) || matches!(byte, b'+' | b'(' | b'{' | b'!' | b'|' | b'&' | b';')
    });
    hit.view.effort.spend(SEPARATED + (end - hit.end) * READ);
    hit.separators.set((hit.end, end));
    end
}

/// What passing over what stands before a word costs, and reading one, by itself and by its bytes; what
/// looking for the end of a substitution costs, telling a command from a word, passing over a number, and
/// reading what is in braces.
const SEPARATED: usize = 90;
const WORD: usize = 110;
const READ: usize = 20;
const SUBSTITUTED: usize = 150;
const COMMAND: usize = 330;
const NUMBER: usize = 45;
const BRACED: usize = 50;

/// What telling a command from another text costs.
const WHOLE: usize = 130;

/// Whether a command stands at a position, behind a separator.
fn runs(hit: &Hit<'_>) -> bool {
    let (view, separator) = (hit.view, hit.start);
    let prose = view.is_prose();
    if prose && view.text.len() > PROSE_MAX {
        return false;
    }
    let start = behind_separators(hit);
    let text = crate::scan::head(view.lower, start + REACH);
    if is_number(text, start) {
        view.effort.spend(NUMBER);
        return false;
    }
    let mut word = [0; 24];
    let (name, end) = read_word(text, start, &mut word);
    view.effort.spend(WORD + (end - start) * READ);
    let path = name.contains(&b'/');
    let base = name.rsplit(|byte| *byte == b'/').next().unwrap_or(name);
    let next = at(text, end);
    let ends = end >= text.len() || is_space(next) || among!(b";|&<>`$)('\"#+\\%{,", next);
    if base.is_empty() || !ends {
        return false;
    }
    if is_pattern(name) && globs_program(name, view.effort) {
        return !prose;
    }
    let Some(program) = program(base) else { return false };
    view.effort.spend(COMMAND);
    let argument = tail(text, skip(text, end, |byte| is_space(byte) || byte == b'+'));
    let spaced = is_space(next) || matches!(next, b'+' | b'<' | b'$' | b'{' | b'%');
    let finished = end >= text.len() || among!(b";|&`#)>'\"\\", next) || argument.is_empty();
    if next == b')' && at(text, separator) == b';' && view.place == Place::Header {
        // The comment of a browser's name: `(Linux; U; id)`.
        return false;
    }
    if view.place == Place::Body && at(text, separator) == b'&' && begins_with_command(text) {
        // A text that is a command from its beginning is meant as one.
        return false;
    }
    if program.alone {
        if base.len() == 1 {
            return finished && separator == 0;
        }
        let english = matches!(
            base,
            b"id"
                | b"set"
                | b"last"
                | b"env"
                | b"host"
                | b"mount"
                | b"shutdown"
                | b"halt"
                | b"dir"
                | b"cat"
        );
        if finished {
            // `cats;dogs` and `a=1;id=5` are no commands.
            return !english || next != b'=' && !prose && !is_list(view, separator, base);
        }
        return spaced && (path || is_argument(argument)) && !prose;
    }
    program.argued && spaced && !finished && (path || is_argument(argument)) && !prose
}

/// Whether a number stands at a position, and no longer word: no command is called so.
fn is_number(text: &[u8], start: usize) -> bool {
    let end = skip(text, start, |byte| byte.is_ascii_digit());
    end > start && (end >= text.len() || among!(b" \t\r\n,;|&<>()", at(text, end)))
}

/// Whether a separator rather parts words of a list: `mammal;cat;ears`.
fn is_list(view: &View<'_>, separator: usize, base: &[u8]) -> bool {
    let word = is_word(before(view.lower, separator));
    base == b"cat"
        || base == b"id" && word && view.shape.has_any(b"=") && !view.shape.has_any(b"|`")
        || word && matches!(base, b"set" | b"env" | b"host" | b"last" | b"mount")
}

/// Whether what follows a program is an argument rather than a sentence.
fn is_argument(argument: &[u8]) -> bool {
    if starts_any(argument, &["firewall ", "query ", "user ", "add ", "advfirewall "]) {
        return true;
    }
    let first = at(argument, 0);
    if matches!(
        first,
        b'-' | b'/'
            | b'$'
            | b'~'
            | b'.'
            | b'`'
            | b'>'
            | b'<'
            | b'\''
            | b'"'
            | b'*'
            | b'?'
            | b'\\'
            | b'@'
            | b'{'
            | b'('
            | b'|'
            | b'+'
            | b';'
            | b'%'
            | b'&'
    ) {
        return true;
    }
    let end = skip(argument, 0, |byte| !is_space(byte) && !among!(b";|&`)<>", byte));
    let word = crate::scan::head(argument, end);
    let signs = word.iter().any(|byte| among!(b"./:$*?\\'\"[=@", *byte)) && !word.ends_with(b".");
    let number = !word.is_empty() && word.iter().all(u8::is_ascii_digit);
    signs
        || number
        || end >= argument.len() && argument.len() < 32
        || among!(b";|&`)", at(argument, end))
}

/// Finds a text that is a command as a whole, and a file that a pattern or quotes hide.
pub(super) fn detect(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    if view.text.len() > 2048 {
        return;
    }
    let is_word = !(view.shape.has_space() || view.shape.has_control() || view.shape.has_beyond());
    if !is_word || (WORD_MIN..=WORD_MAX).contains(&view.text.len()) {
        view.effort.spend(WHOLE);
        let text = crate::scan::trim(view.lower);
        if let Some(what) = whole(text) {
            report(DetectorKind::UnixCommand, Match::new(0, view.text.len(), what));
        }
    }
    if !view.shape.has_any(b"/") || !view.shape.has_any(b"?*'\"\\${[") || view.is_prose() {
        return;
    }
    let mut position = 0;
    while let Some(step) = memchr::memchr(b'/', tail(view.lower, position)) {
        let start = position + step;
        let mut word = [0; 24];
        let from = skip(view.lower, start, |byte| byte == b'/').saturating_sub(1).max(start);
        let (name, end) = read_word(view.lower, from, &mut word);
        view.effort.spend(2 * WORD + (end - start) * READ);
        if view.effort.is_spent() {
            return;
        }
        let hidden =
            end - from > name.len() && (starts_any(name, &["/etc/pass", "/etc/shad", "/bin/"]));
        if hidden || globs_program(name, view.effort) {
            report(
                DetectorKind::UnixCommand,
                Match::new(start, end - start, "a file that is hidden from filters"),
            );
            return;
        }
        position = end.max(start + 1);
    }
}

/// Whether a text begins with a program and an argument.
fn begins_with_command(text: &[u8]) -> bool {
    let mut word = [0; 24];
    let (name, end) = read_word(text, 0, &mut word);
    at(text, end) == b' ' && is_program(name) && is_argument(tail(text, end + 1))
}

/// Commands that stand for themselves, and how long they are.
const ALONE: [&[u8]; 5] = [b"ifconfig", b"ipconfig", b"netstat", b"whoami", b"printenv"];
const WORD_MIN: usize = 6;
const WORD_MAX: usize = 8;

/// A text that is nothing but a command.
fn whole(text: &[u8]) -> Option<&'static str> {
    let end = skip(text, 0, |byte| is_word(byte) || matches!(byte, b'-'));
    let program = crate::scan::head(text, end);
    if end == text.len() {
        return ALONE.contains(&program).then_some("a command");
    }
    if at(text, end) != b' ' || text.len() > 200 {
        return None;
    }
    let known = is_program(program);
    let rest = tail(text, skip(text, end, is_space));
    let flag = at(rest, 0) == b'-'
        && at(rest, 1).is_ascii_alphabetic()
        && (rest.len() < 4 || is_space(at(rest, 2)) || rest.len() < 16);
    let path = at(rest, 0) == b'/'
        && at(rest, 1).is_ascii_lowercase()
        && memchr::memchr(b' ', rest).is_none();
    let counted = program == b"sleep" && rest.iter().all(u8::is_ascii_digit);
    let asked = program == b"which" && is_program(rest);
    let windows = matches!(program, b"ipconfig" | b"netstat" | b"net")
        && starts_any(rest, &["/", "-", "user", "view", "localgroup"]);
    (known && (flag || path && rest.contains(&b'/') && program != b"time")
        || windows
        || counted
        || asked)
        .then_some("a command")
}
