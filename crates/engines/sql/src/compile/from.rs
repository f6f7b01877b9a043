//! `FROM`: event data stores, subqueries, joins.

use sqlparser::ast::{
    Ident, Join, JoinConstraint, JoinOperator, ObjectName, ObjectNamePart, TableAlias, TableFactor,
    TableWithJoins,
};

use super::scope::{Content, Named, Source};
use super::{Built, Compiler};
use crate::refusal::Refusal;
use crate::statement::{Table, Window};
use crate::tokens::is_id;

impl Compiler {
    /// All that `FROM` names, joined.
    pub(super) fn from(&mut self, tables: &[TableWithJoins]) -> Result<String, Refusal> {
        let mut sql = String::new();
        for TableWithJoins { relation, joins } in tables {
            if !sql.is_empty() {
                sql.push_str(" JOIN ");
            }
            sql.push_str(&self.source(relation)?);
            for join in joins {
                sql.push_str(&self.join(join)?);
            }
        }
        Ok(sql)
    }

    fn join(&mut self, join: &Join) -> Result<String, Refusal> {
        let Join { relation, global: false, join_operator } = join else {
            return Err(Refusal::unsupported("GLOBAL JOIN"));
        };
        let (word, constraint) = match join_operator {
            JoinOperator::Join(constraint) | JoinOperator::Inner(constraint) => {
                ("JOIN", constraint)
            }
            JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint) => {
                ("LEFT JOIN", constraint)
            }
            JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => {
                ("RIGHT JOIN", constraint)
            }
            JoinOperator::FullOuter(constraint) => ("FULL JOIN", constraint),
            JoinOperator::CrossJoin(JoinConstraint::None) => {
                return Ok(format!(" JOIN {}", self.source(relation)?));
            }
            _ => return Err(Refusal::unsupported(format!("`{join}`"))),
        };
        let source = self.source(relation)?;
        match constraint {
            JoinConstraint::On(condition) => {
                Ok(format!(" {word} {source} ON ({})", self.truth(condition)?))
            }
            _ => Err(Refusal::new("A JOIN needs ON with a condition.")),
        }
    }

    fn source(&mut self, factor: &TableFactor) -> Result<String, Refusal> {
        match factor {
            TableFactor::Table {
                name,
                alias,
                args: None,
                with_hints,
                version: None,
                with_ordinality: false,
                partitions,
                json_path: None,
                sample: None,
                index_directives,
                inheritance: None,
            } if with_hints.is_empty() && partitions.is_empty() && index_directives.is_empty() => {
                self.table(&single_name(name)?, alias.as_ref())
            }
            TableFactor::Derived { lateral: false, subquery, alias, sample: None } => {
                let built = self.apart(|compiler| compiler.query(subquery))?;
                self.rows(built, alias_names(alias.as_ref())?)
            }
            _ => Err(Refusal::unsupported(format!("`{factor}` in FROM"))),
        }
    }

    /// An event data store, or a query that `WITH` names.
    fn table(&mut self, name: &str, alias: Option<&TableAlias>) -> Result<String, Refusal> {
        let (called, columns) = alias_names(alias)?;
        let found = self.named.iter().rposition(|named| named.name.eq_ignore_ascii_case(name));
        if let Some(place) = found {
            let built = self.named_query(place)?;
            return self.rows(built, (called.or_else(|| Some(name.to_owned())), columns));
        }
        if !is_id(name) {
            return Err(Refusal::new(format!("`{name}` is not the id of an event data store.")));
        }
        if !columns.is_empty() {
            return Err(Refusal::unsupported("A list of names for the columns of events"));
        }
        self.new_source()?;
        let number = self.tables.len();
        let table = Table { store: name.to_owned(), paths: Vec::new(), window: Window::ALWAYS };
        self.tables.push(table);
        let called = called.or_else(|| Some(name.to_owned()));
        self.add(Source { name: called, content: Content::Events(number) })?;
        Ok(format!("t{number}"))
    }

    /// The query at this place of those that `WITH` names. It sees the ones before it alone.
    fn named_query(&mut self, place: usize) -> Result<Built, Refusal> {
        let behind = self.named.split_off(place);
        let Some(Named { query, columns, .. }) = behind.first().cloned() else {
            return Err(Refusal::new("A query that WITH names is missing."));
        };
        let built = self.apart(|compiler| compiler.query(&query));
        self.named.extend(behind);
        renamed(built?, columns)
    }

    fn rows(
        &mut self,
        built: Built,
        (name, columns): (Option<String>, Vec<String>),
    ) -> Result<String, Refusal> {
        let Built { sql, columns } = renamed(built, columns)?;
        let number = self.new_source()?;
        self.add(Source { name, content: Content::Rows(number, columns) })?;
        Ok(format!("({sql}) AS q{number}"))
    }

    fn add(&mut self, source: Source) -> Result<(), Refusal> {
        let scope = self.scope()?;
        if let Some(name) = source
            .name
            .as_ref()
            .filter(|name| scope.sources.iter().any(|other| other.is_called(name)))
        {
            return Err(Refusal::new(format!(
                "`{name}` is in FROM twice: name one otherwise by AS."
            )));
        }
        scope.sources.push(source);
        Ok(())
    }
}

/// A query whose columns have other names.
fn renamed(built: Built, names: Vec<String>) -> Result<Built, Refusal> {
    let Built { sql, mut columns } = built;
    if !names.is_empty() && names.len() != columns.len() {
        return Err(Refusal::new(format!(
            "{} names are given to {} columns.",
            names.len(),
            columns.len()
        )));
    }
    for (column, name) in columns.iter_mut().zip(names) {
        column.name = name;
    }
    Ok(Built { sql, columns })
}

/// The names that `AS` gives.
fn alias_names(alias: Option<&TableAlias>) -> Result<(Option<String>, Vec<String>), Refusal> {
    match alias {
        None => Ok((None, Vec::new())),
        Some(TableAlias { explicit: _, name: Ident { value, .. }, columns, at: None })
            if columns.iter().all(|column| column.data_type.is_none()) =>
        {
            let columns = columns.iter().map(|column| column.name.value.clone());
            Ok((Some(value.clone()), columns.collect()))
        }
        Some(alias) => Err(Refusal::unsupported(format!("`{alias}`"))),
    }
}

/// A name of one part.
pub(super) fn single_name(name: &ObjectName) -> Result<String, Refusal> {
    match name.0.as_slice() {
        [ObjectNamePart::Identifier(name)] => Ok(name.value.clone()),
        _ => Err(Refusal::new(format!("`{name}` is not the id of an event data store."))),
    }
}
