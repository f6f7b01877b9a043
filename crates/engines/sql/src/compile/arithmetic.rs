//! Operators between two values.

use sqlparser::ast::{BinaryOperator, Expr, Interval, Value};

use super::{Compiler, Piece};
use crate::kind::Kind;
use crate::refusal::Refusal;
use crate::time::Unit;

/// The longest chain of operators such as `a + b + c`, but for `AND` and `OR`.
const CHAIN_MAX: usize = 200;

impl Compiler {
    /// An operator between two values. A chain such as `a AND b AND c` hangs to the left: it is
    /// gone along, not into.
    pub(super) fn binary(&mut self, expression: &Expr) -> Result<Piece, Refusal> {
        let mut chain = Vec::new();
        let mut first = expression;
        while let Expr::BinaryOp { left, op, right } = first {
            chain.push((&**left, op, &**right));
            first = left;
        }
        if let Some((_, BinaryOperator::And | BinaryOperator::Or, _)) = chain.first() {
            return self.connected(expression);
        }
        if chain.len() > CHAIN_MAX {
            return Err(Refusal::new("A chain of operators is too long."));
        }
        let Some((left, operator, right)) = chain.first().copied() else {
            return Err(Refusal::unsupported(format!("`{expression}`")));
        };
        match operator {
            BinaryOperator::Eq => self.comparison(left, "=", right),
            BinaryOperator::NotEq => self.comparison(left, "<>", right),
            BinaryOperator::Lt => self.comparison(left, "<", right),
            BinaryOperator::LtEq => self.comparison(left, "<=", right),
            BinaryOperator::Gt => self.comparison(left, ">", right),
            BinaryOperator::GtEq => self.comparison(left, ">=", right),
            _ => self.calculation(&chain),
        }
    }

    /// `AND` and `OR`: the terms of each run of one of them, joined as a tree that is not deep.
    fn connected(&mut self, expression: &Expr) -> Result<Piece, Refusal> {
        let Expr::BinaryOp { op: operator, .. } = expression else {
            return Err(Refusal::unsupported(format!("`{expression}`")));
        };
        let mut terms = Vec::new();
        let mut rest = expression;
        while let Expr::BinaryOp { left, op, right } = rest {
            if op != operator {
                break;
            }
            terms.push(&**right);
            rest = left;
        }
        terms.push(rest);
        let mut truths = Vec::with_capacity(terms.len());
        for term in terms.iter().rev() {
            truths.push(self.truth(term)?);
        }
        let word = if *operator == BinaryOperator::And { " AND " } else { " OR " };
        while truths.len() > 1 {
            let pairs = truths.chunks(2).map(|pair| match pair {
                [one, other] => format!("({one}{word}{other})"),
                rest => rest.concat(),
            });
            truths = pairs.collect();
        }
        Ok(Piece::new(truths.concat(), Kind::Boolean))
    }

    /// Sums, products, joined texts: from the left to the right, as far as nothing but those stands
    /// on the left.
    fn calculation(&mut self, chain: &[(&Expr, &BinaryOperator, &Expr)]) -> Result<Piece, Refusal> {
        let known = |operator: &BinaryOperator| sign(operator).is_some();
        let length = chain.iter().take_while(|(_, operator, _)| known(operator)).count();
        let Some((innermost, _, _)) = length.checked_sub(1).and_then(|last| chain.get(last)) else {
            let operator = chain.first().map(|(_, operator, _)| operator.to_string());
            let operator = operator.unwrap_or_default();
            return Err(Refusal::unsupported(format!("Operator {operator}")));
        };
        let mut sum = self.expression(innermost)?;
        for (_, operator, right) in chain.iter().take(length).rev() {
            sum = self.calculated(&sum, operator, right)?;
        }
        Ok(sum)
    }

    fn calculated(
        &mut self,
        left: &Piece,
        operator: &BinaryOperator,
        right: &Expr,
    ) -> Result<Piece, Refusal> {
        let sign = sign(operator).unwrap_or_default();
        if let Expr::Interval(interval) = right {
            return self.moved(left, operator, interval);
        }
        let right = self.expression(right)?;
        let wanted = if sign == "||" { Kind::Text } else { Kind::Integer };
        for piece in [left, &right] {
            if !piece.kind.is_like(wanted) {
                return Err(Refusal::new(format!(
                    "Operator {operator} cannot be applied to a value of type {}.",
                    piece.kind.name()
                )));
            }
        }
        let kind = if wanted == Kind::Text { wanted } else { number(left.kind, right.kind) };
        Ok(Piece::new(format!("({} {sign} {})", left.sql, right.sql), kind))
    }

    /// A time, so much later or earlier.
    fn moved(
        &mut self,
        time: &Piece,
        operator: &BinaryOperator,
        interval: &Interval,
    ) -> Result<Piece, Refusal> {
        let refusal = || Refusal::unsupported(format!("`{interval}`"));
        let Interval {
            value,
            leading_field: Some(field),
            leading_precision: None,
            last_field: None,
            fractional_seconds_precision: None,
        } = interval
        else {
            return Err(refusal());
        };
        let Expr::Value(value) = &**value else { return Err(refusal()) };
        let (Value::SingleQuotedString(digits) | Value::Number(digits, false)) = &value.value
        else {
            return Err(refusal());
        };
        let count: i64 = digits.trim().parse().map_err(|_| refusal())?;
        let count = match operator {
            BinaryOperator::Plus => Some(count),
            BinaryOperator::Minus => count.checked_neg(),
            _ => None,
        };
        let count = count.ok_or_else(refusal)?;
        let name = field.to_string();
        if Unit::read(&name).is_none() || !matches!(time.kind, Kind::Timestamp | Kind::Date) {
            return Err(refusal());
        }
        let unit = self.text(&name.to_ascii_lowercase());
        let sql = format!("lake_date_add({unit}, {count}, {})", time.sql);
        Ok(Piece::new(sql, Kind::Timestamp))
    }
}

const fn sign(operator: &BinaryOperator) -> Option<&'static str> {
    match operator {
        BinaryOperator::Plus => Some("+"),
        BinaryOperator::Minus => Some("-"),
        BinaryOperator::Multiply => Some("*"),
        BinaryOperator::Divide => Some("/"),
        BinaryOperator::Modulo => Some("%"),
        BinaryOperator::StringConcat => Some("||"),
        _ => None,
    }
}

const fn number(one: Kind, other: Kind) -> Kind {
    match (one, other) {
        (Kind::Real, _) | (_, Kind::Real) => Kind::Real,
        _ => Kind::Integer,
    }
}
