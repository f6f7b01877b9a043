//! Expressions.

use std::fmt::Write as _;

use sqlparser::ast::{
    CaseWhen, DataType, Expr, ExtractSyntax, Query, TypedString, UnaryOperator, Value,
};

use super::{Compiler, Piece};
use crate::kind::Kind;
use crate::refusal::Refusal;
use crate::time::{Moment, Unit};

impl Compiler {
    /// An expression.
    pub(super) fn expression(&mut self, expression: &Expr) -> Result<Piece, Refusal> {
        self.deeper(|compiler| {
            let scope = compiler.scopes.len().saturating_sub(1);
            let before = compiler.scope()?.ungrouped.clone();
            let piece = compiler.node(expression)?;
            // What rows are grouped by may stand anywhere, whatever it is made of.
            if compiler.is_grouped_by(scope, &piece) {
                compiler.scope()?.ungrouped = before;
            }
            Ok(piece)
        })
    }

    fn node(&mut self, expression: &Expr) -> Result<Piece, Refusal> {
        if let Some(column) = self.column(expression)? {
            return Ok(column);
        }
        match expression {
            Expr::Nested(inner) => self.expression(inner),
            Expr::Value(value) => self.value_of(&value.value),
            Expr::TypedString(TypedString { data_type, value, uses_odbc_syntax: false }) => {
                self.typed(data_type, &value.value)
            }
            Expr::BinaryOp { .. } => self.binary(expression),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr),
            Expr::IsNull(inner) => self.test(inner, "IS NULL"),
            Expr::IsNotNull(inner) => self.test(inner, "IS NOT NULL"),
            Expr::IsTrue(inner) => self.test(inner, "IS TRUE"),
            Expr::IsNotTrue(inner) => self.test(inner, "IS NOT TRUE"),
            Expr::IsFalse(inner) => self.test(inner, "IS FALSE"),
            Expr::IsNotFalse(inner) => self.test(inner, "IS NOT FALSE"),
            Expr::IsDistinctFrom(one, other) => self.comparison(one, "IS NOT", other),
            Expr::IsNotDistinctFrom(one, other) => self.comparison(one, "IS", other),
            Expr::Between { expr, negated, low, high } => self.between(expr, *negated, low, high),
            Expr::In { expr, target, negated, global: false } => self.is_in(expr, target, *negated),
            Expr::Like { negated, any: false, expr, pattern, escape_char } => {
                self.like(expr, *negated, pattern, escape_char.as_deref())
            }
            Expr::Case { case_token: _, end_token: _, operand, conditions, else_result } => {
                self.case(operand.as_deref(), conditions, else_result.as_deref())
            }
            Expr::Cast { kind, expr, data_type, format: None } => self.cast(kind, expr, data_type),
            Expr::Exists { subquery, negated } => self.exists(subquery, *negated),
            Expr::Subquery(query) => self.one_value(query),
            Expr::Extract { field, syntax: ExtractSyntax::From, expr } => {
                self.part(&field.to_string(), expr)
            }
            Expr::Function(function) => self.function(function),
            Expr::Substring { expr, substring_from: Some(from), substring_for, .. } => {
                let mut arguments = vec![&**expr, &**from];
                arguments.extend(substring_for.as_deref());
                self.call("substr", &arguments)
            }
            Expr::Trim { trim_where: None, trim_what: None, expr, trim_characters: None } => {
                self.call("trim", &[expr])
            }
            Expr::Position { expr, r#in } => self.call("strpos", &[r#in, expr]),
            other => Err(Refusal::unsupported(format!("`{other}`"))),
        }
    }

    fn value_of(&mut self, value: &Value) -> Result<Piece, Refusal> {
        match value {
            Value::SingleQuotedString(text) => Ok(self.literal(text)),
            Value::Boolean(truth) => Ok(Piece::new(if *truth { "1" } else { "0" }, Kind::Boolean)),
            Value::Null => Ok(Piece::new("NULL", Kind::Null)),
            Value::Number(digits, false) => number(digits),
            other => Err(Refusal::unsupported(format!("`{other}`"))),
        }
    }

    /// `TIMESTAMP '…'`, `DATE '…'`.
    fn typed(&mut self, kind: &DataType, value: &Value) -> Result<Piece, Refusal> {
        let Value::SingleQuotedString(text) = value else {
            return Err(Refusal::unsupported(format!("`{value}`")));
        };
        let moment = Moment::read(text)
            .ok_or_else(|| Refusal::new(format!("'{text}' is not a timestamp.")))?;
        match kind {
            DataType::Timestamp(..) => Ok(self.moment(moment)),
            DataType::Date => Ok(Piece::new(self.text(&moment.day_text()), Kind::Date)),
            other => Err(Refusal::unsupported(format!("A literal of type {other}"))),
        }
    }

    /// A moment that is known.
    pub(super) fn moment(&mut self, moment: Moment) -> Piece {
        Piece::new(self.text(&moment.text()), Kind::Timestamp)
    }

    fn unary(&mut self, operator: UnaryOperator, expression: &Expr) -> Result<Piece, Refusal> {
        match operator {
            UnaryOperator::Not => {
                Ok(Piece::new(format!("(NOT {})", self.truth(expression)?), Kind::Boolean))
            }
            UnaryOperator::Minus | UnaryOperator::Plus => {
                let piece = self.expression(expression)?;
                if !matches!(piece.kind, Kind::Integer | Kind::Real | Kind::Null) {
                    return Err(Refusal::new(format!("`{expression}` is not a number.")));
                }
                let sign = if operator == UnaryOperator::Minus { "-" } else { "+" };
                Ok(Piece::new(format!("({sign} {})", piece.sql), piece.kind))
            }
            other => Err(Refusal::unsupported(format!("Operator {other}"))),
        }
    }

    fn test(&mut self, expression: &Expr, test: &str) -> Result<Piece, Refusal> {
        let piece = self.expression(expression)?;
        if !test.ends_with("NULL") && !piece.kind.is_like(Kind::Boolean) {
            return Err(Refusal::new(format!("`{expression}` is not a boolean.")));
        }
        Ok(Piece::new(format!("({} {test})", piece.sql), Kind::Boolean))
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        conditions: &[CaseWhen],
        otherwise: Option<&Expr>,
    ) -> Result<Piece, Refusal> {
        let mut sql = String::from("CASE");
        let mut kind = Kind::Null;
        // It is written once: what is written twice at each level has no end.
        let operand = operand.map(|operand| self.expression(operand)).transpose()?;
        if let Some(operand) = &operand {
            sql.push(' ');
            sql.push_str(&operand.sql);
        }
        let mut results = Vec::new();
        for CaseWhen { condition, result } in conditions {
            let truth = match &operand {
                None => self.truth(condition)?,
                Some(operand) => {
                    let value = self.expression(condition)?;
                    let (same, value) = self.alike(operand.clone(), value)?;
                    if same.sql != operand.sql {
                        return Err(Refusal::new("CASE compares values of one type."));
                    }
                    value.sql
                }
            };
            results.push((Some(truth), self.expression(result)?));
        }
        if let Some(otherwise) = otherwise {
            results.push((None, self.expression(otherwise)?));
        }
        for (truth, result) in results {
            if !kind.is_like(result.kind) {
                return Err(Refusal::new("All results of CASE must be of one type."));
            }
            kind = kind.joined(result.kind);
            // A text takes whatever is written to it.
            let _ = match truth {
                Some(truth) => write!(sql, " WHEN {truth} THEN {}", result.sql),
                None => write!(sql, " ELSE {}", result.sql),
            };
        }
        Ok(Piece::new(format!("({sql} END)"), kind))
    }

    fn exists(&mut self, query: &Query, negated: bool) -> Result<Piece, Refusal> {
        let built = self.query(query)?;
        let not = if negated { "NOT " } else { "" };
        Ok(Piece::new(format!("({not}EXISTS ({}))", built.sql), Kind::Boolean))
    }

    /// A subquery of one column, as a value.
    fn one_value(&mut self, query: &Query) -> Result<Piece, Refusal> {
        let built = self.query(query)?;
        match built.columns.as_slice() {
            [column] => Ok(Piece::new(format!("({})", built.sql), column.kind)),
            _ => Err(Refusal::new("A subquery that is a value must have one column.")),
        }
    }

    /// The year, the month and so on of a moment.
    pub(super) fn part(&mut self, name: &str, expression: &Expr) -> Result<Piece, Refusal> {
        if matches!(name.to_ascii_lowercase().as_str(), "dow" | "day_of_week") {
            return self.call("day_of_week", &[expression]);
        }
        if Unit::read(name).is_none() {
            return Err(Refusal::unsupported(format!("`{name}`")));
        }
        self.call(&name.to_ascii_lowercase(), &[expression])
    }
}

fn number(digits: &str) -> Result<Piece, Refusal> {
    if let Ok(number) = digits.parse::<i64>() {
        return Ok(Piece::new(number.to_string(), Kind::Integer));
    }
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Piece::new(format!("{number:?}"), Kind::Real)),
        _ => Err(Refusal::new(format!("{digits} is not a number."))),
    }
}
