//! `PolicyExclusionList`: the policies that a simulation leaves out.

use super::invalid_arn;
use crate::error::IamError;
use crate::library;
use crate::shapes::PolicyIdentifier;

/// Identifiers of policies, each found to be one.
#[derive(Debug, Default)]
pub(super) struct Exclusions(Vec<Exclusion>);

#[derive(Debug)]
enum Exclusion {
    Type(String),
    Arn(String),
    Inline { policy: String, kind: String, entity: String },
}

/// Where a policy comes from.
pub(super) enum Origin<'a> {
    Inline {
        policy: &'a str,
        kind: &'a str,
        entity: &'a str,
    },
    /// Attached, by its ARN.
    Managed(&'a str),
    /// The permissions boundary, by its ARN.
    Boundary(&'a str),
    /// The service control policies.
    ServiceControl,
}

impl Exclusions {
    /// Reads the list.
    ///
    /// # Errors
    /// `InvalidInput` for an identifier that names policies in none or in many ways, or has a
    /// wildcard where none may be.
    pub(super) fn read(list: Vec<PolicyIdentifier>) -> Result<Self, IamError> {
        list.into_iter().map(Exclusion::read).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a policy is to be left out.
    pub(super) fn names(&self, origin: &Origin<'_>) -> bool {
        self.0.iter().any(|one| one.names(origin))
    }
}

impl Exclusion {
    fn read(identifier: PolicyIdentifier) -> Result<Self, IamError> {
        let PolicyIdentifier { policy_type, policy_arn, inline_policy_identifier } = identifier;
        match (policy_type, policy_arn, inline_policy_identifier) {
            (Some(kind), None, None) => Ok(Self::Type(kind)),
            (None, Some(arn), None) => {
                let name = arn.split(":policy/").nth(1).unwrap_or_default();
                let stars = arn.matches('*').count();
                let outside = arn.len() - name.len();
                let head_is_plain = !arn.get(..outside).unwrap_or_default().contains(['*', '?']);
                if name.is_empty() || stars > 1 || !head_is_plain {
                    return Err(invalid_arn(&arn));
                }
                Ok(Self::Arn(arn))
            }
            (None, None, Some(inline)) => {
                let entity = inline.attachment_name;
                if entity.matches('*').count() > 1 || inline.policy_name.contains(['*', '?']) {
                    return Err(IamError::InvalidInput(format!(
                        "Invalid inline policy identifier: {entity}"
                    )));
                }
                let kind = inline.attachment_type.to_ascii_lowercase();
                Ok(Self::Inline { policy: inline.policy_name, kind, entity })
            }
            _ => Err(IamError::InvalidInput(
                "Identify policies by exactly one of PolicyType, PolicyArn and \
                 InlinePolicyIdentifier."
                    .to_owned(),
            )),
        }
    }

    fn names(&self, origin: &Origin<'_>) -> bool {
        match (self, origin) {
            (Self::Type(wanted), origin) => *wanted == origin.policy_type(),
            (Self::Arn(pattern), Origin::Managed(arn) | Origin::Boundary(arn)) => {
                matches(pattern, arn)
            }
            (
                Self::Inline { policy, kind, entity },
                Origin::Inline { policy: name, kind: of, entity: holder },
            ) => policy == name && kind == of && matches(entity, holder),
            _ => false,
        }
    }
}

impl Origin<'_> {
    fn policy_type(&self) -> &'static str {
        match self {
            Self::Inline { .. } => "inline",
            Self::Managed(arn) if library::owns(arn) => "aws-managed",
            Self::Managed(_) => "user-managed",
            Self::Boundary(_) => "permission-boundary",
            Self::ServiceControl => "scp",
        }
    }
}

/// Whether a pattern of one `*` at most, and any number of `?`, stands for a text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return same(pattern, text) };
    let (heads, tails) = (head.chars().count(), tail.chars().count());
    let count = text.chars().count();
    let begin: String = text.chars().take(heads).collect();
    let end: String = text.chars().skip(count.saturating_sub(tails)).collect();
    count >= heads + tails && same(head, &begin) && same(tail, &end)
}

fn same(pattern: &str, text: &str) -> bool {
    pattern.chars().count() == text.chars().count()
        && pattern.chars().zip(text.chars()).all(|(wanted, found)| wanted == '?' || wanted == found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shapes::InlinePolicyIdentifierType;

    fn by_arn(arn: &str) -> Result<Exclusions, IamError> {
        Exclusions::read(vec![PolicyIdentifier {
            policy_arn: Some(arn.to_owned()),
            ..PolicyIdentifier::default()
        }])
    }

    #[test]
    fn managed_policies_are_left_out_by_arn_with_wildcards() {
        let own = "arn:aws:iam::123456789012:policy/team/Build";
        for (pattern, named) in [
            (own, true),
            ("arn:aws:iam::123456789012:policy/team/*", true),
            ("arn:aws:iam::123456789012:policy/team/B???d", true),
            ("arn:aws:iam::123456789012:policy/team/Other", false),
        ] {
            assert_eq!(by_arn(pattern).unwrap().names(&Origin::Managed(own)), named, "{pattern}");
        }
        for bad in ["arn:aws:iam::*:policy/x", "arn:aws:iam::123456789012:policy/*x*", "nothing"] {
            assert!(by_arn(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn policies_are_left_out_by_type_and_by_holder() {
        let of_type = |name: &str| {
            let policy_type = Some(name.to_owned());
            Exclusions::read(vec![PolicyIdentifier { policy_type, ..PolicyIdentifier::default() }])
                .unwrap()
        };
        let inline = Origin::Inline { policy: "p", kind: "user", entity: "alice" };
        let aws = Origin::Managed("arn:aws:iam::aws:policy/ReadOnlyAccess");
        assert!(of_type("inline").names(&inline) && !of_type("inline").names(&aws));
        assert!(of_type("aws-managed").names(&aws) && !of_type("user-managed").names(&aws));
        assert!(of_type("scp").names(&Origin::ServiceControl));
        let held = |entity: &str| {
            let identifier = InlinePolicyIdentifierType {
                policy_name: "p".to_owned(),
                attachment_type: "user".to_owned(),
                attachment_name: entity.to_owned(),
            };
            Exclusions::read(vec![PolicyIdentifier {
                inline_policy_identifier: Some(identifier),
                ..PolicyIdentifier::default()
            }])
            .unwrap()
        };
        assert!(held("al*").names(&inline) && !held("bob").names(&inline));
        assert!(Exclusions::read(vec![PolicyIdentifier::default()]).is_err());
    }
}
