//! Which rules apply to a caller, a resource and an action.

use bartizan_types::{Principal, Session, SessionKind};

use crate::compile::{ActionName, Caller, Question};
use crate::{Granted, Layers, Request, catalog};

/// How the root user reads and lifts a policy that denies everyone, of its own buckets and queues.
/// (IAM User Guide, "Tasks that require root user credentials"; Amazon S3 User Guide, "Policies and
/// permissions"; the managed policy `SQSUnlockQueuePolicy`.)
const ROOT_RESCUE_ACTIONS: [&str; 5] = [
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "sqs:GetQueueAttributes",
    "sqs:SetQueueAttributes",
];

/// Operations that need no permission and that no policy of the caller refuses. (AWS STS API
/// Reference.)
const FREE_ACTIONS: [&str; 2] = ["sts:GetCallerIdentity", "sts:GetSessionToken"];

/// The facts that decide which layers speak.
#[allow(clippy::struct_excessive_bools, reason = "independent facts, each read by its name")]
pub(crate) struct Scope<'a> {
    pub(crate) question: Question<'a>,
    pub(crate) needs_no_permission: bool,
    pub(crate) granted: Granted,
    /// The caller has a side of its own: identity policies, boundary, session policies.
    pub(crate) has_identity: bool,
    pub(crate) same_account: bool,
    pub(crate) scps: bool,
    pub(crate) rcps: bool,
    pub(crate) ignores_resource_denies: bool,
    pub(crate) is_delegated: bool,
    pub(crate) is_closed: bool,
}

impl<'a> Scope<'a> {
    pub(crate) fn of(request: &Request<'a>, layers: &Layers<'_>) -> Self {
        let flags = request.flags;
        let action = ActionName::new(request.action);
        let account = request.principal.account();
        let has_identity = account.is_some() && !flags.unsigned_federation;
        let same_account = account.is_some()
            && request.resource_account.is_none_or(|resource| Some(resource) == account);
        let service_linked = matches!(
            request.principal,
            Principal::Session(Session {
                kind: SessionKind::Role { service_linked: true, .. },
                ..
            })
        );
        let provider = flags
            .unsigned_federation
            .then(|| request.context.values("aws:FederatedProvider")?.first())
            .flatten();
        let is_root = matches!(request.principal, Principal::Root { .. });
        let is_kms = action.is("kms:");
        Self {
            question: Question {
                action,
                resource: if flags.wildcard_only_action { "*" } else { request.resource },
                resource_is_pattern: flags.resource_is_pattern,
                context: request.context,
                caller: Caller {
                    principal: request.principal,
                    provider,
                    has_boundary: layers.boundary.is_some(),
                },
            },
            needs_no_permission: has_identity && FREE_ACTIONS.iter().any(|one| action.is(one)),
            granted: if is_kms && !flags.delegated_session { flags.granted } else { Granted::No },
            is_delegated: flags.delegated_session,
            is_closed: flags.closed_account,
            has_identity,
            same_account,
            scps: has_identity && !flags.management_account_principal && !service_linked,
            rcps: !layers.rcps.is_empty()
                && !flags.management_account_resource
                && !flags.aws_managed_resource
                && !service_linked
                && !action.is("kms:RetireGrant")
                && supports_rcps(action.text),
            ignores_resource_denies: is_root
                && same_account
                && ROOT_RESCUE_ACTIONS.iter().any(|one| action.is(one)),
        }
    }

    /// Whether identity policies cannot suffice: the caller is of another account or of none, or
    /// the resource is a role or a key, whose policies must admit every caller; and no grant is to the
    /// caller's account.
    pub(crate) fn resource_must_admit(&self, layers: &Layers<'_>) -> bool {
        let guards = layers.resource.is_some_and(|one| {
            one.policy.kind() == crate::PolicyKind::Trust || self.question.action.is("kms:")
        });
        let is_left_to_account = self.granted == Granted::ToAccount && self.has_identity;
        !is_left_to_account && (guards || !self.same_account || !self.has_identity)
    }
}

/// Whether resource control policies protect the resources of the action's service. (AWS
/// Organizations User Guide, "Resource control policies", list of services, as the service data has
/// it.)
fn supports_rcps(action: &str) -> bool {
    action
        .split_once(':')
        .and_then(|(prefix, _)| catalog::service(prefix))
        .is_some_and(|service| service.supports_resource_control_policies)
}
