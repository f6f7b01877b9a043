//! Comparisons: of like types only.

use sqlparser::ast::{Expr, InTarget};

use super::{Compiler, Piece};
use crate::kind::Kind;
use crate::refusal::Refusal;
use crate::time::Moment;

impl Compiler {
    /// Two values, compared.
    pub(super) fn comparison(
        &mut self,
        one: &Expr,
        operator: &str,
        other: &Expr,
    ) -> Result<Piece, Refusal> {
        let (left, right) = (self.expression(one)?, self.expression(other)?);
        let (left, right) = self.alike(left, right)?;
        Ok(Piece::new(format!("({} {operator} {})", left.sql, right.sql), Kind::Boolean))
    }

    pub(super) fn between(
        &mut self,
        expression: &Expr,
        negated: bool,
        low: &Expr,
        high: &Expr,
    ) -> Result<Piece, Refusal> {
        let value = self.expression(expression)?;
        let (low, high) = (self.expression(low)?, self.expression(high)?);
        let (above, low) = self.alike(value.clone(), low)?;
        let (below, high) = self.alike(value, high)?;
        if above.sql != below.sql {
            return Err(Refusal::new("BETWEEN compares values of one type."));
        }
        let not = if negated { "NOT " } else { "" };
        let sql = format!("({} {not}BETWEEN {} AND {})", above.sql, low.sql, high.sql);
        Ok(Piece::new(sql, Kind::Boolean))
    }

    pub(super) fn is_in(
        &mut self,
        expression: &Expr,
        target: &InTarget,
        negated: bool,
    ) -> Result<Piece, Refusal> {
        let mut value = self.expression(expression)?;
        let inside = match target {
            InTarget::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    let item = self.expression(item)?;
                    let (as_well, item) = self.alike(value, item)?;
                    value = as_well;
                    list.push(item.sql);
                }
                list.join(", ")
            }
            InTarget::Subquery(query) => {
                let built = self.query(query)?;
                match built.columns.as_slice() {
                    [column] if column.kind.is_like(value.kind) => built.sql,
                    _ => {
                        return Err(Refusal::new(
                            "The subquery of IN must have one column, of the type that it is \
                             compared to.",
                        ));
                    }
                }
            }
            InTarget::Unnest(_) | InTarget::Table { .. } => {
                return Err(Refusal::unsupported("IN of this form"));
            }
        };
        let word = if negated { "NOT IN" } else { "IN" };
        Ok(Piece::new(format!("({} {word} ({inside}))", value.sql), Kind::Boolean))
    }

    pub(super) fn like(
        &mut self,
        expression: &Expr,
        negated: bool,
        pattern: &Expr,
        escape: Option<&Expr>,
    ) -> Result<Piece, Refusal> {
        let (value, pattern) = (self.expression(expression)?, self.expression(pattern)?);
        let escape = match escape {
            None => String::new(),
            Some(escape) => {
                let piece = self.expression(escape)?;
                let text = piece.text.filter(|text| text.chars().count() == 1);
                text.ok_or_else(|| Refusal::new("ESCAPE needs one character."))?
            }
        };
        for piece in [&value, &pattern] {
            if !piece.kind.is_like(Kind::Text) {
                return Err(Refusal::new(format!(
                    "LIKE compares texts, and a value is of type {}.",
                    piece.kind.name()
                )));
            }
        }
        let escape = self.text(&escape);
        let not = if negated { "NOT " } else { "" };
        let sql = format!("({not}lake_like({}, {}, {escape}))", value.sql, pattern.sql);
        Ok(Piece::new(sql, Kind::Boolean))
    }

    /// Two values in a form that can be compared: a literal beside a time is one, too.
    pub(super) fn alike(&mut self, one: Piece, other: Piece) -> Result<(Piece, Piece), Refusal> {
        let is_time = |piece: &Piece| matches!(piece.kind, Kind::Timestamp | Kind::Date);
        let (one, other) = match (is_time(&one), is_time(&other)) {
            (true, false) => {
                let other = self.as_time(other, one.kind)?;
                (one, other)
            }
            (false, true) => (self.as_time(one, other.kind)?, other),
            _ => (one, other),
        };
        if !one.kind.is_like(other.kind) {
            return Err(Refusal::new(format!(
                "Cannot compare a value of type {} with one of type {}.",
                one.kind.name(),
                other.kind.name()
            )));
        }
        Ok(match (one.kind, other.kind) {
            (Kind::Timestamp, Kind::Date) => (one, at_midnight(&other)),
            (Kind::Date, Kind::Timestamp) => (at_midnight(&one), other),
            _ => (one, other),
        })
    }

    /// A literal as a time.
    fn as_time(&mut self, piece: Piece, kind: Kind) -> Result<Piece, Refusal> {
        let Some(text) = &piece.text else { return Ok(piece) };
        let moment = Moment::read(text)
            .ok_or_else(|| Refusal::new(format!("'{text}' is not a timestamp.")))?;
        let is_day = kind == Kind::Date && text.trim().len() <= "YYYY-MM-DD".len();
        Ok(if is_day {
            Piece::new(self.text(&moment.day_text()), Kind::Date)
        } else {
            self.moment(moment)
        })
    }
}

fn at_midnight(day: &Piece) -> Piece {
    Piece::new(format!("lake_timestamp({})", day.sql), Kind::Timestamp)
}
