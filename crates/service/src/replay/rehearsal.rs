//! What past decisions would come to under other policies.
//!
//! Of service and resource control policies, and of the identity policies of a principal, what is in
//! force now speaks: once as it is and once with the candidate. All else is taken as it was decided
//! at the time: what admitted a request then admits it again.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use bartizan_policy::{
    Attached, Decision, Document, Flags, Layer, Layers, Level, Path, Policy, PolicyError,
    PolicyKind, Reason, Request, StatementRef, decide,
};
use bartizan_types::{AccountId, UniqueId};

use super::kept::ALLOW_ALL;
use super::reading::{Recorded, entity_of};
use super::{Ground, Past, Then};
use crate::Directory;
use crate::decide::Bounds;

/// What is changed.
#[derive(Debug, Clone)]
pub enum Change {
    /// The service control policies of a node.
    ServiceControl(NodeChange),
    /// The resource control policies of a node.
    ResourceControl(NodeChange),
    /// The identity policies of a principal.
    Principal(PrincipalChange),
}

/// A change of the policies attached to a node of an organization.
#[derive(Debug, Clone)]
pub struct NodeChange {
    /// The accounts below the node, or the node itself.
    pub accounts: BTreeSet<AccountId>,
    /// How many nodes are above it.
    pub level: usize,
    /// The ARN of the policy that goes, if one does.
    pub replaced: Option<String>,
    /// The policy that comes.
    pub candidate: Attached,
}

/// A change of the identity policies of a user or a role.
#[derive(Debug, Clone)]
pub struct PrincipalChange {
    /// The user's or role's account.
    pub account: AccountId,
    /// Its unique id.
    pub id: UniqueId,
    /// Its policies as they are.
    pub present: Arc<[Attached]>,
    /// Its policies as they would be.
    pub planned: Arc<[Attached]>,
}

/// Decides past requests again, with a change and without.
#[derive(Debug)]
pub struct Rehearsal {
    directory: Arc<Directory>,
    change: Change,
    /// The policies on the accounts' paths, as they would be: compiled when an account is first asked
    /// about.
    planned: HashMap<AccountId, OnceLock<Vec<Path>>>,
    stand_ins: StandIns,
}

/// What speaks for the layers that are taken as decided.
#[derive(Debug)]
struct StandIns {
    identity: [Attached; 1],
    session: [Attached; 1],
    /// A resource's policy that admits everyone.
    everyone: Attached,
    /// One that leaves it to the account of the principal.
    account: Option<Attached>,
}

/// What a past request comes to now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rehearsed {
    /// Without the change.
    pub present: Decision,
    /// With it.
    pub planned: Decision,
}

/// What decided: the statement, or the layer that lacks one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deciding {
    /// The layer; none where the account is closed.
    pub layer: Option<Layer>,
    /// The level of the organization's policies, the root being 0.
    pub level: Option<u32>,
    /// The policy and the place of its statement; none where no statement allows.
    pub statement: Option<DecidingStatement>,
}

/// A statement that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidingStatement {
    /// The policy's ARN, or its name where it has none.
    pub policy: String,
    /// The statement's `Sid`.
    pub sid: Option<String>,
    /// The line where it begins, from 1.
    pub line: u32,
    /// The column where it begins, from 1.
    pub column: u32,
}

/// A statement that allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granting {
    /// Its `Condition`, as JSON in the form of version 2012-10-17.
    pub condition: Option<String>,
}

impl Rehearsal {
    /// Of this change to what is in force.
    ///
    /// # Errors
    /// The engine refuses a policy that it should know.
    pub fn new(directory: Arc<Directory>, change: Change) -> Result<Self, PolicyError> {
        let account = match &change {
            Change::Principal(change) => Some(change.account),
            Change::ServiceControl(_) | Change::ResourceControl(_) => None,
        };
        let accounts = change.of_node().map(|change| &change.accounts);
        let planned = accounts.into_iter().flatten().map(|id| (*id, OnceLock::new())).collect();
        Ok(Self { stand_ins: StandIns::new(account)?, directory, change, planned })
    }

    /// Decides a request again, with the change and without; `None` where the change is not about
    /// it, or it was denied by what is taken as decided.
    pub fn rehearse(&self, past: &Past) -> Option<Rehearsed> {
        let ground = self.is_about(past).then(|| self.ground(past)).flatten()?;
        Some(Rehearsed {
            present: self.ask(past, ground, false, decide),
            planned: self.ask(past, ground, true, decide),
        })
    }

    /// What makes a decision of [`Self::rehearse`].
    pub fn deciding(&self, past: &Past, decision: Decision, is_planned: bool) -> Deciding {
        let of = |layer, level, statement| Deciding { layer: Some(layer), level, statement };
        let is_of_tree = |layer| matches!(layer, Layer::ServiceControl | Layer::ResourceControl);
        match decision.reason {
            Reason::Deny(layer, place) | Reason::Allow(layer, place) => {
                let level = is_of_tree(layer).then_some(place.level);
                let find = |_: &Request<'_>, layers: &Layers<'_>| statement(layers, layer, place);
                let ground = self.ground(past).unwrap_or(Ground::Identity);
                of(layer, level, self.ask(past, ground, is_planned, find))
            }
            Reason::NoAllow(layer) => of(layer, None, None),
            Reason::NoAllowAtLevel(layer, level) => of(layer, Some(level), None),
            Reason::RootUser | Reason::Grant | Reason::NoPermissionNeeded => {
                of(Layer::Identity, None, None)
            }
            Reason::ClosedAccount => Deciding { layer: None, level: None, statement: None },
        }
    }

    /// The statement of the principal's identity policies, as they are, by which the request would be
    /// allowed; `None` where they do not allow it, whatever an organization's policies say.
    pub fn grants(&self, past: &Past) -> Option<Granting> {
        let ground = self.is_about(past).then(|| self.ground(past)).flatten()?;
        self.ask(past, ground, false, |request, layers| {
            let decision = decide(request, &Layers { scps: &[], rcps: &[], ..*layers });
            match decision.reason {
                Reason::Allow(Layer::Identity, place) => Granting::at(layers, place),
                _ => None,
            }
        })
    }

    /// Whether the change is about this request.
    pub fn is_about(&self, past: &Past) -> bool {
        let has = |change: &NodeChange, account: Option<AccountId>| {
            account.is_some_and(|account| change.accounts.contains(&account))
        };
        match &self.change {
            Change::ServiceControl(change) => has(change, past.principal.account()),
            Change::ResourceControl(change) => has(change, past.owner()),
            Change::Principal(change) => past.entity() == Some(&change.id),
        }
    }

    /// Whether the change may be about those decisions of an event that were not kept.
    pub fn may_be_about(&self, recorded: &Recorded) -> bool {
        match &self.change {
            Change::Principal(change) => {
                recorded.entity.is_none() || recorded.entity.as_ref() == Some(&change.id)
            }
            Change::ServiceControl(_) | Change::ResourceControl(_) => true,
        }
    }

    /// On what the request rests, apart from what is asked anew.
    fn ground(&self, past: &Past) -> Option<Ground> {
        match (past.then, &self.change) {
            (Then::Allowed(ground), _) => Some(ground),
            (Then::Denied { but_for_identity, .. }, Change::Principal(_)) => but_for_identity,
            (Then::Denied { but_for_organization, .. }, _) => but_for_organization,
        }
    }

    /// The policies on the path of an account, changed from what they are.
    fn planned<'p>(
        &'p self,
        change: &NodeChange,
        account: Option<AccountId>,
        present: &'p [Path],
    ) -> &'p [Path] {
        match account.and_then(|account| self.planned.get(&account)) {
            Some(planned) => planned.get_or_init(|| change.changed(present)),
            None => present,
        }
    }

    fn ask<R>(
        &self,
        past: &Past,
        ground: Ground,
        is_planned: bool,
        ask: impl FnOnce(&Request<'_>, &Layers<'_>) -> R,
    ) -> R {
        let caller = past.principal.account();
        let bounds = Bounds::of_accounts(&self.directory, caller, past.resource_account);
        let request = Request {
            principal: &past.principal,
            action: &past.action,
            resource: &past.resource,
            resource_account: past.owner(),
            context: &past.context,
            flags: Flags { unsigned_federation: past.by_provider, ..bounds.flags(&past.resource) },
        };
        let resource = match (ground, &self.stand_ins.account) {
            (Ground::Identity, Some(account)) => account,
            _ => &self.stand_ins.everyone,
        };
        let layers = Layers {
            identity: &self.stand_ins.identity,
            session: Some(&self.stand_ins.session),
            ..bounds.layers(Some(resource))
        };
        let layers = match &self.change {
            Change::ServiceControl(change) if is_planned => {
                Layers { scps: self.planned(change, caller, layers.scps), ..layers }
            }
            Change::ResourceControl(change) if is_planned => {
                Layers { rcps: self.planned(change, past.owner(), layers.rcps), ..layers }
            }
            Change::ServiceControl(_) | Change::ResourceControl(_) => layers,
            Change::Principal(change) if is_planned => {
                Layers { identity: &change.planned, ..layers }
            }
            Change::Principal(change) => Layers { identity: &change.present, ..layers },
        };
        ask(&request, &layers)
    }
}

impl Change {
    const fn of_node(&self) -> Option<&NodeChange> {
        match self {
            Self::ServiceControl(change) | Self::ResourceControl(change) => Some(change),
            Self::Principal(_) => None,
        }
    }
}

impl Past {
    /// The account that owns the resource, or the caller's.
    pub fn owner(&self) -> Option<AccountId> {
        self.resource_account.or(self.principal.account())
    }

    /// The unique id of the user or role whose identity policies speak.
    pub fn entity(&self) -> Option<&UniqueId> {
        entity_of(&self.principal)
    }
}

impl NodeChange {
    fn changed(&self, path: &[Path]) -> Vec<Path> {
        let mut levels: Vec<Level> = path.iter().flat_map(Path::levels).cloned().collect();
        if levels.len() <= self.level {
            levels.resize_with(self.level + 1, || Level::new(Vec::new()));
        }
        if let Some(level) = levels.get_mut(self.level) {
            let replaced = self.replaced.as_deref();
            let stays =
                |one: &&Attached| replaced.is_none() || one.source.arn.as_deref() != replaced;
            let kept = level.policies().iter().filter(stays).chain([&self.candidate]);
            *level = kept.cloned().collect();
        }
        Path::of(&levels)
    }
}

impl StandIns {
    fn new(account: Option<AccountId>) -> Result<Self, PolicyError> {
        let attached = |text: &str, kind| {
            let policy = Policy::parse_published(text, kind)?;
            Ok::<_, PolicyError>(Attached::inline("as decided", policy.into()))
        };
        let admitting = |principal: &str| {
            let text = format!(
                r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{principal},"Action":"*","Resource":"*"}}}}"#
            );
            attached(&text, PolicyKind::Resource)
        };
        let account = account.map(|account| admitting(&format!(r#"{{"AWS":"{account}"}}"#)));
        Ok(Self {
            identity: [attached(ALLOW_ALL, PolicyKind::Identity)?],
            session: [attached(ALLOW_ALL, PolicyKind::Session)?],
            everyone: admitting("\"*\"")?,
            account: account.transpose()?,
        })
    }
}

impl Granting {
    fn at(layers: &Layers<'_>, place: StatementRef) -> Option<Self> {
        let attached = layers.identity.get(position(place.policy))?;
        let document = attached.policy.document();
        let condition = document.statements.get(position(place.statement))?.condition;
        let text = condition.map(|span| current(document, span.of(attached.policy.text())));
        Some(Self { condition: text })
    }
}

/// A part of a policy as version 2012-10-17 writes it: in older ones nothing is a variable.
pub fn current(document: &Document, part: &str) -> String {
    let version = document.version.as_ref().map(|version| version.value.as_str());
    match version {
        Some("2012-10-17") => part.to_owned(),
        _ => part.replace("${", "${$}{"),
    }
}

fn position(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The statement at this place of a layer.
fn statement(layers: &Layers<'_>, layer: Layer, place: StatementRef) -> Option<DecidingStatement> {
    let policies = match layer {
        Layer::ServiceControl => level(layers.scps, position(place.level))?,
        Layer::ResourceControl => level(layers.rcps, position(place.level))?,
        Layer::Identity => layers.identity,
        Layer::Boundary | Layer::Session | Layer::Resource | Layer::Endpoint => return None,
    };
    let attached = policies.get(position(place.policy))?;
    let statement = attached.policy.document().statements.get(position(place.statement))?;
    let start = statement.span.start;
    Some(DecidingStatement {
        policy: attached.source.arn.as_deref().unwrap_or(&attached.source.name).to_owned(),
        sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
        line: start.line,
        column: start.column + 1,
    })
}

fn level(path: &[Path], number: usize) -> Option<&[Attached]> {
    path.iter().flat_map(Path::levels).nth(number).map(Level::policies)
}
