//! A world with a user, a role and resources that are asked about.

use std::sync::Arc;

use bartizan_authorize::Authorize;
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::Caller;
use bartizan_service::directory::{Account, Directory, Entity, Resource, RoleFacts};
use bartizan_service::testkit::{ACCOUNT, Given, World, given, input_of};
use bartizan_service::types::{AccountId, Arn, Fault, Tag, Timestamp, UniqueId};
use serde_json::{Value as Json, json};

/// A user who may read invoices of her own department.
pub(crate) const READER: &str = "arn:aws:iam::123456789012:user/reader";
/// A role that may do everything to invoices.
pub(crate) const CLERK: &str = "arn:aws:iam::123456789012:role/clerk";
/// An account that Bartizan keeps, too.
pub(crate) const OTHER: &str = "210987654321";

pub(crate) fn world() -> World {
    World::new(vec![given(Records)], |_| vec![Arc::new(Authorize)])
}

/// What a batch is answered.
pub(crate) async fn authorize(world: &World, caller: &Caller, batch: &Json) -> Result<Json, Fault> {
    let input = input_of("authorize", "Authorize", &json!({ "Batch": batch.to_string() }));
    let reply = world.call(caller, "authorize", "Authorize", input).await?;
    let Some(bartizan_wire::Value::Blob(results)) = reply.value.field("Results") else {
        panic!("no results")
    };
    Ok(serde_json::from_slice::<Json>(results).unwrap()["Results"].clone())
}

/// What one request is answered.
pub(crate) async fn one(world: &World, caller: &Caller, request: Json) -> Json {
    authorize(world, caller, &json!({ "Requests": [request] })).await.unwrap()[0].clone()
}

struct Records;

fn policy(name: &str, statement: &Json, kind: PolicyKind) -> Attached {
    let text = json!({ "Version": "2012-10-17", "Statement": statement }).to_string();
    Attached::inline(name, Arc::new(Policy::parse(&text, kind).unwrap()))
}

fn entity(arn: &str, id: &str, statement: &Json, role: Option<RoleFacts>) -> Entity {
    let arn: Arn = arn.parse().unwrap();
    Entity {
        account: arn.account_id().unwrap(),
        id: UniqueId::from_stored(id),
        name: Arc::from(arn.resource().rsplit('/').next().unwrap()),
        arn,
        identity: Arc::from([policy("invoices", statement, PolicyKind::Identity)]),
        boundary: None,
        tags: Arc::from([Tag { key: "department".to_owned(), value: "sales".to_owned() }]),
        created: Timestamp::from_seconds(0),
        role,
    }
}

impl Given for Records {
    fn enter(&self, directory: &mut Directory) {
        let own: AccountId = ACCOUNT.parse().unwrap();
        let other: AccountId = OTHER.parse().unwrap();
        directory.put_account(other, Account::default());
        let of_department = json!({
            "Effect": "Allow", "Action": "myapp:ReadInvoice",
            "Resource": "arn:aws:myapp:::invoice/*",
            "Condition": { "StringEquals": {
                "myapp:Department": "${aws:PrincipalTag/department}" } },
        });
        directory.put_entity(entity(READER, "AIDAREADERREADERREADER", &of_department, None));
        let all = json!({ "Effect": "Allow", "Action": "myapp:*", "Resource": "*" });
        let trust = json!({
            "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::123456789012:user/nobody" },
            "Action": "sts:AssumeRole",
        });
        let facts = RoleFacts {
            trust: Some(policy("trust", &trust, PolicyKind::Trust)),
            max_session_seconds: 3600,
            service_linked: false,
        };
        directory.put_entity(entity(CLERK, "AROACLERKCLERKCLERKC", &all, Some(facts)));
        let stranger = format!("arn:aws:iam::{OTHER}:user/stranger");
        directory.put_entity(entity(&stranger, "AIDASTRANGERSTRANGER", &all, None));
        let deny = json!({
            "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::ledger/secret/*",
        });
        for (bucket, account) in [("ledger", own), ("theirs", other)] {
            let resource = Resource {
                account,
                policy: Some(policy("bucket", &deny, PolicyKind::Resource)),
                tags: Vec::new(),
                restricts_public_policy: false,
            };
            directory.put_resource(&format!("arn:aws:s3:::{bucket}"), resource);
        }
    }
}
