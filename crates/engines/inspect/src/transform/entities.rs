//! HTML entities.

use memchr::memchr;

/// A numeric entity is read up to this many digits.
const DIGITS_MAX: usize = 8;

/// The entities that AWS names, and `&amp;` and `&apos;`.
const NAMED: [(&[u8], u8); 6] = [
    (b"quot", b'"'),
    (b"nbsp", 0xa0),
    (b"lt", b'<'),
    (b"gt", b'>'),
    (b"amp", b'&'),
    (b"apos", b'\''),
];

/// Decodes named entities, `&#nn;` and `&#xhh;`; a missing semicolon is forgiven, as browsers do.
pub(super) fn decode(text: &[u8], out: &mut Vec<u8>) -> bool {
    let Some(mut next) = memchr(b'&', text) else { return false };
    let begin = out.len();
    let mut rest = text;
    loop {
        let (plain, entity) = rest.split_at(next);
        out.extend_from_slice(plain);
        let Some((_, after)) = entity.split_first() else { break };
        rest = if let Some(left) = entity_in(after, out) {
            left.strip_prefix(b";").unwrap_or(left)
        } else {
            out.push(b'&');
            after
        };
        next = memchr(b'&', rest).unwrap_or(rest.len());
    }
    super::letters::changed(text, out, begin)
}

fn entity_in<'t>(after: &'t [u8], out: &mut Vec<u8>) -> Option<&'t [u8]> {
    if let [b'#', code @ ..] = after {
        let (radix, code) = match code {
            [b'x' | b'X', digits @ ..] => (16, digits),
            _ => (10, code),
        };
        let zeros = code.iter().take_while(|byte| **byte == b'0').count();
        let (skipped, code) = code.split_at(zeros);
        let digits = code.iter().take(DIGITS_MAX);
        let digits = digits.take_while(|byte| char::from(**byte).is_digit(radix)).count();
        let (digits, left) = code.split_at(digits);
        if digits.is_empty() && skipped.is_empty() {
            return None;
        }
        let value = digits.iter().filter_map(|digit| char::from(*digit).to_digit(radix));
        push(value.fold(0u32, |sum, digit| sum.saturating_mul(radix).saturating_add(digit)), out);
        return Some(left);
    }
    NAMED.iter().find_map(|(name, byte)| {
        let (held, left) = after.split_at_checked(name.len())?;
        held.eq_ignore_ascii_case(name).then(|| {
            out.push(*byte);
            left
        })
    })
}

/// A code up to 255 is that byte, another its letter in UTF-8.
fn push(code: u32, out: &mut Vec<u8>) {
    if let Ok(byte) = u8::try_from(code) {
        out.push(byte);
    } else if let Some(letter) = char::from_u32(code) {
        out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
}
