//! What an event keeps of its decisions: who asked for what, under which condition keys, and on what
//! it rested.

use std::sync::LazyLock;

use bartizan_policy::{Attached, Layers, Policy, PolicyKind, decide};
use serde::Serialize;

use super::Ground;
use super::keys::{self, Key};
use super::who::Who;
use crate::decide::Decided;
use crate::json::Object;

/// What of one decision's condition keys is kept, in bytes: headers may be long.
const KEYS_BYTES_MAX: usize = 8 << 10;
/// About how much one event keeps, in bytes.
const BYTES_MAX: usize = 64 << 10;

/// About what a decision takes beside its keys, in bytes.
const ENTRY_BYTES: usize = 256;

/// Allows everything, to whomever it belongs.
pub(super) const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;

/// On what a denied request would have rested without some of the policies.
#[derive(Serialize)]
struct ButFor {
    /// Without service and resource control policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Ground>,
    /// Without these, and with identity policies that allow everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<Ground>,
}

/// What an event with so many decisions keeps of those that it tells of, as JSON; nothing of a call
/// without any.
pub(crate) fn kept<'d>(told: impl Iterator<Item = &'d Decided>, all: usize) -> Option<Vec<u8>> {
    let mut kept: Vec<&Decided> = Vec::new();
    let mut bytes = 0;
    for decided in told.filter(|decided| is_keepable(decided)) {
        bytes += decided.context().bytes();
        if bytes > BYTES_MAX {
            break;
        }
        kept.push(decided);
    }
    if all == 0 {
        return None;
    }
    let by = kept.iter().find(|decided| !decided.access().by_provider);
    let mut object = Object::with_capacity(2 * bytes + ENTRY_BYTES * (1 + kept.len()));
    object.set("by", &by.map_or(Who::Anonymous, |decided| Who::of(decided.principal())));
    // The keys that all decisions have in common stand by themselves: of a single one, all.
    if let [decided] = *kept {
        object.list("decided", kept.iter(), |entry, decided| tell(decided, None, entry));
        object.object("keys", |keys| keys::write(decided.context().entries(), keys));
    } else {
        let shared = shared(&kept);
        object.list("decided", kept.iter(), |entry, decided| tell(decided, Some(&shared), entry));
        object.object("keys", |keys| keys::write(shared.into_iter(), keys));
    }
    if all > kept.len() {
        object.set("omitted", &(all - kept.len()));
    }
    Some(object.finish())
}

/// Whether nothing must be left out. A page's address may hold secrets in its query.
fn is_keepable(decided: &Decided) -> bool {
    let context = decided.context();
    let referer = context.values("aws:Referer").and_then(|values| values.first());
    context.bytes() <= KEYS_BYTES_MAX && !referer.is_some_and(|address| address.contains('?'))
}

/// The keys that all decisions have, with the same values.
fn shared<'d>(decisions: &[&'d Decided]) -> Vec<Key<'d>> {
    let Some((first, others)) = decisions.split_first() else { return Vec::new() };
    let has = |decided: &&Decided, (name, multivalued, values): &Key<'_>| {
        decided.context().is_multivalued(name) == *multivalued
            && decided.context().values(name).is_some_and(|own| own.iter().eq(values.iter()))
    };
    let entries = first.context().entries();
    entries.filter(|key| others.iter().all(|other| has(other, key))).collect()
}

/// Writes a decision, with the keys that are not shared; none where all are.
fn tell(decided: &Decided, shared: Option<&[Key<'_>]>, entry: &mut Object) {
    let access = decided.access();
    entry.text("action", access.action());
    entry.text("resource", access.resource());
    if let Some(owner) = &access.resource_account {
        entry.set("owner", owner);
    }
    if let Some(shared) = shared {
        let is_shared = |name: &str| shared.iter().any(|(other, ..)| *other == name);
        let own = decided.context().entries().filter(|(name, ..)| !is_shared(name));
        let mut own = own.peekable();
        if own.peek().is_some() {
            entry.object("keys", |keys| keys::write(own, keys));
        }
    }
    if access.by_provider {
        // An identity provider spoke for the caller, whoever signed.
        entry.flag("provider", true);
    }
    match Ground::of(decided.decision) {
        Some(allowed) => entry.set("allowed", &allowed),
        None => entry.set("denied", &but_for(decided)),
    }
}

fn but_for(decided: &Decided) -> ButFor {
    decided.with_request(|request, layers| {
        let organization = Layers { scps: &[], rcps: &[], ..*layers };
        let identity = EVERYTHING.as_ref().map(|all| Layers { identity: all, ..organization });
        ButFor {
            organization: Ground::of(decide(request, &organization)),
            identity: identity.and_then(|layers| Ground::of(decide(request, &layers))),
        }
    })
}

/// Identity policies that allow everything: read once, as refusals may be many.
static EVERYTHING: LazyLock<Option<[Attached; 1]>> = LazyLock::new(|| {
    let policy = Policy::parse(ALLOW_ALL, PolicyKind::Identity).ok()?;
    Some([Attached::inline("everything", policy.into())])
});
