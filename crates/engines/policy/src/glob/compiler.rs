//! Texts with wildcards and variables, read and written as code.

use super::{Reach, form, piece};
use crate::compile::Writer;
use crate::context::Key;

/// A text, compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Glob {
    /// `*`
    Any,
    /// No text at all.
    Never,
    /// This text.
    Exact(String),
    /// Any text that begins so.
    Prefix(String),
    /// Texts in their order, with anything between two of them. The first one begins what matches,
    /// the last one ends it; both may be empty.
    Texts(Vec<String>),
    /// Everything else.
    Pieces(Vec<Piece>),
}

/// A part of a compiled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// This text.
    Literal(String),
    /// `${key}` or `${key, 'default'}`: the value of a context key.
    Variable { key: String, default: Option<String> },
    /// `?`: one character.
    One(Reach),
    /// `*`: any number of characters.
    Many(Reach),
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

impl Glob {
    /// Compiles a text; `variables` tells whether `${…}` is more than itself.
    pub(crate) fn compile(text: &str, syntax: Syntax, variables: bool) -> Self {
        let mut compiler = Compiler::new(syntax);
        compiler.run(text, variables);
        let Compiler { pieces, colons, .. } = compiler;
        let has_variable = pieces.iter().any(|piece| matches!(piece, Piece::Variable { .. }));
        if syntax == Syntax::Arn && text != "*" && colons < 5 && !has_variable {
            return Self::Never;
        }
        match pieces.as_slice() {
            [] => Self::Exact(String::new()),
            [Piece::Literal(text)] => Self::Exact(text.clone()),
            [Piece::Many(Reach::Everything)] => Self::Any,
            [Piece::Many(_)] if text == "*" => Self::Any,
            [Piece::Literal(text), Piece::Many(Reach::Everything)] => Self::Prefix(text.clone()),
            pieces => {
                texts_between(pieces).map_or_else(|| Self::Pieces(pieces.to_vec()), Self::Texts)
            }
        }
    }

    /// Writes what [`Pattern`] reads: the form, then a text or pieces up to the end.
    pub(crate) fn write(&self, code: &mut Writer) {
        match self {
            Self::Any => code.byte(form::ANY),
            Self::Never => code.byte(form::NEVER),
            Self::Exact(text) => {
                code.byte(form::EXACT);
                code.raw(text.as_bytes());
            }
            Self::Prefix(text) => {
                code.byte(form::PREFIX);
                code.raw(text.as_bytes());
            }
            Self::Texts(texts) => {
                code.byte(form::TEXTS);
                for text in texts {
                    code.block(text.as_bytes());
                }
            }
            Self::Pieces(pieces) => {
                code.byte(form::PIECES);
                for piece in pieces {
                    piece.write(code);
                }
            }
        }
    }
}

/// The texts between wildcards that stand for anything; `None` where there are other pieces.
fn texts_between(pieces: &[Piece]) -> Option<Vec<String>> {
    let mut texts = vec![String::new()];
    for piece in pieces {
        match piece {
            Piece::Literal(text) => texts.last_mut()?.push_str(text),
            Piece::Many(Reach::Everything) => texts.push(String::new()),
            _ => return None,
        }
    }
    Some(texts)
}

impl Piece {
    fn write(&self, code: &mut Writer) {
        match self {
            Self::Literal(text) => {
                code.byte(piece::LITERAL);
                code.block(text.as_bytes());
            }
            Self::Variable { key, default: None } => {
                code.byte(piece::VARIABLE);
                Key::write(key, code);
            }
            Self::Variable { key, default: Some(default) } => {
                code.byte(piece::VARIABLE_OR_DEFAULT);
                Key::write(key, code);
                code.block(default.as_bytes());
            }
            Self::One(Reach::Everything) => code.byte(piece::ONE),
            Self::One(Reach::WithinSegment) => code.byte(piece::ONE_WITHIN_SEGMENT),
            Self::Many(Reach::Everything) => code.byte(piece::MANY),
            Self::Many(Reach::WithinSegment) => code.byte(piece::MANY_WITHIN_SEGMENT),
        }
    }
}

pub(super) struct Compiler {
    syntax: Syntax,
    pub(super) pieces: Vec<Piece>,
    literal: String,
    colons: usize,
}

impl Compiler {
    pub(super) const fn new(syntax: Syntax) -> Self {
        Self { syntax, pieces: Vec::new(), literal: String::new(), colons: 0 }
    }

    pub(super) fn run(&mut self, text: &str, variables: bool) {
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
                let (key, default) = (key.to_owned(), default.map(str::to_owned));
                self.pieces.push(Piece::Variable { key, default });
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
            self.pieces.push(Piece::Literal(std::mem::take(&mut self.literal)));
        }
    }
}

fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix('\'')
}
