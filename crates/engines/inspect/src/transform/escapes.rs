//! Escapes of C, CSS and JavaScript.

use memchr::memchr;

use super::percent::{hex1, hex2, hex4};

/// What an escape begins with.
const BACKSLASH: u8 = b'\\';
/// A CSS escape has at most this many digits. (CSS 2.1, section 4.1.3.)
const CSS_DIGITS_MAX: usize = 6;
/// The most digits that are read between braces: no code point has more but leading zeros.
const BRACE_DIGITS_MAX: usize = 8;

/// The byte that is kept of a code: full-width letters, FF01 to FF5E, become plain ones; of others
/// the low byte stays. (AWS WAF's guide, "JS decode".)
pub(super) fn narrow(code: u32) -> u8 {
    let [.., low] = code.to_be_bytes();
    if (0xff01..=0xff5e).contains(&code) { low.wrapping_add(0x20) } else { low }
}

/// Replaces each escape that `decode` knows; it is given what follows the backslash, writes what
/// the escape stands for, and answers what follows the escape. An unknown escape stays.
fn replace(
    text: &[u8],
    out: &mut Vec<u8>,
    decode: impl for<'t> Fn(&'t [u8], &mut Vec<u8>) -> Option<&'t [u8]>,
) -> bool {
    let Some(mut next) = memchr(BACKSLASH, text) else { return false };
    let begin = out.len();
    let mut rest = text;
    loop {
        let (plain, escape) = rest.split_at(next);
        out.extend_from_slice(plain);
        let Some((_, after)) = escape.split_first() else { break };
        rest = if let Some(left) = decode(after, out) {
            left
        } else {
            out.push(BACKSLASH);
            after
        };
        next = memchr(BACKSLASH, rest).unwrap_or(rest.len());
    }
    super::letters::changed(text, out, begin)
}

/// The escapes of ANSI C.
pub(super) fn ansi_c(text: &[u8], out: &mut Vec<u8>) -> bool {
    replace(text, out, ansi_c_escape)
}

fn ansi_c_escape<'t>(after: &'t [u8], out: &mut Vec<u8>) -> Option<&'t [u8]> {
    let (first, rest) = after.split_first()?;
    if let Some(plain) = control(*first) {
        out.push(plain);
        return Some(rest);
    }
    match (first, rest) {
        (&BACKSLASH | b'?' | b'\'' | b'"', _) => {
            out.push(*first);
            Some(rest)
        }
        (b'x' | b'X', [high, low, left @ ..]) => {
            out.push(hex2(*high, *low)?);
            Some(left)
        }
        (b'0'..=b'7', _) => Some(octal(after, out)),
        _ => None,
    }
}

/// The escapes of CSS: up to six digits and a space, of which the last two digits count but for
/// full-width letters; a backslash before a line's end goes, before anything else it goes alone.
pub(super) fn css(text: &[u8], out: &mut Vec<u8>) -> bool {
    replace(text, out, css_escape)
}

fn css_escape<'t>(after: &'t [u8], out: &mut Vec<u8>) -> Option<&'t [u8]> {
    let (first, rest) = after.split_first()?;
    let digits =
        after.iter().take(CSS_DIGITS_MAX).take_while(|byte| byte.is_ascii_hexdigit()).count();
    if digits == 0 {
        if *first != b'\n' {
            out.push(*first);
        }
        return Some(rest);
    }
    let (code, left) = after.split_at(digits);
    let value = code.iter().filter_map(|digit| hex1(*digit));
    out.push(narrow(value.fold(0, |sum, digit| sum << 4 | u32::from(digit))));
    Some(match left.split_first() {
        Some((space, left)) if super::letters::is_space(*space) => left,
        _ => left,
    })
}

/// The escapes of JavaScript, each of which becomes one byte.
pub(super) fn javascript(text: &[u8], out: &mut Vec<u8>) -> bool {
    replace(text, out, script::<false>)
}

/// The same with `\u{…}`, and codes beyond a byte become UTF-8.
pub(super) fn javascript_ext(text: &[u8], out: &mut Vec<u8>) -> bool {
    replace(text, out, script::<true>)
}

fn script<'t, const EXTENDED: bool>(after: &'t [u8], out: &mut Vec<u8>) -> Option<&'t [u8]> {
    let (first, rest) = after.split_first()?;
    match (first, rest) {
        (b'u', [b'{', code @ ..]) if EXTENDED => {
            let digits = code.iter().take(BRACE_DIGITS_MAX);
            let digits = digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
            let (code, left) = code.split_at(digits);
            let left = left.strip_prefix(b"}").filter(|_| digits > 0)?;
            let value = code.iter().filter_map(|digit| hex1(*digit));
            push_code(value.fold(0, |sum, digit| sum << 4 | u32::from(digit)), out);
            Some(left)
        }
        (b'u', code) => {
            let (value, left) = hex4(code)?;
            if !EXTENDED {
                out.push(narrow(value));
                return Some(left);
            }
            let (value, left) = surrogates(value, left);
            push_code(value, out);
            Some(left)
        }
        (b'x', [high, low, left @ ..]) => {
            out.push(hex2(*high, *low)?);
            Some(left)
        }
        (b'0'..=b'7', _) => Some(octal(after, out)),
        _ => {
            out.push(control(*first).unwrap_or(*first));
            Some(rest)
        }
    }
}

/// A pair of surrogates is one code.
fn surrogates(high: u32, rest: &[u8]) -> (u32, &[u8]) {
    if (0xd800..0xdc00).contains(&high)
        && let Some((low, left)) = rest.strip_prefix(b"\\u").and_then(hex4)
        && (0xdc00..0xe000).contains(&low)
    {
        return (0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00), left);
    }
    (high, rest)
}

/// Full-width letters become plain ones, other codes UTF-8.
fn push_code(code: u32, out: &mut Vec<u8>) {
    match char::from_u32(code) {
        Some(letter) if !(0xff01..=0xff5e).contains(&code) && code > 0xff => {
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        _ => out.push(narrow(code)),
    }
}

/// The control character that a letter stands for.
fn control(letter: u8) -> Option<u8> {
    Some(match letter {
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0b,
        _ => return None,
    })
}

/// Up to three octal digits, two where the first is above 3.
fn octal<'t>(text: &'t [u8], out: &mut Vec<u8>) -> &'t [u8] {
    let most = if text.first().is_some_and(|first| *first <= b'3') { 3 } else { 2 };
    let digits = text.iter().take(most).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    let (code, rest) = text.split_at(digits);
    out.push(code.iter().fold(0, |value, digit| value << 3 | (digit & 7)));
    rest
}
