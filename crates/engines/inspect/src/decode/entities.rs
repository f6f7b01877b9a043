//! Character references of HTML: numbers, and the names of what has a meaning in markup or code.

use std::sync::LazyLock;

use super::escapes;
use crate::lexicon::Lexicon;
use crate::scan::{at, skip};

/// The longest reference that is read.
const LENGTH_MAX: usize = 40;

/// Names and what they stand for (HTML Standard, 13.5).
static NAMED: LazyLock<Lexicon<u8>> = LazyLock::new(|| {
    Lexicon::of(&[
        ("lt", b'<'),
        ("gt", b'>'),
        ("amp", b'&'),
        ("quot", b'"'),
        ("apos", b'\''),
        ("nbsp", b' '),
        ("tab", b'\t'),
        ("newline", b'\n'),
        ("colon", b':'),
        ("semi", b';'),
        ("comma", b','),
        ("period", b'.'),
        ("excl", b'!'),
        ("num", b'#'),
        ("dollar", b'$'),
        ("percnt", b'%'),
        ("lpar", b'('),
        ("rpar", b')'),
        ("ast", b'*'),
        ("plus", b'+'),
        ("sol", b'/'),
        ("bsol", b'\\'),
        ("equals", b'='),
        ("quest", b'?'),
        ("commat", b'@'),
        ("lsqb", b'['),
        ("lbrack", b'['),
        ("rsqb", b']'),
        ("rbrack", b']'),
        ("hat", b'^'),
        ("lowbar", b'_'),
        ("grave", b'`'),
        ("lcub", b'{'),
        ("lbrace", b'{'),
        ("rcub", b'}'),
        ("rbrace", b'}'),
        ("vert", b'|'),
        ("verbar", b'|'),
    ])
});

/// Decodes the reference that these bytes begin with; tells how long it was.
pub(super) fn decode(bytes: &[u8], decoded: &mut Vec<u8>) -> Option<usize> {
    if at(bytes, 1) == b'#' {
        return number(bytes, decoded);
    }
    let window = bytes.get(..bytes.len().min(LENGTH_MAX))?;
    let end = skip(window, 1, |byte| byte.is_ascii_alphabetic());
    if at(bytes, end) != b';' {
        return None;
    }
    let name = bytes.get(1..end)?;
    decoded.push(NAMED.get(name)?);
    Some(end + 1)
}

/// `&#60;` and `&#x3c;`: leading zeros and a lacking semicolon are forgiven, as browsers do.
fn number(bytes: &[u8], decoded: &mut Vec<u8>) -> Option<usize> {
    let (from, radix) = if matches!(at(bytes, 2), b'x' | b'X') { (3, 16) } else { (2, 10) };
    let window = bytes.get(..bytes.len().min(LENGTH_MAX))?;
    let end = skip(window, from, |byte| char::from(byte).is_digit(radix));
    let digits = std::str::from_utf8(bytes.get(from..end)?).ok()?;
    let code = u32::from_str_radix(digits, radix).ok()?;
    escapes::push(code, decoded);
    Some(if at(bytes, end) == b';' { end + 1 } else { end })
}
