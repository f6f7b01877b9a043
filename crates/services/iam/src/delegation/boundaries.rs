//! Roles that a request would make: each must have a permissions boundary, which customers see.
//! (IAM User Guide, "IAM temporary delegation".)

use bartizan_policy::{Document, Effect, document::Statement};

use crate::error::IamError;
use crate::rules::BOUNDARY;

/// What makes a role, or could take its boundary away again.
const ROLE_MAKERS: [&str; 2] = ["iam:CreateRole", "iam:PutRolePermissionsBoundary"];
/// What takes a boundary away.
const UNBINDING: &str = "iam:DeleteRolePermissionsBoundary";
/// The operators that name boundaries, and hold only where there is one.
const OPERATORS: [&str; 4] = ["StringEquals", "StringLike", "ArnEquals", "ArnLike"];

/// The boundaries that roles made by this policy have.
///
/// # Errors
/// It would make roles without a boundary: `InvalidInput`.
pub(super) fn of(document: &Document) -> Result<Vec<String>, IamError> {
    let mut boundaries = Vec::new();
    for statement in &document.statements {
        if statement.effect != Some(Effect::Allow) {
            continue;
        }
        if statement.names(UNBINDING) {
            return Err(unbound(UNBINDING));
        }
        let Some(action) = ROLE_MAKERS.iter().find(|action| statement.names(action)) else {
            continue;
        };
        let named = named(statement);
        if named.is_empty() {
            return Err(unbound(action));
        }
        boundaries.extend(named);
    }
    boundaries.sort();
    boundaries.dedup();
    Ok(boundaries)
}

/// The boundaries that a statement names; none where it leaves them open.
fn named(statement: &Statement) -> Vec<String> {
    let entries = statement.conditions.iter().filter(|entry| {
        let is_one = |operator: &&str| entry.operator.value.eq_ignore_ascii_case(operator);
        entry.key.value.eq_ignore_ascii_case(BOUNDARY) && OPERATORS.iter().any(is_one)
    });
    let values = entries.flat_map(|entry| entry.element.values.iter());
    let named: Vec<String> = values.map(|text| text.value.clone()).collect();
    let is_open = |value: &String| value.contains(['*', '?', '$']);
    if named.iter().any(is_open) { Vec::new() } else { named }
}

fn unbound(action: &str) -> IamError {
    IamError::InvalidInput(format!(
        "The permissions allow {action} without a condition on {BOUNDARY}: roles that a delegation \
         request makes must keep a permissions boundary."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_made_with_a_boundary_or_not_at_all() {
        let bound = r#""Condition":{"StringEquals":{"iam:PermissionsBoundary":"arn:b"}}"#;
        let cases = [
            (r#""Effect":"Allow","Action":"s3:*""#.to_owned(), Some(vec![])),
            (format!(r#""Effect":"Allow","Action":"iam:CreateRole",{bound}"#), Some(vec!["arn:b"])),
            (r#""Effect":"Deny","Action":"iam:*""#.to_owned(), Some(vec![])),
            (r#""Effect":"Allow","Action":"iam:CreateRole""#.to_owned(), None),
            (r#""Effect":"Allow","NotAction":"s3:*""#.to_owned(), None),
            (r#""Effect":"Allow","Action":"IAM:Create*""#.to_owned(), None),
            (format!(r#""Effect":"Allow","Action":"*",{bound}"#), None),
            (
                r#""Effect":"Allow","Action":"iam:CreateRole","Condition":
                {"StringLike":{"iam:PermissionsBoundary":"*"}}"#
                    .to_owned(),
                None,
            ),
            (
                r#""Effect":"Allow","Action":"iam:CreateRole","Condition":
                {"StringEqualsIfExists":{"iam:PermissionsBoundary":"arn:b"}}"#
                    .to_owned(),
                None,
            ),
        ];
        for (statement, wanted) in cases {
            let text = format!(r#"{{"Statement":[{{{statement},"Resource":"*"}}]}}"#);
            let found = of(&Document::parse(&text).unwrap()).ok();
            assert_eq!(found, wanted.map(|all| all.into_iter().map(str::to_owned).collect()));
        }
    }
}
