//! `SELECT` … `FROM` … `WHERE` … `GROUP BY` … `HAVING`.

use sqlparser::ast::{
    BinaryOperator, Distinct, Expr, GroupByExpr, OrderByExpr, Select, SelectFlavor, SelectItem,
    SelectItemQualifiedWildcardKind, TableWithJoins, WildcardAdditionalOptions,
};

use super::query::{direction, output_column};
use super::scope::{Content, Scope};
use super::{Built, Compiler, Piece};
use crate::kind::Kind;
use crate::refusal::Refusal;
use crate::statement::Column;

/// The most terms of `GROUP BY` and of `ORDER BY`.
const TERMS_MAX: usize = 100;
/// The most columns of a result.
const COLUMNS_MAX: usize = 200;

/// The parts of a `SELECT` that are known here.
struct Parts<'s> {
    is_distinct: bool,
    projection: &'s [SelectItem],
    from: &'s [TableWithJoins],
    condition: Option<&'s Expr>,
    groups: &'s [Expr],
    having: Option<&'s Expr>,
}

impl Compiler {
    /// A `SELECT` with its order.
    pub(super) fn select(
        &mut self,
        select: &Select,
        order: &[OrderByExpr],
    ) -> Result<Built, Refusal> {
        let parts = Parts::read(select)?;
        self.new_source()?;
        if parts.groups.len().max(order.len()) > TERMS_MAX {
            return Err(Refusal::new("GROUP BY or ORDER BY has too many terms."));
        }
        self.deeper(|compiler| {
            compiler.scopes.push(Scope::default());
            let built = compiler.select_inside(&parts, order);
            compiler.scopes.pop();
            built
        })
    }

    fn select_inside(
        &mut self,
        parts: &Parts<'_>,
        order: &[OrderByExpr],
    ) -> Result<Built, Refusal> {
        let from = self.from(parts.from)?;
        let condition = self.condition(parts.condition)?;
        self.group(parts)?;
        self.scope()?.ungrouped = None;
        self.scope()?.may_aggregate = true;
        let (columns, pieces) = self.projection(parts.projection)?;
        let having = parts.having.map(|having| self.truth(having)).transpose()?;
        let mut terms = Vec::new();
        for term in order {
            let (expression, direction) = direction(term)?;
            let by = if let Some(number) = output_column(expression, &columns)? {
                number.to_string()
            } else {
                let piece = self.expression(expression)?;
                if parts.is_distinct && !pieces.iter().any(|one| one.sql == piece.sql) {
                    return Err(Refusal::new(
                        "With SELECT DISTINCT, ORDER BY can name columns of the result only.",
                    ));
                }
                piece.sql
            };
            terms.push(format!("{by} {direction}"));
        }
        let groups = self.check_groups(having.is_some())?;
        let mut sql = String::from(if parts.is_distinct { "SELECT DISTINCT " } else { "SELECT " });
        let shown = pieces.iter().enumerate();
        let shown: Vec<_> =
            shown.map(|(place, piece)| format!("{} AS k{place}", piece.sql)).collect();
        sql.push_str(&shown.join(", "));
        let clauses = [
            (" FROM ", from),
            (" WHERE ", condition),
            (" GROUP BY ", groups),
            (" HAVING ", having.unwrap_or_default()),
            (" ORDER BY ", terms.join(", ")),
        ];
        for (word, clause) in clauses.iter().filter(|(_, clause)| !clause.is_empty()) {
            sql.push_str(word);
            sql.push_str(clause);
        }
        Ok(Built { sql, columns })
    }

    /// `WHERE`, with the count of the events that pass it.
    fn condition(&mut self, condition: Option<&Expr>) -> Result<String, Refusal> {
        let sources = self.sources;
        let truth = condition.map(|condition| self.truth(condition)).transpose()?;
        if let Some(condition) = condition {
            self.note_times(condition);
        }
        let is_plain = self.sources == sources;
        let sources = &self.scope()?.sources;
        let is_join = sources.len() > 1;
        let events: Vec<String> = sources
            .iter()
            .filter_map(|source| match source.content {
                Content::Events(table) => Some(format!("t{table}.id")),
                Content::Rows(..) => None,
            })
            .collect();
        let matched = format!("lake_matched({})", events.join(", "));
        Ok(match truth {
            truth if events.is_empty() => truth.unwrap_or_default(),
            None => matched,
            // SQLite finds the rows of a join by the condition's own words.
            Some(truth) if is_join && is_plain => {
                format!("({truth}) AND CASE WHEN ({truth}) THEN {matched} END")
            }
            Some(truth) => format!("CASE WHEN ({truth}) THEN {matched} END"),
        })
    }

    /// Notes what a condition says of the time of events, as far as all of it must hold.
    fn note_times(&mut self, condition: &Expr) {
        let mut rest = vec![condition];
        while let Some(term) = rest.pop() {
            match term {
                Expr::Nested(inner) => rest.push(inner),
                Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                    rest.extend([&**left, &**right]);
                }
                Expr::BinaryOp { left, op, right } => self.note_time(left, op, right),
                Expr::Between { expr, negated: false, low, high } => {
                    self.note_time(expr, &BinaryOperator::GtEq, low);
                    self.note_time(expr, &BinaryOperator::LtEq, high);
                }
                _ => {}
            }
        }
    }

    /// What rows are grouped by; a number means a column of the result.
    fn group(&mut self, parts: &Parts<'_>) -> Result<(), Refusal> {
        let mut groups = Vec::with_capacity(parts.groups.len());
        for expression in parts.groups {
            let item = match expression {
                Expr::Value(value) => {
                    let digits = value.to_string();
                    let place =
                        digits.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                    match place.and_then(|place| parts.projection.get(place)) {
                        Some(
                            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. },
                        ) => expr,
                        _ => {
                            return Err(Refusal::new(format!(
                                "There is no column {digits} to group by."
                            )));
                        }
                    }
                }
                other => other,
            };
            groups.push(self.expression(item)?);
        }
        self.scope()?.groups = groups;
        Ok(())
    }

    /// Refuses columns that are neither grouped by nor in an aggregate function; the `GROUP BY`.
    fn check_groups(&mut self, has_having: bool) -> Result<String, Refusal> {
        let scope = self.scope()?;
        let is_grouped = !scope.groups.is_empty() || scope.aggregates || has_having;
        if let Some(column) = scope.ungrouped.as_ref().filter(|_| is_grouped) {
            return Err(Refusal::new(format!(
                "'{column}' must be an aggregate expression or appear in GROUP BY clause."
            )));
        }
        let groups: Vec<&str> = scope.groups.iter().map(|piece| piece.sql.as_str()).collect();
        Ok(groups.join(", "))
    }

    fn projection(&mut self, items: &[SelectItem]) -> Result<(Vec<Column>, Vec<Piece>), Refusal> {
        let (mut columns, mut pieces) = (Vec::new(), Vec::new());
        for item in items {
            let (name, expression) = match item {
                SelectItem::UnnamedExpr(expression) => {
                    (result_name(expression, columns.len()), expression)
                }
                SelectItem::ExprWithAlias { expr, alias } => (alias.value.clone(), expr),
                SelectItem::Wildcard(options) => {
                    check_wildcard(options)?;
                    self.all_columns(None, &mut columns, &mut pieces)?;
                    continue;
                }
                SelectItem::QualifiedWildcard(
                    SelectItemQualifiedWildcardKind::ObjectName(name),
                    options,
                ) => {
                    check_wildcard(options)?;
                    let name = super::from::single_name(name)?;
                    self.all_columns(Some(&name), &mut columns, &mut pieces)?;
                    continue;
                }
                SelectItem::ExprWithAliases { .. } | SelectItem::QualifiedWildcard(..) => {
                    return Err(Refusal::unsupported(format!("`{item}`")));
                }
            };
            let piece = self.expression(expression)?;
            columns.push(Column { name, kind: piece.kind });
            pieces.push(piece);
        }
        if columns.is_empty() || columns.len() > COLUMNS_MAX {
            return Err(Refusal::new(format!("A result can have 1 to {COLUMNS_MAX} columns.")));
        }
        Ok((columns, pieces))
    }

    /// The innermost query.
    pub(super) fn scope(&mut self) -> Result<&mut Scope, Refusal> {
        self.scopes.last_mut().ok_or_else(|| Refusal::new("A name stands outside of any query."))
    }

    /// A condition.
    pub(super) fn truth(&mut self, expression: &Expr) -> Result<String, Refusal> {
        let piece = self.expression(expression)?;
        if matches!(piece.kind, Kind::Boolean | Kind::Null) {
            return Ok(piece.sql);
        }
        Err(Refusal::new(format!(
            "A condition must be of type boolean, and `{expression}` is of type {}.",
            piece.kind.name()
        )))
    }
}

/// The name that a column of the result has of itself.
fn result_name(expression: &Expr, place: usize) -> String {
    match expression {
        Expr::Identifier(name) => name.value.clone(),
        Expr::CompoundIdentifier(names) => {
            names.last().map(|name| name.value.clone()).unwrap_or_default()
        }
        Expr::Nested(inner) => result_name(inner, place),
        _ => format!("_col{place}"),
    }
}

fn check_wildcard(options: &WildcardAdditionalOptions) -> Result<(), Refusal> {
    match options {
        WildcardAdditionalOptions {
            wildcard_token: _,
            opt_ilike: None,
            opt_exclude: None,
            opt_except: None,
            opt_replace: None,
            opt_rename: None,
            opt_alias: None,
        } => Ok(()),
        _ => Err(Refusal::unsupported("`*` with options")),
    }
}

impl<'s> Parts<'s> {
    fn read(select: &'s Select) -> Result<Self, Refusal> {
        let Select {
            select_token: _,
            optimizer_hints,
            distinct,
            select_modifiers: None,
            top: None,
            top_before_distinct: _,
            projection,
            exclude: None,
            into: None,
            from,
            lateral_views,
            prewhere: None,
            selection,
            connect_by,
            group_by,
            cluster_by,
            distribute_by,
            sort_by,
            having,
            named_window,
            qualify: None,
            window_before_qualify: _,
            value_table_mode: None,
            flavor: SelectFlavor::Standard,
        } = select
        else {
            return Err(Refusal::unsupported("A clause of this SELECT"));
        };
        let is_plain = optimizer_hints.is_empty()
            && lateral_views.is_empty()
            && connect_by.is_empty()
            && cluster_by.is_empty()
            && distribute_by.is_empty()
            && sort_by.is_empty()
            && named_window.is_empty();
        let GroupByExpr::Expressions(groups, modifiers) = group_by else {
            return Err(Refusal::unsupported("GROUP BY ALL"));
        };
        if !is_plain || !modifiers.is_empty() {
            return Err(Refusal::unsupported("A clause of this SELECT"));
        }
        let is_distinct = match distinct {
            None | Some(Distinct::All) => false,
            Some(Distinct::Distinct) => true,
            Some(Distinct::On(_)) => return Err(Refusal::unsupported("DISTINCT ON")),
        };
        let (condition, having) = (selection.as_ref(), having.as_ref());
        Ok(Self { is_distinct, projection, from, condition, groups, having })
    }
}
