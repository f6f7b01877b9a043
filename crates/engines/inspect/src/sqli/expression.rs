//! Operands of SQL: what a condition or a list is made of.

use super::statement;
use super::tokens::{Kind, Token};
use super::words::Word;
use crate::effort::Effort;

/// An operand that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operand {
    /// A number.
    Number,
    /// A literal; `true` if it is closed.
    Literal(bool),
    /// `NULL`, `TRUE` and their kind, or a variable.
    Constant,
    /// A name.
    Name,
    /// A call of a function of databases.
    Call,
    /// A call of something else.
    OtherCall,
    /// A query.
    Query,
    /// A list or an expression in parentheses.
    Group,
}

impl Operand {
    /// Whether it is an attack by itself, where an expression is expected.
    pub(super) fn attack(self) -> Option<&'static str> {
        match self {
            Self::Call => Some("a call of a database's function"),
            Self::Query => Some("a query within an expression"),
            _ => None,
        }
    }

    pub(super) fn is_query(self) -> bool {
        self == Self::Query
    }

    /// Whether it has a value of its own.
    pub(super) fn is_value(self) -> bool {
        matches!(self, Self::Number | Self::Literal(_) | Self::Constant | Self::Group)
    }

    pub(super) fn is_number(self) -> bool {
        self == Self::Number
    }

    pub(super) fn is_open_literal(self) -> bool {
        self == Self::Literal(false)
    }

    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::OtherCall)
    }
}

/// Whether a word is one of these.
pub(super) fn is_any(word: &[u8], words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

/// A place among tokens.
pub(super) struct Reader<'a> {
    tokens: &'a [Token],
    pub(super) text: &'a [u8],
    position: usize,
    names: [Option<Token>; 2],
    /// What reading on may still cost.
    pub(super) effort: &'a Effort,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tokens: &'a [Token], text: &'a [u8], effort: &'a Effort) -> Self {
        Self { tokens, text, position: 0, names: [None; 2], effort }
    }

    /// The token so many ahead.
    pub(super) fn peek(&self, ahead: usize) -> Token {
        let token = self.tokens.get(self.position + ahead).copied();
        token.unwrap_or(Token { kind: Kind::End, start: self.text.len(), end: self.text.len() })
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.position = (self.position + count).min(self.tokens.len());
    }

    /// Whether the word so many ahead is one of these.
    pub(super) fn word_is(&self, ahead: usize, words: &[&str]) -> bool {
        is_any(self.peek(ahead).text(self.text), words)
    }

    /// Passes over what may stand between a closing quote and what follows: the rest of a literal.
    pub(super) fn close_operand(&mut self) {
        while matches!(self.peek(0).kind, Kind::Arithmetic(b'%')) {
            self.advance(1);
        }
        // A second quote of the other kind was part of a literal in a literal.
        if matches!(self.peek(0).kind, Kind::Literal(false))
            && self.peek(0).start + 1 >= self.text.len()
        {
            self.advance(1);
        }
    }

    /// Passes over an operand where none need be; tells whether the text surely is SQL's.
    pub(super) fn operand_bare(&mut self) -> bool {
        while matches!(self.peek(0).kind, Kind::Arithmetic(b'-' | b'+' | b'!' | b'~')) {
            self.advance(1);
        }
        match self.peek(0).kind {
            Kind::Number => {
                self.advance(1);
                if matches!(self.peek(0).kind, Kind::Arithmetic(b'%')) {
                    self.advance(1);
                }
                if matches!(self.peek(0).kind, Kind::Literal(_)) {
                    return false;
                }
            }
            Kind::Name | Kind::Word(Word::Constant) => {
                self.advance(1);
                // Words one after the other are prose.
                if self.peek(0).kind == Kind::Open {
                    self.skip_group();
                }
            }
            _ => {}
        }
        false
    }

    /// Passes over closing parentheses; tells how many.
    pub(super) fn closes(&mut self) -> usize {
        let mut count = 0;
        while self.peek(0).kind == Kind::Close {
            self.advance(1);
            count += 1;
        }
        count
    }

    /// Passes over what stands before an operand.
    pub(super) fn prefixes(&mut self) {
        while matches!(
            self.peek(0).kind,
            Kind::Arithmetic(b'-' | b'+' | b'!' | b'~') | Kind::Word(Word::Prefix)
        ) {
            self.advance(1);
        }
    }

    /// Passes over an operator of comparison: a sign, or words.
    pub(super) fn comparison(&mut self) {
        for _ in 0..3 {
            match self.peek(0).kind {
                Kind::Compare | Kind::Word(Word::Comparison | Word::Prefix | Word::Quantifier) => {
                    self.advance(1);
                }
                _ => break,
            }
        }
    }

    /// Whether the last two operands were the same name.
    pub(super) fn same_names(&self) -> bool {
        match self.names {
            [Some(left), Some(right)] => left.text(self.text) == right.text(self.text),
            _ => false,
        }
    }

    /// Reads an operand.
    pub(super) fn operand(&mut self) -> Option<Operand> {
        let opened = {
            let mut count = 0;
            while self.peek(0).kind == Kind::Open {
                self.advance(1);
                count += 1;
            }
            count
        };
        self.prefixes();
        let token = self.peek(0);
        let operand = match token.kind {
            Kind::Number => Operand::Number,
            Kind::Literal(closed) => Operand::Literal(closed),
            Kind::Variable | Kind::Word(Word::Constant) => Operand::Constant,
            Kind::Word(Word::Select) => {
                return statement::selects(self, 1).then_some(Operand::Query);
            }
            Kind::Word(Word::Quantifier) => {
                self.advance(1);
                return (self.peek(0).kind == Kind::Open
                    && self.peek(1).kind == Kind::Word(Word::Select))
                .then_some(Operand::Query);
            }
            Kind::Word(Word::Function | Word::If | Word::Statement | Word::Logic) => {
                return Some(self.call(true));
            }
            Kind::Word(Word::Case) if self.word_is(0, &["case"]) => return Some(Operand::Call),
            Kind::Name => return Some(self.call(false)),
            Kind::Close if opened > 0 => Operand::Group,
            _ => return None,
        };
        self.advance(1);
        Some(operand)
    }

    /// Reads a name or a call.
    fn call(&mut self, known: bool) -> Operand {
        let token = self.peek(0);
        self.names = [self.names.get(1).copied().flatten(), Some(token)];
        self.advance(1);
        // A name of several parts, as `dbms_pipe.receive_message`.
        while self.peek(0).kind == Kind::Other(b'.') {
            self.advance(2);
        }
        if known && self.peek(0).kind == Kind::Name && self.peek(0).start == token.end + 1 {
            self.advance(1);
        }
        if self.peek(0).kind != Kind::Open {
            return Operand::Name;
        }
        if known {
            return Operand::Call;
        }
        let inner = self.peek(1).kind;
        if inner == Kind::Word(Word::Select) {
            return Operand::Query;
        }
        self.skip_group();
        Operand::OtherCall
    }

    /// Passes over a group in parentheses.
    pub(super) fn skip_group(&mut self) {
        let mut depth = 0usize;
        while self.peek(0).kind != Kind::End {
            match self.peek(0).kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.advance(1);
            if depth == 0 {
                break;
            }
        }
    }
}
