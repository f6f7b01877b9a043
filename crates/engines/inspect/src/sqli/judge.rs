//! Whether tokens go on with a statement as an attack does.

use super::Context;
use super::expression::Reader;
use super::statement;
use super::tokens::{Kind, Token};
use super::words::Word;
use crate::detect::Sensitivity;
use crate::effort::Effort;

/// What was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) offset: usize,
    pub(super) length: usize,
    pub(super) what: &'static str,
    pub(super) level: Sensitivity,
}

/// Judges tokens that begin within a context.
pub(super) fn judge(
    tokens: &[Token],
    context: Context,
    text: &[u8],
    effort: &Effort,
) -> Option<Verdict> {
    let mut reader = Reader::new(tokens, text, effort);
    let quoted = matches!(context, Context::Quoted(_));
    let from = reader.peek(0).start;
    let level_and_what = if quoted {
        reader.close_operand();
        continuation(&mut reader, true)
    } else {
        beginning(&mut reader)
    };
    let (level, what) = level_and_what?;
    let end = reader.peek(0).start.max(from + 1).min(text.len());
    Some(Verdict { offset: from, length: end.saturating_sub(from), what, level })
}

type Outcome = Option<(Sensitivity, &'static str)>;

const LOW: Sensitivity = Sensitivity::Low;
const HIGH: Sensitivity = Sensitivity::High;

/// Judges a text that begins bare: a statement of its own, or an operand with more behind it.
fn beginning(reader: &mut Reader<'_>) -> Outcome {
    if let Some(found) = statement::alone(reader) {
        return Some(found);
    }
    let closed = reader.operand_bare();
    if matches!(reader.peek(0).kind, Kind::Literal(_)) {
        reader.advance(1);
    }
    let found = continuation(reader, closed)?;
    Some(found)
}

/// Judges what follows an operand. `certain` says that the text surely broke out of a literal or
/// parentheses, so that less evidence will do.
fn continuation(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    // Text that goes on with names breaks out of nothing.
    let closes = reader.closes();
    let certain = certain || closes > 0;
    let token = reader.peek(0);
    match token.kind {
        Kind::Comment => comment(reader, certain),
        Kind::Word(Word::Logic) | Kind::Double(_) | Kind::Arithmetic(b'|' | b'&') => {
            logic(reader, certain)
        }
        Kind::Word(Word::Union) => union(reader),
        Kind::Semicolon => stacked(reader, certain),
        Kind::Word(
            Word::Sorting | Word::Ending | Word::Clause | Word::As | Word::WaitFor | Word::If,
        ) => clause(reader, certain),
        Kind::Word(Word::Statement) if certain => {
            statement::stacked(reader).map(|what| (LOW, what))
        }
        Kind::Word(Word::Select) if certain => statement::query(reader).map(|what| (LOW, what)),
        Kind::Compare | Kind::Word(Word::Comparison | Word::Prefix) => comparison(reader, certain),
        Kind::Arithmetic(_) => arithmetic(reader, certain),
        Kind::Comma => list(reader, certain),
        _ => None,
    }
}

/// `admin'--`, `1)#`.
fn comment(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    if !certain {
        return None;
    }
    let mark = reader.peek(0);
    let rest = mark.text(reader.text);
    let behind = crate::scan::trim(rest.get(1..).unwrap_or_default());
    let behind = behind.strip_prefix(b"-").unwrap_or(behind);
    let words = crate::scan::count(behind, b' ');
    reader.advance(1);
    let spaced = mark.start == 0 || reader.text.get(mark.start - 1) == Some(&b' ');
    match words {
        0..=2 if rest.starts_with(b"--") || rest.starts_with(b"/*") => {
            Some((LOW, "a comment behind a closed literal"))
        }
        0 if behind.is_empty() => Some((LOW, "a comment behind a closed literal")),
        0..=1 if !spaced => Some((HIGH, "a comment behind a closed literal")),
        _ => None,
    }
}

/// `OR 1=1`, `AND sleep(5)`, `|| (SELECT …)`.
fn logic(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    reader.advance(1);
    reader.prefixes();
    let operand = reader.operand()?;
    if let Some(what) = operand.attack() {
        return Some((LOW, what));
    }
    reader.closes();
    let operator = reader.peek(0).kind;
    match operator {
        Kind::Compare | Kind::Word(Word::Comparison | Word::Prefix) => {
            let symbol = operator == Kind::Compare;
            reader.comparison();
            reader.prefixes();
            let right = reader.operand()?;
            if right.attack().is_some() {
                return Some((LOW, "a condition with a query or call"));
            }
            let plain = operand.is_name() && right.is_name() && !reader.same_names();
            if plain && !certain {
                let ends = reader.peek(0).kind == Kind::Comment;
                return ends.then_some((HIGH, "a condition that is added"));
            }
            if operand.is_value() || right.is_value() && certain || reader.same_names() {
                Some((if symbol || certain { LOW } else { HIGH }, "a condition that is added"))
            } else {
                Some((HIGH, "a condition that is added"))
            }
        }
        Kind::Comment | Kind::End | Kind::Semicolon | Kind::Word(Word::Logic) | Kind::Double(_)
            if certain && operand.is_value() =>
        {
            Some((LOW, "a condition that is constant"))
        }
        Kind::Comment if operand.is_value() => Some((LOW, "a condition that is constant")),
        Kind::Arithmetic(_) if operand.is_value() && (certain || operand.is_number()) => {
            reader.advance(1);
            let right = reader.operand()?;
            if !certain && !matches!(reader.peek(0).kind, Kind::Comment | Kind::Compare) {
                return None;
            }
            let level = if certain { LOW } else { HIGH };
            (right.is_value() || right.attack().is_some())
                .then_some((level, "a condition that is computed"))
        }
        Kind::Word(Word::Union) => union(reader),
        Kind::Word(Word::Sorting | Word::Ending) if certain => clause(reader, certain),
        _ => None,
    }
}

/// `UNION [ALL] SELECT`, in any parentheses.
fn union(reader: &mut Reader<'_>) -> Outcome {
    for ahead in 1..8 {
        if reader.word_is(ahead, &["distinctrow"]) {
            continue;
        }
        match reader.peek(ahead).kind {
            Kind::Word(Word::Quantifier | Word::Prefix)
            | Kind::Open
            | Kind::Number
            | Kind::Arithmetic(_)
            | Kind::Other(_) => {}
            Kind::Word(Word::Select) => {
                let shown = statement::selects(reader, ahead + 1);
                reader.advance(ahead + 1);
                return shown.then_some((LOW, "a united query"));
            }
            Kind::Word(Word::Clause) if reader.word_is(ahead, &["values"]) => {
                reader.advance(ahead + 1);
                return Some((LOW, "a united query"));
            }
            _ => return None,
        }
    }
    None
}

/// `; DROP TABLE users`.
fn stacked(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    while reader.peek(0).kind == Kind::Semicolon {
        reader.advance(1);
    }
    match reader.peek(0).kind {
        Kind::Word(Word::Select) => statement::query(reader).map(|what| (LOW, what)),
        Kind::Open if reader.peek(1).kind == Kind::Word(Word::Select) => {
            Some((LOW, "a further query"))
        }
        Kind::Word(Word::Statement | Word::WaitFor | Word::If) => {
            statement::stacked(reader).map(|what| (LOW, what))
        }
        Kind::Comment if certain => comment(reader, certain),
        _ => None,
    }
}

/// `ORDER BY 5--`, `HAVING 1=1`, `WHERE 1=1`, `LIMIT 1,1`, `AS x WHERE`, `INTO OUTFILE '…'`.
fn clause(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    let token = reader.peek(0);
    if matches!(token.kind, Kind::Word(Word::WaitFor | Word::If)) {
        return statement::stacked(reader).map(|what| (LOW, what));
    }
    if token.kind == Kind::Word(Word::As) {
        let named = reader.peek(1).kind == Kind::Name;
        reader.advance(2);
        return if named && matches!(reader.peek(0).kind, Kind::Word(Word::Clause)) {
            clause(reader, certain)
        } else if named && reader.peek(0).kind == Kind::Word(Word::Union) {
            union(reader)
        } else {
            None
        };
    }
    statement::clause(reader, certain)
}

/// `'='`, `' LIKE '%`, `' IN (SELECT …)`, `' IS NULL`.
fn comparison(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    let is_symbol = reader.peek(0).kind == Kind::Compare;
    if reader.word_is(0, &["in"]) && reader.word_is(1, &["boolean", "natural"]) && certain {
        // The end of MATCH … AGAINST, whose parentheses the text closes.
        reader.advance(if reader.word_is(1, &["natural"]) { 4 } else { 3 });
        return if reader.peek(0).kind == Kind::Close { continuation(reader, true) } else { None };
    }
    reader.comparison();
    reader.prefixes();
    let operand = reader.operand()?;
    if let Some(what) = operand.attack() {
        return (certain || operand.is_query()).then_some((LOW, what));
    }
    if !certain || !operand.is_value() {
        return None;
    }
    reader.closes();
    match reader.peek(0).kind {
        Kind::Comment | Kind::Semicolon | Kind::Word(Word::Logic) | Kind::Double(_) => {
            Some((LOW, "a comparison that is added"))
        }
        Kind::Word(Word::Union) => union(reader),
        Kind::End if operand.is_open_literal() || !is_symbol => {
            Some((HIGH, "a comparison that is added"))
        }
        _ => None,
    }
}

/// `'+(SELECT …)+'`, `1-sleep(5)`, `'||utl_http.request('…')||'`.
fn arithmetic(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    for _ in 0..4 {
        if !matches!(reader.peek(0).kind, Kind::Arithmetic(_) | Kind::Double(_)) {
            break;
        }
        reader.advance(1);
        reader.prefixes();
        if certain && matches!(reader.peek(0).kind, Kind::Comment) {
            return comment(reader, certain);
        }
        let operand = reader.operand()?;
        if let Some(what) = operand.attack() {
            return Some((LOW, what));
        }
        reader.closes();
        match reader.peek(0).kind {
            Kind::Word(Word::Logic) => return logic(reader, certain),
            Kind::Word(Word::Union) => return union(reader),
            Kind::Semicolon => return stacked(reader, certain),
            Kind::Compare if certain && operand.is_value() => return comparison(reader, certain),
            Kind::Comment if certain && operand.is_value() => {
                return Some((HIGH, "an expression that ends in a comment"));
            }
            _ => {}
        }
    }
    None
}

/// `',NULL,NULL) WAITFOR DELAY '0:0:20' --`: a list of values that goes on.
fn list(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    for _ in 0..24 {
        if reader.peek(0).kind != Kind::Comma {
            break;
        }
        reader.advance(1);
        reader.prefixes();
        let operand = reader.operand()?;
        if let Some(what) = operand.attack() {
            let alone =
                operand.is_query() || certain || reader.peek(0).kind == Kind::Word(Word::Case);
            return alone.then_some((LOW, what));
        }
    }
    if !certain {
        return None;
    }
    let closes = reader.closes();
    match reader.peek(0).kind {
        Kind::Comment if closes > 0 => comment(reader, certain),
        Kind::Semicolon => stacked(reader, certain),
        Kind::Word(Word::Union) => union(reader),
        Kind::Word(Word::WaitFor | Word::Clause | Word::Sorting) => clause(reader, certain),
        _ => None,
    }
}
