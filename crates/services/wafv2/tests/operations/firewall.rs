//! The firewall decides by what is in force, and its samples are what the API shows.

use std::sync::Arc;

use bartizan_inspect::WebRequest;
use bartizan_service::WebTraffic as _;
use bartizan_service::testkit::{ACCOUNT, World, given};
use bartizan_service::types::{Clock as _, Timestamp};
use bartizan_wafv2::{Firewall, FirewallVerdict, Waf, WafProjection, keep_up_token_keys};
use serde_json::{Value as Json, json};

use super::associations::{BALANCER, Balancer};
use super::bucket::BUCKET;
use super::{done, path, refused, rule, web_acl, with};

pub(crate) fn open() -> (World, Arc<Firewall>) {
    let firewall = Arc::new(Firewall::default());
    let projection = Arc::new(WafProjection::new(firewall.clone()));
    let world = World::new(vec![projection, given(Balancer), given(BUCKET)], |_| {
        vec![Arc::new(Waf), Arc::new(BUCKET)]
    });
    (world, firewall)
}

fn inspected(firewall: &Firewall, path: &str, now: Timestamp) -> FirewallVerdict {
    let request = WebRequest::new([192, 0, 2, 44].into(), path.as_bytes());
    firewall.inspect((BALANCER, "1-a"), &request, now)
}

fn blocked(status: u16, body: &str) -> FirewallVerdict {
    let headers = if body.is_empty() {
        vec![]
    } else {
        vec![("Content-Type".to_owned(), "text/plain".to_owned())]
    };
    FirewallVerdict::Answer { status, headers, body: body.to_owned() }
}

#[tokio::test]
async fn requests_are_decided_sampled_and_limited() {
    let (world, firewall) = open();
    keep_up_token_keys(world.road.platform()).await.unwrap();
    let now = world.clock.now();
    assert_eq!(inspected(&firewall, "/admin", now), FirewallVerdict::Pass(vec![]));
    let mut teapot = rule("teapot", 1, &path("/tea"));
    teapot["Action"] = json!({ "Block": { "CustomResponse": {
        "ResponseCode": 429, "CustomResponseBodyKey": "later",
    } } });
    let scope = path("/login");
    let limit = json!({ "RateBasedStatement": {
        "Limit": 10, "AggregateKeyType": "IP", "ScopeDownStatement": scope,
    } });
    let mut human = rule("human", 4, &path("/human"));
    human["Action"] = json!({ "Captcha": {} });
    let rules = [teapot, rule("admin", 2, &path("/admin")), rule("limit", 3, &limit), human];
    let bodies = json!({ "CustomResponseBodies": {
        "later": { "ContentType": "TEXT_PLAIN", "Content": "later" },
    } });
    let made = done(&world, "CreateWebACL", with(web_acl("shop", &rules), &bodies)).await;
    let arn = &made["Summary"]["ARN"];
    let both = json!({ "WebACLArn": arn, "ResourceArn": BALANCER });
    done(&world, "AssociateWebACL", both).await;

    assert_eq!(inspected(&firewall, "/admin", now), blocked(403, ""));
    assert_eq!(inspected(&firewall, "/tea", now), blocked(429, "later"));
    assert_eq!(inspected(&firewall, "/", now), FirewallVerdict::Pass(vec![]));
    let FirewallVerdict::Answer { status: 405, headers, .. } = inspected(&firewall, "/human", now)
    else {
        panic!("a captcha is asked for");
    };
    assert!(headers.contains(&("x-amzn-waf-action".to_owned(), "captcha".to_owned())));
    let refused = (0..12).filter(|_| inspected(&firewall, "/login", now) == blocked(403, ""));
    assert_eq!(refused.count(), 2);

    let sampled = |metric: &str| -> Json {
        json!({
            "WebAclArn": arn, "RuleMetricName": metric, "Scope": "REGIONAL", "MaxItems": 100,
            "TimeWindow": {
                "StartTime": "2000-01-01T00:00:00Z", "EndTime": "2100-01-01T00:00:00Z",
            },
        })
    };
    for (metric, action, uri, count) in [
        ("admin", "BLOCK", "/admin", 1),
        ("shop", "ALLOW", "/login", 11),
        ("human", "CAPTCHA", "/human", 1),
    ] {
        let shown = done(&world, "GetSampledRequests", sampled(metric)).await;
        assert_eq!(shown["PopulationSize"], count, "{metric}");
        let newest = &shown["SampledRequests"][0];
        assert_eq!((&newest["Action"], &newest["Request"]["URI"]), (&json!(action), &json!(uri)));
    }
    let named = json!({
        "Scope": "REGIONAL", "WebACLName": "shop", "WebACLId": made["Summary"]["Id"],
        "RuleName": "limit",
    });
    let keys = done(&world, "GetRateBasedStatementManagedKeys", named).await;
    assert_eq!(keys["ManagedKeysIPV4"]["Addresses"], json!(["192.0.2.44/32"]));
}

#[tokio::test]
async fn what_is_blocked_or_matched_is_explained_to_its_account_alone() {
    let (world, firewall) = open();
    let now = world.clock.now();
    let mut counted = rule("seen", 2, &path("/seen"));
    counted["Action"] = json!({ "Count": {} });
    let made = done(
        &world,
        "CreateWebACL",
        web_acl("shop", &[rule("admin", 1, &path("/admin")), counted]),
    )
    .await;
    let arn = made["Summary"]["ARN"].as_str().unwrap();
    done(&world, "AssociateWebACL", json!({ "WebACLArn": arn, "ResourceArn": BALANCER })).await;
    let ask = |id: &str, path: &str| {
        let request = WebRequest::new([192, 0, 2, 44].into(), path.as_bytes());
        firewall.inspect((BALANCER, id), &request, now);
    };
    for (id, path) in [("1-blocked", "/ADMIN"), ("1-seen", "/seen"), ("1-harmless", "/")] {
        ask(id, path);
    }
    let told = |account: &str, id: &str| {
        let text = firewall.explained(account.parse().unwrap(), id)?;
        Some(serde_json::from_str::<Json>(&text).unwrap())
    };
    let blocked = told(ACCOUNT, "1-blocked").unwrap();
    assert_eq!((&blocked["action"], &blocked["webAcl"]), (&json!("BLOCK"), &json!(arn)));
    let rules = blocked["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 2);
    let statement = &rules[0]["statements"][0];
    assert_eq!(statement["evidence"]["found"], "/admin");
    assert_eq!(statement["evidence"]["transformations"], json!(["Lowercase"]));
    assert_eq!(
        (&rules[1]["isAsked"], &rules[1]["statements"][0]["holds"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(told(ACCOUNT, "1-seen").unwrap()["matched"][0]["action"], "COUNT");
    assert_eq!(told(ACCOUNT, "1-harmless"), None);
    assert_eq!(told("999999999999", "1-blocked"), None);

    // Under a flood the decision is kept, and no time is spent on statements.
    (0..40).for_each(|number| ask(&format!("1-{number}"), "/admin"));
    assert!(told(ACCOUNT, "1-39").unwrap()["rules"].is_null());

    let redacted = json!({ "LoggingConfiguration": {
        "ResourceArn": arn, "LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-shop"],
        "RedactedFields": [{ "UriPath": {} }],
    } });
    done(&world, "PutLoggingConfiguration", redacted).await;
    let later = now.plus(std::time::Duration::from_secs(2));
    let request = WebRequest::new([192, 0, 2, 44].into(), b"/admin");
    firewall.inspect((BALANCER, "1-redacted"), &request, later);
    let told = told(ACCOUNT, "1-redacted").unwrap();
    assert_eq!(told["path"], "REDACTED");
    assert_eq!(told["rules"][0]["statements"][0]["evidence"]["found"], "REDACTED");
}

#[tokio::test]
async fn what_a_web_acl_protects_is_in_no_sample_nor_explanation() {
    let (world, firewall) = open();
    let protect = |field: &Json, action: &str| json!({ "Field": field, "Action": action });
    let config = |held: &[Json]| json!({ "DataProtectionConfig": { "DataProtections": held } });
    for field in [
        json!({ "FieldType": "SINGLE_COOKIE" }),
        json!({ "FieldType": "BODY", "FieldKeys": ["a"] }),
    ] {
        let wrong = with(web_acl("shop", &[]), &config(&[protect(&field, "HASH")]));
        let (code, _) = refused(&world, "CreateWebACL", wrong).await;
        assert_eq!(code, "WAFInvalidParameterException", "{field}");
    }
    let header = json!({ "FieldType": "SINGLE_HEADER", "FieldKeys": ["X-Key"] });
    let argument = json!({ "FieldType": "SINGLE_QUERY_ARGUMENT", "FieldKeys": ["pin"] });
    let held = config(&[protect(&header, "SUBSTITUTION"), protect(&argument, "HASH")]);
    let query = json!({ "ByteMatchStatement": {
        "SearchString": "pin", "FieldToMatch": { "QueryString": {} },
        "TextTransformations": [{ "Priority": 0, "Type": "NONE" }],
        "PositionalConstraint": "CONTAINS",
    } });
    let acl = with(web_acl("shop", &[rule("pins", 1, &query)]), &held);
    let made = done(&world, "CreateWebACL", acl).await;
    let arn = &made["Summary"]["ARN"];
    done(&world, "AssociateWebACL", json!({ "WebACLArn": arn, "ResourceArn": BALANCER })).await;

    let request = WebRequest {
        headers: &[(b"x-key", b"secret"), (b"accept", b"*/*")],
        query: b"pin=secret&q=lamp",
        ..WebRequest::new([192, 0, 2, 44].into(), b"/")
    };
    firewall.inspect((BALANCER, "1-secret"), &request, world.clock.now());
    let sampled = json!({
        "WebAclArn": arn, "RuleMetricName": "pins", "Scope": "REGIONAL", "MaxItems": 1,
        "TimeWindow": { "StartTime": "2000-01-01T00:00:00Z", "EndTime": "2100-01-01T00:00:00Z" },
    });
    let sampled = done(&world, "GetSampledRequests", sampled).await;
    let shown = &sampled["SampledRequests"][0]["Request"];
    assert_eq!(shown["Headers"][0]["Value"], "REDACTED");
    assert_eq!(shown["Headers"][1]["Value"], "*/*");
    assert!(shown["URI"].as_str().unwrap().ends_with("&q=lamp"), "{shown}");
    let told = firewall.explained(ACCOUNT.parse().unwrap(), "1-secret").unwrap();
    assert!(!sampled.to_string().contains("=secret") && !told.contains("=secret"), "{told}");
    assert!(told.contains("REDACTED"), "{told}");
}
