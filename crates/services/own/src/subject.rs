//! Whose past is asked about.

use std::sync::Arc;

use bartizan_service::directory::Entity;
use bartizan_service::{Call, Governance};
use bartizan_types::{AccountId, Arn, Fault, Timestamp};

use crate::error::OwnError;

/// Whose past is asked about, and how much of it the caller may see.
pub(crate) struct Subject {
    pub(crate) entity: Arc<Entity>,
    /// When the caller's organization got the account.
    pub(crate) visible_since: Timestamp,
}

/// From when on an account sees what was done in it: all of it.
pub(crate) const OWN_SINCE: Timestamp = Timestamp::from_millis(0);

/// Who keeps organizations.
///
/// # Errors
/// Nobody does.
pub(crate) fn governance(call: &Call) -> Result<&Arc<dyn Governance>, Fault> {
    call.platform
        .ports
        .governance
        .as_ref()
        .ok_or_else(|| Fault::new("NotImplemented", "no service here keeps organizations", 501))
}

/// The user or role of this ARN or, as `role/NAME` or `user/NAME`, of this name: of the caller's
/// account, or of one that the caller's oversees.
///
/// # Errors
/// There is none, or the caller may not see what was done in its account.
pub(crate) fn entity(
    call: &Call,
    principal: &str,
    account: Option<&str>,
) -> Result<Subject, OwnError> {
    let caller = call.account()?;
    let arn = principal.parse::<Arn>().ok();
    let named = account.map(|account| {
        let wrong = |_| OwnError::Invalid(format!("`{account}` is no account: write 12 digits."));
        account.parse::<AccountId>().map_err(wrong)
    });
    let owner = match (named.transpose()?, arn.as_ref().and_then(Arn::account_id)) {
        (Some(named), Some(of_arn)) if named != of_arn => {
            return Err(OwnError::Invalid(format!("`{principal}` is not of account {named}.")));
        }
        (named, of_arn) => named.or(of_arn).unwrap_or(caller),
    };
    let visible_since = if owner == caller {
        OWN_SINCE
    } else {
        let governance = governance(call)?;
        call.read(|reader| governance.oversees(reader, caller, owner))?
    };
    let directory = &call.directory;
    let found = match (&arn, principal.split_once('/')) {
        (Some(arn), _) => directory.entity_by_arn(arn.as_str()),
        (None, Some(("role", name))) => directory.role_by_name(owner, last(name)),
        (None, Some(("user", name))) => directory.user_by_name(owner, last(name)),
        (None, _) => {
            return Err(OwnError::Invalid(format!(
                "`{principal}` is no principal: write role/NAME, user/NAME or an ARN."
            )));
        }
    };
    let entity = found.cloned();
    let entity = entity.ok_or_else(|| OwnError::NoSuchPrincipal(principal.to_owned(), owner))?;
    Ok(Subject { entity, visible_since })
}

/// A name without its path.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}
