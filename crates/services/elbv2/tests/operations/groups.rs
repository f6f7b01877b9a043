//! Target groups and their targets.

use bartizan_service::testkit::Case;
use serde_json::json;

use crate::{GROUP, balancer, done, group, grouped, new_group, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let targets = json!({ "TargetGroupArn": GROUP, "Targets": [{ "Id": "10.0.0.9" }] });
    vec![
        Case::new("CreateTargetGroup", new_group("app")),
        grouped("DescribeTargetGroups", json!({ "Names": ["app"] })),
        grouped("ModifyTargetGroup", json!({ "TargetGroupArn": GROUP, "HealthCheckPath": "/up" })),
        grouped("DeleteTargetGroup", json!({ "TargetGroupArn": GROUP })),
        grouped("DescribeTargetGroupAttributes", json!({ "TargetGroupArn": GROUP })),
        grouped(
            "ModifyTargetGroupAttributes",
            json!({
                "TargetGroupArn": GROUP,
                "Attributes": [{ "Key": "stickiness.enabled", "Value": "true" }],
            }),
        ),
        grouped("RegisterTargets", targets.clone()),
        grouped("DeregisterTargets", targets.clone()).after("RegisterTargets", targets.clone()),
        grouped("DescribeTargetHealth", json!({ "TargetGroupArn": GROUP }))
            .after("RegisterTargets", targets),
    ]
}

#[tokio::test]
async fn a_group_is_of_addresses_that_speak_http() {
    let world = world();
    for (more, code) in [
        (json!({ "TargetType": "instance" }), "NotImplemented"),
        (json!({ "TargetType": null }), "NotImplemented"),
        (json!({ "TargetType": "lambda" }), "NotImplemented"),
        (json!({ "Protocol": "TCP" }), "NotImplemented"),
        (json!({ "ProtocolVersion": "GRPC" }), "NotImplemented"),
        (json!({ "VpcId": "vpc-0" }), "ValidationError"),
        (json!({ "Port": null }), "ValidationError"),
        (json!({ "Name": "no_name" }), "ValidationError"),
        (json!({ "HealthCheckIntervalSeconds": 5 }), "ValidationError"),
        (json!({ "Matcher": { "HttpCode": "600" } }), "ValidationError"),
    ] {
        let mut input = new_group("app");
        for (name, value) in more.as_object().unwrap() {
            if value.is_null() {
                input.as_object_mut().unwrap().remove(name);
            } else {
                input[name] = value.clone();
            }
        }
        assert_eq!(refused(&world, "CreateTargetGroup", input).await, code, "{more}");
    }
    let first = group(&world, "app").await;
    assert_eq!(group(&world, "app").await, first);
    let mut other = new_group("app");
    other["Port"] = json!(81);
    let told = refused(&world, "CreateTargetGroup", other).await;
    assert_eq!(told, "DuplicateTargetGroupName");
}

#[tokio::test]
async fn targets_come_and_go_and_are_well_or_not() {
    let world = world();
    let (web, app) = (balancer(&world, "web").await, group(&world, "app").await);
    let with = |targets: serde_json::Value| json!({ "TargetGroupArn": app, "Targets": targets });
    let two = json!([{ "Id": "10.0.0.9" }, { "Id": "10.0.0.9", "Port": 81 }]);
    done(&world, "RegisterTargets", with(two.clone())).await;
    done(&world, "RegisterTargets", with(two)).await;
    let states = || async {
        let told = done(&world, "DescribeTargetHealth", json!({ "TargetGroupArn": app })).await;
        let all = told["TargetHealthDescriptions"].as_array().unwrap().clone();
        all.iter().map(|one| one["TargetHealth"]["State"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(states().await, ["unused", "unused"]);
    let of_web = json!({ "LoadBalancerArn": web });
    assert_eq!(refused(&world, "DescribeTargetGroups", of_web).await, "TargetGroupNotFound");
    let listener = json!({
        "LoadBalancerArn": web,
        "Protocol": "HTTP",
        "Port": 80,
        "DefaultActions": [{ "Type": "forward", "TargetGroupArn": app }],
    });
    done(&world, "CreateListener", listener).await;
    assert_eq!(states().await, ["unhealthy", "initial"]);
    let stranger = done(&world, "DescribeTargetHealth", with(json!([{ "Id": "10.0.0.1" }]))).await;
    let stranger = &stranger["TargetHealthDescriptions"][0]["TargetHealth"];
    assert_eq!(stranger["Reason"], "Target.NotRegistered");
    for (target, code) in [
        (json!({ "Id": "i-0123" }), "ValidationError"),
        (json!({ "Id": "::1" }), "ValidationError"),
        (json!({ "Id": "0.0.0.0" }), "InvalidTarget"),
        (json!({ "Id": "127.0.0.1" }), "InvalidTarget"),
        (json!({ "Id": "169.254.169.254" }), "InvalidTarget"),
        (json!({ "Id": "8.8.8.8" }), "InvalidTarget"),
        (json!({ "Id": "10.0.0.1", "AvailabilityZone": "moon-1a" }), "ValidationError"),
    ] {
        let told = refused(&world, "RegisterTargets", with(json!([target]))).await;
        assert_eq!(told, code, "{target}");
    }
    done(&world, "DeregisterTargets", with(json!([{ "Id": "10.0.0.9", "Port": 81 }]))).await;
    assert_eq!(states().await, ["unhealthy"]);
    let gone = with(json!([{ "Id": "10.0.0.9", "Port": 81 }]));
    assert_eq!(refused(&world, "DeregisterTargets", gone).await, "InvalidTarget");
    let groups = json!({ "LoadBalancerArn": web });
    let groups = done(&world, "DescribeTargetGroups", groups).await;
    assert_eq!(groups["TargetGroups"][0]["LoadBalancerArns"], json!([web]));
}
