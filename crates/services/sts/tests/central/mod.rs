//! An organization that manages its members' root users.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Account;
use bartizan_service::store::Reader;
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::{AccountId, Fault};
use bartizan_service::{CentralRoot, Directory, Membership, Memberships, Ports, RootFeatures};
use serde_json::{Value as Json, json};

/// A member of the test account's organization.
pub(crate) const MEMBER: &str = "210987654321";
/// An account of another organization.
pub(crate) const STRANGER: &str = "999999999999";

/// The task of deleting a root user's credentials.
pub(crate) const DELETE: &str = "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials";
/// The task of unlocking a bucket, which the organization does not do.
pub(crate) const UNLOCK: &str = "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy";

const DELETES: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Deny","NotAction":"iam:DeleteAccessKey","Resource":"*"},
    {"Effect":"Deny","Action":"iam:DeleteAccessKey","NotResource":"arn:aws:iam::*:root"}]}"#;

/// A request for a session in the member account.
pub(crate) fn input(task: &str) -> Json {
    json!({ "TargetPrincipal": MEMBER, "TaskPolicyArn": { "arn": task } })
}

/// The organization, managed by the test account.
pub(crate) struct Organized;

impl Given for Organized {
    fn enter(&self, directory: &mut Directory) {
        directory.put_account(MEMBER.parse().unwrap(), Account::default());
        directory.put_account(STRANGER.parse().unwrap(), Account::default());
        let policy = Policy::parse_published(DELETES, PolicyKind::Identity).unwrap();
        let attached = Attached::managed("IAMDeleteRootUserCredentials", DELETE, Arc::new(policy));
        directory.put_managed_policy(DELETE, attached);
    }

    fn offer(&self, ports: &mut Ports) {
        ports.memberships = Some(Arc::new(Self));
        ports.central_root = Some(Arc::new(Self));
    }
}

impl Memberships for Organized {
    fn find(&self, _reader: &Reader<'_>, account: AccountId) -> Result<Option<Membership>, Fault> {
        let account = account.to_string();
        let management = if account == STRANGER { STRANGER } else { ACCOUNT };
        Ok(Some(Membership {
            organization: format!("o-{management}"),
            management: management.parse().unwrap(),
            path: format!("o-{management}/r-0000/"),
            tags: Vec::new(),
            has_all_features: true,
            trusted: vec!["iam.amazonaws.com".to_owned()],
            administers: Vec::new(),
        }))
    }
}

impl CentralRoot for Organized {
    fn features(&self, _reader: &Reader<'_>, _of: &Membership) -> Result<RootFeatures, Fault> {
        Ok(RootFeatures { credentials: true, sessions: false })
    }
}
