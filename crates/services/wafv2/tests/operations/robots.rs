//! Which paths robots ask for.

use bartizan_inspect::WebRequest;
use bartizan_service::types::Clock as _;
use serde_json::{Value as Json, json};

use super::associations::BALANCER;
use super::firewall::open;
use super::{done, refused, visible, web_acl, with};

#[tokio::test]
async fn paths_are_told_by_the_robots_that_ask_for_them() {
    let (world, firewall) = open();
    let control = json!({
        "Name": "bots", "Priority": 1, "OverrideAction": { "Count": {} },
        "Statement": { "ManagedRuleGroupStatement": {
            "VendorName": "AWS", "Name": "AWSManagedRulesBotControlRuleSet",
        } },
        "VisibilityConfig": visible("bots"),
    });
    let made = done(&world, "CreateWebACL", web_acl("shop", &[control])).await;
    let arn = &made["Summary"]["ARN"];
    done(&world, "AssociateWebACL", json!({ "WebACLArn": arn, "ResourceArn": BALANCER })).await;
    let now = world.clock.now();
    for (agent, path, count) in [
        ("Mozilla/5.0 (compatible; GPTBot/1.1)", "/api/v1/users", 3),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", "/api/v1/orders", 2),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", "/robots.txt", 1),
        ("Mozilla/5.0 (X11; Linux x86_64)", "/api/v1/users", 9),
    ] {
        let headers: [(&[u8], &[u8]); 1] = [(b"user-agent", agent.as_bytes())];
        let request = WebRequest {
            headers: &headers,
            ..WebRequest::new([192, 0, 2, 1].into(), path.as_bytes())
        };
        (0..count).for_each(|_| drop(firewall.inspect((BALANCER, "1-a"), &request, now)));
    }
    let window = |start: &str| json!({ "StartTime": start, "EndTime": "2100-01-01T00:00:00Z" });
    let asked = |more: &Json| {
        let all = json!({
            "WebAclArn": arn, "Scope": "REGIONAL", "Limit": 10, "NumberOfTopTrafficBotsPerPath": 1,
            "TimeWindow": window("2000-01-01T00:00:00Z"),
        });
        with(all, more)
    };
    let told = async |more: Json| done(&world, "GetTopPathStatisticsByTraffic", asked(&more)).await;
    let all = told(json!({})).await;
    assert_eq!(all["TotalRequestCount"], 6);
    let first = &all["PathStatistics"][0];
    assert_eq!((&first["Path"], &first["RequestCount"]), (&json!("/api/"), &json!(5)));
    let bots = json!([{ "BotName": "gptbot", "RequestCount": 3, "Percentage": 60.0 }]);
    assert_eq!(first["TopBots"], bots);
    assert_eq!(all["TopCategories"][0]["Source"], json!({ "BotCategory": "ai" }));
    let below = told(json!({ "UriPathPrefix": "/api", "BotOrganization": "Google" })).await;
    assert_eq!(below["TotalRequestCount"], 2);
    assert_eq!(below["PathStatistics"][0]["Path"], "/api/v1/orders");
    assert_eq!(below["PathStatistics"][0]["Source"], json!({ "BotOrganization": "Google" }));
    assert!(below["TopCategories"].is_null());
    let page = told(json!({ "Limit": 1 })).await;
    let rest = told(json!({ "Limit": 1, "NextMarker": page["NextMarker"] })).await;
    assert_eq!(rest["PathStatistics"][0]["Path"], "/robots.txt");
    let backwards = asked(&json!({ "TimeWindow": window("2100-01-01T00:00:00Z") }));
    let (code, _) = refused(&world, "GetTopPathStatisticsByTraffic", backwards).await;
    assert_eq!(code, "WAFInvalidParameterException");
}
