//! Statements and clauses of SQL, told from prose that has the same words.

use super::expression::{Reader, is_any};
use super::tokens::Kind;
use super::words::Word;
use crate::detect::Sensitivity;

type Outcome = Option<(Sensitivity, &'static str)>;

/// How far the list of a query is looked through for its end.
const LIST_MAX: usize = 48;

/// What a token of such a list costs.
const LISTED: usize = 35;

/// Judges a text that begins with a statement: it takes more than words.
pub(super) fn alone(reader: &mut Reader<'_>) -> Outcome {
    let mut first = 0;
    while matches!(reader.peek(first).kind, Kind::Open | Kind::Semicolon | Kind::Close) && first < 6
    {
        first += 1;
    }
    let token = reader.peek(first);
    let found = match token.kind {
        Kind::Word(Word::Select) => {
            reader.advance(first);
            query(reader)?
        }
        Kind::Word(Word::Statement | Word::WaitFor | Word::If) => {
            reader.advance(first);
            stacked(reader)?
        }
        Kind::Word(Word::Function) if first == 0 => return call_alone(reader),
        _ => return None,
    };
    Some((Sensitivity::Low, found))
}

/// `sleep(5)`, `benchmark(…)`: a call that serves nothing but an attack.
fn call_alone(reader: &Reader<'_>) -> Outcome {
    let delays = ["sleep", "benchmark", "pg_sleep", "load_file", "extractvalue", "updatexml"];
    (reader.word_is(0, &delays)
        && reader.peek(1).kind == Kind::Open
        && matches!(reader.peek(2).kind, Kind::Number | Kind::Literal(_) | Kind::Word(_)))
    .then_some((Sensitivity::High, "a call of a database's function"))
}

/// A query, if it is one rather than a sentence.
pub(super) fn query(reader: &Reader<'_>) -> Option<&'static str> {
    selects(reader, 1).then_some("a query")
}

/// Whether what follows `SELECT` so many tokens ahead is a list of a query.
pub(super) fn selects(reader: &Reader<'_>, ahead: usize) -> bool {
    let mut names = 0;
    for position in ahead..ahead + LIST_MAX {
        reader.effort.spend(LISTED);
        let token = reader.peek(position);
        let next = reader.peek(position + 1).kind;
        match token.kind {
            Kind::Number
            | Kind::Literal(_)
            | Kind::Variable
            | Kind::Arithmetic(_)
            | Kind::Double(_)
                if position == ahead =>
            {
                return !matches!(next, Kind::Name)
                    || token.kind != Kind::Number
                    || reader.word_is(position + 1, &["from", "into"]);
            }
            Kind::Word(Word::Function | Word::If | Word::Case) if position == ahead => {
                return next == Kind::Open || token.kind == Kind::Word(Word::Case);
            }
            Kind::Word(Word::Constant) if position == ahead => {
                return !matches!(next, Kind::Name);
            }
            Kind::Open if position == ahead => return true,
            Kind::Word(Word::Prefix | Word::Quantifier) if position == ahead => {
                return selects(reader, ahead + 1);
            }
            Kind::Word(Word::Clause) if reader.word_is(position, &["from"]) => {
                return names > 0 && source(reader, position + 1, names > 1);
            }
            Kind::Word(Word::Clause) if reader.word_is(position, &["where"]) => {
                return names == 1 && reader.peek(position + 2).kind == Kind::Compare;
            }
            Kind::Word(Word::Ending) if names == 1 && reader.word_is(position, &["into"]) => {
                return true;
            }
            Kind::Name | Kind::Word(_) => names += 1,
            Kind::Comma | Kind::Other(b'.') if names > 0 => {}
            Kind::Open if position == ahead + 1 => names += 1,
            _ => return false,
        }
        if names > 1
            && reader.peek(position.saturating_sub(1)).kind == Kind::Name
            && position > ahead
        {
            // Names without a comma between them: a sentence.
            return false;
        }
    }
    false
}

/// Whether a source of a query stands here, rather than the rest of a sentence.
fn source(reader: &Reader<'_>, position: usize, listed: bool) -> bool {
    let token = reader.peek(position).kind;
    if !matches!(token, Kind::Name | Kind::Open | Kind::Word(Word::Function | Word::Constant)) {
        return false;
    }
    if token == Kind::Open || listed {
        return true;
    }
    let has_parts =
        reader.peek(position).text(reader.text).iter().any(|byte| among!(b"._`[$", *byte));
    match reader.peek(position + 1).kind {
        Kind::Name => has_parts && reader.peek(position).text(reader.text).len() > 3,
        _ => true,
    }
}

/// A statement that changes something or waits, by its words and what follows them.
pub(super) fn stacked(reader: &mut Reader<'_>) -> Option<&'static str> {
    let begin = reader.peek(0);
    if begin.kind == Kind::Word(Word::If) {
        return condition(reader);
    }
    let word = begin.text(reader.text);
    let next = reader.peek(1).kind;
    let named = matches!(next, Kind::Name | Kind::Word(Word::Function));
    let objects = [
        "table",
        "database",
        "schema",
        "user",
        "login",
        "view",
        "index",
        "procedure",
        "function",
        "trigger",
        "role",
        "column",
        "if",
        "temporary",
        "unique",
        "or",
        "extension",
        "proc",
    ];
    let is = |words: &[&str]| is_any(word, words);
    let first = |words: &[&str]| reader.word_is(1, words);
    if is(&["waitfor"]) {
        return (first(&["delay", "time"]) && matches!(reader.peek(2).kind, Kind::Literal(_)))
            .then_some("a delay");
    }
    if is(&["drop", "create", "alter", "truncate"]) {
        let third = reader.peek(3).kind;
        let ends = !matches!(third, Kind::Name)
            || reader.peek(2).kind == Kind::Word(Word::If)
            || reader.word_is(3, &["identified", "add", "modify"]);
        let named = matches!(reader.peek(2).kind, Kind::Name | Kind::Word(_));
        return (first(&objects) && named && ends).then_some("a change of the schema");
    }
    if is(&["insert", "replace", "merge"]) && first(&["into"]) {
        let behind = reader.peek(3);
        let goes_on = matches!(behind.kind, Kind::Open | Kind::Word(Word::Select | Word::Clause))
            || matches!(behind.kind, Kind::Other(_));
        return goes_on.then_some("a change of data");
    }
    if is(&["update"]) {
        let set = (2..5).any(|ahead| reader.word_is(ahead, &["set"]))
            && (3..9).any(|ahead| reader.peek(ahead).kind == Kind::Compare);
        return (named && set).then_some("a change of data");
    }
    if is(&["delete"]) {
        let behind = reader.peek(3).kind;
        let ends = matches!(behind, Kind::End | Kind::Semicolon | Kind::Comment)
            || reader.word_is(3, &["where"])
                && matches!(reader.peek(5).kind, Kind::Compare | Kind::Word(Word::Comparison));
        return (first(&["from"]) && ends).then_some("a change of data");
    }
    if is(&["exec", "execute"]) {
        let called = reader.peek(1).text(reader.text).to_ascii_lowercase();
        let system = ["xp_", "sp_", "master", "immediate", "sys.", "msdb", "dbms_", "utl_"];
        return (next == Kind::Open
            || next == Kind::Variable
            || crate::scan::starts_any(&called, &system))
        .then_some("a call of a procedure");
    }
    other(reader)
}

/// Statements of fewer dialects.
fn other(reader: &Reader<'_>) -> Option<&'static str> {
    let word = reader.peek(0).text(reader.text);
    let next = reader.peek(1).kind;
    let is = |words: &[&str]| is_any(word, words);
    let first = |words: &[&str]| reader.word_is(1, words);
    if is(&["declare", "set"]) {
        let known =
            next == Kind::Variable || first(&["global", "session", "names"]) && is(&["set"]);
        return known.then_some("a variable");
    }
    if is(&["shutdown"]) {
        let ends =
            matches!(next, Kind::End | Kind::Semicolon | Kind::Comment) && reader.text.len() > 8;
        return (ends || first(&["with"])).then_some("a shutdown");
    }
    if is(&["iif", "if"]) {
        return condition(reader);
    }
    if is(&["load"]) {
        return first(&["data", "xml"]).then_some("a file that is read");
    }
    if is(&["backup", "restore"]) {
        return (first(&["database", "log"]) && reader.peek(2).kind == Kind::Name)
            .then_some("a backup");
    }
    if is(&["handler"]) {
        return reader.word_is(2, &["open", "read"]).then_some("a handler");
    }
    if is(&["copy"]) {
        return (1..24)
            .any(|ahead| reader.word_is(ahead, &["program", "stdin", "stdout"]))
            .then_some("a program that is run");
    }
    if is(&["grant", "revoke"]) {
        return (2..8)
            .any(|ahead| {
                reader.word_is(ahead, &["on", "to"])
                    && matches!(reader.peek(ahead + 1).kind, Kind::Name | Kind::Arithmetic(_))
            })
            .then_some("a change of permissions");
    }
    if is(&["call", "do", "begin", "prepare"]) {
        let named = matches!(next, Kind::Word(Word::Function) | Kind::Name);
        let known = named && reader.peek(2).kind == Kind::Open && is(&["do", "begin", "call"]);
        return (known
            || reader.peek(1).text(reader.text).to_ascii_lowercase().starts_with(b"dbms_"))
        .then_some("a call of a procedure");
    }
    if is(&["show"]) {
        return (first(&["tables", "databases", "grants"]) && reader.peek(2).kind != Kind::Name)
            .then_some("a listing");
    }
    None
}

/// `IF (…) WAITFOR …`, `IIF(…, …)`.
fn condition(reader: &Reader<'_>) -> Option<&'static str> {
    let next = reader.peek(1).kind;
    let is_found = if reader.word_is(0, &["iif"]) {
        next == Kind::Open && (2..12).any(|ahead| reader.peek(ahead).kind == Kind::Comma)
    } else {
        let acts = |ahead| match reader.peek(ahead).kind {
            Kind::Word(Word::WaitFor) => true,
            Kind::Word(Word::Select) => selects(reader, ahead + 1),
            Kind::Word(Word::Function) | Kind::Name => {
                reader.word_is(ahead, &["sleep", "benchmark", "pg_sleep"])
            }
            _ => false,
        };
        let is_condition = matches!(
            next,
            Kind::Open | Kind::Word(Word::Prefix | Word::Function | Word::Quantifier)
        );
        is_condition && (2..40).any(acts)
    };
    is_found.then_some("a condition that acts")
}

/// A clause that goes on with a query.
pub(super) fn clause(reader: &mut Reader<'_>, certain: bool) -> Outcome {
    let level = if certain { Sensitivity::Low } else { Sensitivity::High };
    let token = reader.peek(0);
    let next = reader.peek(1);
    if token.kind == Kind::Word(Word::Sorting) {
        if !reader.word_is(1, &["by"]) {
            return None;
        }
        let ends = matches!(
            reader.peek(3).kind,
            Kind::End | Kind::Comment | Kind::Comma | Kind::Word(_) | Kind::Semicolon
        );
        let found = match reader.peek(2).kind {
            Kind::Number => ends,
            Kind::Open | Kind::Variable | Kind::Word(Word::Function | Word::Case | Word::If) => {
                true
            }
            Kind::Name => {
                certain && matches!(reader.peek(3).kind, Kind::Comment | Kind::Word(Word::Clause))
            }
            _ => false,
        };
        return found.then_some((Sensitivity::Low, "an order that is added"));
    }
    if reader.word_is(0, &["where", "having", "on"]) {
        reader.advance(1);
        reader.prefixes();
        let left = reader.operand()?;
        if let Some(what) = left.attack() {
            return Some((level, what));
        }
        reader.closes();
        let compares = matches!(reader.peek(0).kind, Kind::Compare | Kind::Word(Word::Comparison));
        let value = matches!(reader.peek(1).kind, Kind::Number | Kind::Literal(_) | Kind::Open);
        return (compares && (left.is_value() || certain && value))
            .then_some((Sensitivity::Low, "a condition that is added"));
    }
    if reader.word_is(0, &["limit", "offset"]) {
        let ends = matches!(
            reader.peek(2).kind,
            Kind::Comment | Kind::Comma | Kind::Word(Word::Ending | Word::Union)
        );
        return (next.kind == Kind::Number && ends).then_some((level, "a limit that is added"));
    }
    if reader.word_is(0, &["into"]) {
        return reader
            .word_is(1, &["outfile", "dumpfile"])
            .then_some((Sensitivity::Low, "a file that is written"));
    }
    if reader.word_is(0, &["procedure"]) {
        return reader.word_is(1, &["analyse"]).then_some((Sensitivity::Low, "an analysis"));
    }
    if reader.word_is(0, &["from", "join"]) {
        let system = reader.peek(1).text(reader.text).to_ascii_lowercase();
        let known = ["information_schema", "mysql.", "pg_", "sys.", "sqlite_", "dual"];
        return crate::scan::starts_any(&system, &known)
            .then_some((Sensitivity::Low, "a table of the system"));
    }
    None
}
