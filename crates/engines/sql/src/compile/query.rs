//! Queries: `WITH`, set operations, `ORDER BY`, `LIMIT`.

use std::rc::Rc;

use sqlparser::ast::{
    Cte, Expr, LimitClause, Offset, OrderBy, OrderByExpr, OrderByKind, OrderByOptions, OrderBySort,
    Query, SetExpr, SetOperator, SetQuantifier, TableAlias, Value, With,
};

use super::scope::Named;
use super::{Built, Compiler};
use crate::refusal::Refusal;
use crate::statement::Column;

impl Compiler {
    /// A query with all that belongs to it.
    pub(super) fn query(&mut self, query: &Query) -> Result<Built, Refusal> {
        self.deeper(|compiler| {
            let known = compiler.named.len();
            let built = compiler.query_inside(query);
            compiler.named.truncate(known);
            built
        })
    }

    fn query_inside(&mut self, query: &Query) -> Result<Built, Refusal> {
        let Query {
            with,
            body,
            order_by,
            limit_clause,
            fetch: None,
            locks,
            for_clause: None,
            settings: None,
            format_clause: None,
            pipe_operators,
        } = query
        else {
            return Err(Refusal::unsupported("A clause behind the query"));
        };
        if !locks.is_empty() || !pipe_operators.is_empty() {
            return Err(Refusal::unsupported("A clause behind the query"));
        }
        if let Some(with) = with {
            self.name_all(with)?;
        }
        let order = order_by.as_ref().map(ordered).transpose()?.unwrap_or_default();
        let mut built = match &**body {
            SetExpr::Select(select) => self.select(select, order)?,
            other => {
                let mut built = self.set(other)?;
                let terms = order.iter().map(|term| output_order(term, &built.columns));
                let terms = terms.collect::<Result<Vec<_>, _>>()?;
                if !terms.is_empty() {
                    built.sql = format!("{} ORDER BY {}", built.sql, terms.join(", "));
                }
                built
            }
        };
        if let Some(limit) = limit_clause {
            built.sql.push_str(&limited(limit)?);
        }
        Ok(built)
    }

    /// Names the queries of `WITH`.
    fn name_all(&mut self, with: &With) -> Result<(), Refusal> {
        let With { with_token: _, recursive, cte_tables } = with;
        if *recursive {
            return Err(Refusal::unsupported("WITH RECURSIVE"));
        }
        for cte in cte_tables {
            let Cte { alias, query, from: None, materialized: None, closing_paren_token: _ } = cte
            else {
                return Err(Refusal::unsupported("WITH of this form"));
            };
            let TableAlias { explicit: _, name, columns, at: None } = alias else {
                return Err(Refusal::unsupported("AT"));
            };
            if columns.iter().any(|column| column.data_type.is_some()) {
                return Err(Refusal::unsupported("A type in a list of names"));
            }
            self.named.push(Named {
                name: name.value.clone(),
                query: Rc::new((**query).clone()),
                columns: columns.iter().map(|column| column.name.value.clone()).collect(),
            });
        }
        Ok(())
    }

    /// Set operations, and what stands on their sides.
    fn set(&mut self, body: &SetExpr) -> Result<Built, Refusal> {
        match body {
            SetExpr::Select(select) => self.select(select, &[]),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, op, set_quantifier, right } => {
                self.deeper(|compiler| compiler.operation(left, *op, *set_quantifier, right))
            }
            _ => Err(Refusal::new("Only SELECT statements are allowed.")),
        }
    }

    fn operation(
        &mut self,
        left: &SetExpr,
        operator: SetOperator,
        quantifier: SetQuantifier,
        right: &SetExpr,
    ) -> Result<Built, Refusal> {
        let word = match (operator, quantifier) {
            (SetOperator::Union, SetQuantifier::All) => "UNION ALL",
            (SetOperator::Union, SetQuantifier::None | SetQuantifier::Distinct) => "UNION",
            (SetOperator::Except, SetQuantifier::None | SetQuantifier::Distinct) => "EXCEPT",
            (SetOperator::Intersect, SetQuantifier::None | SetQuantifier::Distinct) => "INTERSECT",
            _ => return Err(Refusal::unsupported(format!("{operator} {quantifier}"))),
        };
        let (left, right) = (self.set(left)?, self.set(right)?);
        if left.columns.len() != right.columns.len() {
            return Err(Refusal::new(format!(
                "The sides of {operator} have {} and {} columns.",
                left.columns.len(),
                right.columns.len()
            )));
        }
        let mut columns = Vec::with_capacity(left.columns.len());
        for (one, other) in left.columns.into_iter().zip(&right.columns) {
            if !one.kind.is_like(other.kind) {
                return Err(Refusal::new(format!(
                    "Column {} of {operator} is of type {} on one side and {} on the other.",
                    one.name,
                    one.kind.name(),
                    other.kind.name()
                )));
            }
            columns.push(Column { kind: one.kind.joined(other.kind), name: one.name });
        }
        let sql = format!("SELECT * FROM ({}) {word} SELECT * FROM ({})", left.sql, right.sql);
        Ok(Built { sql, columns })
    }
}

/// The terms of an `ORDER BY`.
fn ordered(order: &OrderBy) -> Result<&[OrderByExpr], Refusal> {
    match order {
        OrderBy { kind: OrderByKind::Expressions(terms), interpolate: None } => Ok(terms),
        _ => Err(Refusal::unsupported("ORDER BY of this form")),
    }
}

/// A term of an `ORDER BY` that names a column of the result, by name or by number.
fn output_order(term: &OrderByExpr, columns: &[Column]) -> Result<String, Refusal> {
    let (expression, direction) = direction(term)?;
    match output_column(expression, columns)? {
        Some(number) => Ok(format!("{number} {direction}")),
        None => Err(Refusal::new(format!("`{expression}` is not a column of the result."))),
    }
}

/// The number of the column of the result that an expression names, from 1.
pub(super) fn output_column(
    expression: &Expr,
    columns: &[Column],
) -> Result<Option<usize>, Refusal> {
    match expression {
        Expr::Identifier(name) => {
            let is_it = |column: &Column| column.name.eq_ignore_ascii_case(&name.value);
            Ok(columns.iter().position(is_it).map(|place| place + 1))
        }
        Expr::Value(value) => match &value.value {
            Value::Number(digits, false) => {
                let number =
                    digits.parse().ok().filter(|number| (1..=columns.len()).contains(number));
                let refusal =
                    || Refusal::new(format!("There is no column {digits} in the result."));
                number.ok_or_else(refusal).map(Some)
            }
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

/// What a term orders by, and which way. Trino puts nulls last, whichever way.
pub(super) fn direction(term: &OrderByExpr) -> Result<(&Expr, &'static str), Refusal> {
    let OrderByExpr { expr, options: OrderByOptions { sort, nulls_first }, with_fill: None } = term
    else {
        return Err(Refusal::unsupported("WITH FILL"));
    };
    let is_first = nulls_first.unwrap_or(false);
    Ok((
        expr,
        match sort {
            None | Some(OrderBySort::Asc) if is_first => "ASC NULLS FIRST",
            None | Some(OrderBySort::Asc) => "ASC NULLS LAST",
            Some(OrderBySort::Desc) if is_first => "DESC NULLS FIRST",
            Some(OrderBySort::Desc) => "DESC NULLS LAST",
            Some(OrderBySort::Using(_)) => return Err(Refusal::unsupported("ORDER BY USING")),
        },
    ))
}

fn limited(clause: &LimitClause) -> Result<String, Refusal> {
    let LimitClause::LimitOffset { limit, offset, limit_by } = clause else {
        return Err(Refusal::unsupported("LIMIT with a comma"));
    };
    if !limit_by.is_empty() {
        return Err(Refusal::unsupported("LIMIT BY"));
    }
    let limit = limit.as_ref().map_or(Ok(-1), count)?;
    let offset = match offset {
        Some(Offset { value, rows: _ }) => count(value)?,
        None => 0,
    };
    Ok(format!(" LIMIT {limit} OFFSET {offset}"))
}

fn count(expression: &Expr) -> Result<i64, Refusal> {
    let number = match expression {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, false) => digits.parse().ok(),
            _ => None,
        },
        _ => None,
    };
    number.ok_or_else(|| Refusal::new(format!("`{expression}` is not a number of rows.")))
}
