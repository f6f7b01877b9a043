//! The accounts that the delegated administrator decides for. (Amazon Inspector API Reference,
//! `AssociateMember`, `DisassociateMember`, `GetMember` and `ListMembers`.)

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call, paging};
use bartizan_types::AccountId;

use crate::Inspector;
use crate::error::InspectorError;
use crate::look::{self, Look};
use crate::records::MemberRecord;
use crate::scan;
use crate::shapes::{
    AssociateMemberRequest, AssociateMemberResponse, DisassociateMemberRequest,
    DisassociateMemberResponse, GetMemberRequest, GetMemberResponse, ListMembersRequest,
    ListMembersResponse, Member,
};

/// How many members an administrator has. (Amazon Inspector User Guide, "Amazon Inspector quotas".)
pub(crate) const MEMBERS_MAX: usize = 10_000;
/// How many items a page has unless the request says, which is the most that it may say.
const PAGE_ITEMS: usize = 50;

/// Makes an account of the organization a member.
pub(crate) async fn associate(
    _service: &Inspector,
    call: &Call,
    request: Authorized<AssociateMemberRequest>,
) -> Result<AssociateMemberResponse, InspectorError> {
    let look = Look::of(call)?;
    let account = look::account(&request.into_inner().account_id)?;
    let done = call.commit(move |writer| {
        let (organization, _) = look.administered(writer)?;
        let place = look.membership(writer, account)?;
        if account == look.caller
            || place.is_none_or(|place| place.organization != organization.organization)
        {
            let why = format!("{account} is no other account of the organization.");
            return Err(InspectorError::Invalid(why));
        }
        put(writer, &look, account, true)?;
        Ok(AssociateMemberResponse { account_id: account.to_string() })
    });
    Ok(done.await?)
}

/// Ends that. What is scanned of the account does not change.
pub(crate) async fn disassociate(
    _service: &Inspector,
    call: &Call,
    request: Authorized<DisassociateMemberRequest>,
) -> Result<DisassociateMemberResponse, InspectorError> {
    let look = Look::of(call)?;
    let account = look::account(&request.into_inner().account_id)?;
    let done = call.commit(move |writer| {
        look.administered(writer)?;
        let found: Option<MemberRecord> =
            writer.get(&MemberRecord::key(look.caller, &look.region, account))?;
        if !found.is_some_and(|member| member.is_associated) {
            let why = format!("{account} is not associated with the delegated administrator.");
            return Err(InspectorError::Invalid(why));
        }
        put(writer, &look, account, false)?;
        Ok(DisassociateMemberResponse { account_id: account.to_string() })
    });
    Ok(done.await?)
}

/// Tells of one member.
pub(crate) async fn get(
    _service: &Inspector,
    call: &Call,
    request: Authorized<GetMemberRequest>,
) -> Result<GetMemberResponse, InspectorError> {
    let look = Look::of(call)?;
    let account = look::account(&request.into_inner().account_id)?;
    let member = call.read(|reader| {
        look.administered(reader)?;
        let key = MemberRecord::key(look.caller, &look.region, account);
        let found = reader.get::<MemberRecord>(&key)?;
        found.ok_or(InspectorError::NotFound("The account is not a member."))
    })?;
    Ok(GetMemberResponse { member: Some(shown(&look, &member)) })
}

/// Lists members: those that are associated, unless others are asked for too.
pub(crate) async fn list(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListMembersRequest>,
) -> Result<ListMembersResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let of = look.clone();
    let found = service.read(call, move |reader| {
        of.administered(reader)?;
        all(reader, &of, of.caller)
    });
    let mut members = found.await?;
    if request.only_associated.unwrap_or(true) {
        members.retain(|member| member.is_associated);
    }
    let most = request.max_results.and_then(|most| usize::try_from(most).ok());
    let (token, most) = (request.next_token.as_deref(), most.unwrap_or(PAGE_ITEMS));
    let page = paging::page(members, token, most, |member| member.account.to_string());
    let unknown = "nextToken is not one that an earlier answer gave.";
    let page = page.map_err(|_| InspectorError::Invalid(unknown.to_owned()))?;
    let shown = page.items.iter().map(|member| shown(&look, member)).collect();
    Ok(ListMembersResponse { members: Some(shown), next_token: page.next })
}

/// Whether the caller decides for another account.
pub(crate) fn has_any(reader: &Reader<'_>, look: &Look) -> Result<bool, InspectorError> {
    Ok(look.administers(reader)?.is_some()
        && all(reader, look, look.caller)?.iter().any(|member| member.is_associated))
}

/// All members of an administrator, former ones too.
pub(crate) fn all(
    reader: &Reader<'_>,
    look: &Look,
    administrator: AccountId,
) -> Result<Vec<MemberRecord>, InspectorError> {
    let found = scan::all::<MemberRecord>(reader, administrator, &look.region)?;
    Ok(found.into_iter().map(|(_, member)| member).collect())
}

/// Writes a member of the caller's.
fn put(
    writer: &mut Writer<'_>,
    look: &Look,
    account: AccountId,
    is_associated: bool,
) -> Result<(), InspectorError> {
    if is_associated {
        let members = all(writer, look, look.caller)?;
        let others = members.iter().filter(|one| one.is_associated && one.account != account);
        if others.count() >= MEMBERS_MAX {
            return Err(InspectorError::MembersExceeded(account.to_string()));
        }
    }
    let record = MemberRecord { account, is_associated, updated: look.now };
    Ok(writer.put(&MemberRecord::key(look.caller, &look.region, account), &record)?)
}

fn shown(look: &Look, member: &MemberRecord) -> Member {
    let status = if member.is_associated { "ENABLED" } else { "REMOVED" };
    Member {
        account_id: Some(member.account.to_string()),
        relationship_status: Some(status.to_owned()),
        delegated_admin_account_id: Some(look.caller.to_string()),
        updated_at: Some(member.updated),
    }
}
