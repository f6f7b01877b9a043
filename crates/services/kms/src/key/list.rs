//! `ListKeys`.

use bartizan_service::paging::Page;
use bartizan_service::{Authorized, Call};

use crate::error::KmsError;
use crate::records::KeyRecord;
use crate::shapes::{KeyListEntry, ListKeysRequest, ListKeysResponse};
use crate::{KeyManagement, paging};

/// How many keys a page has unless the request says. (AWS KMS API Reference, `ListKeys`.)
const DEFAULT_KEYS: usize = 100;

/// The account's keys in the region. No account shares keys with another through Resource Access
/// Manager here, so those of other accounts are none.
pub(crate) async fn list(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ListKeysRequest>,
) -> Result<ListKeysResponse, KmsError> {
    let owners = request.resource_owners.as_deref();
    let is_own = owners.is_none_or(|owners| owners.iter().any(|owner| owner == "SELF"));
    let page = if is_own {
        let of = (call.account()?, &call.region);
        let size = paging::size(request.limit, DEFAULT_KEYS);
        call.read(|reader| {
            paging::scanned::<KeyRecord>(reader, of, request.marker.as_deref(), size)
        })?
    } else {
        Page { items: Vec::new(), next: None }
    };
    let shown = |key: &KeyRecord| KeyListEntry {
        key_id: Some(key.id.clone()),
        key_arn: Some(key.arn().to_string()),
    };
    Ok(ListKeysResponse {
        keys: Some(page.items.iter().map(shown).collect()),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}
