//! What is asked of settings beside that they compile.

use serde_json::{Value as Json, json};

use super::{done, locked, path, refused, rule, visible, web_acl, with, world};

const INVALID: &str = "WAFInvalidParameterException";
const LIMITS: &str = "WAFLimitsExceededException";

fn limits(count: i64) -> Vec<Json> {
    let rate = json!({ "RateBasedStatement": { "Limit": 100, "AggregateKeyType": "IP" } });
    (0..count).map(|at| rule(&format!("limit{at}"), at, &rate)).collect()
}

fn bodies(count: usize, bytes: usize) -> Json {
    let body = json!({ "ContentType": "TEXT_PLAIN", "Content": "x".repeat(bytes) });
    let bodies = (0..count).map(|at| (format!("b{at}"), body.clone()));
    json!({ "CustomResponseBodies": bodies.collect::<serde_json::Map<_, _>>() })
}

fn group(rules: &[Json]) -> Json {
    json!({
        "Name": "own", "Scope": "REGIONAL", "Capacity": 100, "Rules": rules,
        "VisibilityConfig": visible("own"),
    })
}

#[tokio::test]
async fn rate_based_rules_are_counted() {
    let world = world();
    let acl = |count| web_acl("shop", &limits(count));
    assert_eq!(refused(&world, "CreateWebACL", acl(11)).await.0, LIMITS);
    let made = done(&world, "CreateWebACL", acl(10)).await;
    let more = with(acl(11), &locked(&made));
    assert_eq!(refused(&world, "UpdateWebACL", more).await.0, LIMITS);
    assert_eq!(refused(&world, "CreateRuleGroup", group(&limits(5))).await.0, LIMITS);
    done(&world, "CreateRuleGroup", group(&limits(4))).await;
}

#[tokio::test]
async fn custom_bodies_are_counted_and_measured() {
    let world = world();
    for (count, bytes, code, parameter) in [
        (51, 1, LIMITS, None),
        (1, 4_097, INVALID, Some("b0")),
        (13, 4_096, INVALID, Some("CustomResponseBodies")),
    ] {
        let more = bodies(count, bytes);
        for (operation, input) in
            [("CreateWebACL", web_acl("shop", &[])), ("CreateRuleGroup", group(&[]))]
        {
            let (found, message) = refused(&world, operation, with(input, &more)).await;
            assert_eq!(found, code, "{count} of {bytes}");
            if let Some(parameter) = parameter {
                let end = format!("field: CUSTOM_RESPONSE_BODY, parameter: {parameter}");
                assert!(message.ends_with(&end), "{message}");
            }
        }
    }
    done(&world, "CreateWebACL", with(web_acl("shop", &[]), &bodies(50, 1_024))).await;
}

#[tokio::test]
async fn reserved_metrics_and_public_suffixes_are_refused() {
    let world = world();
    for metric in ["All", "Default_Action"] {
        let mut named = rule("r", 1, &path("/a"));
        named["VisibilityConfig"] = visible(metric);
        let own = json!({ "VisibilityConfig": visible(metric) });
        for input in [web_acl("shop", &[named]), with(web_acl("shop", &[]), &own)] {
            let (code, message) = refused(&world, "CreateWebACL", input).await;
            assert_eq!(code, INVALID);
            let end = format!("field: METRIC_NAME, parameter: {metric}");
            assert!(message.ends_with(&end), "{message}");
        }
    }
    let suffix = json!({ "TokenDomains": ["shop.example", "co.uk"] });
    let key = with(json!({ "Scope": "REGIONAL" }), &suffix);
    for (operation, input) in
        [("CreateWebACL", with(web_acl("shop", &[]), &suffix)), ("CreateAPIKey", key)]
    {
        let (code, message) = refused(&world, operation, input).await;
        assert_eq!(code, INVALID);
        assert!(message.ends_with("field: TOKEN_DOMAIN, parameter: co.uk"), "{message}");
    }
}
