//! What the simulator answers, in AWS's form.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::sync::Arc;

use bartizan_iam::{Iam, IamProjection};
use bartizan_service::testkit::{ACCOUNT, World, admin, input_of};
use serde_json::{Value as Json, json};

const READ: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::letters/*"}]}"#;
const ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
const LETTER: &str = "arn:aws:s3:::letters/one";
const OTHER: &str = "arn:aws:s3:::others/one";

fn world() -> World {
    World::new(vec![Arc::new(IamProjection::default())], |_| vec![Arc::new(Iam)])
}

async fn call(world: &World, operation: &str, input: Json) -> Result<Json, String> {
    let input = input_of("iam", operation, &input);
    let reply = world.call(&admin(), "iam", operation, input).await;
    reply.map(|reply| reply.value.to_json()).map_err(|fault| fault.to_string())
}

/// The results of a simulation of `READ` or of what `more` says.
async fn simulate(more: Json) -> Result<Json, String> {
    let mut input = json!({ "PolicyInputList": [READ], "ActionNames": ["s3:GetObject"] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    call(&world(), "SimulateCustomPolicy", input).await
}

async fn first(more: Json) -> Json {
    simulate(more).await.unwrap()["EvaluationResults"][0].clone()
}

#[tokio::test]
async fn an_action_has_the_most_restrictive_decision_of_its_resources() {
    let result = first(json!({ "ResourceArns": [LETTER, OTHER] })).await;
    assert_eq!(result["EvalDecision"], "implicitDeny");
    assert_eq!(result["EvalResourceName"], "arn:${Partition}:s3:::${BucketName}/${ObjectName}");
    assert_eq!(result["MatchedStatements"], json!([]));
    let each = result["ResourceSpecificResults"].as_array().unwrap();
    assert_eq!(each[0]["EvalResourceDecision"], "allowed");
    assert_eq!(each[1]["EvalResourceDecision"], "implicitDeny");
    assert_eq!(
        each[0]["MatchedStatements"],
        json!([{
            "SourcePolicyId": "PolicyInputList.1",
            "SourcePolicyType": "IAM Policy",
            "StartPosition": { "Line": 1, "Column": 41 },
            "EndPosition": { "Line": 1, "Column": 124 },
        }])
    );
    assert_eq!(result["EvalDecisionDetails"], json!({}));
}

#[tokio::test]
async fn without_resources_the_decision_is_about_all() {
    let result = first(json!({})).await;
    assert_eq!(result["EvalResourceName"], "*");
    assert_eq!(result["EvalDecision"], "implicitDeny");
    assert!(result.get("ResourceSpecificResults").is_none());
}

#[tokio::test]
async fn boundaries_and_organizations_say_whether_they_allow() {
    let boundary = first(json!({
        "ResourceArns": [LETTER],
        "PermissionsBoundaryPolicyInputList":
            [r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}"#],
    }))
    .await;
    assert_eq!(boundary["EvalDecision"], "implicitDeny");
    let detail = &boundary["PermissionsBoundaryDecisionDetail"];
    assert_eq!(detail["AllowedByPermissionsBoundary"], false);
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}"#;
    for (levels, decision, allowed) in [
        (vec![vec![ALL], vec![ALL]], "allowed", true),
        (vec![vec![ALL], vec![ALL, deny]], "explicitDeny", false),
    ] {
        let levels: Vec<Json> =
            levels.iter().map(|one| json!({ "ServiceControlPolicyInputList": one })).collect();
        let result = first(json!({
            "ResourceArns": [LETTER],
            "OrderedOrganizationPolicyInputList": levels,
        }))
        .await;
        assert_eq!(result["EvalDecision"], decision);
        assert_eq!(result["OrganizationsDecisionDetail"]["AllowedByOrganizations"], allowed);
        assert!(allowed || result["MatchedStatements"] == json!([]), "SCPs are not shown");
    }
}

#[tokio::test]
async fn across_accounts_both_sides_are_told() {
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{ACCOUNT}:user/alice"}},"Action":"s3:GetObject","Resource":"*"}}]}}"#
    );
    for (identity, decision, side) in [
        (READ, "allowed", "allowed"),
        (&ALL.replace("\"*\",", "\"ec2:*\","), "implicitDeny", "implicitDeny"),
    ] {
        let result = first(json!({
            "PolicyInputList": [identity],
            "ResourceArns": [LETTER],
            "ResourcePolicy": policy,
            "ResourceOwner": "arn:aws:iam::210987654321:root",
            "CallerArn": format!("arn:aws:iam::{ACCOUNT}:user/alice"),
        }))
        .await;
        assert_eq!(result["EvalDecision"], decision);
        assert_eq!(
            result["EvalDecisionDetails"],
            json!({ "IAM Policy": side, "Resource Policy": "allowed" })
        );
    }
}

#[tokio::test]
async fn keys_that_are_not_given_are_named() {
    let policy = READ.replace(
        r#""Resource""#,
        r#""Condition": {"Bool": {"aws:SecureTransport": "true"}}, "Resource""#,
    );
    let missing = first(json!({ "PolicyInputList": [policy], "ResourceArns": [LETTER] })).await;
    assert_eq!(missing["MissingContextValues"], json!(["aws:SecureTransport"]));
    assert_eq!(missing["EvalDecision"], "implicitDeny");
    let given = first(json!({
        "PolicyInputList": [policy],
        "ResourceArns": [LETTER],
        "ContextEntries": [{
            "ContextKeyName": "aws:SecureTransport",
            "ContextKeyValues": ["true"],
            "ContextKeyType": "boolean",
        }],
    }))
    .await;
    assert_eq!(given["MissingContextValues"], json!([]));
    assert_eq!(given["EvalDecision"], "allowed");
}

#[tokio::test]
async fn results_come_in_pages_and_bad_input_is_refused() {
    let pages = json!({ "ActionNames": ["s3:GetObject", "s3:PutObject"], "MaxItems": 1 });
    let page = simulate(pages).await.unwrap();
    assert_eq!(page["IsTruncated"], true);
    assert_eq!(page["EvaluationResults"].as_array().unwrap().len(), 1);
    let next = json!({ "ActionNames": ["s3:GetObject", "s3:PutObject"], "Marker": page["Marker"] });
    let next = simulate(next).await.unwrap();
    assert_eq!(next["EvaluationResults"][0]["EvalActionName"], "s3:PutObject");
    for bad in [
        json!({ "ActionNames": ["s3:*"] }),
        json!({ "PolicyInputList": ["{}"] }),
        json!({ "ResourcePolicy": ALL }),
        json!({ "PermissionsBoundaryPolicyInputList": [ALL, ALL] }),
        json!({ "ResourceHandlingOption": "EC2-VPC-EBS" }),
    ] {
        let refused = simulate(bad.clone()).await.unwrap_err();
        assert!(refused.starts_with("InvalidInput: "), "{bad}: {refused}");
    }
}

#[tokio::test]
async fn a_principal_is_simulated_with_all_it_has_but_what_is_excluded() {
    let world = world();
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    let role = json!({ "RoleName": "builder", "AssumeRolePolicyDocument": trust });
    call(&world, "CreateRole", role).await.unwrap();
    let inline = json!({ "RoleName": "builder", "PolicyName": "read", "PolicyDocument": READ });
    call(&world, "PutRolePolicy", inline).await.unwrap();
    let attached = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
    let attach = json!({ "RoleName": "builder", "PolicyArn": attached });
    call(&world, "AttachRolePolicy", attach).await.unwrap();
    for (excluded, read, send) in [
        (json!([]), "allowed", "allowed"),
        (json!([{ "PolicyArn": attached }]), "allowed", "implicitDeny"),
        (json!([{ "PolicyType": "inline" }]), "implicitDeny", "allowed"),
    ] {
        let answer = call(
            &world,
            "SimulatePrincipalPolicy",
            json!({
                "PolicySourceArn": format!("arn:aws:iam::{ACCOUNT}:role/builder"),
                "ActionNames": ["s3:GetObject", "sqs:SendMessage"],
                "ResourceArns": [LETTER],
                "PolicyExclusionList": excluded,
            }),
        )
        .await
        .unwrap();
        let decision = |index: usize| answer["EvaluationResults"][index]["EvalDecision"].clone();
        assert_eq!([decision(0), decision(1)], [read, send], "{excluded}");
    }
}
