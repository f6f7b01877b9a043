//! What is decided about: who asks for what, and the policies that have a say.

use bartizan_types::{AccountId, Principal};

use crate::{Attached, Context, Path};

/// A request to be authorised.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Who makes it.
    pub principal: &'a Principal,
    /// The action, such as `s3:GetObject`.
    pub action: &'a str,
    /// The ARN of the resource, or `*` where the action takes none.
    pub resource: &'a str,
    /// The account that owns the resource; `None` where none does, which is as the caller's own.
    pub resource_account: Option<AccountId>,
    /// The condition keys.
    pub context: &'a Context,
    /// What else changes the rules.
    pub flags: Flags,
}

/// Facts about a request that change which rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts, named where they are set")]
pub struct Flags {
    /// The principal's account is the organization's management account: service control policies
    /// do not bind it.
    pub management_account_principal: bool,
    /// The resource's account is the organization's management account: resource control policies
    /// do not protect it.
    pub management_account_resource: bool,
    /// The resource is itself a pattern, as the simulator takes it: a statement speaks of it when it
    /// speaks of all that the pattern stands for.
    pub resource_is_pattern: bool,
    /// The action takes no resource, so only `Resource: "*"` speaks of it.
    pub wildcard_only_action: bool,
    /// Only an identity provider speaks for the caller: `AssumeRoleWithWebIdentity` and
    /// `…WithSAML`. Give the principal as anonymous and the provider (its ARN or its domain) as the
    /// key `aws:FederatedProvider`. There is no caller's side; trust policy and resource control
    /// policies decide.
    pub unsigned_federation: bool,
    /// The caller acts by permissions that somebody delegated for a while: nothing is allowed beyond
    /// the session policies, whatever grants it.
    pub delegated_session: bool,
    /// Whom the KMS grants of the key admit to this.
    pub granted: Granted,
    /// The resource is managed by AWS (an AWS managed key): resource control policies do not
    /// bind it.
    pub aws_managed_resource: bool,
    /// The account of the caller or of the resource is closed: nothing is allowed, whatever the
    /// policies say.
    pub closed_account: bool,
}

/// Whom a key's grants admit, beside its policy. (AWS KMS Developer Guide, "Grants in AWS KMS".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Granted {
    /// Nobody that the request is of.
    #[default]
    No,
    /// The caller's account, which lets its identity policies say who in it may.
    ToAccount,
    /// The caller, whatever policies leave out.
    ToCaller,
}

/// The policies in force for a request. Empty layers are not in force.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layers<'a> {
    /// The caller's identity policies: managed, inline, of groups.
    pub identity: &'a [Attached],
    /// The caller's permissions boundary.
    pub boundary: Option<&'a Attached>,
    /// The session policies; `None` where none was given. An empty list is as none.
    pub session: Option<&'a [Attached]>,
    /// The policy of the resource, or the trust policy of a role.
    pub resource: Option<&'a Attached>,
    /// Service control policies on the path of the caller's account in pieces, root first;
    /// empty where none are in force.
    pub scps: &'a [Path],
    /// Resource control policies on the path of the resource's account, as `scps`.
    pub rcps: &'a [Path],
    /// Policies of the VPC endpoint that the request came through.
    pub endpoint: &'a [Attached],
}
