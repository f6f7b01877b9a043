//! Managed policies: those of the account, and the library of AWS.

mod found;
mod granting;
mod list;
pub(crate) mod rule;
mod tagging;
mod uses;
mod version;

pub(crate) use found::Found;
pub(crate) use granting::granting_service_access;
pub(crate) use list::{entities, list};
pub(crate) use tagging::{list_tags, tag, untag};
pub(crate) use uses::{AccountUses, Uses};
pub(crate) use version::{
    create as create_version, delete as delete_version, get as version, list as versions,
    set_default as set_default_version,
};

use bartizan_policy::{Policy as Compiled, PolicyKind};
use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::{AccountId, IdKind, UniqueId};

use crate::Iam;
use crate::error::IamError;
use crate::records::{self, ManagedPolicy, Named, PolicyVersion};
use crate::shapes::{
    CreatePolicyRequest, CreatePolicyResponse, DeletePolicyRequest, GetPolicyRequest,
    GetPolicyResponse, Policy,
};
use crate::{library, tags};

/// How many characters a managed policy may have, white space not counted. (IAM User Guide, "IAM
/// and AWS STS quotas".)
const CHARACTERS_MAX: usize = 6144;

/// Makes a policy.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreatePolicyRequest>,
) -> Result<CreatePolicyResponse, IamError> {
    let request = request.into_inner();
    check_document(&request.policy_document)?;
    let policy = ManagedPolicy {
        account: call.account()?,
        name: request.policy_name,
        id: UniqueId::generate(IdKind::ManagedPolicy, &*call.platform.random),
        path: request.path.unwrap_or_else(|| "/".to_owned()),
        description: request.description.filter(|text| !text.is_empty()),
        created: call.now,
        updated: call.now,
        tags: tags::read(request.tags)?,
        default_version: 1,
        next_version: 2,
        versions: vec![PolicyVersion {
            number: 1,
            document: request.policy_document,
            created: call.now,
        }],
    };
    let made = call.commit(move |tx| {
        records::create(tx, &policy)?;
        let tags = tags::shown_if_any(&policy.tags);
        let shown = Policy { description: None, tags, ..found::shown(&policy, Uses::default()) };
        Ok::<_, IamError>(CreatePolicyResponse { policy: Some(shown) })
    });
    Ok(made.await?)
}

/// A policy, without its document.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetPolicyRequest>,
) -> Result<GetPolicyResponse, IamError> {
    let account = call.account()?;
    let policy = call.read(|reader| {
        let found = Found::of(reader, account, &request.policy_arn)?;
        let uses = Uses::of(reader, account, &request.policy_arn)?;
        Ok::<_, IamError>(found.shown(uses))
    })?;
    Ok(GetPolicyResponse { policy: Some(policy) })
}

/// Removes a policy that nothing uses, with its default version.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeletePolicyRequest>,
) -> Result<(), IamError> {
    let (account, arn) = (call.account()?, request.into_inner().policy_arn);
    refuse_library(call, &arn)?;
    let done = call.commit(move |tx| {
        let policy = own(tx, account, &arn)?;
        let uses = Uses::of(tx, account, &arn)?;
        if uses.attached + uses.boundaries > 0 {
            return Err(IamError::PolicyInUse("Cannot delete a policy attached to entities."));
        }
        if policy.versions.len() > 1 {
            return Err(IamError::PolicyInUse(
                "This policy has more than one version. Before you delete a policy, you must \
                 delete the policy's versions. The default version is deleted with the policy.",
            ));
        }
        records::remove(tx, &policy)?;
        Ok(())
    });
    Ok(done.await?)
}

/// The customer managed policy of this ARN in the account.
fn own(reader: &Reader<'_>, account: AccountId, arn: &str) -> Result<ManagedPolicy, IamError> {
    ManagedPolicy::by_arn(reader, arn)?
        .filter(|policy| policy.account == account)
        .ok_or_else(|| missing(arn))
}

fn missing(arn: &str) -> IamError {
    IamError::NoSuchEntity(ManagedPolicy::missing(arn))
}

/// Nobody may change AWS's own policies.
fn refuse_library(call: &Call, arn: &str) -> Result<(), IamError> {
    if !library::owns(arn) {
        return Ok(());
    }
    let caller = call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
    Err(IamError::AccessDenied(format!(
        "User: {caller} is not authorized to perform: iam:{} on resource: policy {arn}",
        call.operation.name
    )))
}

/// Checks the grammar and the size of a document.
fn check_document(text: &str) -> Result<(), IamError> {
    Compiled::parse(text, PolicyKind::Identity).map_err(|error| {
        IamError::MalformedPolicyDocument(error.aws_message(PolicyKind::Identity).to_owned())
    })?;
    if text.chars().filter(|it| !it.is_whitespace()).count() > CHARACTERS_MAX {
        return Err(IamError::quota("PolicySize", CHARACTERS_MAX));
    }
    Ok(())
}
