//! The policies that a simulation is sent.

use std::sync::Arc;

use bartizan_policy::{Attached, Level, Path, Policy, PolicyKind};

use crate::error::IamError;
use crate::shapes::OrderedOrganizationPolicyType;

/// `PolicyInputList`.
pub(super) fn identity(texts: &[String]) -> Result<Vec<Attached>, IamError> {
    list("PolicyInputList", texts, PolicyKind::Identity)
}

/// `PermissionsBoundaryPolicyInputList`, which holds one at most.
pub(super) fn boundary(texts: Option<&[String]>) -> Result<Option<Attached>, IamError> {
    let texts = texts.unwrap_or_default();
    if texts.len() > 1 {
        return Err(IamError::InvalidInput(
            "Only one permissions boundary policy can be specified.".to_owned(),
        ));
    }
    Ok(list("PermissionsBoundaryPolicyInputList", texts, PolicyKind::Boundary)?.pop())
}

/// `ResourcePolicy`.
pub(super) fn of_resource(
    text: Option<&str>,
    kind: PolicyKind,
) -> Result<Option<Attached>, IamError> {
    text.map(|text| parsed("ResourcePolicy", text, kind)).transpose()
}

/// What kind of policy a resource has that these actions are about: roles have trust policies.
pub(super) fn resource_kind(actions: &[String]) -> PolicyKind {
    let is_trust = |action: &String| {
        let action = action.to_ascii_lowercase();
        ["sts:assumerole", "sts:tagsession", "sts:setsourceidentity"]
            .iter()
            .any(|known| action.starts_with(known))
    };
    if actions.iter().all(is_trust) { PolicyKind::Trust } else { PolicyKind::Resource }
}

/// `OrderedOrganizationPolicyInputList`: the service control policies, a list a level.
pub(super) fn service_control(
    levels: &[OrderedOrganizationPolicyType],
) -> Result<Vec<Path>, IamError> {
    let level = |(number, level): (usize, &OrderedOrganizationPolicyType)| {
        let name = format!(
            "OrderedOrganizationPolicyInputList.{}.ServiceControlPolicyInputList",
            number + 1
        );
        let texts = level.service_control_policy_input_list.as_deref().unwrap_or_default();
        list(&name, texts, PolicyKind::ServiceControl).map(Level::new)
    };
    let levels = levels.iter().enumerate().map(level).collect::<Result<Vec<_>, _>>()?;
    Ok(Path::of(&levels))
}

fn list(name: &str, texts: &[String], kind: PolicyKind) -> Result<Vec<Attached>, IamError> {
    let numbered = texts.iter().enumerate();
    numbered.map(|(index, text)| parsed(&format!("{name}.{}", index + 1), text, kind)).collect()
}

fn parsed(name: &str, text: &str, kind: PolicyKind) -> Result<Attached, IamError> {
    let policy = Policy::parse_any_version(text, kind)
        .map_err(|error| IamError::InvalidInput(format!("{name}: {}", error.aws_message(kind))))?;
    Ok(Attached::inline(name, Arc::new(policy)))
}
