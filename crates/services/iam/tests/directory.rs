//! What a change means for the next decision: the directory after each kind of change.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::sync::Arc;
use std::time::Duration;

use bartizan_iam::{Iam, IamProjection, bootstrap};
use bartizan_service::testkit::{ACCOUNT, World, admin, input_of, root};
use bartizan_service::{Caller, LastUse};
use bartizan_types::{AccessKeyId, Fault, Principal};
use bartizan_wire::Value;
use serde_json::{Value as Json, json};

fn world() -> World {
    World::new(vec![Arc::new(IamProjection::default())], |_| vec![Arc::new(Iam)])
}

async fn call(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: Json,
) -> Result<Value, Fault> {
    let input = input_of("iam", operation, &input);
    world.call(caller, "iam", operation, input).await.map(|reply| reply.value)
}

async fn made(world: &World, operation: &str, input: Json) -> Value {
    call(world, &admin(), operation, input).await.unwrap()
}

fn allow(action: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": { "Effect": "Allow", "Action": action, "Resource": "*" },
    })
    .to_string()
}

/// The user as a caller.
async fn user(world: &World, name: &str) -> Caller {
    let answer = made(world, "GetUser", json!({ "UserName": name })).await;
    let text = |path: &str| answer.path(path).and_then(Value::text).unwrap().to_owned();
    let directory = world.road.platform().directory().unwrap();
    let entity = directory.entity_by_arn(&text("User.Arn")).unwrap();
    assert_eq!(entity.id.as_str(), text("User.UserId"));
    Caller {
        principal: Principal::User {
            account: entity.account,
            arn: entity.arn.clone(),
            id: entity.id.clone(),
            name: entity.name.to_string(),
        },
        ..admin()
    }
}

async fn may_list_users(world: &World, caller: &Caller) -> bool {
    match call(world, caller, "ListUsers", json!({})).await {
        Ok(_) => true,
        Err(fault) => {
            assert_eq!(fault.code, "AccessDenied", "{fault}");
            false
        }
    }
}

#[tokio::test]
async fn what_is_granted_and_revoked_is_in_force_at_once() {
    let world = world();
    made(&world, "CreateUser", json!({ "UserName": "ada" })).await;
    made(&world, "CreateGroup", json!({ "GroupName": "team" })).await;
    let input = json!({ "PolicyName": "list", "PolicyDocument": allow("iam:ListUsers") });
    let policy = made(&world, "CreatePolicy", input).await;
    let arn = policy.path("Policy.Arn").and_then(Value::text).unwrap().to_owned();
    let ada = user(&world, "ada").await;
    let document = allow("iam:ListUsers");
    let read_only = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";
    made(&world, "AddUserToGroup", json!({ "GroupName": "team", "UserName": "ada" })).await;
    let inline = json!({ "UserName": "ada", "PolicyName": "p", "PolicyDocument": document });
    let of_group = json!({ "GroupName": "team", "PolicyName": "p", "PolicyDocument": document });
    let pairs = [
        ("PutUserPolicy", "DeleteUserPolicy", inline),
        ("PutGroupPolicy", "DeleteGroupPolicy", of_group),
        ("AttachUserPolicy", "DetachUserPolicy", json!({ "UserName": "ada", "PolicyArn": arn })),
        (
            "AttachUserPolicy",
            "DetachUserPolicy",
            json!({ "UserName": "ada", "PolicyArn": read_only }),
        ),
        (
            "AttachGroupPolicy",
            "DetachGroupPolicy",
            json!({ "GroupName": "team", "PolicyArn": arn }),
        ),
    ];
    for (grant, revoke, input) in pairs {
        assert!(!may_list_users(&world, &ada).await, "before {grant}");
        made(&world, grant, input.clone()).await;
        assert!(may_list_users(&world, &ada).await, "{grant}");
        let mut input = input;
        input.as_object_mut().unwrap().remove("PolicyDocument");
        made(&world, revoke, input).await;
        assert!(!may_list_users(&world, &ada).await, "{revoke}");
    }
}

#[tokio::test]
async fn a_new_default_version_reaches_members_and_boundaries() {
    let world = world();
    made(&world, "CreateUser", json!({ "UserName": "ada" })).await;
    made(&world, "CreateGroup", json!({ "GroupName": "team" })).await;
    made(&world, "AddUserToGroup", json!({ "GroupName": "team", "UserName": "ada" })).await;
    let input = json!({ "PolicyName": "list", "PolicyDocument": allow("iam:ListUsers") });
    let policy = made(&world, "CreatePolicy", input).await;
    let arn = policy.path("Policy.Arn").and_then(Value::text).unwrap().to_owned();
    made(&world, "AttachGroupPolicy", json!({ "GroupName": "team", "PolicyArn": arn })).await;
    let ada = user(&world, "ada").await;
    assert!(may_list_users(&world, &ada).await);
    let version = |action: &str| json!({ "PolicyArn": arn, "PolicyDocument": allow(action), "SetAsDefault": true });
    made(&world, "CreatePolicyVersion", version("s3:GetObject")).await;
    assert!(!may_list_users(&world, &ada).await);
    let everything = json!({ "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess",
        "UserName": "ada" });
    made(&world, "AttachUserPolicy", everything).await;
    assert!(may_list_users(&world, &ada).await);
    let boundary = json!({ "UserName": "ada", "PermissionsBoundary": arn });
    made(&world, "PutUserPermissionsBoundary", boundary).await;
    assert!(!may_list_users(&world, &ada).await);
    made(&world, "CreatePolicyVersion", version("iam:*")).await;
    assert!(may_list_users(&world, &ada).await);
}

#[tokio::test]
async fn a_rename_keeps_id_groups_and_policies_and_a_new_user_of_the_name_is_another() {
    let world = world();
    made(&world, "CreateUser", json!({ "UserName": "ada" })).await;
    made(&world, "CreateGroup", json!({ "GroupName": "team" })).await;
    made(&world, "AddUserToGroup", json!({ "GroupName": "team", "UserName": "ada" })).await;
    let document = allow("iam:ListUsers");
    let of_group = json!({ "GroupName": "team", "PolicyName": "p", "PolicyDocument": document });
    made(&world, "PutGroupPolicy", of_group).await;
    let ada = user(&world, "ada").await;
    made(&world, "UpdateUser", json!({ "UserName": "ada", "NewUserName": "lovelace" })).await;
    made(&world, "UpdateGroup", json!({ "GroupName": "team", "NewGroupName": "crew" })).await;
    let lovelace = user(&world, "Lovelace").await;
    assert_eq!(lovelace.principal.user_id(), ada.principal.user_id());
    assert!(may_list_users(&world, &lovelace).await);
    made(&world, "CreateUser", json!({ "UserName": "ada" })).await;
    let other = user(&world, "ada").await;
    assert_ne!(other.principal.user_id(), ada.principal.user_id());
    assert!(!may_list_users(&world, &other).await);
    let taken = json!({ "UserName": "ada", "NewUserName": "LOVELACE" });
    let fault = call(&world, &admin(), "UpdateUser", taken).await.unwrap_err();
    assert_eq!(
        (&*fault.code, &*fault.message, fault.status),
        ("EntityAlreadyExists", "User with name LOVELACE already exists.", 409)
    );
}

#[tokio::test]
async fn an_access_key_is_known_with_its_secret_while_it_lives() {
    let world = world();
    made(&world, "CreateUser", json!({ "UserName": "ada" })).await;
    let answer = made(&world, "CreateAccessKey", json!({ "UserName": "ada" })).await;
    let text = |path: &str| answer.path(path).and_then(Value::text).unwrap().to_owned();
    let id = AccessKeyId::from_client(&text("AccessKey.AccessKeyId"));
    let known = || world.road.platform().directory().unwrap().access_key(&id).cloned();
    let key = known().unwrap();
    assert_eq!(key.secret.expose(), text("AccessKey.SecretAccessKey"));
    assert!(key.active);
    let off = json!({ "UserName": "ada", "AccessKeyId": id.as_str(), "Status": "Inactive" });
    made(&world, "UpdateAccessKey", off).await;
    assert!(!known().unwrap().active);
    let fault =
        call(&world, &admin(), "DeleteUser", json!({ "UserName": "ada" })).await.unwrap_err();
    assert_eq!(fault.message, "Cannot delete entity, must delete access keys first.");
    let key = json!({ "UserName": "ada", "AccessKeyId": id.as_str() });
    made(&world, "DeleteAccessKey", key).await;
    assert!(known().is_none());
    made(&world, "DeleteUser", json!({ "UserName": "ada" })).await;
}

#[tokio::test]
async fn an_account_is_made_once_with_a_root_key() {
    let world = world();
    let platform = world.road.platform();
    let (vault, random, now) =
        (platform.vault.clone(), Arc::clone(&platform.random), platform.now());
    let account = ACCOUNT.parse().unwrap();
    let make = move |writer: &mut bartizan_store::Writer<'_>| {
        let first = bootstrap::create_account(writer, &vault, &*random, now, account)?;
        let second = bootstrap::create_account(writer, &vault, &*random, now, account)?;
        assert!(second.is_none());
        Ok::<_, Fault>(first)
    };
    let credentials = platform.store.write(make).await.unwrap().unwrap();
    let directory = platform.directory().unwrap();
    let key = directory.access_key(&credentials.access_key_id).unwrap();
    assert_eq!(key.secret.expose(), credentials.secret.expose());
    assert_eq!(key.user, None);
    let answer = call(&world, &root(), "GetUser", json!({})).await.unwrap();
    assert_eq!(answer.path("User.UserId").and_then(Value::text), Some(ACCOUNT));
}

#[tokio::test]
async fn an_entity_with_something_left_cannot_be_deleted() {
    let world = world();
    made(&world, "CreateUser", json!({ "UserName": "ada" })).await;
    made(&world, "CreateGroup", json!({ "GroupName": "team" })).await;
    let read_only = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";
    let inline =
        json!({ "UserName": "ada", "PolicyName": "p", "PolicyDocument": allow("iam:ListUsers") });
    let steps = [
        ("PutUserPolicy", inline, "delete policies"),
        (
            "AttachUserPolicy",
            json!({ "UserName": "ada", "PolicyArn": read_only }),
            "detach all policies",
        ),
        (
            "AddUserToGroup",
            json!({ "UserName": "ada", "GroupName": "team" }),
            "remove users from group",
        ),
    ];
    for (operation, input, what) in steps {
        made(&world, operation, input).await;
        let fault =
            call(&world, &admin(), "DeleteUser", json!({ "UserName": "ada" })).await.unwrap_err();
        let message = format!("Cannot delete entity, must {what} first.");
        assert_eq!((&*fault.code, fault.message, fault.status), ("DeleteConflict", message, 409));
    }
    let fault =
        call(&world, &admin(), "DeleteGroup", json!({ "GroupName": "team" })).await.unwrap_err();
    assert_eq!(fault.message, "Cannot delete entity, must remove users from group first.");
}

#[tokio::test]
async fn the_last_use_of_a_key_is_stored_now_and_then() {
    let world = world();
    made(&world, "CreateUser", json!({ "UserName": "ada" })).await;
    let answer = made(&world, "CreateAccessKey", json!({ "UserName": "ada" })).await;
    let id = answer.path("AccessKey.AccessKeyId").and_then(Value::text).unwrap().to_owned();
    let ada =
        Caller { access_key: Some(AccessKeyId::from_client(&id)), ..user(&world, "ada").await };
    let platform = world.road.platform();
    let account = ACCOUNT.parse().unwrap();
    let stored = || {
        let key = bartizan_store::Key::global(account, id.as_str());
        platform.store.read(|reader| reader.get::<LastUse>(&key)).unwrap()
    };
    assert!(!may_list_users(&world, &ada).await);
    assert_eq!(stored(), None);
    let first = platform.now();
    let last = platform.store.read(|reader| platform.usage.last(reader, account, &id)).unwrap();
    assert_eq!(last.unwrap().time, first);
    world.clock.advance(Duration::from_mins(15));
    assert!(!may_list_users(&world, &ada).await);
    let last = stored().unwrap();
    assert_eq!((last.time, last.service.as_str()), (platform.now(), "iam"));
}
