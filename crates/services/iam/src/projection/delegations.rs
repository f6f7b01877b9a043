//! Delegation requests in the directory.

use bartizan_service::Directory;
use bartizan_store::Key;

use crate::records::DelegationRequest;

/// Enters a request whose access was handed over; any other is not in the directory.
pub(super) fn settle(key: &Key, request: Option<&DelegationRequest>, directory: &mut Directory) {
    match request.filter(|request| request.is_in_force()) {
        Some(request) => directory.put_delegation(&request.id),
        None => directory.remove_delegation(&key.id),
    }
}
