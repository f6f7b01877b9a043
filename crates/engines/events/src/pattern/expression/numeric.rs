//! `{"numeric": [">", 0, "<=", 5]}`.

use bartizan_json::{Node, Position, Value};

use super::super::{Atom, Fault, behind_token};
use crate::number::millionths;

pub(super) const TOO_MANY: &str = "Too many elements in numeric expression";

/// The tokens of a list, from the front.
struct Tokens<'n> {
    nodes: std::slice::Iter<'n, Node>,
    end: Position,
}

impl<'n> Tokens<'n> {
    /// The next value, and where a reader stands behind its first token.
    fn next(&mut self) -> (Option<&'n Node>, Position) {
        let node = self.nodes.next();
        (node, node.map_or(self.end, behind_token))
    }

    fn number(&mut self, operator: &str) -> Result<&'n str, Fault> {
        match self.next() {
            (Some(Node { value: Value::Number(text), .. }), _) => Ok(text),
            (_, at) => {
                let what = if operator == "=" { "equals" } else { operator };
                Err(Fault::at(at, format!("Value of {what} must be numeric")))
            }
        }
    }

    fn end(&mut self, problem: &str) -> Result<(), Fault> {
        match self.next() {
            (None, _) => Ok(()),
            (Some(_), at) => Err(Fault::at(at, problem)),
        }
    }
}

/// The numbers that an expression names.
pub(super) fn range(node: &Node) -> Result<Atom, Fault> {
    let Value::List(nodes) = &node.value else {
        return Err(Fault::at(behind_token(node), "Value of numeric must be an array."));
    };
    let mut tokens = Tokens { nodes: nodes.iter(), end: node.span.end };
    let operator = match tokens.next() {
        (Some(Node { value: Value::String(text), .. }), _) => text.as_str(),
        (other, at) => {
            let text = format!("Invalid member in numeric match: {}", written(other));
            return Err(Fault::at(at, text));
        }
    };
    if !matches!(operator, "=" | ">" | ">=" | "<" | "<=") {
        let (_, at) = tokens.next();
        return Err(Fault::at(at, format!("Unrecognized numeric range operator: {operator}")));
    }
    let bound = tokens.number(operator)?;
    let exact = |text: &str| comparable(text).map_err(|reason| Fault::at(node.span.end, reason));
    match operator {
        "=" => {
            tokens.end(TOO_MANY)?;
            Ok(Atom::Number(exact(bound)?))
        }
        "<" | "<=" => {
            tokens.end(TOO_MANY)?;
            Ok(Atom::Numbers(i64::MIN, 2 * exact(bound)? - i64::from(operator == "<")))
        }
        _ => {
            let top = upper(&mut tokens)?;
            let bottom = exact(bound)?;
            let low = 2 * bottom + i64::from(operator == ">");
            let Some((top, is_open)) = top else { return Ok(Atom::Numbers(low, i64::MAX)) };
            let top = exact(top)?;
            if bottom > top {
                return Err(Fault::at(node.span.end, "Bottom must be less than top"));
            }
            Ok(Atom::Numbers(low, 2 * top - i64::from(is_open)))
        }
    }
}

/// The upper end of a range if it has one, and whether that is outside.
fn upper<'n>(tokens: &mut Tokens<'n>) -> Result<Option<(&'n str, bool)>, Fault> {
    let operator = match tokens.next() {
        (None, _) => return Ok(None),
        (Some(Node { value: Value::String(text), span }), _) => {
            if !matches!(text.as_str(), "<" | "<=") {
                return Err(Fault::at(span.end, format!("Bad numeric range operator: {text}")));
            }
            text.as_str()
        }
        (other, at) => {
            let text = format!("Bad value in numeric range: {}", written(other));
            return Err(Fault::at(at, text));
        }
    };
    let bound = tokens.number(operator)?;
    tokens.end("Too many terms in numeric range expression")?;
    Ok(Some((bound, operator == "<")))
}

/// A number in millionths, if it can be compared.
pub(super) fn comparable(text: &str) -> Result<i64, &'static str> {
    let number = millionths(text).ok_or("Value must be between -5.0E9 and 5.0E9, inclusive")?;
    if number.is_exact {
        Ok(number.value)
    } else {
        Err("Only values upto 6 decimals are supported")
    }
}

/// The first token of a value as a message shows it.
fn written(node: Option<&Node>) -> &str {
    match node.map(|node| &node.value) {
        None => "]",
        Some(Value::Null) => "null",
        Some(Value::Bool(true)) => "true",
        Some(Value::Bool(false)) => "false",
        Some(Value::Number(text) | Value::String(text)) => text,
        Some(Value::List(_)) => "[",
        Some(Value::Object(_)) => "{",
    }
}
