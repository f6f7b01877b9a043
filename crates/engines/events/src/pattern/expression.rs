//! The values that a field may have: plain ones, and expressions such as `{"prefix": …}`.

mod but;
mod numeric;

use bartizan_json::{Member, Node, Value};
use ipnet::IpNet;

use super::atom::{Atom, Network, address, caseless};
use super::{Fault, Glob, behind_token};
use crate::number::millionths;

const ONE_KEY: &str = "Only one key allowed in match expression";

/// What the values of a field's list are compared with, in order and once each.
pub(super) fn atoms(nodes: &[Node], list: &Node) -> Result<Vec<Atom>, Fault> {
    let mut atoms = Vec::new();
    for node in nodes {
        match &node.value {
            Value::Object(members) => atoms.push(expression(members, node)?),
            Value::String(text) => atoms.push(address(text).map_or_else(
                || Atom::Text(text.as_str().into()),
                |address| Atom::Within(Network::of(address, IpNet::from(address).prefix_len())),
            )),
            Value::Number(text) => {
                let number = millionths(text).filter(|number| number.is_exact);
                atoms.extend(number.map(|number| Atom::Number(number.value)));
                atoms.push(Atom::Plain(text.as_str().into()));
            }
            Value::Bool(true) => atoms.push(Atom::Plain("true".into())),
            Value::Bool(false) => atoms.push(Atom::Plain("false".into())),
            Value::Null => atoms.push(Atom::Plain("null".into())),
            Value::List(_) => {
                let text = "Match value must be String, number, true, false, or null";
                return Err(Fault::at(behind_token(node), text));
            }
        }
    }
    if atoms.is_empty() {
        return Err(Fault::at(list.span.end, "Empty arrays are not allowed"));
    }
    atoms.sort();
    atoms.dedup();
    Ok(atoms)
}

fn expression(members: &[Member], node: &Node) -> Result<Atom, Fault> {
    let Some(member) = members.first() else {
        return Err(Fault::at(node.span.end, "Match expression name not found"));
    };
    let value = &member.value;
    let (atom, too_many) = match &*member.key {
        "exactly" => (Atom::Text(string(value, "exact match pattern")?.into()), ONE_KEY),
        "prefix" => {
            let (text, is_caseless) = affix(value, "Prefix", "prefix match pattern")?;
            let caseless = || Atom::CaselessPrefix(caseless(text));
            let atom = if is_caseless { caseless() } else { Atom::Prefix(text.into()) };
            (atom, ONE_KEY)
        }
        "suffix" => {
            let (text, is_caseless) = affix(value, "Suffix", "suffix match pattern")?;
            let caseless = || Atom::CaselessSuffix(caseless(text));
            let atom = if is_caseless { caseless() } else { Atom::Suffix(text.into()) };
            (atom, ONE_KEY)
        }
        "numeric" => (numeric::range(value)?, numeric::TOO_MANY),
        "anything-but" => (but::anything_but(value)?, numeric::TOO_MANY),
        "exists" => match value.value {
            Value::Bool(true) => (Atom::Exists, ONE_KEY),
            Value::Bool(false) => (Atom::Absent, ONE_KEY),
            _ => {
                let text = "exists match pattern must be either true or false.";
                return Err(Fault::at(behind_token(value), text));
            }
        },
        "cidr" => (cidr(string(value, "prefix match pattern")?)?, ONE_KEY),
        "equals-ignore-case" => {
            let text = string(value, "equals-ignore-case match pattern")?;
            (Atom::Caseless(caseless(text)), ONE_KEY)
        }
        "wildcard" => (wildcard(value)?, ONE_KEY),
        name => {
            let text = format!("Unrecognized match type {name}");
            return Err(Fault::at(behind_token(value), text));
        }
    };
    alone(members, too_many)?;
    Ok(atom)
}

/// An expression has one member.
fn alone(members: &[Member], problem: &str) -> Result<(), Fault> {
    members.get(1).map_or(Ok(()), |second| Err(Fault::at(behind_token(&second.value), problem)))
}

fn string<'n>(node: &'n Node, what: &str) -> Result<&'n str, Fault> {
    node.as_str().ok_or_else(|| Fault::at(behind_token(node), format!("{what} must be a string")))
}

/// The text of a prefix or suffix, and whether case is ignored.
fn affix<'n>(node: &'n Node, name: &str, what: &str) -> Result<(&'n str, bool), Fault> {
    let Some(members) = node.members() else { return Ok((string(node, what)?, false)) };
    let Some(member) = members.first() else {
        return Err(Fault::at(node.span.end, format!("{name} expression name not found")));
    };
    if member.key != "equals-ignore-case" {
        let text = format!("Unsupported {} pattern: {}", name.to_lowercase(), member.key);
        return Err(Fault::at(behind_token(&member.value), text));
    }
    let text = string(&member.value, "equals-ignore-case match pattern")?;
    alone(members, ONE_KEY)?;
    Ok((text, true))
}

fn wildcard(node: &Node) -> Result<Atom, Fault> {
    let text = string(node, "wildcard match pattern")?;
    Glob::parse(text).map(Atom::Wildcard).map_err(|reason| Fault::at(node.span.end, reason))
}

/// (EventBridge User Guide, "IP address matching".)
fn cidr(text: &str) -> Result<Atom, Fault> {
    let mut parts = text.split('/');
    let (Some(ip), Some(bits), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Fault::unplaced("Malformed CIDR, one '/' required"));
    };
    let bits: i64 = bits
        .parse()
        .map_err(|_| Fault::unplaced("Malformed CIDR, mask bits must be an integer"))?;
    if bits < 0 {
        return Err(Fault::unplaced("Malformed CIDR, mask bits must not be negative"));
    }
    let ip = address(ip).ok_or_else(|| Fault::unplaced(format!("Nonstandard IP address: {ip}")))?;
    let (kind, width) = if ip.is_ipv4() { ("IPv4", 32) } else { ("IPv6", 128) };
    let net = u8::try_from(bits).ok().and_then(|bits| IpNet::new(ip, bits).ok());
    let net =
        net.ok_or_else(|| Fault::unplaced(format!("{kind} mask bits must be < {}", width + 1)))?;
    Ok(Atom::Within(net.into()))
}
