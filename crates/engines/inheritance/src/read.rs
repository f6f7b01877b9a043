//! Reads a document by the shape of its type.

use std::collections::BTreeSet;

use bartizan_json::{Member, Node, Value};

use crate::rule::Rule;
use crate::setting::{Data, Operators, Setting};
use crate::shape::{Map, Shape};
use crate::{PolicyType, Refusal};

/// Reads `text` as a policy of the type.
pub(crate) fn document(kind: PolicyType, text: &str) -> Result<Setting, Refusal> {
    let shape = kind.shape().ok_or(Refusal::Unsupported(kind))?;
    let (characters, characters_max) = (text.chars().count(), kind.characters_max());
    if characters > characters_max {
        return Err(Refusal::TooLong { characters, characters_max });
    }
    let node = Node::parse(text).map_err(|error| Refusal::Malformed {
        problem: error.problem.to_owned(),
        pointer: String::new(),
        at: error.at,
    })?;
    let mut reader = Reader { path: Vec::new() };
    let root = reader.setting(&node, shape)?;
    if root.members.is_empty() {
        return Err(reader.malformed(&node, "the type's own key is missing"));
    }
    Ok(root)
}

struct Reader<'t> {
    /// The keys on the way to the node that is read.
    path: Vec<&'t str>,
}

impl<'t> Reader<'t> {
    fn malformed(&self, node: &Node, problem: impl Into<String>) -> Refusal {
        let escaped = self.path.iter().map(|key| key.replace('~', "~0").replace('/', "~1"));
        let pointer = escaped.flat_map(|key| ["/".to_owned(), key]).collect();
        Refusal::Malformed { problem: problem.into(), pointer, at: node.span.start }
    }

    /// Reads a setting, with its operators and all that is below it.
    fn setting(&mut self, node: &'t Node, shape: &Shape) -> Result<Setting, Refusal> {
        let Some(members) = node.members() else {
            return Err(self.malformed(node, "an object with operators or settings is missing"));
        };
        let mut setting = Setting::default();
        let mut seen = BTreeSet::new();
        for member in members {
            self.path.push(&member.key);
            let key = if member.key.starts_with("@@") {
                let key = member.key.to_lowercase();
                self.operator(&mut setting, &key, &member.value, shape)?;
                key
            } else {
                let (key, below) = self.place(member, shape)?;
                let read = self.setting(&member.value, below)?;
                setting.members.insert(key.clone(), read);
                key
            };
            if !seen.insert(key) {
                return Err(self.malformed(&member.value, "the key occurs twice"));
            }
            self.path.pop();
        }
        Ok(setting)
    }

    /// The name of a setting below `shape`, as it is compared, and the setting's own shape.
    fn place(&self, member: &Member, shape: &Shape) -> Result<(String, &'static Shape), Refusal> {
        let problem = match shape {
            Shape::Fields(fields) => {
                let key = member.key.to_ascii_lowercase();
                if let Some(field) = fields.iter().find(|field| field.name == key) {
                    return Ok((key, field.shape));
                }
                "the field is unknown".to_owned()
            }
            Shape::Map(Map { names, folded, each, .. }) => {
                let key = if *folded { member.key.to_lowercase() } else { member.key.clone() };
                if names.accepts(&key, "") {
                    return Ok((key, each));
                }
                format!("the name must be {}", names.wanted())
            }
            Shape::One(_) | Shape::Many(..) => "an operator is missing".to_owned(),
        };
        Err(self.malformed(&member.value, problem))
    }

    /// Reads an operator of the setting.
    fn operator(
        &self,
        setting: &mut Setting,
        key: &str,
        node: &Node,
        shape: &Shape,
    ) -> Result<(), Refusal> {
        match (key, shape) {
            ("@@operators_allowed_for_child_policies", _) => {
                setting.allowed = self.allowed(node)?;
            }
            ("@@assign", Shape::One(rule)) => {
                let value =
                    scalar(node).ok_or_else(|| self.malformed(node, "one value is missing"))?;
                self.check(node, *rule, &value)?;
                setting.assign = Some(Data::One(value));
            }
            ("@@assign", Shape::Many(rule, _)) => {
                setting.assign = Some(Data::Many(self.values(node, *rule)?));
            }
            ("@@append", Shape::Many(rule, _)) => {
                setting.append = Some(self.values(node, *rule)?);
            }
            ("@@remove", Shape::Many(rule, _)) => setting.remove = self.values(node, *rule)?,
            ("@@append" | "@@remove", Shape::One(_)) => {
                return Err(self.malformed(node, "a setting of one value takes @@assign only"));
            }
            // Organizations takes value-setting operators beside the type's own key, without effect.
            ("@@assign" | "@@append" | "@@remove", _) if self.path.len() == 1 && is_data(node) => {}
            ("@@assign" | "@@append" | "@@remove", _) => {
                return Err(self.malformed(node, "only settings with values take this operator"));
            }
            _ => return Err(self.malformed(node, "the operator is unknown")),
        }
        Ok(())
    }

    /// A list of values that obey.
    fn values(&self, node: &Node, rule: Rule) -> Result<Vec<String>, Refusal> {
        let Value::List(nodes) = &node.value else {
            return Err(self.malformed(node, "a list of values is missing"));
        };
        let read = |node| {
            let value = scalar(node).ok_or_else(|| self.malformed(node, "a value is missing"))?;
            self.check(node, rule, &value)?;
            Ok(value)
        };
        nodes.iter().map(read).collect()
    }

    fn check(&self, node: &Node, rule: Rule, value: &str) -> Result<(), Refusal> {
        // The way ends with the operator, and before it the setting: the one around comes third.
        let around = self.path.iter().rev().nth(2).copied();
        if rule.accepts(value, around.unwrap_or_default()) {
            return Ok(());
        }
        Err(self.malformed(node, format!("the value must be {}", rule.wanted())))
    }

    /// What a policy leaves to the levels below. `@@none` stands alone.
    fn allowed(&self, node: &Node) -> Result<Operators, Refusal> {
        let refused = |problem: &str| Err(self.malformed(node, problem));
        let Value::List(nodes) = &node.value else { return refused("a list is missing") };
        let mut allowed = Operators::NONE;
        let mut seen = BTreeSet::new();
        for word in nodes.iter().map(Node::as_str) {
            allowed = allowed.or(match word.map(str::to_ascii_lowercase).as_deref() {
                Some("@@all") => Operators::ALL,
                Some("@@assign") => Operators::ASSIGN,
                Some("@@append") => Operators::APPEND,
                Some("@@remove") => Operators::REMOVE,
                Some("@@none") if nodes.len() == 1 => Operators::NONE,
                Some("@@none") => return refused("@@none must stand alone"),
                _ => return refused("a child control operator is unknown"),
            });
            if !seen.insert(word) {
                return refused("a child control operator occurs twice");
            }
        }
        if nodes.is_empty() { refused("a child control operator is missing") } else { Ok(allowed) }
    }
}

/// The text of a value that is neither a list nor an object.
fn scalar(node: &Node) -> Option<String> {
    Some(match &node.value {
        Value::String(text) | Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::List(_) | Value::Object(_) => return None,
    })
}

fn is_data(node: &Node) -> bool {
    match &node.value {
        Value::List(nodes) => nodes.iter().all(|node| scalar(node).is_some()),
        _ => scalar(node).is_some(),
    }
}
