//! `{"anything-but": …}`.

use std::slice;

use bartizan_json::{Node, Value};

use super::super::atom::caseless;
use super::super::{Atom, Fault, behind_token};
use super::{alone, numeric, wildcard};

/// Any value but those named.
pub(super) fn anything_but(node: &Node) -> Result<Atom, Fault> {
    let Some(members) = node.members() else { return plain(node) };
    let Some(member) = members.first() else {
        return Err(Fault::at(node.span.end, "Anything-But expression name not found"));
    };
    let value = &member.value;
    let Some(kind) = Kind::of(&member.key) else {
        let text = format!("Unsupported anything-but pattern: {}", member.key);
        return Err(Fault::at(behind_token(value), text));
    };
    let nodes = values(value)?;
    let atoms = nodes.iter().map(|node| kind.atom(node)).collect::<Result<Vec<_>, _>>()?;
    if atoms.is_empty() {
        return Err(Fault::at(value.span.end, "Empty arrays are not allowed"));
    }
    alone(members, numeric::TOO_MANY)?;
    Ok(but(atoms))
}

fn but(mut atoms: Vec<Atom>) -> Atom {
    atoms.sort();
    atoms.dedup();
    Atom::But(atoms.into())
}

/// A list, or one value.
fn values(node: &Node) -> Result<&[Node], Fault> {
    match &node.value {
        Value::List(nodes) => Ok(nodes),
        Value::String(_) | Value::Number(_) => Ok(slice::from_ref(node)),
        _ => {
            let text = "Value of anything-but must be an array or single string/number value.";
            Err(Fault::at(behind_token(node), text))
        }
    }
}

/// Strings or numbers, and not both.
fn plain(node: &Node) -> Result<Atom, Fault> {
    let mut atoms = Vec::new();
    let (mut has_number, mut has_string) = (false, false);
    for value in values(node)? {
        match &value.value {
            Value::String(text) => {
                has_string = true;
                atoms.push(Atom::Text(text.as_str().into()));
            }
            Value::Number(text) => {
                has_number = true;
                let number = numeric::comparable(text)
                    .map_err(|reason| Fault::at(value.span.end, reason))?;
                atoms.push(Atom::Number(number));
            }
            _ => {
                let text = "Inside anything but list, start|null|boolean is not supported.";
                return Err(Fault::at(behind_token(value), text));
            }
        }
    }
    if has_number == has_string {
        let text = "Inside anything but list, either all values are number or string, mixed type \
                    is not supported";
        return Err(Fault::at(node.span.end, text));
    }
    Ok(but(atoms))
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Caseless,
    Prefix,
    Suffix,
    Wildcard,
}

impl Kind {
    fn of(key: &str) -> Option<Self> {
        Some(match key {
            "equals-ignore-case" => Self::Caseless,
            "prefix" => Self::Prefix,
            "suffix" => Self::Suffix,
            "wildcard" => Self::Wildcard,
            _ => return None,
        })
    }

    fn atom(self, node: &Node) -> Result<Atom, Fault> {
        if let Self::Wildcard = self {
            return wildcard(node);
        }
        let Some(text) = node.as_str() else {
            let problem = match self {
                Self::Caseless => {
                    "Inside anything-but/equals-ignore-case list, number|start|null|boolean is \
                     not supported."
                }
                _ => "prefix/suffix match pattern must be a string",
            };
            return Err(Fault::at(behind_token(node), problem));
        };
        if text.is_empty() && !matches!(self, Self::Caseless) {
            return Err(Fault::at(node.span.end, "Null prefix/suffix not allowed"));
        }
        Ok(match self {
            Self::Caseless => Atom::Caseless(caseless(text)),
            Self::Prefix => Atom::Prefix(text.into()),
            _ => Atom::Suffix(text.into()),
        })
    }
}
