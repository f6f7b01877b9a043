//! Condition keys that are kept and seldom read.

use super::{Context, Span, place};

/// A [`Context`] in one piece of memory and no larger than it must be. Where many are kept, that
/// saves more time than packing takes: each further piece would be fetched from far away memory to
/// be made, and again to be given back.
///
/// Heads stand in front, behind the number of them: of each key whether it is multivalued, how many values
/// it has, their lengths and its own. Behind them stands the text as the context has it: of each key its
/// values, then its name.
#[derive(Debug, Clone)]
pub struct PackedContext(Box<[u8]>);

/// About how many bytes the head of an entry has.
const HEAD_BYTES: usize = 4;

impl Context {
    /// The same in less memory.
    pub fn pack(&self) -> PackedContext {
        match self.packed() {
            Some(bytes) => PackedContext(bytes.into()),
            // Without what keys had before they were set anew, or that were taken away.
            None => PackedContext(self.compact().packed().unwrap_or_default().into()),
        }
    }

    /// `None` where the text does not stand in order, or has gaps.
    fn packed(&self) -> Option<Vec<u8>> {
        let heads = self.entries.len() * HEAD_BYTES + self.spans.len();
        let mut bytes = Vec::with_capacity(heads + self.text.len() + HEAD_BYTES);
        let mut end = 0;
        let mut length = |span: &Span| {
            (span.from == end).then(|| end = span.to)?;
            Some(span.to - span.from)
        };
        push_number(&mut bytes, super::narrow(self.entries.len()));
        for entry in &self.entries {
            let values = self.spans.get(entry.values.range()).unwrap_or_default();
            bytes.push(u8::from(entry.multivalued));
            push_number(&mut bytes, super::narrow(values.len()));
            for value in values {
                push_number(&mut bytes, length(value)?);
            }
            push_number(&mut bytes, length(&entry.key)?);
        }
        (place(end) == self.text.len()).then(|| bytes.extend_from_slice(self.text.as_bytes()))?;
        Some(bytes)
    }

    /// The same keys, each written once.
    fn compact(&self) -> Self {
        let mut compact = Self::new();
        for (key, multivalued, values) in self.entries() {
            compact.shadow(key, values.iter(), multivalued);
        }
        compact
    }
}

impl PackedContext {
    /// The keys and values as they were.
    pub fn unpack(&self) -> Context {
        let mut context = Context::new();
        let mut heads = &*self.0;
        let count = take_number(&mut heads).unwrap_or(0);
        let mut read = Vec::new();
        for _ in 0..count {
            let Some(head) = take_head(&mut heads) else { return context };
            read.push(head);
        }
        let mut text = heads;
        for (multivalued, lengths, key) in read {
            let values: Option<Vec<_>> =
                lengths.into_iter().map(|length| take_text(&mut text, length)).collect();
            let (Some(values), Some(key)) = (values, take_text(&mut text, key)) else { break };
            context.insert(key, values.into_iter(), multivalued);
        }
        context
    }
}

/// A number, seven bits a byte, the lowest first; each but the last has its highest bit set.
fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while let [low, _, _, _] = number.to_le_bytes()
        && number >= 0x80
    {
        bytes.push(low | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn take_number(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Takes a head: whether the key is multivalued, the lengths of its values, and its own.
fn take_head(rest: &mut &[u8]) -> Option<(bool, Vec<u32>, u32)> {
    let ([multivalued], after) = rest.split_first_chunk()?;
    *rest = after;
    let count = take_number(rest)?;
    let values = (0..count).map(|_| take_number(rest)).collect::<Option<_>>()?;
    Some((*multivalued != 0, values, take_number(rest)?))
}

fn take_text<'b>(rest: &mut &'b [u8], length: u32) -> Option<&'b str> {
    let (text, after) = rest.split_at_checked(place(length))?;
    *rest = after;
    std::str::from_utf8(text).ok()
}
