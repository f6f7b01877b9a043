//! The list of a zone's record sets. (Route 53 API Reference, `ListResourceRecordSets`.)

use bartizan_service::{Authorized, Call};
use bartizan_zones::Name;

use super::shown;
use crate::error::Route53Error;
use crate::records::RecordSet;
use crate::shapes::{ListResourceRecordSetsRequest, ListResourceRecordSetsResponse};
use crate::{Route53, paging, zone};

/// The most sets of a page.
const ITEMS: usize = 300;

/// A page of a zone's sets, from a name, a type and an identifier on.
pub(crate) async fn list(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListResourceRecordSetsRequest>,
) -> Result<ListResourceRecordSetsResponse, Route53Error> {
    let account = call.account()?;
    let items = paging::items(request.max_items.as_deref(), ITEMS)?;
    let page = call.read(|reader| {
        let zone = zone::find(reader, account, &request.hosted_zone_id)?;
        let (prefix, before) = (format!("{}/", zone.id), before(&zone.id, &request)?);
        let account = account.to_string();
        let read = reader.scan(&account, "", &prefix, before.as_deref(), items + 1)?;
        Ok::<_, Route53Error>(read)
    })?;
    let mut sets: Vec<RecordSet> = page.into_iter().map(|(_, set)| set).collect();
    let next = sets.get(items).cloned();
    sets.truncate(items);
    Ok(ListResourceRecordSetsResponse {
        resource_record_sets: sets.into_iter().map(shown).collect(),
        is_truncated: next.is_some(),
        next_record_identifier: next.as_ref().and_then(|set| set.set_identifier.clone()),
        next_record_type: next.as_ref().map(|set| set.kind.clone()),
        next_record_name: next.map(|set| set.name),
        max_items: items.to_string(),
    })
}

/// What stands just before the first set of a page among the store's ids: they end in a space, which
/// is less than what names are made of.
fn before(
    zone: &str,
    request: &ListResourceRecordSetsRequest,
) -> Result<Option<String>, Route53Error> {
    let (kind, identifier) = (&request.start_record_type, &request.start_record_identifier);
    let Some(name) = &request.start_record_name else {
        let has_more = kind.is_some() || identifier.is_some();
        let wrong = Route53Error::input("The input is not valid");
        return if has_more { Err(wrong) } else { Ok(None) };
    };
    let name = Name::parse(name).map_err(|error| Route53Error::input(error.reason()))?;
    let name = format!("{zone}/{}", name.reversed());
    Ok(Some(match (kind, identifier) {
        (None, None) => name,
        (Some(kind), None) => format!("{name} {kind}"),
        (Some(kind), Some(identifier)) => format!("{name} {kind} {identifier}"),
        (None, Some(_)) => return Err(Route53Error::input("The input is not valid")),
    }))
}
