//! Tags, how accounts come and go, and who administers what.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use super::{ACCOUNT, UNIT, organized, with_account, with_unit};

pub(crate) const STRANGER: &str = "210987654321";
const HANDSHAKE: &str = "$InviteAccountToOrganization.Handshake.Id";
const SERVICE: &str = "guardduty.amazonaws.com";

fn invitation() -> Json {
    json!({
        "Target": { "Id": STRANGER, "Type": "ACCOUNT" }, "Notes": "come in",
        "Tags": [{ "Key": "team", "Value": "red" }],
    })
}

fn invited(operation: &'static str, input: Json) -> Case {
    organized(operation, input).after("InviteAccountToOrganization", invitation())
}

fn resource_policy() -> Json {
    json!({
        "Content": format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"{STRANGER}"}},"Action":"organizations:List*","Resource":"*"}}}}"#
        ),
        "Tags": [{ "Key": "team", "Value": "red" }],
    })
}

fn trusting(operation: &'static str, input: Json) -> Case {
    with_account(operation, input)
        .after("EnableAWSServiceAccess", json!({ "ServicePrincipal": SERVICE }))
}

fn delegated(operation: &'static str, input: Json) -> Case {
    trusting(operation, input).after(
        "RegisterDelegatedAdministrator",
        json!({ "AccountId": ACCOUNT, "ServicePrincipal": SERVICE }),
    )
}

pub(crate) fn cases() -> Vec<Case> {
    let handshake = json!({ "HandshakeId": HANDSHAKE });
    let administrator = json!({ "AccountId": ACCOUNT, "ServicePrincipal": SERVICE });
    let service = json!({ "ServicePrincipal": SERVICE });
    vec![
        with_unit(
            "TagResource",
            json!({ "ResourceId": UNIT, "Tags": [{ "Key": "cost", "Value": "1" }] }),
        ),
        with_unit("UntagResource", json!({ "ResourceId": UNIT, "TagKeys": ["team"] })),
        with_unit("ListTagsForResource", json!({ "ResourceId": UNIT })),
        with_account("RemoveAccountFromOrganization", json!({ "AccountId": ACCOUNT })),
        organized("LeaveOrganization", json!({}))
            .refused_by("MasterCannotLeaveOrganizationException"),
        organized("DeleteOrganization", json!({})),
        Case::new("EnableAllFeatures", json!({}))
            .after("CreateOrganization", json!({ "FeatureSet": "CONSOLIDATED_BILLING" })),
        organized("InviteAccountToOrganization", invitation()),
        // Who sent an invitation cannot accept it.
        invited("AcceptHandshake", handshake.clone()).refused_by("AccessDeniedException"),
        invited("DeclineHandshake", handshake.clone()).refused_by("AccessDeniedException"),
        invited("CancelHandshake", handshake.clone()),
        invited("DescribeHandshake", handshake),
        invited("ListHandshakesForAccount", json!({})),
        invited("ListHandshakesForOrganization", json!({})),
        trusting("RegisterDelegatedAdministrator", administrator.clone()),
        delegated("DeregisterDelegatedAdministrator", administrator),
        delegated("ListDelegatedAdministrators", service.clone()),
        delegated("ListDelegatedServicesForAccount", json!({ "AccountId": ACCOUNT })),
        organized("EnableAWSServiceAccess", service.clone()),
        trusting("DisableAWSServiceAccess", service),
        trusting("ListAWSServiceAccessForOrganization", json!({})),
        with_account("CloseAccount", json!({ "AccountId": ACCOUNT })),
        organized("PutResourcePolicy", resource_policy()),
        organized("DescribeResourcePolicy", json!({}))
            .after("PutResourcePolicy", resource_policy()),
        organized("DeleteResourcePolicy", json!({})).after("PutResourcePolicy", resource_policy()),
    ]
}
