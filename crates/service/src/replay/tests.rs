//! A past decision that is made again comes to what the engine would have said with all policies at
//! hand.

mod world;

use std::sync::Arc;

use bartizan_policy::{Attached, Decision, PolicyKind};
use bartizan_store::ActivityRow;
use bartizan_types::UniqueId;
use proptest::prelude::*;

use self::world::{ADDRESSES, MEMBER, STATEMENTS, World, account, attached, world};
use super::*;
use crate::Directory;
use crate::decide::{Bounds, Decided};

impl World {
    fn past(&self) -> Past {
        let first = self.directory(&self.scps[0], &self.rcps[0], &self.identity);
        recorded(&[self.decided(&first)]).decisions.remove(0)
    }

    /// The decision with these policies, beside what a rehearsal comes to.
    fn agrees(&self, change: Change, planned: &Directory) {
        let present = self.directory(&self.scps[1], &self.rcps[1], &self.later_identity);
        let past = self.past();
        let rehearsal = Rehearsal::new(Arc::new(present.clone()), change).unwrap();
        if !rehearsal.is_about(&past) {
            assert_eq!(rehearsal.rehearse(&past), None);
            return;
        }
        let truth = |directory: &Directory| self.decided(directory).decision.is_allowed();
        let found = rehearsal.rehearse(&past);
        let is_allowed = |decision: Option<Decision>| decision.is_some_and(Decision::is_allowed);
        assert_eq!(is_allowed(found.map(|one| one.present)), truth(&present), "present");
        assert_eq!(is_allowed(found.map(|one| one.planned)), truth(planned), "planned");
    }
}

fn changed(levels: &[Vec<Attached>], change: &NodeChange) -> Vec<Vec<Attached>> {
    let mut levels = levels.to_vec();
    levels[change.level].retain(|one| one.source.arn.as_deref() != change.replaced.as_deref());
    levels[change.level].push(change.candidate.clone());
    levels
}

fn recorded(decisions: &[Decided]) -> Recorded {
    let replay = kept(decisions.iter(), decisions.len()).unwrap();
    let body = [br#"{"event":{},"replay":"#, replay.as_slice(), b"}"].concat();
    Recorded::of(&row(body))
}

fn row(body: Vec<u8>) -> ActivityRow {
    ActivityRow {
        time_ms: 0,
        event_id: "e".to_owned(),
        request_id: "r".to_owned(),
        account: account(MEMBER).to_string(),
        region: "us-east-1".to_owned(),
        body,
        keys: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn service_control_policies_are_rehearsed_exactly(mut world in world()) {
        world.later_identity.clone_from(&world.identity);
        let change = world.node(PolicyKind::ServiceControl);
        let scps = changed(&world.scps[1], &change);
        let planned = world.directory(&scps, &world.rcps[1], &world.identity);
        world.agrees(Change::ServiceControl(change), &planned);
    }

    #[test]
    fn resource_control_policies_are_rehearsed_exactly(mut world in world()) {
        world.later_identity.clone_from(&world.identity);
        let change = world.node(PolicyKind::ResourceControl);
        let rcps = changed(&world.rcps[1], &change);
        let planned = world.directory(&world.scps[1], &rcps, &world.identity);
        world.agrees(Change::ResourceControl(change), &planned);
    }

    #[test]
    fn identity_policies_are_rehearsed_exactly(world in world()) {
        let candidate = attached(PolicyKind::Identity, "candidate", world.candidate.1);
        let planned: Vec<Attached> =
            world.later_identity.iter().skip(1).cloned().chain([candidate]).collect();
        let directory = world.directory(&world.scps[1], &world.rcps[1], &planned);
        let change = PrincipalChange {
            account: world.caller_account(),
            id: world.entity(&[]).id,
            present: world.later_identity.clone().into(),
            planned: planned.into(),
        };
        world.agrees(Change::Principal(change), &directory);
    }
}

fn simple() -> World {
    World {
        who: 0,
        management: false,
        identity: vec![attached(PolicyKind::Identity, "all", STATEMENTS[0])],
        later_identity: Vec::new(),
        boundary: None,
        session: None,
        resource: None,
        owner: None,
        action: "s3:GetObject",
        by_provider: false,
        address: ADDRESSES[0],
        tag_keys: vec!["team".to_owned()],
        scps: [Vec::new(), Vec::new()],
        rcps: [Vec::new(), Vec::new()],
        candidate: (0, STATEMENTS[0]),
        replaced: None,
    }
}

#[test]
fn what_decisions_have_in_common_is_kept_once() {
    let one = simple();
    let directory = one.directory(&[], &[], &one.identity);
    let other = World { address: ADDRESSES[1], action: "s3:PutBucketPolicy", ..one.clone() };
    let both = [one.decided(&directory), other.decided(&directory)];
    let text = String::from_utf8(kept(both.iter(), 5).unwrap()).unwrap();
    assert_eq!(text.matches("aws:TagKeys").count(), 1, "{text}");
    let read = recorded(&both);
    assert_eq!(read.omitted, 0);
    for (past, world) in read.decisions.iter().zip([&one, &other]) {
        assert_eq!(past.action, world.action);
        assert_eq!(past.context.values("aws:SourceIp").unwrap(), [world.address]);
        assert!(past.context.is_multivalued("aws:TagKeys"));
    }
    assert!(text.ends_with(r#""omitted":3}"#), "{text}");
    assert_eq!(kept([].iter(), 0), None);
}

#[test]
fn what_is_long_or_may_be_secret_is_counted_and_not_kept() {
    let one = simple();
    let directory = one.directory(&[], &[], &one.identity);
    for (key, value) in [
        ("aws:UserAgent", "x".repeat(9000)),
        ("aws:Referer", "https://example.com/?X-Amz-Signature=secret".to_owned()),
    ] {
        let decided = one.decided(&directory);
        let mut context = decided.context().clone();
        context.set(key, value);
        let bounds = Bounds::of(&directory, &one.caller(), None);
        let decided = Decided::from_parts(
            decided.principal().clone(),
            one.access(),
            context,
            bounds,
            decided.decision,
        );
        let read = recorded(&[decided]);
        assert_eq!((read.decisions.len(), read.omitted), (0, 1), "{key}");
    }
}

#[test]
fn events_from_before_are_counted_as_not_replayable() {
    for (body, omitted, entity) in [
        (
            r#"{"event":{"userIdentity":{"type":"IAMUser","principalId":"AIDAX","accountId":"000000000001"}},"decisions":[{},{}]}"#,
            2,
            Some("AIDAX"),
        ),
        (
            r#"{"event":{"userIdentity":{"type":"AssumedRole","principalId":"AROAX:s","accountId":"000000000001","sessionContext":{"sessionIssuer":{"principalId":"AROAX"}}}},"decisions":[{}]}"#,
            1,
            Some("AROAX"),
        ),
        (
            r#"{"event":{"userIdentity":{"type":"AWSAccount","principalId":"AIDAX","accountId":"000000000002"},"sharedEventID":"s"},"decisions":[]}"#,
            1,
            None,
        ),
        (r#"{"event":{"userIdentity":{"type":"Root"}},"decisions":[]}"#, 0, None),
        (r#"{"event":{"userIdentity":{"type":"Root"}}}"#, 0, None),
        (r#"{"replay":{"by":"nobody"}}"#, 1, None),
        (
            r#"{"replay":{"by":{"user":["arn:aws:s3:::b","AIDAX"]},"decided":[{"action":"a:b","resource":"*"}],"omitted":2}}"#,
            3,
            None,
        ),
        (r#"{"replay":{"by":"anonymous","decided":[{"action":"a:b","resource":"*"}]}}"#, 1, None),
        ("[", 1, None),
    ] {
        let read = Recorded::of(&row(body.as_bytes().to_vec()));
        assert_eq!((read.decisions.len(), read.omitted), (0, omitted), "{body}");
        assert_eq!(read.entity.as_ref().map(UniqueId::as_str), entity, "{body}");
    }
}
