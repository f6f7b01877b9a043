//! SQL injection: a text is read as the SQL of many dialects would read it, from each place where it
//! may begin within a statement, and judged by whether it goes on with that statement as an attack
//! does. The approach of tokens folded to short forms is that of libinjection; tokens, forms and
//! judgements are our own.

mod expression;
mod judge;
mod skim;
mod statement;
mod tokens;
mod words;

use crate::detect::{
    DetectorKind, Match, Place, Sensitivity, Shape, reads_like_prose, search_alone,
};
use crate::effort::Effort;
use crate::scan::{self, count_such};
use tokens::{Kind, Token, Tokens};

/// So many tokens are judged from each beginning.
const TOKENS_MAX: usize = 80;
/// So many are of a short text, and of a shorter one.
const FEW_TOKENS: usize = 16;
const FEWER_TOKENS: usize = 8;

/// What a text is taken to stand within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Nothing: a number or a name was expected.
    Bare,
    /// A literal in these quotes.
    Quoted(u8),
}

/// Finds SQL injection in a decoded text.
pub fn detect(text: &[u8], sensitivity: Sensitivity) -> Option<Match> {
    let shape = Shape::of(text);
    if !may_match(shape, text) {
        return None;
    }
    let effort = Effort::of(Place::Body, text.len());
    let judged = judge(text, shape, sensitivity, reads_like_prose(text), &effort);
    judged.map(|(found, _)| found).or_else(|| {
        let lower = text.to_ascii_lowercase();
        search_alone(&lower, DetectorKind::SqlInjection)
    })
}

/// Whether a text of such a shape can hold an injection.
pub(crate) fn may_match(shape: Shape, text: &[u8]) -> bool {
    if text.len() < 3 {
        return false;
    }
    shape.has_any(b"'\"`;=<>()#*@|&/")
        || shape.has_space()
        || shape.has_control()
        // One alone subtracts: it is in dates and in names of all kinds.
        || shape.has_any(b"-") && scan::contains(text, b"--")
}

/// Judges a text, and tells which sensitivity it takes to see what was found.
pub(crate) fn judge(
    text: &[u8],
    shape: Shape,
    sensitivity: Sensitivity,
    is_prose: bool,
    effort: &Effort,
) -> Option<(Match, Sensitivity)> {
    let mut weak = None;
    // A text has no more tokens than bytes.
    let (mut fewer, mut few, mut many);
    let tokens = if text.len() <= FEWER_TOKENS {
        fewer = [Token::END; FEWER_TOKENS];
        fewer.as_mut_slice()
    } else if text.len() <= FEW_TOKENS {
        few = [Token::END; FEW_TOKENS];
        few.as_mut_slice()
    } else {
        effort.spend(MANY);
        many = [Token::END; TOKENS_MAX];
        many.as_mut_slice()
    };
    for (context, from) in beginnings(text, shape, effort) {
        if effort.is_spent() {
            break;
        }
        let mut reader = Tokens::new(text, from);
        let count = reader.read(tokens);
        let read = tokens.get(..count).unwrap_or_default();
        charge(read, &mut reader, effort);
        if count < TOKENS_MAX && context == Context::Bare && are_names(read) {
            continue;
        }
        effort.spend(JUDGED);
        let verdict = judge::judge(read, context, text, effort).or_else(|| {
            if count < TOKENS_MAX || is_prose { None } else { further(text, from, context, effort) }
        });
        let Some(verdict) = verdict else { continue };
        let found = Match::new(verdict.offset, verdict.length, verdict.what);
        match verdict.level {
            Sensitivity::Low => return Some((found, Sensitivity::Low)),
            Sensitivity::High => weak = weak.or(Some((found, Sensitivity::High))),
        }
    }
    weak.filter(|_| sensitivity == Sensitivity::High)
}

/// Whether these are nothing but names, as words of prose are, which go on with no statement.
fn are_names(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| token.kind == Kind::Name)
}

/// Counts what reading and judging tokens takes, and once what the comments among them took.
fn charge(tokens: &[Token], reader: &mut Tokens<'_>, effort: &Effort) {
    let covered =
        tokens.last().zip(tokens.first()).map_or(0, |(last, first)| last.end - first.start);
    let (mut words, mut escapes) = (0, 0);
    for token in tokens {
        match token.kind {
            Kind::Name | Kind::Word(_) => words += 1,
            Kind::Literal(_) => {
                let literal = token.text(reader.text);
                let quote = scan::at(literal, 0);
                escapes += count_such(literal, |byte| byte == quote || byte == b'\\');
            }
            _ => {}
        }
    }
    let comments = std::mem::take(&mut reader.comments);
    effort.spend(comments * COMMENT);
    effort.spend(tokens.len() * TOKEN + words * WORD + covered * READ + escapes * ESCAPED);
}

/// What may escape or end a literal costs within one, a token, one that is a word, a comment that is passed
/// over, a byte, and a judgement.
const ESCAPED: usize = 50;
const TOKEN: usize = 90;
const WORD: usize = 200;
const COMMENT: usize = 100;
const READ: usize = 2;
const JUDGED: usize = 500;
/// What room for many tokens costs.
const MANY: usize = 150;

/// So many places beyond the first tokens are judged.
const FURTHER_MAX: usize = 48;

/// So many tokens are judged from each of those places.
const FURTHER_TOKENS: usize = 24;

/// So many tokens tell whether a further statement may stand behind a semicolon.
const STACKED_TOKENS: usize = 3;

/// Judges a text with more tokens than are judged at once: a long list or sum may stand before what
/// goes on with the statement.
fn further(text: &[u8], from: usize, context: Context, effort: &Effort) -> Option<judge::Verdict> {
    let mut tokens = Tokens::new(text, from);
    let mut previous = None;
    let mut row = [Token::END; FURTHER_TOKENS];
    for _ in 0..FURTHER_MAX {
        let token = tokens.skim(&mut previous, effort).filter(|_| !effort.is_spent())?;
        // Behind a literal that was closed what goes on stands alone, else behind an operand.
        let operand = previous.filter(|_| context == Context::Bare);
        previous = Some(token.start);
        let mut ahead = Tokens::new(text, operand.unwrap_or(token.start));
        let (few, more) = row.split_at_mut(STACKED_TOKENS);
        let mut read = ahead.read(few);
        if token.kind == Kind::Semicolon {
            charge(few.get(..read).unwrap_or_default(), &mut ahead, effort);
            let kind = |place: usize| few.get(place).filter(|_| place < read).map(|one| one.kind);
            let (before, next) = match operand {
                Some(_) => (kind(0), kind(2)),
                None => (None, kind(1)),
            };
            if !may_stack(before, next) {
                continue;
            }
        }
        if read == STACKED_TOKENS {
            read += ahead.read(more);
        }
        let row = row.get(..read).unwrap_or_default();
        charge(row, &mut ahead, effort);
        effort.spend(JUDGED);
        let verdict = judge::judge(row, context, text, effort);
        if verdict.is_some_and(|verdict| verdict.level == Sensitivity::Low) {
            return verdict;
        }
    }
    None
}

/// Whether a further statement may stand behind a semicolon, or one before it.
fn may_stack(operand: Option<Kind>, next: Option<Kind>) -> bool {
    matches!(operand, Some(Kind::Word(_)))
        || matches!(next, Some(Kind::Semicolon | Kind::Open | Kind::Comment | Kind::Word(_)) | None)
}

/// Where the text may begin to be read as code: at once, or behind the first quote of each kind that
/// closes a literal.
fn beginnings(
    text: &[u8],
    shape: Shape,
    effort: &Effort,
) -> impl Iterator<Item = (Context, usize)> {
    let quoted = [b'\'', b'"', b'`'].into_iter().filter_map(move |quote| {
        if !shape.has_any(&[quote]) {
            return None;
        }
        let end = closing(text, 0, quote, effort)?;
        Some((Context::Quoted(quote), end + 1))
    });
    std::iter::once((Context::Bare, 0)).chain(quoted)
}

/// What looking at a quote costs, or at a backslash.
const QUOTE: usize = 145;

/// The quote that closes a literal: not escaped, and not doubled.
fn closing(text: &[u8], from: usize, quote: u8, effort: &Effort) -> Option<usize> {
    let mut position = from;
    loop {
        effort.spend(QUOTE);
        if effort.is_spent() {
            return None;
        }
        let byte = scan::at(text, position);
        if byte != quote && byte != b'\\' {
            let rest = crate::scan::tail(text, position);
            position += memchr::memchr2(quote, b'\\', rest)?;
        }
        let next = scan::at(text, position + 1);
        if scan::at(text, position) == b'\\' {
            // A quote behind a backslash closes a literal in standard SQL, and none in MySQL's.
            position += if next == quote && position > 0 { 2 } else { 1 };
        } else if next == quote && position > from {
            position += 2;
        } else {
            return Some(position);
        }
    }
}

#[cfg(test)]
mod tests;
