//! Keys and values of a body in JSON, read in one pass with a stack of its own: no depth of nesting
//! overflows anything. Strings without escapes are not copied.

use rustc_hash::FxHashMap;

use super::{Base, Ready, Views};
use crate::language::{InvalidJson, Part};
use crate::request::WebRequest;

/// JSON pointers (RFC 6901) as a tree of their tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paths {
    nodes: Vec<PathNode>,
}

#[derive(Debug, Clone, Default)]
struct PathNode {
    children: FxHashMap<Vec<u8>, usize>,
    is_end: bool,
}

/// Where in the tree of paths a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At or below the end of a path.
    Within,
    /// On the way to one.
    At(usize),
    /// Nowhere.
    Off,
}

impl Paths {
    pub(crate) fn new(pointers: &[String]) -> Self {
        let mut paths = Self { nodes: vec![PathNode::default()] };
        for pointer in pointers {
            let mut at = 0;
            // AWS's pattern of a pointer allows `/` for the whole document.
            let tokens = pointer.strip_prefix('/').filter(|rest| !rest.is_empty());
            for token in tokens.into_iter().flat_map(|rest| rest.split('/')) {
                let token = token.replace("~1", "/").replace("~0", "~").into_bytes();
                let next = paths.nodes.len();
                let Some(node) = paths.nodes.get_mut(at) else { break };
                at = *node.children.entry(token).or_insert(next);
                if at == next {
                    paths.nodes.push(PathNode::default());
                }
            }
            if let Some(node) = paths.nodes.get_mut(at) {
                node.is_end = true;
            }
        }
        paths
    }

    fn root(&self) -> Place {
        self.at(0)
    }

    fn at(&self, node: usize) -> Place {
        match self.nodes.get(node) {
            Some(held) if held.is_end => Place::Within,
            Some(_) => Place::At(node),
            None => Place::Off,
        }
    }

    fn below(&self, place: Place, token: &[u8]) -> Place {
        let Place::At(node) = place else { return place };
        let child = self.nodes.get(node).and_then(|node| node.children.get(token));
        child.map_or(Place::Off, |child| self.at(*child))
    }
}

/// An object or a list that is being read.
#[derive(Debug)]
pub(super) struct Frame {
    is_list: bool,
    place: Place,
    next_index: usize,
}

/// The body cannot be read on.
struct Fault;

struct Reader<'r, 'v> {
    views: &'v mut Views,
    body: &'r [u8],
    at: usize,
    part: Part,
    paths: Option<&'r Paths>,
}

impl Views {
    pub(super) fn json(
        &mut self,
        part: Part,
        invalid: InvalidJson,
        paths: Option<&Paths>,
        request: &WebRequest<'_>,
    ) -> Ready {
        let begin = self.pieces.len();
        if request.body.trim_ascii().is_empty() {
            return Ready::Inspect;
        }
        self.frames.clear();
        // A byte order mark is no part of the text (RFC 8259, section 8.1).
        let at = crate::scan::mark_length(request.body);
        let mut reader = Reader { views: self, body: request.body, at, part, paths };
        let is_whole = reader.document().is_ok();
        let is_cut = request.body_truncated && reader.at >= request.body.len();
        if is_whole || is_cut {
            return Ready::Inspect;
        }
        match invalid {
            InvalidJson::UpToFault => Ready::Inspect,
            InvalidJson::Match => Ready::Match,
            InvalidJson::NoMatch => Ready::NoMatch,
            InvalidJson::AsText => {
                self.pieces.truncate(begin);
                self.whole(Base::Body, request.body)
            }
        }
    }
}

impl Reader<'_, '_> {
    fn document(&mut self) -> Result<(), Fault> {
        let root = self.paths.map_or(Place::Within, Paths::root);
        self.value(root)?;
        while let Some(frame) = self.views.frames.last() {
            let (is_list, place, index) = (frame.is_list, frame.place, frame.next_index);
            let close = if is_list { b']' } else { b'}' };
            let mut next = self.token()?;
            if next == close {
                self.at += 1;
                self.views.frames.pop();
                continue;
            }
            if index > 0 {
                if next != b',' {
                    return Err(Fault);
                }
                self.at += 1;
                next = self.token()?;
            }
            if let Some(frame) = self.views.frames.last_mut() {
                frame.next_index += 1;
            }
            let below = if is_list {
                self.at_index(place, index)
            } else if next == b'"' {
                self.key(place)?
            } else {
                return Err(Fault);
            };
            self.value(below)?;
        }
        match self.token() {
            Ok(_) => Err(Fault),
            Err(Fault) => Ok(()),
        }
    }

    /// The place of an item of a list.
    fn at_index(&self, place: Place, index: usize) -> Place {
        match (self.paths, place) {
            (Some(paths), Place::At(_)) => paths.below(place, index.to_string().as_bytes()),
            _ => place,
        }
    }

    /// A key and its colon; answers the place of its value.
    fn key(&mut self, place: Place) -> Result<Place, Fault> {
        let (base, start, end) = self.string()?;
        let piece = super::Piece { base, start, end };
        let below = match (self.paths, place) {
            (Some(paths), Place::At(_)) => {
                let text = if matches!(base, Base::Arena) { &*self.views.arena } else { self.body };
                paths.below(place, text.get(start..end).unwrap_or_default())
            }
            _ => place,
        };
        if self.part.has_keys() && below == Place::Within {
            self.views.pieces.push(piece);
        }
        if self.token()? != b':' {
            return Err(Fault);
        }
        self.at += 1;
        Ok(below)
    }

    /// A scalar, or the begin of an object or list.
    fn value(&mut self, place: Place) -> Result<(), Fault> {
        let (base, start, end) = match self.token()? {
            open @ (b'{' | b'[') => {
                self.at += 1;
                self.views.frames.push(Frame { is_list: open == b'[', place, next_index: 0 });
                return Ok(());
            }
            b'"' => self.string()?,
            _ => {
                let start = self.at;
                let rest = self.body.get(start..).unwrap_or_default();
                let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                self.at += rest.iter().take_while(is_part).count();
                if self.at == start {
                    return Err(Fault);
                }
                (Base::Body, start, self.at)
            }
        };
        if self.part.has_values() && place == Place::Within {
            self.views.push(base, start, end);
        }
        Ok(())
    }

    /// The next byte that is no white space; it is not passed.
    fn token(&mut self) -> Result<u8, Fault> {
        let rest = self.body.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        self.body.get(self.at).copied().ok_or(Fault)
    }

    /// A string: where its text is. What is there of one without an end is kept, too.
    fn string(&mut self) -> Result<(Base, usize, usize), Fault> {
        self.at += 1;
        let start = self.at;
        let rest = self.body.get(start..).unwrap_or_default();
        let Some(stop) = memchr::memchr2(b'"', b'\\', rest) else {
            self.at = self.body.len();
            self.unended(Base::Body, start, self.at);
            return Err(Fault);
        };
        if rest.get(stop) == Some(&b'"') {
            self.at = start + stop + 1;
            return Ok((Base::Body, start, start + stop));
        }
        let begin = self.views.arena.len();
        let is_ended = self.escaped(rest);
        let end = self.views.arena.len();
        if !is_ended {
            self.unended(Base::Arena, begin, end);
            return Err(Fault);
        }
        Ok((Base::Arena, begin, end))
    }

    /// Whether it is a key or a value nobody can say any more.
    fn unended(&mut self, base: Base, start: usize, end: usize) {
        if self.paths.is_none() {
            self.views.push(base, start, end);
        }
    }

    /// Writes a string with escapes into the arena; answers whether it ends.
    fn escaped(&mut self, mut rest: &[u8]) -> bool {
        let arena = &mut self.views.arena;
        while let Some(stop) = memchr::memchr2(b'"', b'\\', rest) {
            let (plain, after) = rest.split_at(stop);
            arena.extend_from_slice(plain);
            match after {
                [b'"', left @ ..] => {
                    self.at = self.body.len() - left.len();
                    return true;
                }
                [b'\\', b'u', code @ ..] => {
                    let (letter, left) = unicode(code);
                    arena.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                    rest = left;
                }
                [b'\\', letter, left @ ..] => {
                    arena.push(match letter {
                        b'b' => 0x08,
                        b'f' => 0x0c,
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        other => *other,
                    });
                    rest = left;
                }
                _ => break,
            }
        }
        arena.extend_from_slice(rest);
        self.at = self.body.len();
        false
    }
}

/// The letter of four digits, or of a pair of surrogates, and what follows.
fn unicode(code: &[u8]) -> (char, &[u8]) {
    let Some((high, left)) = digits(code) else { return (char::REPLACEMENT_CHARACTER, code) };
    if (0xd800..0xdc00).contains(&high)
        && let Some((low, left)) = left.strip_prefix(b"\\u").and_then(digits)
        && (0xdc00..0xe000).contains(&low)
    {
        let letter = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        return (char::from_u32(letter).unwrap_or(char::REPLACEMENT_CHARACTER), left);
    }
    (char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), left)
}

fn digits(text: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.split_first_chunk::<4>()?;
    let mut value = 0;
    for digit in digits {
        value = value << 4 | char::from(*digit).to_digit(16)?;
    }
    Some((value, rest))
}
