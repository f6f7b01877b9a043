//! Attacks. (AWS Shield Advanced API Reference, `ListAttacks` and `DescribeAttack`.)

mod shown;
mod statistics;

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

pub(crate) use statistics::statistics;

use crate::error::ShieldError;
use crate::records::{AttackRecord, all, key};
use crate::shapes::{
    DescribeAttackRequest, DescribeAttackResponse, ListAttacksRequest, ListAttacksResponse,
    TimeRange,
};
use crate::{Shield, paging};

/// The attacks on what was protected at the time, newest first.
pub(crate) async fn list(
    _service: &Shield,
    call: &Call,
    request: Authorized<ListAttacksRequest>,
) -> Result<ListAttacksResponse, ShieldError> {
    let account = call.account()?;
    let mut held = call.read(|reader| all::<AttackRecord>(reader, account))?;
    let wanted = request.resource_arns.as_deref().unwrap_or_default();
    held.retain(|attack| {
        let end = attack.is_over.then_some(attack.lasted_until);
        attack.is_protected
            && (wanted.is_empty() || wanted.contains(&attack.resource))
            && is_in(request.start_time.as_ref(), Some(attack.began))
            && is_in(request.end_time.as_ref(), end)
    });
    let newest_first =
        |attack: &AttackRecord| format!("{:020}/{}", i64::MAX - attack.began.millis(), attack.id);
    let (token, most) = (request.next_token.as_deref(), request.max_results);
    let page = paging::page(held, token, most, newest_first)?;
    Ok(ListAttacksResponse {
        attack_summaries: Some(page.items.iter().map(shown::summary).collect()),
        next_token: page.next,
    })
}

/// An attack.
pub(crate) async fn describe(
    _service: &Shield,
    call: &Call,
    request: Authorized<DescribeAttackRequest>,
) -> Result<DescribeAttackResponse, ShieldError> {
    let account = call.account()?;
    let held: Option<AttackRecord> =
        call.read(|reader| Ok::<_, ShieldError>(reader.get(&key(account, &request.attack_id))?))?;
    let attack = held.filter(|attack| attack.is_protected).ok_or(ShieldError::UnknownAttack)?;
    Ok(DescribeAttackResponse { attack: Some(shown::detail(&attack)) })
}

/// Whether an instant is in a range: that of an attack which goes on has not come yet.
fn is_in(range: Option<&TimeRange>, instant: Option<Timestamp>) -> bool {
    let Some(range) = range else { return true };
    let is_after_begin =
        range.from_inclusive.is_none_or(|from| instant.is_none_or(|instant| from <= instant));
    let is_before_end =
        range.to_exclusive.is_none_or(|to| instant.is_some_and(|instant| instant < to));
    is_after_begin && is_before_end
}
