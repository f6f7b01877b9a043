//! What identity policies let somebody reach at all, on whatever resource and under whatever
//! conditions. (IAM User Guide, "Refine permissions in AWS using last accessed information".)

use crate::Policy;
use crate::compile::ActionName;
use crate::document::Effect;

/// Whether there may be a request of this action that these identity policies together allow: one
/// statement allows it, and none denies it on every resource without a condition.
pub fn may_reach<'p>(policies: impl IntoIterator<Item = &'p Policy>, action: &str) -> bool {
    let action = ActionName::new(action);
    let mut is_allowed = false;
    for policy in policies {
        for (_, statement) in policy.program().concerning(&action) {
            match statement.effect {
                _ if !statement.names(&action) => {}
                Effect::Allow => is_allowed = true,
                Effect::Deny if statement.is_unconditional() => return false,
                Effect::Deny => {}
            }
        }
    }
    is_allowed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PolicyKind;

    #[test]
    fn an_action_is_in_reach_unless_nothing_could_allow_it() {
        let allow = r#""Effect":"Allow","Action":["s3:Get*","kms:Decrypt"],"Resource":"*""#;
        let cases = [
            ("s3:GetObject", r#""Effect":"Deny","Action":"kms:*","Resource":"*""#, true),
            ("s3:PutObject", r#""Effect":"Deny","Action":"kms:*","Resource":"*""#, false),
            ("kms:Decrypt", r#""Effect":"Deny","Action":"kms:*","Resource":"*""#, false),
            ("kms:Decrypt", r#""Effect":"Deny","NotAction":"s3:*","Resource":"*""#, false),
            ("S3:getobject", r#""Effect":"Deny","NotAction":"s3:*","Resource":"*""#, true),
            (
                "s3:GetObject",
                r#""Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::letters/*""#,
                true,
            ),
            ("s3:GetObject", r#""Effect":"Deny","Action":"*","NotResource":"*""#, true),
            (
                "s3:GetObject",
                r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}"#,
                true,
            ),
            ("s3:PutObject", r#""Effect":"Allow","NotAction":"iam:*","Resource":"*""#, true),
            ("iam:GetUser", r#""Effect":"Allow","NotAction":"iam:*","Resource":"*""#, false),
        ];
        for (action, other, expected) in cases {
            let text =
                format!(r#"{{"Version":"2012-10-17","Statement":[{{{allow}}},{{{other}}}]}}"#);
            let policy = Policy::parse(&text, PolicyKind::Identity).unwrap();
            assert_eq!(may_reach([&policy], action), expected, "{action} with {other}");
        }
    }

    #[test]
    fn a_policy_may_take_back_what_another_allows() {
        let policy = |effect: &str| {
            let text = format!(
                r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","Action":"*","Resource":"*"}}}}"#
            );
            Policy::parse(&text, PolicyKind::Identity).unwrap()
        };
        let (allow, deny) = (policy("Allow"), policy("Deny"));
        assert!(may_reach([&allow], "sts:AssumeRole"));
        assert!(!may_reach([&allow, &deny], "sts:AssumeRole"));
        assert!(!may_reach([], "sts:AssumeRole"));
    }
}
