//! What a simulation is asked.

use bartizan_policy::catalog;

use crate::error::IamError;

/// How many pairs of action and resource one call may ask for, so that its time stays bounded.
const PAIRS_MAX: usize = 20_000;

/// Actions and resources to decide about, and which part of the answers is wanted.
pub(super) struct Questions {
    pub(super) actions: Vec<String>,
    pub(super) resources: Option<Vec<String>>,
    pub(super) handling: Option<String>,
    pub(super) max_items: Option<i32>,
    pub(super) marker: Option<String>,
}

impl Questions {
    /// The resources, if there are any but `*`.
    pub(super) fn named_resources(&self) -> Option<&[String]> {
        let resources = self.resources.as_deref().filter(|all| !all.is_empty())?;
        (resources != ["*"]).then_some(resources)
    }

    /// Checks that each action is one and each resource an ARN or `*`.
    pub(super) fn check(&self) -> Result<(), IamError> {
        for action in &self.actions {
            let parts = action.split_once(':');
            let is_action = parts.is_some_and(|(service, name)| {
                !service.is_empty() && !name.is_empty() && !action.contains(['*', '?', ' '])
            });
            if !is_action {
                return Err(IamError::InvalidInput(format!("Invalid Action: {action}")));
            }
        }
        let resources = self.resources.as_deref().unwrap_or_default();
        for resource in resources {
            let is_arn = resource.starts_with("arn:") && resource.matches(':').count() >= 5;
            if resource != "*" && !is_arn {
                return Err(IamError::InvalidInput(format!("Invalid Resource ARN: {resource}")));
            }
        }
        if self.actions.len().saturating_mul(resources.len()) > PAIRS_MAX {
            return Err(IamError::InvalidInput(format!(
                "at most {PAIRS_MAX} pairs of action and resource can be simulated in one call"
            )));
        }
        Ok(())
    }
}

/// Whether only `"Resource": "*"` speaks of an action.
pub(super) fn takes_no_resource(action: &str) -> bool {
    catalog::action(action).is_some_and(|known| known.resources.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_names_and_resources_are_arns() {
        let cases = [
            ("s3:GetObject", "arn:aws:s3:::b/k", true),
            ("s3:GetObject", "*", true),
            ("s3:Get*", "*", false),
            ("GetObject", "*", false),
            ("s3:", "*", false),
            ("s3:GetObject", "bucket", false),
            ("s3:GetObject", "arn:aws:s3", false),
        ];
        for (action, resource, valid) in cases {
            let questions = Questions {
                actions: vec![action.to_owned()],
                resources: Some(vec![resource.to_owned()]),
                handling: None,
                max_items: None,
                marker: None,
            };
            assert_eq!(questions.check().is_ok(), valid, "{action} {resource}");
        }
        assert!(takes_no_resource("s3:ListAllMyBuckets"));
        assert!(!takes_no_resource("s3:GetObject"));
        assert!(!takes_no_resource("unknown:Action"));
    }
}
