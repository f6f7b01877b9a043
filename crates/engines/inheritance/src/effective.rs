//! The policy that is in effect for an account.

use serde_json::{Map, Value};

use crate::check::{self, Violation};
use crate::merge::{Merged, Values};
use crate::{Attached, PolicyType};

/// What the policies from the root to an account amount to.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectivePolicy {
    kind: PolicyType,
    document: Value,
    violations: Vec<Violation>,
}

/// Merges policies of one type: `levels` are the root, the units on the way and the account, from
/// the top; each holds its policies in the order in which they were attached. Policies of other
/// types have no part.
pub fn effective<'p, L>(kind: PolicyType, levels: &[L]) -> EffectivePolicy
where
    L: AsRef<[Attached<'p>]>,
{
    let mut merged = Merged::default();
    for level in levels {
        let of_type = level.as_ref().iter().filter(|it| it.policy.kind() == kind);
        let given: Vec<_> = of_type.map(|it| (it.id, it.policy.root())).collect();
        merged.merge(&given);
    }
    // A tag without settings says that the tag may have any value.
    merged.prune((kind == PolicyType::Tag).then_some(TAG_LEVEL));
    let mut document = value(&merged);
    if kind == PolicyType::Tag {
        complete_tags(&mut document);
    }
    let violations = check::violations(kind, &merged, || document.to_string().len());
    EffectivePolicy { kind, document, violations }
}

/// Where in a tag policy the tags are: below the document and below `tags`.
const TAG_LEVEL: usize = 2;

impl EffectivePolicy {
    /// Its type.
    pub const fn kind(&self) -> PolicyType {
        self.kind
    }

    /// The document, without operators.
    pub const fn document(&self) -> &Value {
        &self.document
    }

    /// The document as `DescribeEffectivePolicy` answers it.
    pub fn text(&self) -> String {
        self.document.to_string()
    }

    /// Why the policy cannot take effect: `ListEffectivePolicyValidationErrors`. While there are any,
    /// the account keeps the last effective policy that had none. ("About invalid effective policy
    /// alerts".)
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

fn value(merged: &Merged<'_>) -> Value {
    match &merged.data {
        Some(Values::One(one)) => Value::from(*one),
        Some(Values::Many(many)) => Value::from(many.as_slice()),
        None => {
            let members = merged.members.iter();
            Value::Object(members.map(|(name, it)| ((*name).to_owned(), value(it))).collect())
        }
    }
}

/// A tag that no policy gives a key or values has its name as the key, and any value.
fn complete_tags(document: &mut Value) {
    let Some(tags) = document.get_mut("tags").and_then(Value::as_object_mut) else { return };
    for (name, tag) in tags {
        if let Some(settings) = tag.as_object_mut() {
            let given = std::mem::take(settings);
            let mut full = Map::new();
            full.insert("tag_key".to_owned(), Value::from(name.as_str()));
            full.insert("tag_value".to_owned(), Value::from(vec!["*"]));
            full.extend(given);
            *settings = full;
        }
    }
}
