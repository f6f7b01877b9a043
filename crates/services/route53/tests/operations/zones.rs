//! Hosted zones and their tags.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{ZONE, done, new_zone, refused, world, zone, zoned};

/// The second zone's id without what stands before it elsewhere.
const BARE: &str = "$ListHostedZonesByName.NextHostedZoneId";

/// An operation on the second of two zones.
fn tagged(operation: &'static str, input: Json) -> Case {
    zoned(operation, input)
        .after("CreateHostedZone", new_zone("tagged.test"))
        .after("ListHostedZonesByName", json!({ "MaxItems": "1" }))
}

pub(crate) fn cases() -> Vec<Case> {
    let tags = json!({
        "ResourceType": "hostedzone",
        "ResourceId": BARE,
        "AddTags": [{ "Key": "team", "Value": "red" }],
    });
    let resource = json!({ "ResourceType": "hostedzone", "ResourceId": BARE });
    vec![
        Case::new("CreateHostedZone", new_zone("shop.test")),
        zoned("GetHostedZone", json!({ "Id": ZONE })),
        zoned("DeleteHostedZone", json!({ "Id": ZONE })),
        zoned("UpdateHostedZoneComment", json!({ "Id": ZONE, "Comment": "ours" })),
        zoned("GetDNSSEC", json!({ "HostedZoneId": ZONE })),
        zoned("GetHostedZoneCount", json!({})),
        zoned("ListHostedZones", json!({})),
        zoned("ListHostedZonesByName", json!({ "DNSName": "shop.test" })),
        tagged("ChangeTagsForResource", tags),
        tagged("ListTagsForResource", resource),
        tagged(
            "ListTagsForResources",
            json!({ "ResourceType": "hostedzone", "ResourceIds": [BARE] }),
        ),
        zoned("GetChange", json!({ "Id": "$CreateHostedZone.ChangeInfo.Id" })),
    ]
}

#[tokio::test]
async fn what_is_no_zone_is_refused() {
    let world = world();
    for (more, code) in [
        (json!({ "Name": "a..test" }), "InvalidDomainName"),
        (json!({ "Name": "." }), "InvalidDomainName"),
        (json!({ "Name": "x.elb.amazonaws.com" }), "InvalidDomainName"),
        (json!({ "DelegationSetId": "N1" }), "NoSuchDelegationSet"),
    ] {
        let mut input = new_zone("shop.test");
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(refused(&world, "CreateHostedZone", input).await.0, code, "{more}");
    }
    done(&world, "CreateHostedZone", new_zone("shop.test")).await;
    let (code, _) = refused(&world, "CreateHostedZone", new_zone("shop.test")).await;
    assert_eq!(code, "HostedZoneAlreadyExists");
    for operation in ["GetHostedZone", "DeleteHostedZone"] {
        let (code, message) = refused(&world, operation, json!({ "Id": "Z1" })).await;
        assert_eq!(code, "NoSuchHostedZone");
        assert_eq!(message, "No hosted zone found with ID: Z1");
    }
    assert_eq!(refused(&world, "GetChange", json!({ "Id": "C1" })).await.0, "NoSuchChange");
}

#[tokio::test]
async fn zones_are_listed_by_their_names_from_behind() {
    let world = world();
    for name in ["b.test", "a.example", "a.b.test", "c.test"] {
        zone(&world, name).await;
    }
    let names = |answer: &Json| -> Vec<String> {
        let zones = answer["HostedZones"].as_array().unwrap();
        zones.iter().map(|zone| zone["Name"].as_str().unwrap().to_owned()).collect()
    };
    let all = done(&world, "ListHostedZonesByName", json!({})).await;
    assert_eq!(names(&all), ["a.example.", "b.test.", "a.b.test.", "c.test."]);
    let first = json!({ "DNSName": "b.test", "MaxItems": "2" });
    let page = done(&world, "ListHostedZonesByName", first).await;
    assert_eq!(names(&page), ["b.test.", "a.b.test."]);
    assert_eq!(page["NextDNSName"], "c.test.");
    let input = json!({ "DNSName": "c.test.", "HostedZoneId": page["NextHostedZoneId"] });
    assert_eq!(names(&done(&world, "ListHostedZonesByName", input).await), ["c.test."]);
    let page = done(&world, "ListHostedZones", json!({ "MaxItems": "3" })).await;
    let input = json!({ "Marker": page["NextMarker"] });
    assert_eq!(names(&done(&world, "ListHostedZones", input).await).len(), 1);
    let (code, _) = refused(&world, "ListHostedZones", json!({ "MaxItems": "many" })).await;
    assert_eq!(code, "InvalidInput");
}

#[tokio::test]
async fn tags_are_kept_with_a_zone() {
    let world = world();
    let shown = zone(&world, "shop.test").await;
    let whole = json!({ "ResourceType": "hostedzone", "ResourceId": shown });
    let (code, _) = refused(&world, "ListTagsForResource", whole).await;
    assert_eq!(code, "NoSuchHostedZone");
    let id = shown.trim_start_matches("/hostedzone/");
    let of = |more: Json| {
        let mut input = json!({ "ResourceType": "hostedzone", "ResourceId": id });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let tags = json!([{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "2" }]);
    done(&world, "ChangeTagsForResource", of(json!({ "AddTags": tags }))).await;
    let change = json!({ "AddTags": [{ "Key": "a", "Value": "3" }], "RemoveTagKeys": ["b"] });
    done(&world, "ChangeTagsForResource", of(change)).await;
    let listed = done(&world, "ListTagsForResource", of(json!({}))).await;
    assert_eq!(listed["ResourceTagSet"]["Tags"], json!([{ "Key": "a", "Value": "3" }]));
    let reserved = of(json!({ "AddTags": [{ "Key": "aws:x", "Value": "1" }] }));
    assert_eq!(refused(&world, "ChangeTagsForResource", reserved).await.0, "InvalidInput");
}
