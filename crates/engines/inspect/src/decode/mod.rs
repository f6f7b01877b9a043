//! Decoding in depth: what a text may become on its way through an application's layers. Each layer
//! is decoded from the one above it, a bounded number of times, and none grows.

mod base64;
mod characters;
mod entities;
mod escapes;
pub(crate) mod form;
pub(crate) mod json;
pub(crate) mod markup;
pub(crate) mod multipart;

pub use escapes::unescape;

/// How often a text is decoded at most.
pub const LAYERS_MAX: u8 = 6;

/// How many texts in base64 are looked into, within one text.
const EMBEDDED_MAX: usize = 64;

/// Buffers that are used again from text to text.
#[derive(Debug, Default)]
pub struct Layers {
    even: Vec<u8>,
    odd: Vec<u8>,
    embedded: Vec<u8>,
}

impl Layers {
    /// Visits a text and all that it decodes to, with the depth of each.
    pub fn visit(&mut self, text: &[u8], see: &mut dyn FnMut(&[u8], u8)) {
        see(text, 0);
        let Self { even, odd, embedded } = self;
        if !escapes::may_decode(text) {
            look_into(text, 1, embedded, even, odd, see);
            return;
        }
        let mut outer = std::mem::take(even);
        outer.clear();
        outer.extend_from_slice(text);
        look_into(&outer, 1, embedded, even, odd, see);
        for depth in 1..=LAYERS_MAX {
            let mut inner = std::mem::take(odd);
            if !escapes::may_decode(&outer) || !unescape(&outer, &mut inner) {
                *odd = inner;
                break;
            }
            see(&inner, depth);
            *odd = std::mem::replace(&mut outer, inner);
            look_into(&outer, depth + 1, embedded, even, odd, see);
        }
        *even = outer;
    }
}

/// Visits what is written in base64 within a text, and what that decodes to in turn.
fn look_into(
    text: &[u8],
    depth: u8,
    embedded: &mut Vec<u8>,
    left: &mut Vec<u8>,
    right: &mut Vec<u8>,
    see: &mut dyn FnMut(&[u8], u8),
) {
    for run in base64::runs(text).take(EMBEDDED_MAX) {
        if !base64::decode_text(run, embedded) {
            continue;
        }
        see(embedded, depth);
        for inner in depth..=LAYERS_MAX {
            if !escapes::may_decode(embedded) || !unescape(embedded, left) {
                break;
            }
            see(left, inner + 1);
            std::mem::swap(embedded, left);
        }
        // One who encodes twice is followed once more.
        if let Some(again) = base64::runs(embedded).next()
            && base64::decode_text(again, right)
        {
            see(right, depth + 1);
            if unescape(right, left) {
                see(left, depth + 2);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        Layers::default().visit(text.as_bytes(), &mut |view, _| {
            seen.push(String::from_utf8_lossy(view).into_owned());
        });
        seen
    }

    #[test]
    fn follows_each_layer() {
        for (text, innermost) in [
            ("plain", "plain"),
            ("%253Cb%253E", "<b>"),
            ("%u003cb%u003e", "<b>"),
            ("%%33%63b>", "<b>"),
            ("\\u003cb\\x3e", "<b>"),
            ("&lt;b&#62;", "<b>"),
            ("\u{ff1c}b\u{ff1e}", "<b>"),
            ("%c0%bcb%e0%80%be", "<b>"),
            ("PGI+aGVsbG8gdGhlcmU8L2I+", "<b>hello there</b>"),
            ("JTNDYiUzRWhlbGxvJTNDL2IlM0U=", "<b>hello</b>"),
            ("\\u0025\\u0033\\u0043b>", "<b>"),
        ] {
            assert_eq!(layers(text).last().map(String::as_str), Some(innermost), "{text}");
        }
    }

    #[test]
    fn ends() {
        let nested = format!("%{}3C", "25".repeat(400));
        assert!(layers(&nested).len() <= 2 * usize::from(LAYERS_MAX) + 2);
    }
}
