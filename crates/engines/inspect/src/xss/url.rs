//! Addresses that run: schemes of scripts, and documents in the address itself.

use crate::detect::Match;
use crate::effort::Effort;
use crate::scan::{ahead, at, before, head, is_word, skip, tail};

/// Schemes of scripts.
const SCHEMES: &[&str] = &["javascript:", "vbscript:", "livescript:", "mocha:", "jscript:"];

/// Types of documents that run when an address holds one.
const DOCUMENTS: &[&str] = &[
    "data:text/html",
    "data:image/svg",
    "data:application/xhtml",
    "data:text/xml",
    "data:text/javascript",
    "data:application/javascript",
    "data:application/xml",
    "data:application/x-javascript",
    "data:,",
    "data:;base64",
];

/// So much of a text is read for the beginning of an address.
const SQUEEZED: usize = 96;

/// The beginning of an address as browsers read it: without white space, control characters,
/// and the backslashes of strings.
fn squeeze<'b>(value: &[u8], buffer: &'b mut [u8; 32]) -> &'b [u8] {
    let mut length = 0;
    let kept = ahead(value, 0, SQUEEZED).iter().filter(|byte| **byte > b' ' && **byte != b'\\');
    for (slot, byte) in buffer.iter_mut().zip(kept) {
        *slot = *byte;
        length += 1;
    }
    buffer.get(..length).unwrap_or_default()
}

/// So much of an address is decoded.
const DECODED_MAX: usize = 256;

/// What looking at an address costs, by itself and by its bytes.
const ADDRESS: usize = 600;
const READ: usize = 2;

/// Whether an attribute's value runs as an address.
pub(super) fn is_script(value: &[u8], effort: &Effort) -> bool {
    let passed = |byte: &&u8| **byte > b' ' && !among!(b"\\\"'`<>=", **byte);
    let first = value.iter().find(passed).copied().unwrap_or(0);
    // The letters that schemes begin with, and what may stand for one.
    if !matches!(first, b'j' | b'v' | b'l' | b'm' | b'd' | b'&' | b'%' | 0x80..) {
        return false;
    }
    effort.spend(ADDRESS);
    let mut decoded = Vec::new();
    let start = ahead(value, 0, DECODED_MAX);
    effort.spend(start.len() * READ);
    let is_decoded = start.contains(&b'&') && crate::decode::undo(start, &mut decoded, effort);
    let value = if is_decoded {
        decoded.make_ascii_lowercase();
        &decoded
    } else {
        value
    };
    let mut buffer = [0; 32];
    let plain = squeeze(value, &mut buffer);
    let plain = tail(
        plain,
        skip(plain, 0, |byte| matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'=')),
    );
    crate::scan::starts_any(plain, SCHEMES)
        && !crate::scan::starts_any(
            value,
            &["javascript:void(0)", "javascript:;", "javascript:history."],
        )
        || crate::scan::starts_any(plain, DOCUMENTS)
}

/// Whether a part of markup has the address of a script.
pub(super) fn has_script(text: &[u8]) -> bool {
    crate::scan::contains_any(text, SCHEMES)
}

/// What looking at a colon costs, and at the address behind a scheme.
const COLON: usize = 80;
const SCHEME: usize = 400;

/// Finds an address that runs: the text itself, or one within it.
pub(super) fn find(lower: &[u8], effort: &Effort) -> Option<Match> {
    let mut buffer = [0; 32];
    let passed = |byte: &&u8| **byte <= b' ' || among!(b"\\'\"`<>=/({", **byte);
    let first = ahead(lower, 0, SQUEEZED).iter().find(|byte| !passed(byte));
    // The letters that schemes begin with.
    let plain = match first {
        Some(b'j' | b'v' | b'l' | b'm' | b'd') => squeeze(lower, &mut buffer),
        _ => b"",
    };
    let from = skip(plain, 0, |byte| among!(b"'\"`<>=/({", byte));
    let start = tail(plain, from);
    if crate::scan::starts_any(start, DOCUMENTS) && lower.len() > 12 {
        return Some(Match::new(0, lower.len().min(24), "a document in an address"));
    }
    for scheme in SCHEMES {
        if start.starts_with(scheme.as_bytes()) {
            let colon = memchr::memchr(b':', lower)?;
            if runs(tail(lower, colon + 1)) {
                return Some(Match::new(0, colon + 1, "the address of a script"));
            }
        }
    }
    let colons = memchr::memchr_iter(b':', lower).take_while(|_| {
        effort.spend(COLON);
        !effort.is_spent()
    });
    let ends = colons.map(|colon| colon + 1).filter(|&end| before(lower, end - 1) == b't');
    for end in ends {
        let upto = head(lower, end);
        let within = SCHEMES.iter().take(2).find(|scheme| upto.ends_with(scheme.as_bytes()));
        let Some(scheme) = within else { continue };
        effort.spend(SCHEME);
        let position = end - scheme.len();
        if !is_word(before(lower, position)) && runs(tail(lower, end)) {
            return Some(Match::new(position, scheme.len(), "the address of a script"));
        }
    }
    None
}

/// Whether what follows a scheme is code rather than words.
fn runs(code: &[u8]) -> bool {
    let code = ahead(code, 0, 256);
    if crate::scan::starts_any(code, &["void(0)", "history.", "window.history"]) {
        return false;
    }
    let from = skip(code, 0, |byte| byte <= b' ' || byte >= 0x80 || among!(b"'\"\\+", byte));
    if among!(b"/%\\(`[{~!<&", at(code, from)) && from < code.len() {
        return true;
    }
    let end = skip(code, from, |byte| is_word(byte) || matches!(byte, b'.' | b'$'));
    let sign = crate::scan::skip_space(code, end);
    end > from && among!(b"(`[={", at(code, sign))
}
