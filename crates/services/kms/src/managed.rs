//! The keys that AWS manages for its services, made when they are first used. (AWS KMS Developer Guide,
//! "AWS managed keys".)

use std::sync::Arc;

use bartizan_keys::{KeySpec, KeyUsage};
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::kms::KeyOrigin;
use bartizan_service::{Access, Ask, Call, ServiceEvent};
use bartizan_types::{AccountId, Arn, Fault, Region};
use serde_json::json;

use crate::error::KmsError;
use crate::records::{AliasRecord, KeyRecord, Rotation, Schedule};
use crate::{key, rules};

/// The services that have managed keys.
const SERVICES: [&str; 1] = ["s3"];
/// How often AWS rotates the keys that it manages, in days. (The same page.)
const ROTATION_DAYS: i32 = 365;

/// The key that AWS manages for a service in an account's region, as `alias/aws/s3`.
pub(crate) async fn key(
    call: &Call,
    account: AccountId,
    region: &Region,
    service: &'static str,
) -> Result<Arn, KmsError> {
    let name = format!("alias/aws/{service}");
    let alias = Arn::new("kms", region.as_str(), Some(account), &name);
    if let Some(known) = call.directory.kms().target(alias.as_str()) {
        return known.parse().map_err(|_| KmsError::InvalidArn(known.to_owned()));
    }
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let material = key::generate_now(call, KeySpec::SymmetricDefault)?;
    let (now, vault) = (call.now, call.platform.vault.clone());
    let random = Arc::clone(&call.platform.random);
    let key = new(call, account, region, service);
    let alias = AliasRecord {
        account,
        region: region.clone(),
        name,
        target: key.id.clone(),
        created: now,
        updated: now,
    };
    let made = call.platform.store.write(move |writer| {
        // Another call may have been quicker.
        if let Some(known) = writer.get::<AliasRecord>(&alias.key())? {
            return Ok(crate::records::key_arn(&known.region, known.account, &known.target));
        }
        let key = key::put_new(writer, key, Some(&material), &vault, now)?;
        writer.put(&alias.key(), &alias)?;
        writer.emit(&creation(&key).row(&*random, now))?;
        Ok::<_, KmsError>(key.arn())
    });
    made.await
}

/// The service whose managed key an alias of the caller's account shall stand for, where there is none yet.
/// (AWS KMS API Reference, `DescribeKey`, `KeyId`.)
pub(crate) fn unmade(call: &Call, name: &str) -> Option<(AccountId, &'static str)> {
    let account = call.caller.principal.account()?;
    if !Region::is_known(call.region.as_str()) {
        return None;
    }
    let is_meant = |service: &&&str| {
        let alias = format!("alias/aws/{service}");
        let arn = Arn::new("kms", call.region.as_str(), Some(account), &alias);
        (name == alias || name == arn.as_str())
            && call.directory.kms().target(arn.as_str()).is_none()
    };
    SERVICES.iter().find(is_meant).map(|service| (account, *service))
}

/// The names of the aliases of managed keys that are not made yet in an account's region.
pub(crate) fn unmade_names(call: &Call, account: AccountId) -> impl Iterator<Item = String> {
    let is_known = Region::is_known(call.region.as_str());
    let names = SERVICES.iter().filter(move |_| is_known).map(|name| format!("alias/aws/{name}"));
    names.filter(move |name| {
        let alias = Arn::new("kms", call.region.as_str(), Some(account), name);
        call.directory.kms().target(alias.as_str()).is_none()
    })
}

/// The access to the managed key of a service that is not made yet.
pub(crate) fn access(
    ask: &Ask<'_>,
    account: AccountId,
    service: &'static str,
) -> Result<Access, Fault> {
    let call = ask.call;
    let key = new(call, account, &call.region, service);
    let policy = Policy::parse(&key.policy, PolicyKind::Resource)
        .map_err(|error| KmsError::internal(format!("the policy of a managed key: {error}")))?;
    let any = Arn::new("kms", call.region.as_str(), Some(account), "key/*");
    let access = rules::of_key_like(call, Access::on(ask.action(), &any), &key)
        .resource_policy(Some(Attached::inline("key policy", Arc::new(policy))))
        .managed_by_aws(true)
        .key("kms:RequestAlias", format!("alias/aws/{service}"));
    Ok(access)
}

/// What the account is told of the new key, which no call of its own made.
fn creation(key: &KeyRecord) -> ServiceEvent {
    ServiceEvent {
        service: "kms.amazonaws.com",
        name: "CreateKey",
        account: key.account,
        region: key.region.to_string(),
        details: json!({ "keyId": key.arn() }),
    }
}

fn new(call: &Call, account: AccountId, region: &Region, service: &'static str) -> KeyRecord {
    KeyRecord {
        account,
        region: region.clone(),
        id: Arc::clone(&call.platform.random).uuid(),
        description: description(service),
        spec: KeySpec::SymmetricDefault,
        usage: KeyUsage::EncryptDecrypt,
        origin: KeyOrigin::AwsKms,
        external: None,
        created: call.now,
        enabled: true,
        deletion: None,
        policy: policy(account, region, service),
        tags: Vec::new(),
        current_material: None,
        multi_region: None,
        aws_service: Some(service.to_owned()),
        material_ends: None,
        rotation: Rotation {
            schedule: Some(Schedule::from(call.now, ROTATION_DAYS)),
            ..Rotation::default()
        },
    }
}

fn description(service: &str) -> String {
    let objects = match service {
        "s3" => "S3 objects".to_owned(),
        other => format!("{other} resources"),
    };
    format!("Default key that protects my {objects} when no other key is defined")
}

/// Whoever may use the service in the account may use the key through it. (AWS KMS Developer Guide,
/// "AWS managed keys"; the policy of `aws/s3`.)
fn policy(account: AccountId, region: &Region, service: &str) -> String {
    let name = service.to_uppercase();
    json!({
        "Version": "2012-10-17",
        "Id": format!("auto-{service}-2"),
        "Statement": [
            {
                "Sid": format!(
                    "Allow access through {name} for all principals in the account that are \
                     authorized to use {name}"
                ),
                "Effect": "Allow",
                "Principal": { "AWS": "*" },
                "Action": [
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncrypt*",
                    "kms:GenerateDataKey*",
                    "kms:DescribeKey",
                ],
                "Resource": "*",
                "Condition": { "StringEquals": {
                    "kms:CallerAccount": account.to_string(),
                    "kms:ViaService": rules::via_service(service, region),
                } },
            },
            {
                "Sid": "Allow direct access to key metadata to the account",
                "Effect": "Allow",
                "Principal": { "AWS": format!("arn:aws:iam::{account}:root") },
                "Action": ["kms:Describe*", "kms:Get*", "kms:List*"],
                "Resource": "*",
            },
        ],
    })
    .to_string()
}
