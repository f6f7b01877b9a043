//! Trusted access: the services of AWS that may work in all accounts of an organization.
//! (Organizations User Guide, "AWS services that you can use with AWS Organizations".)

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::OrganizationsError;
use crate::records::Organization;
use crate::shapes::{
    DisableAWSServiceAccessRequest, EnableAWSServiceAccessRequest, EnabledServicePrincipal,
    ListAWSServiceAccessForOrganizationRequest, ListAWSServiceAccessForOrganizationResponse,
};
use crate::{Organizations, paging, standing};

/// What the principals of services end with.
const SUFFIX: &str = ".amazonaws.com";

/// The principals, without their end, that the guide's table lists.
static SERVICES: [&str; 52] = [
    "access-analyzer",
    "account",
    "auditmanager",
    "aws-artifact-account-sync",
    "backup",
    "bedrock",
    "billing-cost-management",
    "cloudformation",
    "cloudtrail",
    "compute-optimizer",
    "config",
    "config-multiaccountsetup",
    "controltower",
    "cost-optimization-hub.bcm",
    "detective",
    "devops-guru",
    "ds",
    "ec2",
    "fms",
    "guardduty",
    "health",
    "iam",
    "inspector2",
    "ipam",
    "license-management.marketplace",
    "license-manager",
    "license-manager.member-account",
    "macie",
    "malware-protection.guardduty",
    "member.org.stacksets.cloudformation",
    "mgn",
    "network-security-director",
    "networkmanager",
    "observabilityadmin",
    "ram",
    "reachabilityanalyzer.networkinsights",
    "reporting.trustedadvisor",
    "resource-explorer-2",
    "s3",
    "security-ir",
    "securityhub",
    "securitylake",
    "servicecatalog",
    "servicequotas",
    "ssm",
    "ssm-incidents",
    "ssm-quicksetup",
    "sso",
    "stacksets.cloudformation",
    "storage-lens.s3",
    "tagpolicies.tag",
    "wellarchitected",
];

/// A service that has trusted access.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TrustedService {
    pub(crate) principal: String,
    pub(crate) since: Timestamp,
}

/// Lets a service in; one that is in stays as it is.
pub(crate) async fn enable(
    _service: &Organizations,
    call: &Call,
    request: Authorized<EnableAWSServiceAccessRequest>,
) -> Result<(), OrganizationsError> {
    let principal = request.into_inner().service_principal;
    check(&principal)?;
    let (caller, since) = (call.account()?, call.now);
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let mut organization = of_all_features(standing::management(tx, &decided)?)?;
        if !organization.trusts(&principal) {
            organization.trusted.push(TrustedService { principal, since });
            tx.put(&Organization::key(caller), &organization)?;
        }
        Ok::<_, OrganizationsError>(())
    });
    Ok(done.await?)
}

/// Shuts a service out.
pub(crate) async fn disable(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DisableAWSServiceAccessRequest>,
) -> Result<(), OrganizationsError> {
    let principal = request.into_inner().service_principal;
    check(&principal)?;
    let caller = call.account()?;
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let mut organization = of_all_features(standing::management(tx, &decided)?)?;
        refuse_needed(&organization, &principal)?;
        organization.trusted.retain(|one| one.principal != principal);
        tx.put(&Organization::key(caller), &organization)?;
        Ok::<_, OrganizationsError>(())
    });
    Ok(done.await?)
}

/// A service stays in while a type of policies needs it. (Organizations API Reference,
/// `ConstraintViolationException`, `POLICY_TYPE_ENABLED_FOR_THIS_SERVICE`.)
fn refuse_needed(organization: &Organization, principal: &str) -> Result<(), OrganizationsError> {
    if organization.enabled.iter().all(|one| one.service() != Some(principal)) {
        return Ok(());
    }
    Err(OrganizationsError::constraint(
        "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE",
        "You must disable the policy type before you disable service access.",
    ))
}

/// The services that are in.
pub(crate) async fn list(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListAWSServiceAccessForOrganizationRequest>,
) -> Result<ListAWSServiceAccessForOrganizationResponse, OrganizationsError> {
    let trusted = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        Ok::<_, OrganizationsError>(organization.trusted)
    })?;
    let page = paging::page(trusted, request.next_token.as_deref(), request.max_results, |one| {
        one.principal.clone()
    })?;
    let shown = page.items.into_iter().map(|one| EnabledServicePrincipal {
        service_principal: Some(one.principal),
        date_enabled: Some(one.since),
    });
    Ok(ListAWSServiceAccessForOrganizationResponse {
        enabled_service_principals: Some(shown.collect()),
        next_token: page.next_token,
    })
}

/// Refuses what is no service that can have trusted access.
pub(crate) fn check(principal: &str) -> Result<(), OrganizationsError> {
    let service = principal.strip_suffix(SUFFIX);
    if service.is_some_and(|service| SERVICES.contains(&service)) {
        return Ok(());
    }
    Err(OrganizationsError::InvalidInput(
        "UNRECOGNIZED_SERVICE_PRINCIPAL",
        "You specified an unrecognized service principal.",
    ))
}

/// The organization, if it has all features.
pub(crate) fn of_all_features(
    organization: Organization,
) -> Result<Organization, OrganizationsError> {
    if organization.may_have_policies() {
        return Ok(organization);
    }
    Err(OrganizationsError::constraint(
        "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
        "This operation can be performed only for organizations that have all features enabled.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_their_principal() {
        assert!(SERVICES.is_sorted_by(|one, other| one < other));
        for (principal, is_known) in [
            ("guardduty.amazonaws.com", true),
            ("guardduty", false),
            ("pets.amazonaws.com", false),
            ("", false),
        ] {
            assert_eq!(check(principal).is_ok(), is_known, "{principal}");
        }
    }
}
