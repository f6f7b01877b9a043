//! Health checks.

use std::sync::Arc;

use bartizan_route53::Route53;
use bartizan_service::testkit::{Case, Given, World, given};
use bartizan_service::types::{AccountId, Timestamp};
use bartizan_service::{CheckHealth, HealthChecks, Observation, Ports};
use serde_json::{Value as Json, json};

use crate::{done, refused, world, zone};

const CHECK: &str = "$CreateHealthCheck.HealthCheck.Id";

pub(crate) fn cases() -> Vec<Case> {
    let checked = |operation, more: Json| {
        let mut input = json!({ "HealthCheckId": CHECK });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Case::new(operation, input).after("CreateHealthCheck", new("one", &http()))
    };
    vec![
        Case::new("CreateHealthCheck", new("one", &http())),
        checked("GetHealthCheck", json!({})),
        checked("GetHealthCheckStatus", json!({})),
        checked("GetHealthCheckLastFailureReason", json!({})),
        checked("UpdateHealthCheck", json!({ "Inverted": true })),
        checked("DeleteHealthCheck", json!({})),
        Case::new("GetHealthCheckCount", json!({})),
        Case::new("ListHealthChecks", json!({})),
    ]
}

fn http() -> Json {
    json!({ "Type": "HTTP", "IPAddress": "192.0.2.1", "ResourcePath": "/up" })
}

fn new(reference: &str, config: &Json) -> Json {
    json!({ "CallerReference": reference, "HealthCheckConfig": config })
}

async fn create(world: &World, reference: &str, config: &Json) -> Json {
    done(world, "CreateHealthCheck", new(reference, config)).await["HealthCheck"].clone()
}

fn id(check: &Json) -> String {
    check["Id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_not_said_is_as_aws_has_it() {
    let world = world();
    let made = create(&world, "one", &http()).await;
    let wanted = json!({
        "Type": "HTTP", "IPAddress": "192.0.2.1", "Port": 80, "ResourcePath": "/up",
        "RequestInterval": 30, "FailureThreshold": 3, "MeasureLatency": false,
        "Inverted": false, "Disabled": false, "EnableSNI": false,
    });
    assert_eq!(made["HealthCheckConfig"], wanted);
    assert_eq!(made["HealthCheckVersion"], 1);
    let https = json!({ "Type": "HTTPS", "FullyQualifiedDomainName": "app.test" });
    let made = create(&world, "two", &https).await;
    assert_eq!(made["HealthCheckConfig"]["Port"], 443);
    assert_eq!(made["HealthCheckConfig"]["EnableSNI"], true);
    let calculated =
        json!({ "Type": "CALCULATED", "HealthThreshold": 1, "ChildHealthChecks": [id(&made)] });
    let wanted = json!({
        "Type": "CALCULATED", "HealthThreshold": 1, "ChildHealthChecks": [id(&made)],
        "Inverted": false, "Disabled": false,
    });
    assert_eq!(create(&world, "three", &calculated).await["HealthCheckConfig"], wanted);
    assert_eq!(done(&world, "GetHealthCheckCount", json!({})).await["HealthCheckCount"], 3);
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_refused() {
    let world = world();
    let with = |more: Json| {
        let mut config = http();
        config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        config
    };
    for (config, code, part) in [
        (json!({ "Type": "HTTP" }), "InvalidInput", "Either IPAddress or"),
        (json!({ "Type": "TCP", "IPAddress": "192.0.2.1" }), "InvalidInput", "must have a Port"),
        (json!({ "Type": "CALCULATED" }), "InvalidInput", "HealthThreshold"),
        (with(json!({ "Type": "CALCULATED", "HealthThreshold": 1 })), "InvalidInput", "IPAddress"),
        (with(json!({ "Type": "HTTP_STR_MATCH" })), "InvalidInput", "must have a SearchString"),
        (with(json!({ "SearchString": "x" })), "InvalidInput", "SearchString must not"),
        (with(json!({ "RequestInterval": 20 })), "InvalidInput", "10 or 30"),
        (with(json!({ "ResourcePath": "/a b" })), "InvalidInput", "ResourcePath"),
        (with(json!({ "ResourcePath": "/\r\nX: y" })), "InvalidInput", "ResourcePath"),
        (with(json!({ "FullyQualifiedDomainName": "a\r\nb" })), "InvalidInput", "no domain name"),
        (with(json!({ "HealthThreshold": 1 })), "InvalidInput", "HealthThreshold must not"),
        (
            with(json!({ "Regions": ["us-east-1", "us-west-1", "us-west-2"] })),
            "NotImplemented",
            "Regions",
        ),
        (json!({ "Type": "CLOUDWATCH_METRIC" }), "NotImplemented", "CLOUDWATCH_METRIC"),
        (json!({ "Type": "RECOVERY_CONTROL" }), "NotImplemented", "RECOVERY_CONTROL"),
    ] {
        let (found, message) = refused(&world, "CreateHealthCheck", new("one", &config)).await;
        assert_eq!(found, code, "{config}");
        assert!(message.contains(part), "{message}");
    }
    for operation in ["GetHealthCheck", "DeleteHealthCheck", "GetHealthCheckStatus"] {
        let (code, message) = refused(&world, operation, json!({ "HealthCheckId": "x" })).await;
        assert_eq!(code, "NoSuchHealthCheck");
        assert_eq!(message, "A health check with id x does not exist.");
    }
}

#[tokio::test]
async fn a_reference_is_of_one_health_check_for_good() {
    let world = world();
    let made = create(&world, "one", &http()).await;
    assert_eq!(
        create(&world, "one", &http()).await,
        made,
        "who repeats a request is shown the same"
    );
    let tcp = json!({ "Type": "TCP", "IPAddress": "192.0.2.1", "Port": 80 });
    let (code, _) = refused(&world, "CreateHealthCheck", new("one", &tcp)).await;
    assert_eq!(code, "HealthCheckAlreadyExists");
    done(&world, "DeleteHealthCheck", json!({ "HealthCheckId": id(&made) })).await;
    let (code, _) = refused(&world, "CreateHealthCheck", new("one", &http())).await;
    assert_eq!(code, "HealthCheckAlreadyExists");
    create(&world, "two", &http()).await;
}

#[tokio::test]
async fn a_health_check_is_changed_by_who_knows_its_version() {
    let world = world();
    let made = create(&world, "one", &http()).await;
    let update = |more: Json| {
        let mut input = json!({ "HealthCheckId": id(&made) });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let input =
        update(json!({ "HealthCheckVersion": 1, "Port": 8080, "ResetElements": ["ResourcePath"] }));
    let changed = done(&world, "UpdateHealthCheck", input).await["HealthCheck"].clone();
    assert_eq!(changed["HealthCheckVersion"], 2);
    assert_eq!(changed["HealthCheckConfig"]["Port"], 8080);
    assert!(changed["HealthCheckConfig"]["ResourcePath"].is_null());
    assert_eq!(changed["HealthCheckConfig"]["IPAddress"], "192.0.2.1");
    for (more, code) in [
        (json!({ "HealthCheckVersion": 1, "Port": 80 }), "HealthCheckVersionMismatch"),
        (json!({ "SearchString": "x" }), "InvalidInput"),
        (json!({ "HealthThreshold": 1 }), "InvalidInput"),
    ] {
        assert_eq!(refused(&world, "UpdateHealthCheck", update(more)).await.0, code);
    }
}

#[tokio::test]
async fn checks_of_checks_look_at_others_and_never_at_themselves() {
    let world = world();
    let of = |children: &[&str]| json!({ "Type": "CALCULATED", "HealthThreshold": 1, "ChildHealthChecks": children });
    let (code, message) = refused(&world, "CreateHealthCheck", new("x", &of(&["none"]))).await;
    assert_eq!((code.as_str(), message.contains("none does not exist")), ("InvalidInput", true));
    let one = id(&create(&world, "one", &of(&[])).await);
    let two = id(&create(&world, "two", &of(&[&one])).await);
    let circle = json!({ "HealthCheckId": one, "ChildHealthChecks": [two] });
    let (code, message) = refused(&world, "UpdateHealthCheck", circle).await;
    assert_eq!((code.as_str(), message.contains("at itself")), ("InvalidInput", true));
    let (code, message) =
        refused(&world, "GetHealthCheckStatus", json!({ "HealthCheckId": one })).await;
    assert_eq!((code.as_str(), message.contains("CALCULATED")), ("InvalidInput", true));
}

#[tokio::test]
async fn health_checks_are_listed_in_pages_and_tagged() {
    let world = world();
    let mut made = Vec::new();
    for reference in ["a", "b", "c"] {
        made.push(id(&create(&world, reference, &http()).await));
    }
    made.sort_unstable();
    let page = done(&world, "ListHealthChecks", json!({ "MaxItems": "2" })).await;
    let next = json!({ "Marker": page["NextMarker"] });
    let rest = done(&world, "ListHealthChecks", next).await;
    let ids = [&page, &rest].map(|page| page["HealthChecks"].as_array().unwrap().clone()).concat();
    assert_eq!(ids.iter().map(id).collect::<Vec<_>>(), made);
    let resource = json!({ "ResourceType": "healthcheck", "ResourceId": made[0] });
    let mut change = resource.clone();
    change["AddTags"] = json!([{ "Key": "team", "Value": "red" }]);
    done(&world, "ChangeTagsForResource", change).await;
    let told = done(&world, "ListTagsForResource", resource).await["ResourceTagSet"].clone();
    assert_eq!(told["Tags"], json!([{ "Key": "team", "Value": "red" }]));
    assert_eq!(
        (&told["ResourceType"], &told["ResourceId"]),
        (&json!("healthcheck"), &json!(made[0]))
    );
}

#[tokio::test]
async fn a_record_set_names_a_health_check_that_is_there() {
    let world = world();
    let zone = zone(&world, "shop.test").await;
    let check = id(&create(&world, "one", &http()).await);
    let set = json!({
        "Name": "www.shop.test", "Type": "A", "SetIdentifier": "first", "Failover": "PRIMARY",
        "HealthCheckId": check, "TTL": 60, "ResourceRecords": [{ "Value": "192.0.2.1" }],
    });
    let change = json!({ "Action": "CREATE", "ResourceRecordSet": set });
    let batch = json!({ "HostedZoneId": zone, "ChangeBatch": { "Changes": [change] } });
    done(&world, "ChangeResourceRecordSets", batch).await;
    let listed = done(&world, "ListResourceRecordSets", json!({ "HostedZoneId": zone })).await;
    assert_eq!(listed["ResourceRecordSets"][2]["HealthCheckId"], json!(check));
    // AWS lets what is used be deleted.
    done(&world, "DeleteHealthCheck", json!({ "HealthCheckId": check })).await;
}

/// Has seen a failure of every check.
struct Seen;

impl HealthChecks for Seen {
    fn health(&self, _: AccountId, _: &str) -> Option<CheckHealth> {
        let seen = |status: &str| Observation {
            at: Timestamp::from_millis(1_000),
            status: status.to_owned(),
            from: Some([192, 0, 2, 9].into()),
        };
        let (last, failure) = (seen("Success: HTTP Status Code 200, OK"), seen("Failure: no"));
        Some(CheckHealth { is_healthy: true, last: Some(last), last_failure: Some(failure) })
    }
}

impl Given for Seen {
    fn offer(&self, ports: &mut Ports) {
        ports.health_checks = Some(Arc::new(Self));
    }
}

#[tokio::test]
async fn what_was_seen_is_told() {
    let world = World::new(vec![given(Seen)], |_| vec![Arc::new(Route53)]);
    let check = json!({ "HealthCheckId": id(&create(&world, "one", &http()).await) });
    let told = done(&world, "GetHealthCheckStatus", check.clone()).await;
    let told = &told["HealthCheckObservations"][0];
    assert_eq!(told["StatusReport"]["Status"], "Success: HTTP Status Code 200, OK");
    assert_eq!((&told["Region"], &told["IPAddress"]), (&json!("us-east-1"), &json!("192.0.2.9")));
    let told = done(&world, "GetHealthCheckLastFailureReason", check).await;
    let status = &told["HealthCheckObservations"][0]["StatusReport"]["Status"];
    assert_eq!(status, "Failure: no");
}
