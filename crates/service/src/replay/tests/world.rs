//! Everything that a decision can be made from, at will.

use std::collections::BTreeSet;
use std::sync::Arc;

use bartizan_policy::{
    Attached, Context, Decision, Level, Outcome, Path, Policy, PolicyKind, Reason, decide,
};
use bartizan_types::{AccountId, Arn, Principal, Timestamp, UniqueId};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::super::NodeChange;
use crate::decide::{Bounds, Decided};
use crate::directory::{Account, Entity, RoleFacts};
use crate::{Access, Caller, Directory, SessionFacts, role_session};

pub(super) const ACTIONS: [&str; 4] =
    ["s3:GetObject", "s3:PutBucketPolicy", "sts:AssumeRole", "sts:GetCallerIdentity"];
pub(super) const ADDRESSES: [&str; 2] = ["192.0.2.1", "198.51.100.7"];
pub(super) const MEMBER: u64 = 1;
pub(super) const OTHER: u64 = 2;
pub(super) const MANAGEMENT: u64 = 3;

/// Statements without a principal: what they do and on what.
pub(super) const STATEMENTS: [&str; 6] = [
    r#""Effect":"Allow","Action":"*","Resource":"*""#,
    r#""Effect":"Allow","Action":["s3:*","sts:AssumeRole"],"Resource":"*""#,
    r#""Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#,
    r#""Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#,
    r#""Effect":"Deny","Action":"sts:*","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":"team"}}"#,
    r#""Effect":"Deny","Action":"s3:PutBucketPolicy","Resource":"*""#,
];

pub(super) fn account(number: u64) -> AccountId {
    AccountId::from_number(number).unwrap()
}

pub(super) fn attached(kind: PolicyKind, name: &str, statement: &str) -> Attached {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":{{{statement}}}}}"#);
    let policy = Policy::parse_published(&text, kind).unwrap();
    Attached::managed(name, &format!("arn:{name}"), Arc::new(policy))
}

/// Some policies of a kind, named by their statements.
pub(super) fn policies(kind: PolicyKind) -> impl Strategy<Value = Vec<Attached>> {
    let picked = subsequence((0..STATEMENTS.len()).collect::<Vec<_>>(), 0..=3);
    picked.prop_map(move |places| {
        let one = |place: usize| {
            let statement = STATEMENTS[place];
            let principal = r#""Principal":"*","#;
            let principal = if kind == PolicyKind::ResourceControl { principal } else { "" };
            attached(kind, &format!("{place}"), &format!("{principal}{statement}"))
        };
        places.into_iter().map(one).collect()
    })
}

pub(super) fn levels(kind: PolicyKind) -> impl Strategy<Value = Vec<Vec<Attached>>> {
    let everything = format!(r#""Principal":"*",{}"#, STATEMENTS[0]);
    let full = match kind {
        PolicyKind::ResourceControl => attached(kind, "full", &everything),
        _ => attached(kind, "full", STATEMENTS[0]),
    };
    let level = (policies(kind), prop::bool::weighted(0.8)).prop_map(move |(mut some, is_full)| {
        some.extend(is_full.then(|| full.clone()));
        some
    });
    prop::collection::vec(level, 3)
}

/// A resource's policy, of whichever principal.
pub(super) fn resource_policy() -> impl Strategy<Value = Option<Attached>> {
    let principals = [
        r#""*""#.to_owned(),
        format!(r#"{{"AWS":"{}"}}"#, account(MEMBER)),
        r#"{"AWS":"AIDAADA"}"#.to_owned(),
        r#"{"AWS":"AROAROLE"}"#.to_owned(),
        r#"{"Service":"cloudtrail.amazonaws.com"}"#.to_owned(),
    ];
    let kinds = select(vec![PolicyKind::Resource, PolicyKind::Trust]);
    let one = (select(principals.to_vec()), select(STATEMENTS.to_vec()), kinds).prop_map(
        |(principal, statement, kind)| {
            attached(kind, "resource", &format!(r#""Principal":{principal},{statement}"#))
        },
    );
    prop::option::weighted(0.7, one)
}

/// All that a request is decided from, and the policies of the organization as they are later.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) who: usize,
    pub(super) management: bool,
    pub(super) identity: Vec<Attached>,
    pub(super) later_identity: Vec<Attached>,
    pub(super) boundary: Option<Attached>,
    pub(super) session: Option<Vec<Attached>>,
    pub(super) resource: Option<Attached>,
    pub(super) owner: Option<u64>,
    pub(super) action: &'static str,
    pub(super) by_provider: bool,
    pub(super) address: &'static str,
    pub(super) tag_keys: Vec<String>,
    pub(super) scps: [Vec<Vec<Attached>>; 2],
    pub(super) rcps: [Vec<Vec<Attached>>; 2],
    pub(super) candidate: (usize, &'static str),
    pub(super) replaced: Option<String>,
}

pub(super) fn world() -> impl Strategy<Value = World> {
    let identity = PolicyKind::Identity;
    let caller = (
        0..6_usize,
        prop::bool::weighted(0.1),
        policies(identity),
        policies(identity),
        prop::option::weighted(0.3, select(STATEMENTS.to_vec())),
        prop::option::weighted(0.3, policies(PolicyKind::Session)),
    );
    let request = (
        resource_policy(),
        prop::option::weighted(0.8, select(vec![MEMBER, OTHER, MANAGEMENT])),
        select(ACTIONS.to_vec()),
        prop::bool::weighted(0.1),
        select(ADDRESSES.to_vec()),
        subsequence(vec!["team".to_owned(), "cost".to_owned()], 0..=2),
    );
    let (scp, rcp) = (PolicyKind::ServiceControl, PolicyKind::ResourceControl);
    let organization = ([levels(scp), levels(scp)], [levels(rcp), levels(rcp)]);
    let replaced = select(["full", "0", "3", "5"].map(str::to_owned).to_vec());
    let change = ((0..3_usize, select(STATEMENTS.to_vec())), prop::option::weighted(0.5, replaced));
    (caller, request, organization, change).prop_map(
        |(
            (who, management, identity, later_identity, boundary, session),
            (resource, owner, action, by_provider, address, tag_keys),
            (scps, rcps),
            (candidate, replaced),
        )| World {
            who,
            management,
            identity,
            later_identity,
            boundary: boundary.map(|text| attached(PolicyKind::Boundary, "boundary", text)),
            session,
            resource,
            owner,
            action,
            by_provider,
            address,
            tag_keys,
            scps,
            rcps,
            candidate,
            replaced,
        },
    )
}

impl World {
    pub(super) fn entity(&self, identity: &[Attached]) -> Entity {
        let is_role = matches!(self.who, 1 | 2);
        let facts =
            |service_linked| RoleFacts { trust: None, max_session_seconds: 3600, service_linked };
        let (id, resource) = if is_role { ("AROAROLE", "role/r") } else { ("AIDAADA", "user/ada") };
        Entity {
            account: self.caller_account(),
            id: UniqueId::from_stored(id),
            arn: Arn::new("iam", "", Some(self.caller_account()), resource),
            name: Arc::from(if is_role { "r" } else { "ada" }),
            identity: identity.into(),
            boundary: self.boundary.clone(),
            tags: Arc::from([]),
            created: Timestamp::from_seconds(0),
            role: is_role.then(|| facts(self.who == 2)),
        }
    }

    pub(super) fn caller_account(&self) -> AccountId {
        account(if self.management { MANAGEMENT } else { MEMBER })
    }

    pub(super) fn caller(&self) -> Caller {
        let principal = match self.who {
            0 => Caller::of_entity(&self.entity(&[]), "").unwrap().principal,
            1 | 2 => role_session(&self.entity(&[]), "session", None).unwrap(),
            3 => Principal::Root { account: self.caller_account() },
            4 => Principal::Service { name: "cloudtrail.amazonaws.com".to_owned() },
            _ => Principal::Anonymous,
        };
        let session = self.session.as_ref().filter(|_| principal.account().is_some());
        let session = session.map(|policies| {
            Arc::new(SessionFacts {
                issued: Timestamp::from_seconds(0),
                expires: Timestamp::from_seconds(60),
                mfa_authenticated: None,
                is_plain: false,
                delegated_to: None,
                root_task: None,
                chained: false,
                policies: Some(policies.clone().into()),
                tags: Vec::new(),
                transitive_tag_keys: Vec::new(),
                source_identity: None,
                default_regions_only: false,
            })
        });
        Caller { principal, access_key: None, session, principal_tags: Arc::from([]) }
    }

    pub(super) fn access(&self) -> Access {
        let access = Access::on_any(self.action).about("arn:aws:s3:::b/k");
        let access = access.resource_policy(self.resource.clone());
        let access = match self.owner {
            Some(owner) => access.owned_by(account(owner)),
            None => access,
        };
        if self.by_provider { access.by_provider("idp.example") } else { access }
    }

    pub(super) fn context(&self) -> Context {
        let mut context = Context::new();
        context.set("aws:SourceIp", self.address);
        context.set_list("aws:TagKeys", &self.tag_keys);
        if self.by_provider {
            context.set("aws:FederatedProvider", "idp.example");
        }
        context
    }

    pub(super) fn directory(
        &self,
        scps: &[Vec<Attached>],
        rcps: &[Vec<Attached>],
        identity: &[Attached],
    ) -> Directory {
        let mut directory = Directory::default();
        for number in [MEMBER, OTHER, MANAGEMENT] {
            let is_management = number == MANAGEMENT;
            let of = |levels: &[Vec<Attached>]| match number {
                MEMBER => Path::of(&levels.iter().cloned().map(Level::new).collect::<Vec<_>>()),
                _ => Vec::new(),
            };
            directory.put_account(
                account(number),
                Account {
                    service_control_policies: of(scps),
                    resource_control_policies: of(rcps),
                    is_management,
                    ..Account::default()
                },
            );
        }
        directory.put_entity(self.entity(identity));
        directory
    }

    /// The decision with all policies at hand.
    pub(super) fn decided(&self, directory: &Directory) -> Decided {
        let (caller, access) = (self.caller(), self.access());
        let principal =
            if self.by_provider { Principal::Anonymous } else { caller.principal.clone() };
        let bounds = if self.by_provider {
            Bounds::of_accounts(directory, None, access.resource_account)
        } else {
            Bounds::of(directory, &caller, access.resource_account)
        };
        let unknown = Decision { outcome: Outcome::Allowed, reason: Reason::Grant };
        let mut decided = Decided::from_parts(principal, access, self.context(), bounds, unknown);
        decided.decision = decided.with_request(decide);
        decided
    }

    pub(super) fn node(&self, kind: PolicyKind) -> NodeChange {
        let (level, statement) = self.candidate;
        let principal = r#""Principal":"*","#;
        let principal = if kind == PolicyKind::ResourceControl { principal } else { "" };
        NodeChange {
            accounts: BTreeSet::from([account(MEMBER), account(MANAGEMENT)]),
            level,
            replaced: self.replaced.as_ref().map(|name| format!("arn:{name}")),
            candidate: attached(kind, "candidate", &format!("{principal}{statement}")),
        }
    }
}
