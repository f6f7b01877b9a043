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

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bartizan_organizations::{Organizations, OrganizationsProjection};
use bartizan_service::store::{Reader, StoreError};
use bartizan_service::testkit::{Case, World, admin, check_operations, given, input_of};
use bartizan_types::AccountId;
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

#[tokio::test]
async fn an_organization_governs_accounts_since_they_joined() {
    let world = world();
    let call = async |operation: &'static str, input: Json| {
        let input = input_of("organizations", operation, &input);
        world.call(&admin(), "organizations", operation, input).await.unwrap().value
    };
    let platform = world.road.platform();
    let founded = platform.now();
    call("CreateOrganization", json!({})).await;
    world.clock.advance(Duration::from_mins(1));
    let joined = platform.now();
    let answer =
        call("CreateAccount", json!({ "Email": "a@example.com", "AccountName": "a" })).await;
    let id = answer.field("CreateAccountStatus").unwrap().field("AccountId").unwrap();
    let account: AccountId = id.text().unwrap().parse().unwrap();
    let management: AccountId = bartizan_service::testkit::ACCOUNT.parse().unwrap();
    world.clock.advance(Duration::from_mins(1));
    let governance = platform.ports.governance.as_ref().unwrap();
    let read = |reader: &Reader<'_>| {
        let all = governance.accounts(reader, management).unwrap();
        assert_eq!(all, BTreeMap::from([(management, founded), (account, joined)]));
        assert_eq!(governance.oversees(reader, management, account).unwrap(), joined);
        // A member governs nobody.
        assert!(governance.accounts(reader, account).is_err());
        assert!(governance.oversees(reader, account, management).is_err());
        Ok::<_, StoreError>(())
    };
    platform.store.read(read).unwrap();
}
