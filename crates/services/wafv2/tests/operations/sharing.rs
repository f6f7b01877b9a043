//! Rule groups that other accounts use.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::{Account, Entity};
use bartizan_service::testkit::Given;
use bartizan_service::types::{AccountId, Arn, Principal, Timestamp, UniqueId};
use bartizan_service::{Caller, Directory};
use serde_json::json;

use super::{ask, done, path, refused, rule, uses, visible, web_acl, world};

const OTHER: &str = "210987654321";

/// A policy that shares a group with the other account.
pub(crate) const POLICY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
    "Principal":{"AWS":"210987654321"},
    "Action":["wafv2:CreateWebACL","wafv2:UpdateWebACL","wafv2:PutFirewallManagerRuleGroups"]}}"#;

/// A user of another account who may do everything there.
pub(crate) struct Neighbour;

fn entity() -> Entity {
    let account: AccountId = OTHER.parse().unwrap();
    let everything =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let policy = Policy::parse(everything, PolicyKind::Identity).unwrap();
    Entity {
        account,
        id: UniqueId::from_stored("AIDANEIGHBOURAAAAAAAA"),
        arn: Arn::new("iam", "", Some(account), "user/neighbour"),
        name: Arc::from("neighbour"),
        identity: Arc::from([Attached::inline("everything", Arc::new(policy))]),
        boundary: None,
        tags: Arc::from([]),
        created: Timestamp::from_seconds(0),
        role: None,
    }
}

impl Given for Neighbour {
    fn enter(&self, directory: &mut Directory) {
        directory.put_account(OTHER.parse().unwrap(), Account::default());
        directory.put_entity(entity());
    }
}

pub(crate) fn neighbour() -> Caller {
    let Entity { account, arn, id, name, .. } = entity();
    Caller {
        principal: Principal::User { account, arn, id, name: name.to_string() },
        ..Caller::anonymous()
    }
}

#[tokio::test]
async fn a_group_is_used_by_whom_its_policy_admits() {
    let world = world();
    let made = done(
        &world,
        "CreateRuleGroup",
        json!({
            "Name": "own", "Scope": "REGIONAL", "Capacity": 100,
            "Rules": [rule("admin", 1, &path("/admin"))], "VisibilityConfig": visible("own"),
        }),
    )
    .await;
    let arn = made["Summary"]["ARN"].as_str().unwrap();
    let input = web_acl("theirs", &[uses("use", arn)]);
    let weighed = json!({ "Scope": "REGIONAL", "Rules": [uses("use", arn)] });
    let untold = ask(&world, &neighbour(), "CheckCapacity", weighed.clone()).await.unwrap_err();
    assert_eq!(untold.code, "AccessDeniedException");
    done(&world, "CheckCapacity", weighed).await;
    let denied = ask(&world, &neighbour(), "CreateWebACL", input.clone()).await.unwrap_err();
    assert_eq!(denied.code, "AccessDeniedException");
    let policy = json!({ "ResourceArn": arn, "Policy": POLICY });
    done(&world, "PutPermissionPolicy", policy).await;
    ask(&world, &neighbour(), "CreateWebACL", input).await.unwrap();
    let (code, _) = refused(&world, "DeletePermissionPolicy", json!({ "ResourceArn": arn })).await;
    assert_eq!(code, "WAFAssociatedItemException");
    let broken = json!({ "ResourceArn": arn, "Policy": "{}" });
    let (code, _) = refused(&world, "PutPermissionPolicy", broken).await;
    assert_eq!(code, "WAFInvalidPermissionPolicyException");
}
