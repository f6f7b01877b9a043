//! What reports of last accesses tell.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::sync::Arc;
use std::time::Duration;

use bartizan_iam::{Iam, IamProjection};
use bartizan_service::Caller;
use bartizan_service::testkit::{ACCOUNT, World, admin, input_of, nobody, root};
use bartizan_service::types::{Principal, UniqueId};
use serde_json::{Value as Json, json};

const READS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:Get*","iam:PassRole","s3:GetObject"],"Resource":"*"}]}"#;
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

fn world() -> World {
    World::new(vec![Arc::new(IamProjection::default())], |_| vec![Arc::new(Iam)])
}

async fn call(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: Json,
) -> Result<Json, String> {
    let input = input_of("iam", operation, &input);
    let reply = world.call(caller, "iam", operation, input).await;
    reply.map(|reply| reply.value.to_json()).map_err(|fault| fault.code.into_owned())
}

async fn done(world: &World, operation: &str, input: Json) -> Json {
    call(world, &admin(), operation, input).await.unwrap()
}

/// A user who may read, as a caller.
async fn reader(world: &World, name: &str) -> Caller {
    let made = done(world, "CreateUser", json!({ "UserName": name })).await;
    let policy = json!({ "UserName": name, "PolicyName": "own", "PolicyDocument": READS });
    done(world, "PutUserPolicy", policy).await;
    let user = &made["User"];
    let principal = Principal::User {
        account: ACCOUNT.parse().unwrap(),
        arn: user["Arn"].as_str().unwrap().parse().unwrap(),
        id: UniqueId::from_stored(user["UserId"].as_str().unwrap()),
        name: name.to_owned(),
    };
    Caller { principal, ..admin() }
}

async fn job(world: &World, arn: &str) -> String {
    let asked = json!({ "Arn": arn, "Granularity": "ACTION_LEVEL" });
    let made = done(world, "GenerateServiceLastAccessedDetails", asked).await;
    made["JobId"].as_str().unwrap().to_owned()
}

async fn report(world: &World, arn: &str) -> Json {
    let job = job(world, arn).await;
    done(world, "GetServiceLastAccessedDetails", json!({ "JobId": job })).await
}

fn user(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:user/{name}")
}

#[tokio::test]
async fn a_user_reaches_what_its_policies_allow_and_each_attempt_counts() {
    let world = world();
    let ada = reader(&world, "ada").await;
    call(&world, &ada, "GetUser", json!({})).await.unwrap();
    world.clock.advance(Duration::from_mins(1));
    assert_eq!(
        call(&world, &ada, "CreateUser", json!({ "UserName": "eve" })).await.unwrap_err(),
        "AccessDenied"
    );
    let told = report(&world, &user("ada")).await;
    assert_eq!(told["JobStatus"], "COMPLETED");
    assert_eq!(told["JobType"], "ACTION_LEVEL");
    let services = told["ServicesLastAccessed"].as_array().unwrap();
    let prefixes: Vec<_> = services.iter().map(|one| &one["ServiceNamespace"]).collect();
    assert_eq!(prefixes, ["iam", "s3"]);
    let iam = &services[0];
    assert_eq!(iam["ServiceName"], "AWS Identity and Access Management (IAM)");
    assert_eq!(iam["LastAuthenticatedEntity"], user("ada"));
    assert_eq!(iam["LastAuthenticatedRegion"], "us-east-1");
    assert_eq!(iam["TotalAuthenticatedEntities"], 1);
    let actions = iam["TrackedActionsLastAccessed"].as_array().unwrap();
    let action = |name: &str| actions.iter().find(|one| one["ActionName"] == name);
    assert_eq!(action("GetUser").unwrap()["LastAccessedEntity"], user("ada"));
    assert_eq!(action("GetRole").unwrap().get("LastAccessedTime"), None, "in reach, never used");
    assert!(action("CreateUser").is_none(), "out of reach");
    assert!(action("PassRole").is_none(), "never tracked");
    assert!(
        iam["LastAuthenticated"].as_str() > action("GetUser").unwrap()["LastAccessedTime"].as_str(),
        "the denied attempt is of the service"
    );
    assert_eq!(services[1].get("LastAuthenticated"), None);
    assert_eq!(services[1].get("TotalAuthenticatedEntities"), None);
}

#[tokio::test]
async fn a_group_and_a_policy_tell_of_all_who_have_them() {
    let world = world();
    let policy = json!({ "PolicyName": "reads", "PolicyDocument": READS });
    let made = done(&world, "CreatePolicy", policy).await;
    let policy = made["Policy"]["Arn"].as_str().unwrap();
    let group = done(&world, "CreateGroup", json!({ "GroupName": "team" })).await;
    let attach = json!({ "GroupName": "team", "PolicyArn": policy });
    done(&world, "AttachGroupPolicy", attach).await;
    for name in ["ada", "bob"] {
        let caller = reader(&world, name).await;
        let member = json!({ "GroupName": "team", "UserName": name });
        done(&world, "AddUserToGroup", member).await;
        world.clock.advance(Duration::from_mins(1));
        call(&world, &caller, "GetUser", json!({})).await.unwrap();
    }
    let role = json!({ "RoleName": "idle", "AssumeRolePolicyDocument": TRUST });
    done(&world, "CreateRole", role).await;
    let attach = json!({ "RoleName": "idle", "PolicyArn": policy });
    done(&world, "AttachRolePolicy", attach).await;
    let role = format!("arn:aws:iam::{ACCOUNT}:role/idle");
    let cases = [
        (group["Group"]["Arn"].as_str().unwrap(), vec![user("bob"), user("ada")]),
        (policy, vec![user("bob"), user("ada"), role]),
    ];
    for (arn, expected) in cases {
        let job = job(&world, arn).await;
        let told = done(&world, "GetServiceLastAccessedDetails", json!({ "JobId": job })).await;
        let iam = &told["ServicesLastAccessed"][0];
        assert_eq!(iam["LastAuthenticatedEntity"], user("bob"));
        assert_eq!(iam["TotalAuthenticatedEntities"], 2);
        let mut seen = Vec::new();
        let mut asked = json!({ "JobId": job, "ServiceNamespace": "iam", "MaxItems": 1 });
        loop {
            let page =
                done(&world, "GetServiceLastAccessedDetailsWithEntities", asked.clone()).await;
            let entities = page["EntityDetailsList"].as_array().unwrap();
            seen.extend(entities.iter().map(|one| one["EntityInfo"]["Arn"].clone()));
            if page["IsTruncated"] != true {
                break;
            }
            asked["Marker"] = page["Marker"].clone();
        }
        assert_eq!(seen, expected, "{arn}");
    }
}

#[tokio::test]
async fn a_job_is_of_who_asked_and_ends() {
    let world = world();
    let asked = json!({ "Arn": user("admin") });
    done(&world, "GenerateServiceLastAccessedDetails", asked.clone()).await;
    let job = done(&world, "GenerateServiceLastAccessedDetails", asked).await["JobId"].clone();
    let asked = || json!({ "JobId": job });
    let get = "GetServiceLastAccessedDetails";
    let told = done(&world, get, asked()).await;
    assert_eq!(told["JobType"], "SERVICE_LEVEL");
    assert_eq!(told["IsTruncated"], true, "every service is in reach");
    assert_eq!(call(&world, &root(), get, asked()).await.unwrap_err(), "NoSuchEntity");
    world.clock.advance(Duration::from_hours(7 * 24));
    assert_eq!(call(&world, &admin(), get, asked()).await.unwrap_err(), "NoSuchEntity");
}

#[tokio::test]
async fn who_is_not_there_is_not_reported_on() {
    let world = world();
    let others = "arn:aws:iam::210987654321:user/ada";
    for (caller, arn, code) in [
        (admin(), user("gone"), "NoSuchEntity"),
        (admin(), format!("arn:aws:iam::{ACCOUNT}:group/gone"), "NoSuchEntity"),
        (admin(), format!("arn:aws:iam::{ACCOUNT}:policy/gone"), "NoSuchEntity"),
        (admin(), format!("arn:aws:iam::{ACCOUNT}:mfa/gone-gone"), "NoSuchEntity"),
        (admin(), "not an ARN but long enough".to_owned(), "InvalidInput"),
        (nobody(), user("gone"), "AccessDenied"),
        (admin(), others.to_owned(), "AccessDenied"),
    ] {
        let asked = json!({ "Arn": arn });
        let refused = call(&world, &caller, "GenerateServiceLastAccessedDetails", asked).await;
        assert_eq!(refused.unwrap_err(), code, "{arn}");
    }
    let asked = json!({ "Arn": "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    let job = done(&world, "GenerateServiceLastAccessedDetails", asked).await["JobId"].clone();
    let asked = json!({ "JobId": job, "ServiceNamespace": "nothing" });
    let get = "GetServiceLastAccessedDetailsWithEntities";
    assert_eq!(call(&world, &admin(), get, asked).await.unwrap_err(), "InvalidInput");
}
