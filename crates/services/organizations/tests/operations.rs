//! Each operation has a denied case and a golden of its activity record.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/accounts.rs"]
mod accounts;
#[path = "operations/members.rs"]
mod members;
#[path = "operations/policies.rs"]
mod policies;
#[path = "operations/tree.rs"]
mod tree;

use std::sync::Arc;

use bartizan_organizations::{Organizations, OrganizationsProjection};
use bartizan_service::testkit::{Case, World, admin, check_operations, given, input_of};
use serde_json::{Value as Json, json};

/// A world with Organizations, and somebody who keeps accounts.
fn world() -> World {
    let projection = Arc::new(OrganizationsProjection::default());
    World::new(vec![given(accounts::Kept), projection], |_| vec![Arc::new(Organizations)])
}

/// A case in an organization.
fn organized(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateOrganization", json!({}))
}

/// A case in an organization whose root is known.
fn rooted(operation: &'static str, input: Json) -> Case {
    organized(operation, input).after("ListRoots", json!({}))
}

const ROOT: &str = "$ListRoots.Roots.0.Id";
const UNIT: &str = "$CreateOrganizationalUnit.OrganizationalUnit.Id";
const ACCOUNT: &str = "$ListCreateAccountStatus.CreateAccountStatuses.0.AccountId";

/// A case in an organization with a unit.
fn with_unit(operation: &'static str, input: Json) -> Case {
    let unit = json!({
        "ParentId": ROOT, "Name": "prod", "Tags": [{ "Key": "team", "Value": "red" }],
    });
    rooted(operation, input).after("CreateOrganizationalUnit", unit)
}

/// A case in an organization with a unit and an account beside it.
fn with_account(operation: &'static str, input: Json) -> Case {
    with_unit(operation, input)
        .after("CreateAccount", json!({ "Email": "ada@example.com", "AccountName": "ada" }))
        .after("ListCreateAccountStatus", json!({}))
}

fn cases() -> Vec<Case> {
    [tree::cases(), policies::cases(), members::cases()].concat()
}

#[tokio::test]
async fn every_operation_has_a_denied_case_and_a_golden() {
    check_operations("organizations", world, &cases(), |operation, event| {
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_nobody_has_is_not_invited() {
    let world = world();
    let call = async |operation, input: &Json| {
        let input = input_of("organizations", operation, input);
        world.call(&admin(), "organizations", operation, input).await
    };
    call("CreateOrganization", &json!({})).await.unwrap();
    let target = json!({ "Target": { "Id": "999999999999", "Type": "ACCOUNT" } });
    let fault = call("InviteAccountToOrganization", &target).await.err().unwrap();
    assert_eq!(fault.code, "HandshakeConstraintViolationException");
}
