//! Rules: conditions, actions, priorities.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{LISTENER, balancer, done, group, listener, listening, refused, world};

fn new_rule(listener: &str, priority: u32) -> Json {
    json!({
        "ListenerArn": listener,
        "Priority": priority,
        "Conditions": [{ "Field": "host-header", "Values": ["*.example.com"] }],
        "Actions": [{ "Type": "redirect", "RedirectConfig": { "Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301" } }],
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let rule = "$CreateRule.Rules.0.RuleArn";
    let with_rule =
        |operation, input| listening(operation, input).after("CreateRule", new_rule(LISTENER, 10));
    vec![
        listening("CreateRule", new_rule(LISTENER, 10)),
        with_rule("DescribeRules", json!({ "ListenerArn": LISTENER })),
        with_rule(
            "ModifyRule",
            json!({ "RuleArn": rule, "Conditions": [{ "Field": "path-pattern", "Values": ["/a/*"] }] }),
        ),
        with_rule("DeleteRule", json!({ "RuleArn": rule })),
        with_rule(
            "SetRulePriorities",
            json!({ "RulePriorities": [{ "RuleArn": rule, "Priority": 20 }] }),
        ),
    ]
}

#[tokio::test]
async fn conditions_are_read_and_shown_as_they_came() {
    let world = world();
    let port = listener(&world, &balancer(&world, "web").await, 80).await;
    for (priority, condition) in [
        json!({ "Field": "host-header", "HostHeaderConfig": { "Values": ["a.example.com"] } }),
        json!({ "Field": "path-pattern", "PathPatternConfig": { "Values": ["/api/*"] } }),
        json!({ "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "User-Agent", "Values": ["*curl*"] } }),
        json!({ "Field": "http-request-method", "HttpRequestMethodConfig": { "Values": ["POST"] } }),
        json!({ "Field": "query-string", "QueryStringConfig": { "Values": [{ "Key": "v", "Value": "1" }, { "Value": "*x*" }] } }),
        json!({ "Field": "source-ip", "SourceIpConfig": { "Values": ["192.0.2.0/24", "2001:db8::/32"] } }),
    ]
    .into_iter()
    .enumerate()
    {
        let mut input = new_rule(&port, u32::try_from(priority).unwrap() + 1);
        input["Conditions"] = json!([condition]);
        let made = done(&world, "CreateRule", input).await;
        let shown = &made["Rules"][0]["Conditions"][0];
        for (name, value) in condition.as_object().unwrap() {
            assert_eq!(&shown[name], value, "{name}");
        }
    }
    let shown = done(&world, "DescribeRules", json!({ "ListenerArn": port })).await;
    let rules = shown["Rules"].as_array().unwrap();
    let priorities: Vec<_> = rules.iter().map(|rule| rule["Priority"].as_str().unwrap()).collect();
    assert_eq!(priorities, ["1", "2", "3", "4", "5", "6", "default"]);
}

#[tokio::test]
async fn wrong_conditions_are_refused() {
    let world = world();
    let port = listener(&world, &balancer(&world, "web").await, 80).await;
    let host = |values: Json| json!({ "Field": "host-header", "Values": values });
    for (conditions, code) in [
        (json!([]), "ValidationError"),
        (json!([{ "Field": "colour", "Values": ["red"] }]), "ValidationError"),
        (json!([host(json!([]))]), "ValidationError"),
        (json!([host(json!(["a b"]))]), "ValidationError"),
        (
            json!([host(json!(["a.example.com"])), host(json!(["b.example.com"]))]),
            "ValidationError",
        ),
        (json!([host(json!(["a", "b", "c", "d", "e", "f"]))]), "ValidationError"),
        (json!([{ "Field": "host-header", "RegexValues": ["^a"] }]), "NotImplemented"),
        (
            json!([{ "Field": "source-ip", "SourceIpConfig": { "Values": ["192.0.2.1"] } }]),
            "ValidationError",
        ),
        (
            json!([{ "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "Host", "Values": ["a"] } }]),
            "ValidationError",
        ),
        (
            json!([{ "Field": "http-request-method", "HttpRequestMethodConfig": { "Values": ["get"] } }]),
            "ValidationError",
        ),
    ] {
        let mut input = new_rule(&port, 1);
        input["Conditions"] = conditions.clone();
        assert_eq!(refused(&world, "CreateRule", input).await, code, "{conditions}");
    }
}

#[tokio::test]
async fn wrong_actions_are_refused() {
    let world = world();
    let port = listener(&world, &balancer(&world, "web").await, 80).await;
    let app = group(&world, "app").await;
    let redirect = |config: Json| json!([{ "Type": "redirect", "RedirectConfig": config }]);
    let fixed = |config: Json| json!([{ "Type": "fixed-response", "FixedResponseConfig": config }]);
    let weights = |weight: i32| json!([{ "Type": "forward", "ForwardConfig": { "TargetGroups": [{ "TargetGroupArn": app, "Weight": weight }] } }]);
    let wrong = "InvalidLoadBalancerAction";
    for (actions, code) in [
        (json!([]), "ValidationError"),
        (json!([{ "Type": "authenticate-oidc" }]), "NotImplemented"),
        (json!([{ "Type": "forward" }]), wrong),
        (weights(1000), wrong),
        (weights(-1), wrong),
        (redirect(json!({ "StatusCode": "HTTP_301" })), wrong),
        (redirect(json!({ "StatusCode": "HTTP_301", "Path": "here" })), wrong),
        (redirect(json!({ "StatusCode": "HTTP_301", "Port": "0" })), wrong),
        (redirect(json!({ "StatusCode": "HTTP_301", "Host": "a b" })), wrong),
        (redirect(json!({ "StatusCode": "HTTP_301", "Host": "#{path}.test" })), wrong),
        (redirect(json!({ "StatusCode": "HTTP_301", "Path": "/#{query}" })), wrong),
        (fixed(json!({ "StatusCode": "200", "ContentType": "image/png" })), wrong),
        (
            json!([
                fixed(json!({ "StatusCode": "200" }))[0],
                fixed(json!({ "StatusCode": "200" }))[0]
            ]),
            wrong,
        ),
    ] {
        let mut input = new_rule(&port, 1);
        input["Actions"] = actions.clone();
        assert_eq!(refused(&world, "CreateRule", input).await, code, "{actions}");
    }
    let mut sticky = new_rule(&port, 1);
    sticky["Actions"] = json!([{ "Type": "forward", "ForwardConfig": {
        "TargetGroups": [{ "TargetGroupArn": app, "Weight": 3 }],
        "TargetGroupStickinessConfig": { "Enabled": true, "DurationSeconds": 60 },
    }}]);
    let made = done(&world, "CreateRule", sticky).await;
    let config = &made["Rules"][0]["Actions"][0]["ForwardConfig"];
    assert_eq!(config["TargetGroupStickinessConfig"]["DurationSeconds"], 60);
}

#[tokio::test]
async fn priorities_are_unique_and_change_at_once() {
    let world = world();
    let port = listener(&world, &balancer(&world, "web").await, 80).await;
    let mut arns = Vec::new();
    for priority in [1, 2] {
        let made = done(&world, "CreateRule", new_rule(&port, priority)).await;
        arns.push(made["Rules"][0]["RuleArn"].clone());
    }
    assert_eq!(refused(&world, "CreateRule", new_rule(&port, 2)).await, "PriorityInUse");
    let set = |pairs: Json| json!({ "RulePriorities": pairs });
    let clash = set(json!([{ "RuleArn": arns[0], "Priority": 2 }]));
    assert_eq!(refused(&world, "SetRulePriorities", clash).await, "PriorityInUse");
    let swap = set(json!([
        { "RuleArn": arns[0], "Priority": 2 },
        { "RuleArn": arns[1], "Priority": 1 },
    ]));
    done(&world, "SetRulePriorities", swap).await;
    let shown = done(&world, "DescribeRules", json!({ "ListenerArn": port })).await;
    assert_eq!(shown["Rules"][0]["RuleArn"], arns[1]);
    let default = json!({ "RuleArn": shown["Rules"][2]["RuleArn"] });
    let told = refused(&world, "DeleteRule", default).await;
    assert_eq!(told, "OperationNotPermitted");
}
