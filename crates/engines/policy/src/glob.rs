//! Texts with wildcards and variables, compiled once and matched in place: no allocation, and no
//! backtracking beyond the last wildcard of each kind.

use memchr::memmem;

use crate::context::{Context, Key};

/// A compiled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// `*`
    Any,
    /// No text at all.
    Never,
    /// This text.
    Exact(Box<str>),
    /// Any text that begins so.
    Prefix(Box<str>),
    /// Everything else.
    Pieces(Box<[Piece]>),
}

/// A part of a compiled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// This text.
    Literal(Box<str>),
    /// The value of a context key.
    Variable(Variable),
    /// `?`: one character.
    One(Reach),
    /// `*`: any number of characters.
    Many(Reach),
}

/// Whether a wildcard may stand for a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Everything,
    WithinSegment,
}

/// `${key}` or `${key, 'default'}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    key: Key,
    default: Option<Box<str>>,
}

/// Which characters are more than themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// No wildcard.
    Plain,
    /// Wildcards stand for anything.
    Glob,
    /// Wildcards of a `Resource`: within one of the first five segments of an ARN they do not pass
    /// its colon, unless the `*` ends the segment.
    Resource,
    /// Wildcards of the ARN operators: each of the six parts is matched for itself.
    Arn,
}

impl Variable {
    /// The value, if the key has exactly one, or else the default.
    fn resolve<'a>(&'a self, context: &'a Context) -> Option<&'a str> {
        context.lookup_single(&self.key).or(self.default.as_deref())
    }
}

impl Pattern {
    /// Compiles a text; `variables` tells whether `${…}` is more than itself.
    pub(crate) fn compile(text: &str, syntax: Syntax, variables: bool) -> Self {
        let mut compiler =
            Compiler { syntax, pieces: Vec::new(), literal: String::new(), colons: 0 };
        compiler.run(text, variables);
        let Compiler { pieces, colons, .. } = compiler;
        let has_variable = pieces.iter().any(|piece| matches!(piece, Piece::Variable(_)));
        if syntax == Syntax::Arn && text != "*" && colons < 5 && !has_variable {
            return Self::Never;
        }
        match pieces.as_slice() {
            [] => Self::Exact("".into()),
            [Piece::Literal(text)] => Self::Exact(text.clone()),
            [Piece::Many(Reach::Everything)] => Self::Any,
            [Piece::Many(_)] if text == "*" => Self::Any,
            [Piece::Literal(text), Piece::Many(Reach::Everything)] => Self::Prefix(text.clone()),
            _ => Self::Pieces(pieces.into()),
        }
    }

    /// Whether the text matches, case and all.
    pub(crate) fn matches(&self, text: &str, context: &Context) -> bool {
        self.run::<false, false>(text, context)
    }

    /// Whether it matches all that a pattern in the text's place stands for.
    pub(crate) fn covers(&self, text: &str, context: &Context) -> bool {
        self.run::<false, true>(text, context)
    }

    /// Whether the text matches, ASCII case ignored.
    pub(crate) fn matches_ignoring_case(&self, text: &str, context: &Context) -> bool {
        self.run::<true, false>(text, context)
    }

    fn run<const FOLD: bool, const COVER: bool>(&self, text: &str, context: &Context) -> bool {
        match self {
            Self::Any => true,
            Self::Never => false,
            Self::Exact(exact) => {
                !(COVER && is_wild(exact))
                    && exact.len() == text.len()
                    && begins::<FOLD>(text.as_bytes(), exact)
            }
            Self::Prefix(prefix) => {
                !(COVER && is_wild(prefix)) && begins::<FOLD>(text.as_bytes(), prefix)
            }
            Self::Pieces(pieces) => walk::<FOLD, COVER>(pieces, text.as_bytes(), context),
        }
    }
}

fn begins<const FOLD: bool>(text: &[u8], prefix: &str) -> bool {
    let Some(head) = text.get(..prefix.len()) else { return false };
    if FOLD { head.eq_ignore_ascii_case(prefix.as_bytes()) } else { head == prefix.as_bytes() }
}

/// Where to go on when a piece does not fit.
#[derive(Clone, Copy)]
struct Retry {
    piece: usize,
    at: usize,
}

/// Matches every piece in turn; a variable without a value matches nothing.
///
/// There are two points to come back to: the last wildcard that stops at colons and the last
/// that does not. Earlier ones need no second try, because what lies between was found at its
/// first place, and every later place ends later.
fn walk<const FOLD: bool, const COVER: bool>(
    pieces: &[Piece],
    text: &[u8],
    context: &Context,
) -> bool {
    let (mut piece, mut at) = (0, 0);
    let mut narrow: Option<Retry> = None;
    let mut wide: Option<Retry> = None;
    loop {
        let next = match pieces.get(piece) {
            None if at == text.len() => return true,
            None => None,
            Some(Piece::Many(reach)) => {
                let retry = Retry { piece: piece + 1, at };
                if *reach == Reach::WithinSegment {
                    narrow = Some(retry);
                } else if retry.piece == pieces.len() {
                    return true;
                } else {
                    (wide, narrow) = (Some(retry), None);
                }
                Some(at)
            }
            Some(Piece::One(_)) if COVER && text.get(at) == Some(&b'*') => None,
            Some(Piece::One(reach)) => one_character(text, at, *reach),
            Some(Piece::Literal(literal)) => after::<FOLD, COVER>(text, at, literal),
            Some(Piece::Variable(variable)) => {
                variable.resolve(context).and_then(|value| after::<FOLD, COVER>(text, at, value))
            }
        };
        if let Some(next) = next {
            piece += 1;
            at = next;
            continue;
        }
        let retry = match narrow {
            Some(Retry { piece, at }) if text.get(at).is_some_and(|byte| *byte != b':') => {
                let retry = Retry { piece, at: at + 1 };
                narrow = Some(retry);
                retry
            }
            _ => {
                let Some(retry) = wide.and_then(|wide| advance::<FOLD>(pieces, text, wide)) else {
                    return false;
                };
                (wide, narrow) = (Some(retry), None);
                retry
            }
        };
        Retry { piece, at } = retry;
    }
}

fn after<const FOLD: bool, const COVER: bool>(
    text: &[u8],
    at: usize,
    literal: &str,
) -> Option<usize> {
    if COVER && is_wild(literal) {
        return None;
    }
    begins::<FOLD>(text.get(at..)?, literal).then_some(at + literal.len())
}

/// Whether a literal has characters that are wildcards in a pattern that stands in the text's place:
/// there they are more than the literal.
fn is_wild(literal: &str) -> bool {
    literal.contains(['*', '?'])
}

/// Moves a wildcard on by one byte, or straight to the next place where the following text stands.
fn advance<const FOLD: bool>(pieces: &[Piece], text: &[u8], wide: Retry) -> Option<Retry> {
    let rest = text.get(wide.at + 1..)?;
    let skipped = match pieces.get(wide.piece) {
        Some(Piece::Literal(literal)) if !FOLD => memmem::find(rest, literal.as_bytes())?,
        _ => 0,
    };
    Some(Retry { piece: wide.piece, at: wide.at + 1 + skipped })
}

/// The place behind the character that begins at `at`.
fn one_character(text: &[u8], at: usize, reach: Reach) -> Option<usize> {
    let length = match *text.get(at)? {
        b':' if reach == Reach::WithinSegment => return None,
        0x00..=0x7f => 1,
        0x80..=0xbf => return None,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
    };
    Some(at + length)
}

struct Compiler {
    syntax: Syntax,
    pieces: Vec<Piece>,
    literal: String,
    colons: usize,
}

impl Compiler {
    fn run(&mut self, text: &str, variables: bool) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if variables
                && self.takes_variables_here()
                && let Some((inside, behind)) =
                    rest.strip_prefix("${").and_then(|rest| rest.split_once('}'))
            {
                self.placeholder(inside);
                rest = behind;
                continue;
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            self.character(first, rest);
        }
        self.flush();
    }

    /// In a `Resource` variables are resolved only behind the fifth colon. (IAM User Guide, "Where
    /// you can use policy variables".)
    fn takes_variables_here(&self) -> bool {
        self.syntax != Syntax::Resource || self.colons >= 5
    }

    /// `${*}`, `${?}` and `${$}` are the characters themselves; all else names a key.
    fn placeholder(&mut self, inside: &str) {
        match inside.trim() {
            escaped @ ("*" | "?" | "$") => self.literal.push_str(escaped),
            inside => {
                self.flush();
                let (key, default) = match inside.split_once(',') {
                    Some((key, default)) => (key.trim(), quoted(default.trim())),
                    None => (inside, None),
                };
                let variable = Variable { key: Key::new(key), default: default.map(Into::into) };
                self.pieces.push(Piece::Variable(variable));
            }
        }
    }

    fn character(&mut self, character: char, rest: &str) {
        let wild = self.syntax != Syntax::Plain;
        match character {
            '*' if wild => {
                self.flush();
                let many = Piece::Many(self.reach(rest.is_empty() || rest.starts_with(':')));
                if self.pieces.last() != Some(&many) {
                    self.pieces.push(many);
                }
            }
            '?' if wild => {
                self.flush();
                let one = Piece::One(self.reach(false));
                self.pieces.push(one);
            }
            _ => {
                self.colons += usize::from(character == ':');
                self.literal.push(character);
            }
        }
    }

    const fn reach(&self, ends_segment: bool) -> Reach {
        match self.syntax {
            Syntax::Resource if self.colons < 5 && !ends_segment => Reach::WithinSegment,
            Syntax::Arn if self.colons < 5 => Reach::WithinSegment,
            _ => Reach::Everything,
        }
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.pieces.push(Piece::Literal(std::mem::take(&mut self.literal).into()));
        }
    }
}

fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix('\'')
}

#[cfg(test)]
mod tests;
