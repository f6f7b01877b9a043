//! A grant.

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_types::Arn;
use serde::{Deserialize, Serialize};

/// Lets a principal use a key, beside its key policy. (AWS KMS Developer Guide, "Grants in AWS KMS".)
#[derive(Debug, Clone)]
pub struct Grant {
    /// 64 hexadecimal digits.
    pub id: Arc<str>,
    /// Who may: the unique id of a user or role, an ARN, or a service principal.
    pub grantee: Arc<str>,
    /// Which operations, as `Decrypt`.
    pub operations: Arc<[String]>,
    /// What else must hold.
    pub constraints: GrantConstraints,
}

/// What must hold for a grant to admit. (AWS KMS API Reference, `GrantConstraints`.)
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantConstraints {
    /// The encryption context has all of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_subset: Option<BTreeMap<String, String>>,
    /// The encryption context is this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_equals: Option<BTreeMap<String, String>>,
    /// A service acts for this resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_arn: Option<String>,
}

impl Grant {
    /// Whether it admits an operation with this encryption context, `None` where the operation has
    /// none: constraints on the context do not bind such operations. (AWS KMS Developer Guide, "Using
    /// grant constraints".)
    pub fn admits(
        &self,
        operation: &str,
        context: Option<&BTreeMap<String, String>>,
        source: Option<&Arn>,
    ) -> bool {
        self.operations.iter().any(|one| one == operation)
            && context.is_none_or(|context| self.constraints.admit(context))
            && self.constraints.admit_source(source)
    }
}

impl GrantConstraints {
    /// Whether an encryption context fits.
    pub fn admit(&self, context: &BTreeMap<String, String>) -> bool {
        let has = |(key, value): (&String, &String)| context.get(key) == Some(value);
        self.context_equals.as_ref().is_none_or(|wanted| wanted == context)
            && self.context_subset.as_ref().is_none_or(|wanted| wanted.iter().all(has))
    }

    fn admit_source(&self, source: Option<&Arn>) -> bool {
        self.source_arn
            .as_deref()
            .is_none_or(|wanted| source.is_some_and(|source| source.as_str() == wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn constraints_bind_the_encryption_context() {
        let subset = GrantConstraints {
            context_subset: Some(context(&[("a", "1")])),
            ..GrantConstraints::default()
        };
        let equals = GrantConstraints {
            context_equals: Some(context(&[("a", "1")])),
            ..GrantConstraints::default()
        };
        for (pairs, in_subset, is_equal) in [
            (&[("a", "1")][..], true, true),
            (&[("a", "1"), ("b", "2")], true, false),
            (&[("A", "1")], false, false),
            (&[("a", "2")], false, false),
            (&[], false, false),
        ] {
            let context = context(pairs);
            assert_eq!((subset.admit(&context), equals.admit(&context)), (in_subset, is_equal));
        }
    }

    #[test]
    fn operations_without_a_context_are_not_bound_by_constraints_on_it() {
        let grant = Grant {
            id: Arc::from("1"),
            grantee: Arc::from("AIDAONE"),
            operations: Arc::from(["Decrypt".to_owned(), "DescribeKey".to_owned()]),
            constraints: GrantConstraints {
                context_equals: Some(context(&[("a", "1")])),
                ..GrantConstraints::default()
            },
        };
        assert!(grant.admits("DescribeKey", None, None));
        assert!(!grant.admits("Decrypt", Some(&context(&[])), None));
        assert!(!grant.admits("Encrypt", None, None));
    }
}
