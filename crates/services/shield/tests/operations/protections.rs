//! Protections, their groups, and automatic answers.

use std::sync::Arc;

use serde_json::json;

use super::fakes::{ADDRESS, BALANCER, WebAcls};
use super::{ask, done, protect, refused, subscribed, world_with};

#[tokio::test]
async fn only_what_is_there_and_of_a_known_kind_is_protected() {
    let world = subscribed().await;
    let balancers = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
    for arn in [
        &BALANCER.replace("9188", "0000"),
        &BALANCER.replace("123456789012", "210987654321"),
        &ADDRESS.replace("eipalloc-1", "eipalloc-2"),
        &ADDRESS.replace("eu-west-1", "us-east-1"),
        &format!("{balancers}:loadbalancer/net/shop/50dc6c495c0c9188"),
        &format!("{balancers}:loadbalancer/classic"),
        &format!("{balancers}:listener/app/shop/1/2"),
        "arn:aws:s3:::bucket",
        "arn:aws:cloudfront::210987654321:distribution/E1",
    ] {
        let input = json!({ "Name": "web", "ResourceArn": arn });
        let code = refused(&world, "CreateProtection", input).await;
        assert_eq!(code, "InvalidResourceException", "{arn}");
    }
    for arn in [ADDRESS, BALANCER, "arn:aws:route53:::hostedzone/Z1"] {
        done(&world, "CreateProtection", json!({ "Name": "web", "ResourceArn": arn })).await;
    }
    let again = json!({ "Name": "again", "ResourceArn": BALANCER });
    let code = refused(&world, "CreateProtection", again).await;
    assert_eq!(code, "ResourceAlreadyExistsException");
}

#[tokio::test]
async fn a_protection_is_found_by_its_id_or_its_resource() {
    let world = subscribed().await;
    let id = protect(&world).await;
    let by_id = done(&world, "DescribeProtection", json!({ "ProtectionId": id })).await;
    let by_arn = done(&world, "DescribeProtection", json!({ "ResourceArn": BALANCER })).await;
    assert_eq!(by_id, by_arn);
    assert_eq!(
        by_id["Protection"]["ProtectionArn"],
        format!("arn:aws:shield::123456789012:protection/{id}")
    );
    let both = json!({ "ProtectionId": id, "ResourceArn": BALANCER });
    for input in [both, json!({})] {
        let code = refused(&world, "DescribeProtection", input).await;
        assert_eq!(code, "InvalidParameterException");
    }
    done(&world, "DeleteProtection", json!({ "ProtectionId": id })).await;
    let gone = refused(&world, "DescribeProtection", json!({ "ResourceArn": BALANCER })).await;
    assert_eq!(gone, "ResourceNotFoundException");
}

#[tokio::test]
async fn protections_are_listed_by_page_and_filter() {
    let world = subscribed().await;
    protect(&world).await;
    done(&world, "CreateProtection", json!({ "Name": "ip", "ResourceArn": ADDRESS })).await;
    let first = done(&world, "ListProtections", json!({ "MaxResults": 1 })).await;
    let token = first["NextToken"].as_str().unwrap();
    let second =
        done(&world, "ListProtections", json!({ "MaxResults": 1, "NextToken": token })).await;
    assert_eq!(second["Protections"].as_array().unwrap().len(), 1);
    assert_ne!(first["Protections"], second["Protections"]);
    assert_eq!(second.get("NextToken"), None);
    let of_kind = json!({ "InclusionFilters": { "ResourceTypes": ["ELASTIC_IP_ALLOCATION"] } });
    let listed = done(&world, "ListProtections", of_kind).await;
    assert_eq!(listed["Protections"][0]["Name"], "ip");
    let wrong = refused(&world, "ListProtections", json!({ "NextToken": "?" })).await;
    assert_eq!(wrong, "InvalidPaginationTokenException");
}

#[tokio::test]
async fn groups_take_in_resources_by_their_pattern() {
    let world = subscribed().await;
    protect(&world).await;
    done(&world, "CreateProtection", json!({ "Name": "ip", "ResourceArn": ADDRESS })).await;
    let group = |id: &str, more: serde_json::Value| {
        let mut input = json!({ "ProtectionGroupId": id, "Aggregation": "SUM" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    for (id, more, wanted) in [
        ("all", json!({ "Pattern": "ALL" }), json!([ADDRESS, BALANCER])),
        (
            "kind",
            json!({ "Pattern": "BY_RESOURCE_TYPE", "ResourceType": "APPLICATION_LOAD_BALANCER" }),
            json!([BALANCER]),
        ),
        ("some", json!({ "Pattern": "ARBITRARY", "Members": [ADDRESS] }), json!([ADDRESS])),
    ] {
        done(&world, "CreateProtectionGroup", group(id, more)).await;
        let of = json!({ "ProtectionGroupId": id });
        let found = done(&world, "ListResourcesInProtectionGroup", of).await;
        assert_eq!(found["ResourceArns"], wanted, "{id}");
    }
    for more in [
        json!({ "Pattern": "BY_RESOURCE_TYPE" }),
        json!({ "Pattern": "ARBITRARY" }),
        json!({ "Pattern": "ALL", "Members": [ADDRESS] }),
        json!({ "Pattern": "ALL", "ResourceType": "GLOBAL_ACCELERATOR" }),
    ] {
        let code = refused(&world, "CreateProtectionGroup", group("wrong", more)).await;
        assert_eq!(code, "InvalidParameterException");
    }
    let unprotected = json!({ "Pattern": "ARBITRARY", "Members": ["arn:aws:s3:::bucket"] });
    let code = refused(&world, "CreateProtectionGroup", group("wrong", unprotected)).await;
    assert_eq!(code, "ResourceNotFoundException");
}

#[tokio::test]
async fn automatic_answers_keep_room_in_the_web_acl_while_they_are_enabled() {
    let web_acls = Arc::new(WebAcls::default());
    let world = world_with(&web_acls);
    done(&world, "CreateSubscription", json!({})).await;
    let id = protect(&world).await;
    let with = |action: serde_json::Value| json!({ "ResourceArn": BALANCER, "Action": action });
    let enable = "EnableApplicationLayerAutomaticResponse";
    for action in [json!({}), json!({ "Block": {}, "Count": {} })] {
        assert_eq!(refused(&world, enable, with(action)).await, "InvalidParameterException");
    }
    let update = "UpdateApplicationLayerAutomaticResponse";
    let code = refused(&world, update, with(json!({ "Count": {} }))).await;
    assert_eq!(code, "InvalidOperationException");
    done(&world, enable, with(json!({ "Block": {} }))).await;
    assert_eq!(*web_acls.reserved.lock().unwrap(), [BALANCER]);
    let code = refused(&world, enable, with(json!({ "Block": {} }))).await;
    assert_eq!(code, "InvalidOperationException");
    done(&world, update, with(json!({ "Count": {} }))).await;
    let of = json!({ "ProtectionId": id });
    let held = done(&world, "DescribeProtection", of.clone()).await;
    let held = &held["Protection"]["ApplicationLayerAutomaticResponseConfiguration"];
    assert_eq!(*held, json!({ "Status": "ENABLED", "Action": { "Count": {} } }));
    done(&world, "DeleteProtection", of).await;
    assert!(web_acls.reserved.lock().unwrap().is_empty());
    let none = ask(&world, enable, with(json!({ "Block": {} }))).await.unwrap_err();
    assert_eq!(none.code, "ResourceNotFoundException");
}
