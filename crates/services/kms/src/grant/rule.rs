//! Which condition keys calls about grants set, and whom grants themselves admit.

use std::collections::BTreeMap;

use bartizan_policy::Granted;
use bartizan_service::directory::kms::{Grant, GrantConstraints};
use bartizan_service::{Access, Ask, Call};
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;

use super::principal;
use super::token::{self, Token};
use crate::error::KmsError;
use crate::naming::{self, ANY_ACCOUNT, Named};
use crate::records::GrantRecord;
use crate::rules::{self, EncryptionContext, Guarded};

/// A new grant on a key. A grantee may grant no more than it was granted.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    token::check(ask)?;
    let name = ask.text("KeyId").unwrap_or_default();
    let constraints = constraints(ask);
    let operations = texts(ask.input.field("Operations"));
    let (access, parent) = match naming::find(ask.call, name, ANY_ACCOUNT)? {
        Named::Hidden(arn) => (rules::asked(ask.call, Access::on(ask.action(), &arn)), None),
        Named::Key(key, _) => {
            let call = ask.call;
            let (principal, source) = (&call.caller.principal, call.on_behalf_of.as_ref());
            let mut grants = call.directory.kms().grants_admitting(
                key.arn.as_str(),
                principal,
                "CreateGrant",
                None,
                source,
            );
            let parent = grants.find(|(grant, _)| may_pass_on(grant, &operations, &constraints));
            let parent = parent.map(|(parent, granted)| (parent.id.clone(), granted));
            (rules::of_key(call, ask.action(), &key), parent)
        }
    };
    let access = with_constraints(access, &constraints)
        .key_list("kms:GrantOperations", operations)
        .key("kms:GrantIsForAWSResource", for_aws(ask))
        .key_if("kms:GrantConstraintSourceArn", constraints.source_arn.clone())
        .key_if("kms:GranteePrincipal", ask.text("GranteePrincipal"))
        .key_if("kms:GranteeServicePrincipal", ask.text("GranteeServicePrincipal"))
        .key_if("kms:RetiringPrincipal", ask.text("RetiringPrincipal"))
        .key_if("kms:RetiringServicePrincipal", ask.text("RetiringServicePrincipal"));
    Ok(vec![match parent {
        // Whom policies admit does not depend on a grant that may end meanwhile.
        Some((parent, granted)) if !ask.call.may(&access) => {
            ask.call.rest_on(&parent);
            access.granted(granted)
        }
        _ => access,
    }])
}

/// The grants of a key, to be listed or revoked.
pub(crate) fn of_key(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::any_key(ask)?.into_iter();
    Ok(access.map(|one| one.key("kms:GrantIsForAWSResource", for_aws(ask))).collect())
}

/// A grant to be retired, which key policies have no say in. (AWS KMS Developer Guide, "Retiring and
/// revoking grants".)
pub(crate) fn retired(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let call = ask.call;
    let Token { key, grant } = named(ask)?;
    let key = match naming::find(call, key.as_str(), ANY_ACCOUNT)? {
        Named::Key(key, _) => key,
        Named::Hidden(arn) => {
            return Ok(vec![rules::asked(call, Access::on(ask.action(), &arn))]);
        }
    };
    let id = GrantRecord::key_of(key.account, &key.region, &key.id, &grant);
    let Some(record) = call.read(|reader| reader.get::<GrantRecord>(&id))? else {
        // That there is none is for those to know who may retire grants of the key.
        return Ok(vec![rules::of_key(call, ask.action(), &key).resource_policy(None)]);
    };
    let access = rules::of_key(call, ask.action(), &key)
        .resource_policy(None)
        .granted(may_retire(call, &record));
    let access = with_constraints(access, &record.constraints);
    if !rules::is_foreign(call, &key) {
        return Ok(vec![access]);
    }
    // What the grant asks for is not for strangers to know.
    let named = rules::asked(call, Access::on(ask.action(), &key.arn));
    Ok(vec![Guarded::or_named(access, named).settled(call)?])
}

/// Whom a grant lets retire it: who is named for it, its grantee if it says so, the account that made it.
/// An account leaves it to its policies, and so does the key's.
fn may_retire(call: &Call, grant: &GrantRecord) -> Granted {
    let is_grantees = grant.operations.iter().any(|one| one == "RetireGrant");
    let named = || grant.retiring.iter().chain(is_grantees.then_some(&grant.grantee));
    if named().any(|one| principal::is_caller(call, one)) || call.is_root_of(grant.issuer) {
        return Granted::ToCaller;
    }
    let Some(account) = call.caller.principal.account() else { return Granted::No };
    let root = principal::account(account);
    if [grant.account, grant.issuer].contains(&account) || named().any(|one| *one == root) {
        return Granted::ToAccount;
    }
    Granted::No
}

/// The principal whose grants are listed that it may retire: of the caller's account.
pub(crate) fn retirable(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    if ask.text("RetiringServicePrincipal").is_some() {
        let message = "RetiringServicePrincipal is for service principals of AWS alone.";
        return Err(KmsError::Validation(message.to_owned()).into());
    }
    let text = ask.text("RetiringPrincipal").unwrap_or_default();
    let arn: Arn = text.parse().map_err(|_| KmsError::InvalidArn(text.to_owned()))?;
    Ok(vec![Access::on(ask.action(), &arn)])
}

/// The grant that a request names: by its token, or by its key and its id.
pub(super) fn named(ask: &Ask<'_>) -> Result<Token, KmsError> {
    super::retire::named(ask.call, ask.text("GrantToken"), ask.text("KeyId"), ask.text("GrantId"))
}

/// Whether a grant lets its grantee make one of these operations under these constraints: none that
/// it has not itself, and none more freely. (AWS KMS Developer Guide, "Granting `CreateGrant`
/// permission".)
fn may_pass_on(grant: &Grant, operations: &[String], constraints: &GrantConstraints) -> bool {
    let has = |operation: &String| grant.operations.contains(operation);
    operations.iter().all(has) && is_as_strict(constraints, &grant.constraints)
}

/// Whether what fits `new` fits `old`, too.
fn is_as_strict(new: &GrantConstraints, old: &GrantConstraints) -> bool {
    let equals = old.context_equals.is_none() || new.context_equals == old.context_equals;
    let subset = old.context_subset.as_ref().is_none_or(|wanted| {
        let has = |context: &EncryptionContext| {
            wanted.iter().all(|(key, value)| context.get(key) == Some(value))
        };
        new.context_subset.as_ref().is_some_and(has) || new.context_equals.as_ref().is_some_and(has)
    });
    equals && subset && (old.source_arn.is_none() || new.source_arn == old.source_arn)
}

/// The condition keys that the constraints of a grant set.
fn with_constraints(access: Access, constraints: &GrantConstraints) -> Access {
    let GrantConstraints { context_equals, context_subset, source_arn } = constraints;
    let kind = match (context_equals, context_subset, source_arn) {
        (Some(_), _, _) => Some("EncryptionContextEquals"),
        (None, Some(_), _) => Some("EncryptionContextSubset"),
        (None, None, Some(_)) => Some("SourceArn"),
        (None, None, None) => None,
    };
    let context = context_equals.as_ref().or(context_subset.as_ref());
    rules::with_context(access, context).key_if("kms:GrantConstraintType", kind)
}

/// Whether a service of AWS asks for the caller.
fn for_aws(ask: &Ask<'_>) -> String {
    ask.call.via.is_some().to_string()
}

fn constraints(ask: &Ask<'_>) -> GrantConstraints {
    let Some(input) = ask.input.field("Constraints") else { return GrantConstraints::default() };
    let context = |member| {
        let entries = input.field(member).filter(|value| !value.is_null()).map(Value::entries)?;
        let text = |(key, value): &(String, Value)| Some((key.clone(), value.text()?.to_owned()));
        Some(entries.iter().filter_map(text).collect::<BTreeMap<_, _>>())
    };
    GrantConstraints {
        context_equals: context("EncryptionContextEquals"),
        context_subset: context("EncryptionContextSubset"),
        source_arn: input.field("SourceArn").and_then(Value::text).map(str::to_owned),
    }
}

fn texts(list: Option<&Value>) -> Vec<String> {
    let items = list.map(Value::items).unwrap_or_default();
    items.iter().filter_map(|item| item.text().map(str::to_owned)).collect()
}
