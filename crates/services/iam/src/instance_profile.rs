//! Instance profiles: how a role is given to a virtual machine.

mod membership;
pub(crate) mod rule;
mod tagging;

pub(crate) use membership::{add_role, list_for_role, remove_role};
pub(crate) use tagging::{list_tags, tag, untag};

use bartizan_service::{Authorized, Call, Directory};
use bartizan_store::Reader;
use bartizan_types::{IdKind, UniqueId};

use crate::error::IamError;
use crate::records::{self, InstanceProfile, Named, Role};
use crate::shapes::{
    CreateInstanceProfileRequest, CreateInstanceProfileResponse, DeleteInstanceProfileRequest,
    GetInstanceProfileRequest, GetInstanceProfileResponse, InstanceProfile as Shown,
    ListInstanceProfilesRequest, ListInstanceProfilesResponse,
};
use crate::{Iam, paging, role, tags};

/// Makes an instance profile.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateInstanceProfileRequest>,
) -> Result<CreateInstanceProfileResponse, IamError> {
    let request = request.into_inner();
    let profile = InstanceProfile {
        account: call.account()?,
        name: request.instance_profile_name,
        id: UniqueId::generate(IdKind::InstanceProfile, &*call.platform.random),
        path: request.path.unwrap_or_else(|| "/".to_owned()),
        created: call.now,
        tags: tags::read(request.tags)?,
        role: None,
    };
    let directory = call.directory.clone();
    let made = call.commit(move |tx| {
        records::create(tx, &profile)?;
        let instance_profile = shown(tx, &profile, &directory)?;
        Ok::<_, IamError>(CreateInstanceProfileResponse { instance_profile })
    });
    Ok(made.await?)
}

/// An instance profile with its role, and with its tags even where it has none, as AWS.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetInstanceProfileRequest>,
) -> Result<GetInstanceProfileResponse, IamError> {
    let account = call.account()?;
    let instance_profile = call.read(|reader| {
        let profile = records::find(reader, account, &request.instance_profile_name)?;
        let shown = shown(reader, &profile, &call.directory)?;
        Ok::<_, IamError>(Shown { tags: Some(tags::shown(&profile.tags)), ..shown })
    })?;
    Ok(GetInstanceProfileResponse { instance_profile })
}

/// The account's instance profiles.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListInstanceProfilesRequest>,
) -> Result<ListInstanceProfilesResponse, IamError> {
    let account = call.account()?;
    let prefix = request.path_prefix.as_deref().unwrap_or("/");
    let answer = call.read(|reader| {
        let mut profiles = records::all::<InstanceProfile>(reader, account)?;
        profiles.retain(|profile| profile.path.starts_with(prefix));
        let page =
            paging::page(profiles, request.marker.as_deref(), request.max_items, |profile| {
                paging::by_name(&profile.name)
            })?;
        Ok::<_, IamError>(ListInstanceProfilesResponse {
            instance_profiles: listed(reader, &page.items, &call.directory)?,
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    });
    Ok(answer?)
}

/// Removes an instance profile that has no role.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteInstanceProfileRequest>,
) -> Result<(), IamError> {
    let (account, name) = (call.account()?, request.into_inner().instance_profile_name);
    let done = call.commit(move |tx| {
        let profile: InstanceProfile = records::find(tx, account, &name)?;
        if profile.role.is_some() {
            return Err(IamError::DeleteConflict("remove roles from instance profile"));
        }
        records::remove(tx, &profile)
    });
    Ok(done.await?)
}

/// An instance profile as answers show it.
pub(crate) fn shown(
    reader: &Reader<'_>,
    profile: &InstanceProfile,
    directory: &Directory,
) -> Result<Shown, IamError> {
    let role = profile.role.as_ref().map(|id| records::find_by_id::<Role>(reader, id));
    let role = role.transpose()?.flatten();
    Ok(Shown {
        path: profile.path.clone(),
        instance_profile_name: profile.name.clone(),
        instance_profile_id: profile.id.to_string(),
        arn: profile.arn().to_string(),
        create_date: profile.created,
        roles: role.iter().map(|role| role::shown_anew(role, directory)).collect(),
        tags: tags::shown_if_any(&profile.tags),
    })
}

/// As [`shown`], without tags: lists do not tell them.
fn listed(
    reader: &Reader<'_>,
    profiles: &[InstanceProfile],
    directory: &Directory,
) -> Result<Vec<Shown>, IamError> {
    let each = profiles.iter().map(|profile| {
        let shown = shown(reader, profile, directory)?;
        Ok(Shown { tags: None, ..shown })
    });
    each.collect()
}
