//! Record sets.

use bartizan_service::testkit::{Case, World};
use serde_json::{Value as Json, json};

use crate::{ZONE, done, refused, world, zone, zoned};

pub(crate) fn cases() -> Vec<Case> {
    let changes = json!([change("CREATE", &address("www.shop.test", "192.0.2.1"))]);
    let batch = json!({ "Comment": "open", "Changes": changes });
    vec![
        zoned("ChangeResourceRecordSets", json!({ "HostedZoneId": ZONE, "ChangeBatch": batch })),
        zoned("ListResourceRecordSets", json!({ "HostedZoneId": ZONE })),
    ]
}

fn change(action: &str, set: &Json) -> Json {
    json!({ "Action": action, "ResourceRecordSet": set })
}

fn set(name: &str, kind: &str, values: &[&str]) -> Json {
    let records: Vec<Json> = values.iter().map(|value| json!({ "Value": value })).collect();
    json!({ "Name": name, "Type": kind, "TTL": 60, "ResourceRecords": records })
}

fn address(name: &str, address: &str) -> Json {
    set(name, "A", &[address])
}

fn with(mut set: Json, more: &Json) -> Json {
    set.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    set
}

pub(crate) fn alias(name: &str, zone: &str, target: &str) -> Json {
    let target = json!({ "HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": false });
    json!({ "Name": name, "Type": "A", "AliasTarget": target })
}

pub(crate) fn batch(zone: &str, changes: &[(&str, Json)]) -> Json {
    let changes: Vec<Json> = changes.iter().map(|(action, set)| change(action, set)).collect();
    json!({ "HostedZoneId": zone, "ChangeBatch": { "Changes": changes } })
}

async fn create(world: &World, zone: &str, set: Json) {
    done(world, "ChangeResourceRecordSets", batch(zone, &[("CREATE", set)])).await;
}

/// Names, types and identifiers of a page.
fn listed(answer: &Json) -> Vec<String> {
    let sets = answer["ResourceRecordSets"].as_array().unwrap();
    let text = |set: &Json, member: &str| set[member].as_str().unwrap_or_default().to_owned();
    let shown = |set: &Json| {
        let (name, kind) = (text(set, "Name"), text(set, "Type"));
        format!("{name} {kind} {}", text(set, "SetIdentifier")).trim_end().to_owned()
    };
    sets.iter().map(shown).collect()
}

#[tokio::test]
async fn sets_are_listed_by_their_names_from_behind() {
    let world = world();
    let zone = zone(&world, "shop.test").await;
    for name in ["www.shop.test", "a.www.shop.test", "*.shop.test", "b.shop.test"] {
        create(&world, &zone, address(name, "192.0.2.1")).await;
    }
    for identifier in ["two", "one"] {
        let more = json!({ "SetIdentifier": identifier, "Weight": 1 });
        create(&world, &zone, with(address("w.shop.test", "192.0.2.2"), &more)).await;
    }
    let all = done(&world, "ListResourceRecordSets", json!({ "HostedZoneId": zone })).await;
    let wanted = [
        "shop.test. NS",
        "shop.test. SOA",
        "\\052.shop.test. A",
        "b.shop.test. A",
        "w.shop.test. A one",
        "w.shop.test. A two",
        "www.shop.test. A",
        "a.www.shop.test. A",
    ];
    assert_eq!(listed(&all), wanted);
    let mut paged = Vec::new();
    let mut input = json!({ "HostedZoneId": zone, "MaxItems": "1" });
    loop {
        let page = done(&world, "ListResourceRecordSets", input).await;
        paged.extend(listed(&page));
        if page["IsTruncated"] == false {
            break;
        }
        input = json!({ "HostedZoneId": zone, "MaxItems": "1" });
        for part in ["Name", "Type", "Identifier"] {
            let next = &page[format!("NextRecord{part}")];
            if !next.is_null() {
                input[format!("StartRecord{part}")] = next.clone();
            }
        }
    }
    assert_eq!(paged, wanted);
    let shown = done(&world, "GetHostedZone", json!({ "Id": zone })).await;
    assert_eq!(shown["HostedZone"]["ResourceRecordSetCount"], 8);
}

#[tokio::test]
async fn a_batch_is_made_whole_or_not_at_all() {
    let world = world();
    let zone = zone(&world, "shop.test").await;
    create(&world, &zone, set("www.shop.test", "A", &["192.0.2.1", "192.0.2.2"])).await;
    create(&world, &zone, set("name.shop.test", "CNAME", &["www.shop.test"])).await;
    let www = address("www.shop.test", "192.0.2.1");
    let cases: &[(&[(&str, Json)], &str)] = &[
        (
            &[("CREATE", address("new.shop.test", "192.0.2.9")), ("CREATE", www.clone())],
            "[Tried to create resource record set [name='www.shop.test.', type='A'] but it already \
             exists]",
        ),
        (
            &[("DELETE", address("none.shop.test", "192.0.2.1"))],
            "[Tried to delete resource record set [name='none.shop.test.', type='A'] but it was not \
             found]",
        ),
        (
            &[("DELETE", www)],
            "[Tried to delete resource record set [name='www.shop.test.', type='A'] but the values \
             provided do not match the current values]",
        ),
        (
            &[("CREATE", address("www.other.test", "192.0.2.1"))],
            "[RRSet with DNS name www.other.test. is not permitted in zone shop.test.]",
        ),
        (
            &[("CREATE", set("shop.test", "CNAME", &["a.test"]))],
            "[RRSet of type CNAME with DNS name shop.test. is not permitted at apex in zone \
             shop.test.]",
        ),
        (
            &[("CREATE", set("www.shop.test", "CNAME", &["a.test"]))],
            "[RRSet of type CNAME with DNS name www.shop.test. is not permitted as it conflicts \
             with other records with the same DNS name in zone shop.test.]",
        ),
        (
            &[("CREATE", address("name.shop.test", "192.0.2.1"))],
            "[RRSet of type A with DNS name name.shop.test. is not permitted because a conflicting \
             RRSet of type CNAME with the same DNS name already exists in zone shop.test.]",
        ),
        (
            &[("CREATE", address("bad.shop.test", "192.0.2"))],
            "[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a \
             valid IPv4 address) encountered with '192.0.2'']",
        ),
        (
            &[("CREATE", alias("x.shop.test", &zone, "none.shop.test"))],
            "but that target was not found]",
        ),
        (
            &[("CREATE", alias("x.shop.test", &zone, "www.other.test"))],
            "but the alias target name does not lie within the target zone]",
        ),
    ];
    for (changes, reason) in cases {
        let input = batch(&zone, changes);
        let (code, message) = refused(&world, "ChangeResourceRecordSets", input).await;
        assert_eq!(code, "InvalidChangeBatch", "{reason}");
        assert!(message.ends_with(reason), "{message}");
    }
    let all = done(&world, "ListResourceRecordSets", json!({ "HostedZoneId": zone })).await;
    assert_eq!(listed(&all).len(), 4, "nothing was made");
}

#[tokio::test]
async fn a_set_is_replaced_in_one_batch() {
    let world = world();
    let zone = zone(&world, "shop.test").await;
    let two = |first, second| set("www.shop.test", "A", &[first, second]);
    create(&world, &zone, two("192.0.2.1", "192.0.2.2")).await;
    let changes = [
        // The order of values means nothing.
        ("DELETE", two("192.0.2.2", "192.0.2.1")),
        ("CREATE", set("www.shop.test", "CNAME", &["to.shop.test"])),
        ("UPSERT", address("to.shop.test", "192.0.2.3")),
    ];
    done(&world, "ChangeResourceRecordSets", batch(&zone, &changes)).await;
    let all = done(&world, "ListResourceRecordSets", json!({ "HostedZoneId": zone })).await;
    let wanted = ["shop.test. NS", "shop.test. SOA", "to.shop.test. A", "www.shop.test. CNAME"];
    assert_eq!(listed(&all), wanted);
}

#[tokio::test]
async fn a_zone_keeps_what_each_has_and_goes_with_nothing_else() {
    let world = world();
    let zone = zone(&world, "shop.test").await;
    let all = done(&world, "ListResourceRecordSets", json!({ "HostedZoneId": zone })).await;
    let servers = all["ResourceRecordSets"][0].clone();
    let (_, message) =
        refused(&world, "ChangeResourceRecordSets", batch(&zone, &[("DELETE", servers)])).await;
    let wanted = "[A HostedZone must contain at least one NS record for the zone itself.]";
    assert_eq!(message, wanted);
    create(&world, &zone, address("www.shop.test", "192.0.2.1")).await;
    let (code, _) = refused(&world, "DeleteHostedZone", json!({ "Id": zone })).await;
    assert_eq!(code, "HostedZoneNotEmpty");
    let delete = batch(&zone, &[("DELETE", address("www.shop.test", "192.0.2.1"))]);
    done(&world, "ChangeResourceRecordSets", delete).await;
    done(&world, "DeleteHostedZone", json!({ "Id": zone })).await;
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused() {
    let world = world();
    let zone = zone(&world, "shop.test").await;
    let www = || address("www.shop.test", "192.0.2.1");
    let bare = json!({ "Name": "www.shop.test", "Type": "A" });
    let id = json!({ "SetIdentifier": "one" });
    let of_two = json!({ "SetIdentifier": "one", "Weight": 1, "Failover": "PRIMARY" });
    for (set, code, part) in [
        (bare, "InvalidInput", "but found none in Change with [Action=CREATE, Name=www.shop.test"),
        (with(alias("a.shop.test", &zone, "b.test"), &json!({ "TTL": 1 })), "InvalidInput", "more"),
        (with(www(), &id), "InvalidInput", "found none"),
        (with(www(), &json!({ "Weight": 1 })), "InvalidInput", "Missing field 'SetIdentifier'"),
        (with(www(), &of_two), "InvalidInput", "found more than one"),
        (with(www(), &json!({ "Region": "us-east-1" })), "NotImplemented", "Region"),
        (with(www(), &json!({ "HealthCheckId": "x" })), "NoSuchHealthCheck", "id x does not exist"),
        (set("www.shop.test", "HTTPS", &["1 ."]), "NotImplemented", "records of type HTTPS"),
    ] {
        let input = batch(&zone, &[("CREATE", set)]);
        let (found, message) = refused(&world, "ChangeResourceRecordSets", input).await;
        assert_eq!(found, code, "{part}");
        assert!(message.contains(part), "{message}");
    }
}

#[tokio::test]
async fn sets_of_a_name_are_chosen_by_one_policy() {
    let world = world();
    let zone = zone(&world, "shop.test").await;
    let weighted = json!({ "SetIdentifier": "one", "Weight": 1 });
    create(&world, &zone, with(address("www.shop.test", "192.0.2.1"), &weighted)).await;
    let failover = json!({ "SetIdentifier": "two", "Failover": "PRIMARY" });
    let other = with(address("www.shop.test", "192.0.2.2"), &failover);
    let input = batch(&zone, &[("CREATE", other)]);
    let (code, message) = refused(&world, "ChangeResourceRecordSets", input).await;
    assert_eq!(code, "InvalidChangeBatch");
    assert!(message.contains("failover, weighted"), "{message}");
    let many: Vec<_> = (0..501)
        .map(|index| ("UPSERT", address(&format!("a{index}.shop.test"), "192.0.2.1")))
        .collect();
    let (_, message) = refused(&world, "ChangeResourceRecordSets", batch(&zone, &many)).await;
    assert_eq!(message, "Number of records limit of 1000 exceeded.");
}
