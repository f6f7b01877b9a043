//! Condition keys that are kept and seldom read.

use super::{Context, narrow, place};

/// A [`Context`] in one piece of memory and no larger than it must be. Where many are kept, that
/// saves more time than packing takes: each further piece would be fetched from far away memory to
/// be made, and again to be given back.
#[derive(Debug, Clone)]
pub struct PackedContext(Box<[u8]>);

/// How many bytes the head of an entry has: whether it is multivalued, and how many values it has.
const HEAD_BYTES: usize = 5;
/// How many bytes tell the length of a text.
const LENGTH_BYTES: usize = 4;

impl Context {
    /// The same in less memory.
    pub fn pack(&self) -> PackedContext {
        let texts = self.entries.len() + self.spans.len();
        let heads = self.entries.len() * HEAD_BYTES;
        let mut bytes = Vec::with_capacity(heads + texts * LENGTH_BYTES + self.text.len());
        for entry in &self.entries {
            let values = self.values_of(entry);
            bytes.push(u8::from(entry.multivalued));
            bytes.extend_from_slice(&narrow(values.len()).to_le_bytes());
            push(&mut bytes, entry.key.of(&self.text));
            values.iter().for_each(|value| push(&mut bytes, value));
        }
        PackedContext(bytes.into())
    }
}

impl PackedContext {
    /// The keys and values as they were.
    pub fn unpack(&self) -> Context {
        let mut context = Context::new();
        let mut rest = &*self.0;
        while let Some((multivalued, key, values)) = next(&mut rest) {
            context.insert(key, values.into_iter(), multivalued);
        }
        context
    }
}

fn push(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&narrow(text.len()).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

/// Takes the next entry: whether it is multivalued, its key and its values.
fn next<'b>(rest: &mut &'b [u8]) -> Option<(bool, &'b str, Vec<&'b str>)> {
    let ([multivalued], after) = rest.split_first_chunk()?;
    *rest = after;
    let count = take_number(rest)?;
    let key = take_text(rest)?;
    let values = (0..count).map(|_| take_text(rest)).collect::<Option<_>>()?;
    Some((*multivalued != 0, key, values))
}

fn take_number(rest: &mut &[u8]) -> Option<u32> {
    let (bytes, after) = rest.split_first_chunk::<LENGTH_BYTES>()?;
    *rest = after;
    Some(u32::from_le_bytes(*bytes))
}

fn take_text<'b>(rest: &mut &'b [u8]) -> Option<&'b str> {
    let length = take_number(rest)?;
    let (text, after) = rest.split_at_checked(place(length))?;
    *rest = after;
    std::str::from_utf8(text).ok()
}
