//! A parsed statement is written anew for SQLite.
//!
//! Every node of the tree is taken apart whole: what is not known here is refused, never left out.
//! Names become numbers (`t0.c1`, `k2`), texts become parameters, functions come from a list.

mod arithmetic;
mod cast;
mod columns;
mod compare;
mod expression;
mod from;
mod function;
mod query;
mod scope;
mod select;

use sqlparser::ast::Statement as Parsed;
use sqlparser::parser::Parser;

use crate::kind::Kind;
use crate::refusal::Refusal;
use crate::statement::{Column, Statement, Table};
use crate::time::Moment;
use crate::tokens::{self, Trino};
use scope::{Named, Scope};

/// How deep the parser goes.
const PARSER_DEPTH_MAX: usize = 40;
/// How deep an expression or a query is gone into.
const DEPTH_MAX: usize = 60;
/// The most tables and queries, each as often as it is mentioned.
const SOURCES_MAX: usize = 96;
/// The longest statement that is written for SQLite, in bytes.
const SQL_BYTES_MAX: usize = 1 << 20;

/// Reads a statement.
pub(crate) fn compile(text: &str, now: Moment) -> Result<Statement, Refusal> {
    let tokens = tokens::read(text)?;
    let parsed = Parser::new(&Trino)
        .with_recursion_limit(PARSER_DEPTH_MAX)
        .with_tokens(tokens)
        .parse_statements()
        .map_err(|error| Refusal::new(error.to_string()))?;
    let [Parsed::Query(query)] = parsed.as_slice() else {
        return Err(Refusal::new("Only one SELECT statement is allowed."));
    };
    let mut compiler = Compiler::new(now);
    let built = compiler.query(query)?;
    if compiler.tables.is_empty() {
        return Err(Refusal::new("The statement names no event data store in FROM."));
    }
    let (sql, columns) = (built.sql, built.columns);
    if sql.len() > SQL_BYTES_MAX {
        return Err(Refusal::new("The statement is too complex."));
    }
    Ok(Statement { sql, texts: compiler.texts, tables: compiler.tables, columns })
}

/// What is known while a statement is written.
struct Compiler {
    now: Moment,
    texts: Vec<String>,
    tables: Vec<Table>,
    /// The queries around the present place, the innermost last.
    scopes: Vec<Scope>,
    /// The queries that `WITH` names, as far as they are seen here.
    named: Vec<Named>,
    /// How many sources were made.
    sources: usize,
    depth: usize,
}

/// A query that was written.
struct Built {
    sql: String,
    columns: Vec<Column>,
}

/// An expression that was written.
#[derive(Debug, Clone)]
struct Piece {
    sql: String,
    kind: Kind,
    /// The text, of a literal.
    text: Option<String>,
    /// The table and the column, of a value of events.
    origin: Option<(usize, usize)>,
}

impl Piece {
    fn new(sql: impl Into<String>, kind: Kind) -> Self {
        Self { sql: sql.into(), kind, text: None, origin: None }
    }
}

impl Compiler {
    const fn new(now: Moment) -> Self {
        Self {
            now,
            texts: Vec::new(),
            tables: Vec::new(),
            scopes: Vec::new(),
            named: Vec::new(),
            sources: 0,
            depth: 0,
        }
    }

    /// Goes a level deeper.
    fn deeper<T>(
        &mut self,
        go: impl FnOnce(&mut Self) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        if self.depth >= DEPTH_MAX {
            return Err(Refusal::new("The statement is nested too deeply."));
        }
        self.depth += 1;
        let done = go(self);
        self.depth -= 1;
        done
    }

    /// Where nothing of the queries around is seen.
    fn apart<T>(&mut self, go: impl FnOnce(&mut Self) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let around = std::mem::take(&mut self.scopes);
        let done = go(self);
        self.scopes = around;
        done
    }

    /// The number of a new source.
    fn new_source(&mut self) -> Result<usize, Refusal> {
        if self.sources >= SOURCES_MAX {
            return Err(Refusal::new("The statement has too many tables and subqueries."));
        }
        self.sources += 1;
        Ok(self.sources)
    }

    /// The parameter that stands for a text; the same for the same text.
    fn text(&mut self, text: &str) -> String {
        let found = self.texts.iter().position(|known| known == text);
        let place = found.unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        format!("?{}", place + 1)
    }

    /// A literal text.
    fn literal(&mut self, text: &str) -> Piece {
        Piece { text: Some(text.to_owned()), ..Piece::new(self.text(text), Kind::Text) }
    }
}

#[cfg(test)]
mod tests;
