//! If the tags of a resource comply with a tag policy.

use serde_json::Value;

use crate::{EffectivePolicy, PolicyType};

/// The rules of an effective tag policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagRules {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    key: String,
    values: Vec<String>,
    enforced_for: Vec<String>,
    required_for: Vec<String>,
}

/// A tag that does not comply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The key as the policy writes it.
    pub key: String,
    /// How the tag does not comply.
    pub breached: Breached,
    /// If the policy is enforced for the type of the resource: a call that sets the tag is refused.
    pub enforced: bool,
}

/// How a tag does not comply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Breached {
    /// The key is written in another case.
    Case {
        /// As it is written.
        found: String,
    },
    /// The value is not one of those allowed.
    Value {
        /// The value.
        found: String,
    },
    /// Resources of this type should have the tag, and this one has not.
    Missing,
}

impl TagRules {
    /// The rules of `policy`; none if it is no tag policy.
    pub fn of(policy: &EffectivePolicy) -> Self {
        match policy.kind() {
            PolicyType::Tag => Self::of_document(policy.document()),
            _ => Self::default(),
        }
    }

    /// The rules of an effective tag policy as `DescribeEffectivePolicy` answers it; none of another
    /// text.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).map(|document| Self::of_document(&document)).unwrap_or_default()
    }

    fn of_document(document: &Value) -> Self {
        let tags = document.get("tags").and_then(Value::as_object).into_iter();
        Self { rules: tags.flat_map(|tags| tags.values().map(Rule::of)).collect() }
    }

    /// How the tags of a resource of the type, such as `ec2:instance`, do not comply. A tag that the
    /// policy does not name complies, and so does a resource without tags, if none is required.
    /// ("Tag policies", on compliance.)
    pub fn breaches(&self, resource_type: &str, tags: &[(&str, &str)]) -> Vec<Breach> {
        let breaches = self.rules.iter().flat_map(|rule| {
            let enforced = covers(&rule.enforced_for, resource_type);
            let breach = move |breached| Breach { key: rule.key.clone(), breached, enforced };
            rule.breached(resource_type, tags).into_iter().map(breach)
        });
        breaches.collect()
    }
}

impl Rule {
    fn of(tag: &Value) -> Self {
        let list = |name| {
            let values = tag.get(name).and_then(Value::as_array).into_iter().flatten();
            values.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Self {
            key: tag.get("tag_key").and_then(Value::as_str).unwrap_or_default().to_owned(),
            values: list("tag_value"),
            enforced_for: list("enforced_for"),
            required_for: list("report_required_tag_for"),
        }
    }

    fn breached(&self, resource_type: &str, tags: &[(&str, &str)]) -> Vec<Breached> {
        let key = self.key.to_lowercase();
        let mut breached = Vec::new();
        let mut present = false;
        for (found, value) in tags.iter().filter(|(found, _)| found.to_lowercase() == key) {
            present = true;
            if *found != self.key {
                breached.push(Breached::Case { found: (*found).to_owned() });
            }
            if !self.values.iter().any(|allowed| matches(allowed, value)) {
                breached.push(Breached::Value { found: (*value).to_owned() });
            }
        }
        if !present && covers(&self.required_for, resource_type) {
            breached.push(Breached::Missing);
        }
        breached
    }
}

/// If a list of types of resources has the type, or all of its service.
fn covers(types: &[String], resource_type: &str) -> bool {
    types.iter().any(|covered| match covered.split_once(':') {
        Some((service, "*" | "ALL_SUPPORTED")) => {
            resource_type.split_once(':').is_some_and(|(of, _)| of == service)
        }
        _ => covered == resource_type,
    })
}

/// A value that is allowed holds one wildcard at most, which stands for any characters.
fn matches(allowed: &str, value: &str) -> bool {
    match allowed.split_once('*') {
        Some((start, end)) => {
            value.len() >= start.len() + end.len()
                && value.starts_with(start)
                && value.ends_with(end)
        }
        None => allowed == value,
    }
}
