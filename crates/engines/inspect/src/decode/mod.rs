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

pub(crate) use escapes::undo;
pub use escapes::unescape;

use crate::detect::Shape;
use crate::effort::Effort;

/// How often a text is decoded at most.
pub const LAYERS_MAX: u8 = 6;

/// How many texts in base64 are looked into, within one text.
const EMBEDDED_MAX: usize = 64;

/// Of a text that is longer, what stands between the outermost and the innermost layer is passed over:
/// who pays for many layers of many bytes is not to wear out who reads them.
const LAYERED_MAX: usize = 1024;

/// How much of a text is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All that is in it.
    Whole,
    /// What depends on how it begins: it decodes to a text with all else that it has.
    Beginning,
}

/// Is shown a text, its shape, how deep in layers it was, and how much of it is to be looked at.
pub(crate) type See<'a> = dyn FnMut(&[u8], Shape, u8, Extent) + 'a;

/// Of a text that is longer and decodes to another, only that other is looked at as a whole.
const WHOLE_MAX: usize = 2048;

/// What telling what a decoded text is made of costs for each byte.
const SHAPED: usize = 2;

/// What looking for base64 costs for each byte, and a run of it with the text that it is read as.
const LOOKED_THROUGH: usize = 7;
const RUN: usize = 480;
const READ: usize = 40;

/// Buffers that are used again from text to text.
#[derive(Debug, Default)]
pub struct Layers {
    outer: Vec<u8>,
    next: Vec<u8>,
    embedded: Vec<u8>,
    left: Vec<u8>,
    right: Vec<u8>,
}

impl Layers {
    /// Visits a text and all that it decodes to, with the depth of each.
    pub fn visit(&mut self, text: &[u8], see: &mut dyn FnMut(&[u8], u8)) {
        let shape = Shape::of(text);
        self.visit_within(&Effort::endless(), text, shape, &mut |text, _, depth, _| {
            see(text, depth);
        });
    }

    /// Visits a text and all that it decodes to, with the shape and the depth of each, as long as
    /// effort is left.
    pub(crate) fn visit_within(
        &mut self,
        effort: &Effort,
        text: &[u8],
        shape: Shape,
        see: &mut See<'_>,
    ) {
        let Self { outer, next, embedded, left, right } = self;
        let mut inner = Within { effort, embedded, left, right };
        let is_decoded = escapes::may_decode(shape) && escapes::undo(text, outer, effort);
        if is_decoded && text.len() > WHOLE_MAX {
            see(text, shape, 0, Extent::Beginning);
        } else {
            see(text, shape, 0, Extent::Whole);
            inner.look_into(text, shape, 1, see);
        }
        if !is_decoded {
            return;
        }
        let is_long = text.len() > LAYERED_MAX;
        for depth in 1..=LAYERS_MAX {
            if effort.is_spent() {
                break;
            }
            let shape = shape_of(effort, outer);
            let goes_on = depth < LAYERS_MAX
                && escapes::may_decode(shape)
                && escapes::undo(outer, next, effort);
            if !(is_long && goes_on) {
                see(outer, shape, depth, Extent::Whole);
                inner.look_into(outer, shape, depth + 1, see);
            }
            if !goes_on {
                break;
            }
            std::mem::swap(outer, next);
        }
    }
}

/// What a decoded text is made of.
fn shape_of(effort: &Effort, text: &[u8]) -> Shape {
    effort.spend(text.len() * SHAPED);
    Shape::of(text)
}

/// What is written in base64 within a text, and the buffers for it.
struct Within<'a> {
    effort: &'a Effort,
    embedded: &'a mut Vec<u8>,
    left: &'a mut Vec<u8>,
    right: &'a mut Vec<u8>,
}

impl Within<'_> {
    /// Visits what is written in base64 within a text, and what that decodes to in turn.
    fn look_into(&mut self, text: &[u8], shape: Shape, depth: u8, see: &mut See<'_>) {
        // A text in base64 has letters of both cases.
        if text.len() < base64::WHOLE_MIN || !shape.has_both_cases() {
            return;
        }
        self.effort.spend(text.len() * LOOKED_THROUGH);
        for run in base64::runs(text).take(EMBEDDED_MAX) {
            if self.effort.is_spent() {
                return;
            }
            let is_text = base64::decode_text(run, self.embedded);
            self.effort.spend(RUN + self.embedded.len() * READ);
            if is_text {
                self.follow(depth, see);
            }
        }
    }

    /// Visits what a run decoded to, and the layers within it.
    fn follow(&mut self, depth: u8, see: &mut See<'_>) {
        let Self { effort, embedded, left, right } = self;
        let mut shape = shape_of(effort, embedded);
        see(embedded, shape, depth, Extent::Whole);
        let is_long = embedded.len() > LAYERED_MAX;
        let mut last = depth;
        for inner in depth..=LAYERS_MAX {
            if effort.is_spent()
                || !escapes::may_decode(shape)
                || !escapes::undo(embedded, left, effort)
            {
                break;
            }
            shape = shape_of(effort, left);
            last = inner + 1;
            if !is_long {
                see(left, shape, last, Extent::Whole);
            }
            std::mem::swap(*embedded, *left);
        }
        if is_long && last > depth {
            see(embedded, shape, last, Extent::Whole);
        }
        // One who encodes twice is followed once more.
        effort.spend(embedded.len() * LOOKED_THROUGH);
        if shape.has_both_cases()
            && let Some(again) = base64::runs(embedded).next()
            && base64::decode_text(again, right)
        {
            see(right, shape_of(effort, right), depth + 1, Extent::Whole);
            if escapes::undo(right, left, effort) {
                see(left, shape_of(effort, left), depth + 2, Extent::Whole);
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
