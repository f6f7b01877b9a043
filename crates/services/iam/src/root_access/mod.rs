//! Central root access: what an organization does with the root users of its members. (IAM User
//! Guide, "Centrally manage root access for member accounts".)

mod login_profile;

pub(crate) use login_profile::{
    create as create_login_profile, delete as delete_login_profile, get as login_profile, is_meant,
};

use bartizan_service::{Authorized, Call, CentralRoot, Membership, Memberships, RootFeatures};
use bartizan_store::Reader;
use bartizan_types::{AccountId, Fault};

use crate::Iam;
use crate::error::IamError;
use crate::records::CentralFeatures;
use crate::shapes::{
    DisableOrganizationsRootCredentialsManagementResponse,
    DisableOrganizationsRootSessionsResponse, EnableOrganizationsRootCredentialsManagementResponse,
    EnableOrganizationsRootSessionsResponse, ListOrganizationsFeaturesResponse,
};

/// The principal that an organization lets in, and whose administrators may act.
const PRINCIPAL: &str = "iam.amazonaws.com";

/// Tells what organizations do.
#[derive(Debug)]
pub(crate) struct Central;

impl CentralRoot for Central {
    fn features(&self, reader: &Reader<'_>, of: &Membership) -> Result<RootFeatures, Fault> {
        if !of.trusts(PRINCIPAL) {
            return Ok(RootFeatures::default());
        }
        Ok(CentralFeatures::of(reader, of.management, &of.organization)?)
    }
}

/// Which accounts may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Callers {
    /// The management account. (IAM API Reference, `CallerIsNotManagementAccountException`, which
    /// only the calls that enable something answer.)
    Management,
    /// The administrators of IAM, too.
    Administrators,
}

/// An organization, and what it does.
type State = (Option<String>, Option<Vec<String>>);

/// Lets an organization manage its members' root credentials.
pub(crate) async fn enable_credentials(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<EnableOrganizationsRootCredentialsManagementResponse, IamError> {
    change(
        call,
        Callers::Management,
        |it| it.credentials = true,
        |(organization_id, enabled)| EnableOrganizationsRootCredentialsManagementResponse {
            organization_id,
            enabled_features: enabled,
        },
    )
    .await
}

/// Ends that.
pub(crate) async fn disable_credentials(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<DisableOrganizationsRootCredentialsManagementResponse, IamError> {
    change(
        call,
        Callers::Administrators,
        |it| it.credentials = false,
        |(organization_id, enabled)| DisableOrganizationsRootCredentialsManagementResponse {
            organization_id,
            enabled_features: enabled,
        },
    )
    .await
}

/// Lets an organization unlock what only its members' root users can unlock.
pub(crate) async fn enable_sessions(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<EnableOrganizationsRootSessionsResponse, IamError> {
    change(
        call,
        Callers::Management,
        |it| it.sessions = true,
        |(organization_id, enabled)| EnableOrganizationsRootSessionsResponse {
            organization_id,
            enabled_features: enabled,
        },
    )
    .await
}

/// Ends that.
pub(crate) async fn disable_sessions(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<DisableOrganizationsRootSessionsResponse, IamError> {
    change(
        call,
        Callers::Administrators,
        |it| it.sessions = false,
        |(organization_id, enabled)| DisableOrganizationsRootSessionsResponse {
            organization_id,
            enabled_features: enabled,
        },
    )
    .await
}

/// What the organization does.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<ListOrganizationsFeaturesResponse, IamError> {
    let (account, memberships) = (call.account()?, memberships(call)?);
    let (organization_id, enabled_features) = call.read(|reader| {
        let place = admitted(&*memberships, reader, account, Callers::Administrators)?;
        let features = CentralFeatures::of(reader, place.management, &place.organization)?;
        Ok::<_, IamError>(shown(place.organization, features))
    })?;
    Ok(ListOrganizationsFeaturesResponse { organization_id, enabled_features })
}

async fn change<R>(
    call: &Call,
    callers: Callers,
    set: fn(&mut RootFeatures),
    answer: fn(State) -> R,
) -> Result<R, IamError>
where
    R: bartizan_wire::IntoValue + Clone + Send + 'static,
{
    let (account, memberships) = (call.account()?, memberships(call)?);
    let done = call.commit(move |tx| {
        let place = admitted(&*memberships, tx, account, callers)?;
        let Membership { management, organization, .. } = place;
        let mut features = CentralFeatures::of(tx, management, &organization)?;
        set(&mut features);
        let RootFeatures { credentials, sessions } = features;
        let kept = CentralFeatures { organization: organization.clone(), credentials, sessions };
        tx.put(&CentralFeatures::key(management), &kept)?;
        Ok::<_, IamError>(answer(shown(organization, features)))
    });
    Ok(done.await?)
}

/// The calling account's place, if it may call.
fn admitted(
    memberships: &dyn Memberships,
    reader: &Reader<'_>,
    account: AccountId,
    callers: Callers,
) -> Result<Membership, IamError> {
    let place = memberships.find(reader, account)?.ok_or(IamError::OrganizationNotFound)?;
    let is_management = place.management == account;
    if !is_management && !place.administers(PRINCIPAL) {
        return Err(IamError::AccountNotManagementOrDelegatedAdministrator);
    }
    if !place.has_all_features {
        return Err(IamError::OrganizationNotInAllFeaturesMode);
    }
    if !place.trusts(PRINCIPAL) {
        return Err(IamError::ServiceAccessNotEnabled);
    }
    if !is_management && callers == Callers::Management {
        return Err(IamError::CallerIsNotManagementAccount);
    }
    Ok(place)
}

fn shown(organization: String, features: RootFeatures) -> State {
    let all =
        [(features.credentials, "RootCredentialsManagement"), (features.sessions, "RootSessions")];
    let enabled = all.into_iter().filter(|(is_on, _)| *is_on).map(|(_, name)| name.to_owned());
    (Some(organization), Some(enabled.collect()))
}

/// Who keeps organizations. Where nobody does, there is none.
fn memberships(call: &Call) -> Result<std::sync::Arc<dyn Memberships>, IamError> {
    call.platform.ports.memberships.clone().ok_or(IamError::OrganizationNotFound)
}
