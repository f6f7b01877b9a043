//! Whose account a call is about: the caller's own or, where it names one, a member's of the
//! organization that the caller manages. (Account Management Reference Guide, "Enabling trusted
//! access" and each operation's `AccountId`.)

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Access, Accounts, Ask, Call, Membership, Memberships};
use bartizan_types::{AccountId, Arn, Fault};

use crate::error::AccountError;

/// The service that an organization lets in, and whose administrators may act.
const PRINCIPAL: &str = "account.amazonaws.com";
/// Where a request names an account.
const ACCOUNT_ID: &str = "AccountId";

/// Whose account a call is about.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) account: AccountId,
    /// Its place, where the request names it as a member.
    place: Option<Membership>,
}

/// Finds targets, in a transaction too.
pub(crate) struct Finder {
    own: AccountId,
    memberships: Option<Arc<dyn Memberships>>,
    refusal: String,
}

impl Finder {
    /// For this call.
    pub(crate) fn of(call: &Call) -> Result<Self, Fault> {
        let caller = call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
        let action = call.operation.actions.first().copied().unwrap_or_default();
        Ok(Self {
            own: call.account()?,
            memberships: call.platform.ports.memberships.clone(),
            refusal: format!("User: {caller} is not authorized to perform: {action}"),
        })
    }

    /// The account that the request names, or the caller's own.
    ///
    /// # Errors
    /// `AccessDenied` where it names one and the caller's account may not.
    pub(crate) fn find(
        &self,
        reader: &Reader<'_>,
        asked: Option<&str>,
    ) -> Result<Target, AccountError> {
        let Some(asked) = asked else { return Ok(Target { account: self.own, place: None }) };
        let refused = |why: &str| AccountError::AccessDenied(format!("{}{why}", self.refusal));
        let account = asked.parse::<AccountId>().map_err(|_| refused(""))?;
        let memberships = self.memberships.as_ref().ok_or_else(|| refused(""))?;
        let own = memberships.find(reader, self.own)?.ok_or_else(|| refused(""))?;
        let is_management = self.own == own.management;
        if !is_management && !own.administers(PRINCIPAL) {
            return Err(refused(""));
        }
        if account == own.management {
            return Err(refused(
                " (The management account can only be managed using the standalone context from \
                 the management account.)",
            ));
        }
        if !own.trusts(PRINCIPAL) || !own.has_all_features {
            return Err(refused(
                " (Your organization must first enable trusted access with AWS Account \
                 Management.)",
            ));
        }
        let place = memberships.find(reader, account)?;
        let place = place.filter(|place| place.organization == own.organization);
        Ok(Target { account, place: Some(place.ok_or_else(|| refused(""))?) })
    }
}

/// The account that a call names in this member, or the caller's own.
pub(crate) fn of(call: &Call, asked: Option<&str>) -> Result<Target, AccountError> {
    let finder = Finder::of(call)?;
    Ok(call.read(|reader| finder.find(reader, asked))?)
}

/// The main action on the account.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![access(ask, ACCOUNT_ID)?])
}

/// The main action on the account that this member of the request names.
pub(crate) fn access(ask: &Ask<'_>, member: &str) -> Result<Access, Fault> {
    let target = of(ask.call, ask.text(member))?;
    let Some(place) = &target.place else {
        let arn = Arn::new("account", "", Some(target.account), "account");
        return Ok(Access::on(ask.action(), &arn));
    };
    let resource = format!("account/{}/{}", place.organization, target.account);
    let arn = Arn::new("account", "", Some(place.management), &resource);
    let mut access = Access::on(ask.action(), &arn)
        // The policies of an administrator's own account decide, as those of the management account.
        .owned_by(ask.call.account()?)
        .key_list("account:AccountResourceOrgPaths", vec![place.path.clone()]);
    for tag in &place.tags {
        let key = format!("account:AccountResourceOrgTags/{}", tag.key);
        access = access.key(key, tag.value.clone());
    }
    Ok(access)
}

/// Who keeps accounts.
pub(crate) fn accounts(call: &Call) -> Result<Arc<dyn Accounts>, Fault> {
    call.platform.ports.accounts.clone().ok_or_else(|| {
        Fault::new("InternalServerException", "there is no service that keeps accounts", 500)
    })
}
