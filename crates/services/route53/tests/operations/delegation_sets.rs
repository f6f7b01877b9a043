//! Reusable delegation sets.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{done, new_zone, refused, world, zone};

const SET: &str = "$CreateReusableDelegationSet.DelegationSet.Id";

fn new(reference: &str) -> Json {
    json!({ "CallerReference": reference })
}

pub(crate) fn cases() -> Vec<Case> {
    let made = |operation, input| {
        Case::new(operation, input).after("CreateReusableDelegationSet", new("one"))
    };
    let limit = "MAX_ZONES_BY_REUSABLE_DELEGATION_SET";
    vec![
        Case::new("CreateReusableDelegationSet", new("one")),
        made("GetReusableDelegationSet", json!({ "Id": SET })),
        made("DeleteReusableDelegationSet", json!({ "Id": SET })),
        made("GetReusableDelegationSetLimit", json!({ "Type": limit, "DelegationSetId": SET })),
        made("ListReusableDelegationSets", json!({})),
    ]
}

fn with(name: &str, set: &str) -> Json {
    let mut input = new_zone(name);
    input.as_object_mut().unwrap().insert("DelegationSetId".to_owned(), json!(set));
    input
}

#[tokio::test]
async fn zones_share_the_servers_of_a_set() {
    let world = world();
    let set =
        done(&world, "CreateReusableDelegationSet", new("one")).await["DelegationSet"].clone();
    let id = set["Id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("/delegationset/N"), "{id}");
    assert_eq!(
        done(&world, "GetReusableDelegationSet", json!({ "Id": id })).await["DelegationSet"],
        set
    );
    for name in ["a.test", "b.test"] {
        let made = done(&world, "CreateHostedZone", with(name, &id)).await;
        assert_eq!(made["DelegationSet"]["NameServers"], set["NameServers"]);
        assert_eq!(made["DelegationSet"]["Id"], set["Id"]);
    }
    zone(&world, "c.test").await;
    let listed = done(&world, "ListHostedZones", json!({ "DelegationSetId": id })).await;
    assert_eq!(listed["HostedZones"].as_array().unwrap().len(), 2);
    let limit = json!({ "Type": "MAX_ZONES_BY_REUSABLE_DELEGATION_SET", "DelegationSetId": id });
    let limit = done(&world, "GetReusableDelegationSetLimit", limit).await;
    assert_eq!((&limit["Count"], &limit["Limit"]["Value"]), (&json!(2), &json!(100)));
    for name in ["a.test", "x.a.test", "test"] {
        let mut input = with(name, &id);
        input["CallerReference"] = json!(format!("another {name}"));
        let (code, message) = refused(&world, "CreateHostedZone", input).await;
        assert_eq!(code, "ConflictingDomainExists", "{name}");
        assert!(message.contains(id.trim_start_matches("/delegationset/")), "{message}");
    }
    let in_use = refused(&world, "DeleteReusableDelegationSet", json!({ "Id": id })).await;
    assert_eq!(in_use.0, "DelegationSetInUse");
}

#[tokio::test]
async fn the_servers_of_a_zone_become_a_set() {
    let world = world();
    let id = zone(&world, "a.test").await;
    let shown =
        async || done(&world, "GetHostedZone", json!({ "Id": id })).await["DelegationSet"].clone();
    let servers = shown().await["NameServers"].clone();
    let of = |reference: &str| json!({ "CallerReference": reference, "HostedZoneId": id });
    let set = done(&world, "CreateReusableDelegationSet", of("one")).await["DelegationSet"].clone();
    assert_eq!(set["NameServers"], servers);
    assert_eq!(shown().await["Id"], set["Id"]);
    let again = refused(&world, "CreateReusableDelegationSet", of("two")).await;
    assert_eq!(again.0, "DelegationSetAlreadyReusable");
    done(&world, "DeleteHostedZone", json!({ "Id": id })).await;
    done(&world, "DeleteReusableDelegationSet", json!({ "Id": set["Id"] })).await;
}

#[tokio::test]
async fn sets_are_listed_page_by_page_and_what_is_none_is_refused() {
    let world = world();
    for reference in ["one", "two", "three"] {
        done(&world, "CreateReusableDelegationSet", new(reference)).await;
    }
    let list = "ListReusableDelegationSets";
    let first = done(&world, list, json!({ "MaxItems": "2" })).await;
    let rest = done(&world, list, json!({ "Marker": first["NextMarker"] })).await;
    let many = |page: &Json| page["DelegationSets"].as_array().unwrap().len();
    assert_eq!((many(&first), many(&rest)), (2, 1));
    assert_eq!((&first["IsTruncated"], &rest["IsTruncated"]), (&json!(true), &json!(false)));
    let private = json!({
        "Name": "in.test", "CallerReference": "in", "DelegationSetId": first["NextMarker"],
        "VPC": { "VPCRegion": "us-east-1", "VPCId": "vpc-1" },
    });
    let zoneless = json!({ "CallerReference": "four", "HostedZoneId": "Z1" });
    for (operation, input, code) in [
        ("CreateReusableDelegationSet", new("one"), "DelegationSetAlreadyCreated"),
        ("CreateReusableDelegationSet", zoneless, "HostedZoneNotFound"),
        ("GetReusableDelegationSet", json!({ "Id": "N1" }), "NoSuchDelegationSet"),
        ("DeleteReusableDelegationSet", json!({ "Id": "N1" }), "NoSuchDelegationSet"),
        ("ListHostedZones", json!({ "DelegationSetId": "N1" }), "NoSuchDelegationSet"),
        ("CreateHostedZone", private, "InvalidInput"),
    ] {
        assert_eq!(refused(&world, operation, input.clone()).await.0, code, "{operation} {input}");
    }
}
