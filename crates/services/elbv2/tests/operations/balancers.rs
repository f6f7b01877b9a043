//! Balancers and their tags.

use bartizan_elbv2::Published;
use bartizan_service::store::StoreError;
use bartizan_service::testkit::Case;
use serde_json::json;

use crate::{BALANCER, balanced, balancer, done, group, listener, new_balancer, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let tags = json!({ "ResourceArns": [BALANCER], "Tags": [{ "Key": "team", "Value": "red" }] });
    vec![
        Case::new(
            "CreateLoadBalancer",
            json!({
                "Name": "web",
                "Subnets": ["subnet-a", "subnet-b"],
                "Tags": [{ "Key": "team", "Value": "red" }],
            }),
        ),
        balanced("DescribeLoadBalancers", json!({ "Names": ["web"] })),
        balanced("DeleteLoadBalancer", json!({ "LoadBalancerArn": BALANCER })),
        balanced("DescribeLoadBalancerAttributes", json!({ "LoadBalancerArn": BALANCER })),
        balanced("DescribeCapacityReservation", json!({ "LoadBalancerArn": BALANCER })),
        balanced(
            "ModifyLoadBalancerAttributes",
            json!({
                "LoadBalancerArn": BALANCER,
                "Attributes": [{ "Key": "idle_timeout.timeout_seconds", "Value": "30" }],
            }),
        ),
        balanced(
            "SetSecurityGroups",
            json!({ "LoadBalancerArn": BALANCER, "SecurityGroups": ["sg-1"] }),
        ),
        balanced(
            "SetSubnets",
            json!({ "LoadBalancerArn": BALANCER, "Subnets": ["subnet-b", "subnet-c"] }),
        ),
        balanced("AddTags", tags.clone()),
        balanced("RemoveTags", json!({ "ResourceArns": [BALANCER], "TagKeys": ["team"] }))
            .after("AddTags", tags),
        balanced("DescribeTags", json!({ "ResourceArns": [BALANCER] })),
        Case::new("DescribeAccountLimits", json!({})),
        Case::new("DescribeSSLPolicies", json!({})),
    ]
}

#[tokio::test]
async fn a_balancer_stands_in_two_zones_of_a_network() {
    let world = world();
    for (subnets, code) in [
        (vec!["subnet-a"], "ValidationError"),
        (vec![], "ValidationError"),
        (vec!["subnet-a", "subnet-a2"], "InvalidConfigurationRequest"),
        (vec!["subnet-a", "subnet-y"], "InvalidConfigurationRequest"),
        (vec!["subnet-a", "subnet-0"], "SubnetNotFound"),
        (vec!["subnet-a", "subnet-full"], "InvalidSubnet"),
        (vec!["subnet-x", "subnet-y"], "InvalidSubnet"),
    ] {
        let input = json!({ "Name": "web", "Subnets": subnets });
        assert_eq!(refused(&world, "CreateLoadBalancer", input).await, code, "{subnets:?}");
    }
    for (more, code) in [
        (json!({ "Type": "network" }), "NotImplemented"),
        (json!({ "IpAddressType": "dualstack" }), "NotImplemented"),
        (json!({ "SecurityGroups": ["sg-0"] }), "InvalidSecurityGroup"),
        (json!({ "Name": "internal-web" }), "ValidationError"),
        (json!({ "Name": "web-" }), "ValidationError"),
        (json!({ "Name": "w".repeat(33) }), "ValidationError"),
    ] {
        let mut input = new_balancer("web");
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        assert_eq!(refused(&world, "CreateLoadBalancer", input).await, code, "{more}");
    }
    let internal =
        json!({ "Name": "inner", "Subnets": ["subnet-x", "subnet-y"], "Scheme": "internal" });
    let made = done(&world, "CreateLoadBalancer", internal).await;
    let name = made["LoadBalancers"][0]["DNSName"].as_str().unwrap();
    assert!(name.starts_with("internal-inner-") && name.ends_with(".us-east-1.elb.amazonaws.com"));
}

#[tokio::test]
async fn the_same_request_again_makes_one_balancer() {
    let world = world();
    let first = balancer(&world, "web").await;
    assert_eq!(balancer(&world, "web").await, first);
    let other = json!({ "Name": "web", "Subnets": ["subnet-a", "subnet-c"] });
    let told = refused(&world, "CreateLoadBalancer", other).await;
    assert_eq!(told, "DuplicateLoadBalancerName");
}

#[tokio::test]
async fn a_protected_balancer_stays_and_others_go_with_all_they_have() {
    let world = world();
    let web = balancer(&world, "web").await;
    let port = listener(&world, &web, 80).await;
    let group = group(&world, "app").await;
    let rule = json!({
        "ListenerArn": port,
        "Priority": 1,
        "Conditions": [{ "Field": "path-pattern", "Values": ["/a"] }],
        "Actions": [{ "Type": "forward", "TargetGroupArn": group }],
    });
    done(&world, "CreateRule", rule).await;
    let protect = |on: &str| {
        json!({
            "LoadBalancerArn": web,
            "Attributes": [{ "Key": "deletion_protection.enabled", "Value": on }],
        })
    };
    let (modify, delete) = ("ModifyLoadBalancerAttributes", json!({ "LoadBalancerArn": web }));
    done(&world, modify, protect("true")).await;
    let told = refused(&world, "DeleteLoadBalancer", delete.clone()).await;
    assert_eq!(told, "OperationNotPermitted");
    done(&world, modify, protect("false")).await;
    let used = json!({ "TargetGroupArn": group });
    let told = refused(&world, "DeleteTargetGroup", used.clone()).await;
    assert_eq!(told, "ResourceInUse");
    done(&world, "DeleteLoadBalancer", delete.clone()).await;
    done(&world, "DeleteLoadBalancer", delete).await;
    done(&world, "DeleteTargetGroup", used).await;
    let gone = json!({ "ListenerArns": [port] });
    assert_eq!(refused(&world, "DescribeListeners", gone).await, "ListenerNotFound");
    let left = world
        .road
        .platform()
        .store
        .read(|reader| Published::load(reader).map_err(StoreError::Stale));
    let left = left.unwrap();
    assert!(left.balancers.is_empty() && left.groups.is_empty());
}

#[tokio::test]
async fn what_is_named_must_be_there_and_of_the_account() {
    let world = world();
    for arn in [
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0",
        "arn:aws:elasticloadbalancing:us-east-1:210987654321:loadbalancer/app/web/0",
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0",
    ] {
        let told = refused(&world, "DescribeLoadBalancers", json!({ "LoadBalancerArns": [arn] }));
        assert_eq!(told.await, "LoadBalancerNotFound", "{arn}");
    }
    for arn in ["rubbish", "arn:aws:s3:::bucket"] {
        let told = refused(&world, "DescribeLoadBalancers", json!({ "LoadBalancerArns": [arn] }));
        assert_eq!(told.await, "ValidationError", "{arn}");
    }
}
