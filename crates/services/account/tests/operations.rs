//! Each operation has a denied case and a golden of its activity record.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is its answer")]

#[path = "operations/organized.rs"]
mod organized;

use std::sync::Arc;

use bartizan_account::{AccountManagement, AccountProjection};
use bartizan_service::testkit::{
    ACCOUNT, Case, World, admin, check_operations, given, input_of, nobody, root,
};
use bartizan_service::types::Region;
use bartizan_service::{Caller, Reply};
use serde_json::{Value as Json, json};

use organized::{MEMBER, Organized, STRANGER};

fn world() -> World {
    let projections = vec![given(Organized), Arc::new(AccountProjection) as Arc<_>];
    World::new(projections, |_| vec![Arc::new(AccountManagement)])
}

fn security() -> Json {
    json!({
        "AlternateContactType": "SECURITY",
        "Name": "Ada",
        "Title": "Officer",
        "EmailAddress": "ada@example.com",
        "PhoneNumber": "+44 20 7946 0000",
    })
}

fn owner() -> Json {
    json!({ "ContactInformation": {
        "FullName": "Ada Lovelace",
        "AddressLine1": "12 St James's Square",
        "City": "London",
        "StateOrRegion": "London",
        "PostalCode": "SW1Y 4JH",
        "CountryCode": "GB",
        "PhoneNumber": "+44 20 7946 0000",
    } })
}

fn cases() -> Vec<Case> {
    let kind = || json!({ "AlternateContactType": "SECURITY" });
    let region = || json!({ "RegionName": "af-south-1" });
    let named = || json!({ "AccountName": "ledger", "AccountId": MEMBER });
    vec![
        Case::new("PutAlternateContact", security()),
        Case::new("GetAlternateContact", kind()).after("PutAlternateContact", security()),
        Case::new("DeleteAlternateContact", kind()).after("PutAlternateContact", security()),
        Case::new("PutContactInformation", owner()),
        Case::new("GetContactInformation", json!({})).after("PutContactInformation", owner()),
        Case::new("EnableRegion", region()),
        Case::new("DisableRegion", region()).after("EnableRegion", region()),
        Case::new("GetRegionOptStatus", region()),
        Case::new("ListRegions", json!({ "RegionOptStatusContains": ["ENABLED"] })),
        Case::new("GetAccountInformation", json!({})),
        Case::new("GetGovCloudAccountInformation", json!({}))
            .refused_by("ResourceNotFoundException"),
        Case::new("GetPrimaryEmail", json!({ "AccountId": MEMBER })),
        Case::new("PutAccountName", named()),
    ]
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("account", world, &cases(), |operation, event| {
        let text = event.to_string();
        for told in ["Ada", "ada@", "7946", "London"] {
            assert!(!text.contains(told), "{operation} tells {told}");
        }
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}

async fn call(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: &Json,
) -> Result<Reply, String> {
    let input = input_of("account", operation, input);
    world.call(caller, "account", operation, input).await.map_err(|fault| fault.to_string())
}

#[tokio::test]
async fn whom_a_call_may_name() {
    let world = world();
    for (caller, account, said) in [
        (root(), MEMBER, None),
        (root(), ACCOUNT, Some("standalone context")),
        (root(), STRANGER, Some("is not authorized to perform: account:GetAccountInformation")),
        (root(), "000000000001", Some("is not authorized to perform")),
        (nobody(), MEMBER, Some("no identity-based policy allows")),
        (organized::root_of(MEMBER), MEMBER, Some("is not authorized to perform")),
        (organized::root_of(organized::ADMINISTRATOR), MEMBER, None),
        (organized::root_of(STRANGER), MEMBER, Some("is not authorized to perform")),
        (organized::root_of("000000000001"), MEMBER, Some("is not authorized to perform")),
    ] {
        let input = json!({ "AccountId": account });
        let answer = call(&world, &caller, "GetAccountInformation", &input).await;
        let is_as_expected = match said {
            Some(said) => answer.as_ref().err().is_some_and(|error| error.contains(said)),
            None => answer.is_ok(),
        };
        assert!(is_as_expected, "{:?} {account}: {answer:?}", caller.principal.arn());
    }
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let world = world();
    let with = |name: &str, value: Json| {
        let mut input = owner();
        input["ContactInformation"][name] = value;
        input["ContactInformation"].as_object_mut().unwrap().retain(|_, value| !value.is_null());
        input
    };
    for (operation, input, code) in [
        ("EnableRegion", json!({ "RegionName": "us-east-1" }), "enabled by default"),
        ("DisableRegion", json!({ "RegionName": "moon-1" }), "is not known"),
        ("GetRegionOptStatus", json!({ "RegionName": "moon-1" }), "is not known"),
        ("ListRegions", json!({ "NextToken": "!" }), "next token"),
        ("PutContactInformation", with("CountryCode", json!("gb")), "capital letters"),
        ("PutContactInformation", with("StateOrRegion", Json::Null), "state or region"),
        ("GetContactInformation", json!({}), "ResourceNotFoundException"),
        ("DeleteAlternateContact", json!({ "AlternateContactType": "BILLING" }), "No contact"),
    ] {
        let refused = call(&world, &admin(), operation, &input).await.unwrap_err();
        assert!(refused.contains(code), "{operation}: {refused}");
    }
}

#[tokio::test]
async fn a_region_is_there_when_the_call_returns() {
    let world = world();
    let region = Region::new("af-south-1");
    let has = |world: &World| {
        let directory = world.road.platform().directory().unwrap();
        directory.has_region(ACCOUNT.parse().unwrap(), &region)
    };
    assert!(!has(&world));
    let input = json!({ "RegionName": "af-south-1" });
    call(&world, &admin(), "EnableRegion", &input).await.unwrap();
    assert!(has(&world));
    call(&world, &admin(), "DisableRegion", &input).await.unwrap();
    assert!(!has(&world));
}
