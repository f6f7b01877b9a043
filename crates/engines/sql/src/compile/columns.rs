//! Names of columns, and paths into what they hold.

use sqlparser::ast::{
    AccessExpr, BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Ident, Subscript, Value,
};

use super::scope::{Content, Source};
use super::{Compiler, Piece};
use crate::kind::Kind;
use crate::path::{Path, Step};
use crate::refusal::Refusal;
use crate::schema::{self, Member, Shape};
use crate::statement::Column;
use crate::time::Moment;

/// A value of the events of a table.
#[derive(Debug, Clone)]
struct Place {
    /// The scope whose table it is.
    scope: usize,
    table: usize,
    steps: Vec<Step>,
    shape: Shape,
}

/// What a name means.
enum Found {
    Events(Place),
    /// A column of a subquery, and the scope that it is in.
    Rows(usize, Piece),
}

impl Compiler {
    /// The value that a name, a path of names, `element_at` or a subscript means; none for other
    /// expressions.
    pub(super) fn column(&mut self, expression: &Expr) -> Result<Option<Piece>, Refusal> {
        let Some(found) = self.found(expression)? else { return Ok(None) };
        let (scope, piece) = match found {
            Found::Rows(scope, piece) => (scope, piece),
            Found::Events(place) => (place.scope, self.value(place)),
        };
        self.note(scope, &piece, expression);
        Ok(Some(piece))
    }

    /// Notes a column that is neither grouped by nor in an aggregate function.
    fn note(&mut self, scope: usize, piece: &Piece, expression: &Expr) {
        let is_covered = self.is_grouped_by(scope, piece);
        let Some(scope) = self.scopes.get_mut(scope) else { return };
        if !scope.in_aggregate && !is_covered {
            scope.ungrouped.get_or_insert_with(|| expression.to_string());
        }
    }

    /// Whether rows are grouped by this, or by something that it is in.
    pub(super) fn is_grouped_by(&self, scope: usize, piece: &Piece) -> bool {
        let path = |origin: Option<(usize, usize)>| {
            let (table, column) = origin?;
            Some((table, self.tables.get(table)?.paths.get(column)?))
        };
        let covers = |group: &Piece| {
            group.sql == piece.sql
                || match (path(group.origin), path(piece.origin)) {
                    (Some((one, outer)), Some((other, inner))) => {
                        one == other && outer.covers(inner)
                    }
                    _ => false,
                }
        };
        self.scopes.get(scope).is_some_and(|scope| scope.groups.iter().any(covers))
    }

    fn found(&mut self, expression: &Expr) -> Result<Option<Found>, Refusal> {
        match expression {
            Expr::Identifier(name) => self.resolve(std::slice::from_ref(name)).map(Some),
            Expr::CompoundIdentifier(names) => self.resolve(names).map(Some),
            Expr::Nested(inner) => self.found(inner),
            Expr::Function(function) => {
                let Some((of, key)) = element_at(function)? else { return Ok(None) };
                let found = self.deeper(|compiler| compiler.found(of))?;
                inside(found, of, &[key])
            }
            Expr::CompoundFieldAccess { root, access_chain } => {
                let found = self.deeper(|compiler| compiler.found(root))?;
                let keys = access_chain.iter().map(access).collect::<Result<Vec<_>, _>>()?;
                inside(found, root, &keys)
            }
            _ => Ok(None),
        }
    }

    /// The column of these names: the innermost query that has one counts.
    fn resolve(&self, names: &[Ident]) -> Result<Found, Refusal> {
        let unknown = || {
            let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
            Refusal::new(format!("Column '{}' cannot be resolved.", names.join(".")))
        };
        let (first, rest) = names.split_first().ok_or_else(unknown)?;
        for (number, scope) in self.scopes.iter().enumerate().rev() {
            if let Some((column, fields)) = rest.split_first()
                && let Some(source) = scope.sources.iter().find(|one| one.is_called(&first.value))
            {
                let found = in_source(number, source, column).ok_or_else(unknown)?;
                return within(found, fields).ok_or_else(unknown)?;
            }
            let mut found = scope.sources.iter().filter_map(|one| in_source(number, one, first));
            if let Some(one) = found.next() {
                if found.next().is_some() {
                    return Err(Refusal::new(format!("Column '{first}' is ambiguous.")));
                }
                return within(one, rest).ok_or_else(unknown)?;
            }
        }
        Err(unknown())
    }

    /// The table's column for a value.
    fn value(&mut self, place: Place) -> Piece {
        let path = Path { steps: place.steps, kind: place.shape.kind() };
        let kind = path.kind;
        let Some(table) = self.tables.get_mut(place.table) else { return Piece::new("NULL", kind) };
        let column = table.paths.iter().position(|known| *known == path).unwrap_or_else(|| {
            table.paths.push(path);
            table.paths.len() - 1
        });
        Piece {
            origin: Some((place.table, column)),
            ..Piece::new(format!("t{}.c{column}", place.table), kind)
        }
    }

    /// `*`, or all columns of the source of this name.
    pub(super) fn all_columns(
        &mut self,
        of: Option<&str>,
        columns: &mut Vec<Column>,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Refusal> {
        let sources = &self.scope()?.sources;
        let wanted = |source: &&Source| of.is_none_or(|name| source.is_called(name));
        let mut names: Vec<(Option<String>, Vec<String>)> = Vec::new();
        for source in sources.iter().filter(wanted) {
            let own = match &source.content {
                Content::Events(_) => {
                    schema::COLUMNS.iter().map(|column| column.0.to_owned()).collect()
                }
                Content::Rows(_, rows) => rows.iter().map(|column| column.name.clone()).collect(),
            };
            names.push((source.name.clone(), own));
        }
        if names.is_empty() {
            return Err(Refusal::new("`*` has no table to show the columns of."));
        }
        for (source, name) in
            names.iter().flat_map(|(source, all)| all.iter().map(move |name| (source, name)))
        {
            let parts = source.iter().chain(std::iter::once(name)).map(Ident::new).collect();
            let expression = Expr::CompoundIdentifier(parts);
            let piece = self.column(&expression)?;
            let piece =
                piece.ok_or_else(|| Refusal::new(format!("Column '{name}' is missing.")))?;
            columns.push(Column { name: name.clone(), kind: piece.kind });
            pieces.push(piece);
        }
        Ok(())
    }

    /// Whether this is the time of the events of a table.
    pub(super) fn is_event_time(&mut self, expression: &Expr, table: usize) -> bool {
        match self.found(expression) {
            Ok(Some(Found::Events(place))) => {
                place.table == table && matches!(place.shape, Shape::Time)
            }
            _ => false,
        }
    }

    /// Notes what a condition says of the time of the events of the one table that is read.
    pub(super) fn note_time(&mut self, left: &Expr, operator: &BinaryOperator, right: &Expr) {
        use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq};
        let Some([Source { content: Content::Events(table), .. }]) =
            self.scopes.last().map(|scope| scope.sources.as_slice())
        else {
            return;
        };
        let table = *table;
        let (time, operator) = if self.is_event_time(left, table) {
            (right, operator)
        } else if self.is_event_time(right, table) {
            let mirrored = match operator {
                Gt => &Lt,
                GtEq => &LtEq,
                Lt => &Gt,
                LtEq => &GtEq,
                other => other,
            };
            (left, mirrored)
        } else {
            return;
        };
        let Some(millis) = literal_time(time).and_then(Moment::millis) else { return };
        let Some(table) = self.tables.get_mut(table) else { return };
        // A moment is kept to the millisecond, so one that is later is so by one at least.
        if matches!(operator, Gt | GtEq | Eq) {
            table.window.from_ms = table.window.from_ms.max(millis);
        }
        if matches!(operator, Lt | LtEq | Eq) {
            table.window.until_ms = table.window.until_ms.min(millis);
        }
    }
}

/// What is at these keys inside a value.
fn inside(found: Option<Found>, of: &Expr, keys: &[Key<'_>]) -> Result<Option<Found>, Refusal> {
    let Some(Found::Events(mut place)) = found else {
        return Err(Refusal::new(format!("`{of}` is not a column of an event data store.")));
    };
    for key in keys {
        place.step(key)?;
    }
    Ok(Some(Found::Events(place)))
}

/// The moment that a literal means.
fn literal_time(expression: &Expr) -> Option<Moment> {
    match expression {
        Expr::Nested(inner) => literal_time(inner),
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Moment::read(text),
            _ => None,
        },
        Expr::TypedString(typed) => match &typed.value.value {
            Value::SingleQuotedString(text) => Moment::read(text),
            _ => None,
        },
        _ => None,
    }
}

/// A key of `element_at`, of a subscript, or behind a dot.
enum Key<'e> {
    Field(&'e str),
    Text(&'e str),
    Number(usize),
}

fn access(access: &AccessExpr) -> Result<Key<'_>, Refusal> {
    match access {
        AccessExpr::Dot(Expr::Identifier(name)) => Ok(Key::Field(&name.value)),
        AccessExpr::Subscript(Subscript::Index { index }) => key(index),
        other => Err(Refusal::unsupported(format!("`{other}`"))),
    }
}

fn key(expression: &Expr) -> Result<Key<'_>, Refusal> {
    let refusal = || Refusal::unsupported(format!("A key that is no literal, as `{expression}`,"));
    let Expr::Value(value) = expression else { return Err(refusal()) };
    match &value.value {
        Value::SingleQuotedString(text) => Ok(Key::Text(text)),
        Value::Number(digits, false) => digits.parse().map(Key::Number).map_err(|_| refusal()),
        _ => Err(refusal()),
    }
}

/// The arguments of `element_at`.
fn element_at(function: &Function) -> Result<Option<(&Expr, Key<'_>)>, Refusal> {
    if !function.name.to_string().eq_ignore_ascii_case("element_at") {
        return Ok(None);
    }
    let FunctionArguments::List(list) = &function.args else { return Ok(None) };
    match list.args.as_slice() {
        [
            FunctionArg::Unnamed(FunctionArgExpr::Expr(of)),
            FunctionArg::Unnamed(FunctionArgExpr::Expr(at)),
        ] => Ok(Some((of, key(at)?))),
        _ => Err(Refusal::new("element_at needs two arguments.")),
    }
}

/// The column of this name in a source.
fn in_source(scope: usize, source: &Source, name: &Ident) -> Option<Found> {
    match &source.content {
        Content::Events(table) => {
            let Member(name, shape) = schema::member(schema::COLUMNS, &name.value)?;
            let steps = match shape {
                Shape::Event => Vec::new(),
                _ => vec![Step::Member(name.to_owned())],
            };
            Some(Found::Events(Place { scope, table: *table, steps, shape }))
        }
        Content::Rows(number, columns) => {
            let is_it = |column: &Column| column.name.eq_ignore_ascii_case(&name.value);
            let place = columns.iter().position(is_it)?;
            let kind = columns.get(place).map_or(Kind::Null, |column| column.kind);
            Some(Found::Rows(scope, Piece::new(format!("q{number}.k{place}"), kind)))
        }
    }
}

/// What is behind the dots.
fn within(found: Found, fields: &[Ident]) -> Option<Result<Found, Refusal>> {
    match found {
        found if fields.is_empty() => Some(Ok(found)),
        Found::Rows(..) => None,
        Found::Events(mut place) => {
            let steps = fields.iter().try_for_each(|field| place.step(&Key::Field(&field.value)));
            Some(steps.map(|()| Found::Events(place)))
        }
    }
}

impl Place {
    fn step(&mut self, key: &Key<'_>) -> Result<(), Refusal> {
        match (self.shape, key) {
            (Shape::Row(members), Key::Field(name)) => {
                let Member(name, shape) = schema::member(members, name)
                    .ok_or_else(|| Refusal::new(format!("Column '{name}' cannot be resolved.")))?;
                self.steps.push(Step::Member(name.to_owned()));
                self.shape = shape;
            }
            (Shape::Map, Key::Text(name)) => {
                self.steps.push(Step::Member((*name).to_owned()));
                self.shape = Shape::Text;
            }
            (Shape::List(members), Key::Number(number)) => {
                let place = number.checked_sub(1);
                let place = place.ok_or_else(|| Refusal::new("Elements are counted from 1."))?;
                self.steps.push(Step::Item(place));
                self.shape = Shape::Row(members);
            }
            (Shape::Map, Key::Field(name)) => {
                return Err(Refusal::new(format!(
                    "A map has no columns: ask for element_at(…, '{name}')."
                )));
            }
            (_, Key::Field(name) | Key::Text(name)) => {
                return Err(Refusal::new(format!("There is no '{name}' in a value of this type.")));
            }
            (_, Key::Number(number)) => {
                return Err(Refusal::new(format!("There is no {number} in a value of this type.")));
            }
        }
        Ok(())
    }
}
