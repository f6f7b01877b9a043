//! How much an account has of everything, and how much it may have.

use std::collections::BTreeMap;

use bartizan_service::{Authorized, Call};
use bartizan_store::{Reader, Record};
use bartizan_types::AccountId;

use super::token_version;
use crate::Iam;
use crate::access_key::KEYS_MAX;
use crate::credential;
use crate::error::IamError;
use crate::records::{
    self, AccessKey, Group, Holder, InstanceProfile, ManagedPolicy, MfaDevice, Named, OidcProvider,
    Owner, Role, RootLoginProfile, SamlProvider, ServerCertificate, SigningCertificate, User,
};
use crate::shapes::GetAccountSummaryResponse;
use crate::signing_certificate::CERTIFICATES_MAX;

/// Quotas that no record knows. (IAM User Guide, "IAM and AWS STS quotas".)
const QUOTAS: [(&str, i32); 9] = [
    ("AssumeRolePolicySizeQuota", 2048),
    ("AttachedPoliciesPerGroupQuota", 10),
    ("AttachedPoliciesPerRoleQuota", 10),
    ("AttachedPoliciesPerUserQuota", 10),
    ("GroupsPerUserQuota", 10),
    ("PolicySizeQuota", 6144),
    ("PolicyVersionsInUseQuota", 10_000),
    ("VersionsPerPolicyQuota", 5),
    ("RolePolicySizeQuota", 10_240),
];

/// The summary.
pub(crate) async fn summary(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<GetAccountSummaryResponse, IamError> {
    let account = call.account()?;
    let counted = call.read(|reader| counted(reader, account))?;
    let quotas = QUOTAS.into_iter().chain([
        ("AccessKeysPerUserQuota", number(KEYS_MAX)),
        ("GroupPolicySizeQuota", number(Group::INLINE_CHARACTERS_MAX)),
        ("GroupsQuota", number(Group::QUOTA.1)),
        ("InstanceProfilesQuota", number(InstanceProfile::QUOTA.1)),
        ("PoliciesQuota", number(ManagedPolicy::QUOTA.1)),
        ("RolesQuota", number(Role::QUOTA.1)),
        ("ServerCertificatesQuota", number(ServerCertificate::QUOTA.1)),
        ("SigningCertificatesPerUserQuota", number(CERTIFICATES_MAX)),
        ("UserPolicySizeQuota", number(User::INLINE_CHARACTERS_MAX)),
        ("UsersQuota", number(User::QUOTA.1)),
    ]);
    let map: BTreeMap<_, _> =
        quotas.chain(counted).map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(GetAccountSummaryResponse { summary_map: Some(map) })
}

fn counted(reader: &Reader<'_>, account: AccountId) -> Result<[(&'static str, i32); 15], IamError> {
    let policies = records::all::<ManagedPolicy>(reader, account)?;
    let versions: usize = policies.iter().map(|policy| policy.versions.len()).sum();
    let root_keys = credential::of::<AccessKey>(reader, account, &Owner::Root)?;
    let root_certificates = credential::of::<SigningCertificate>(reader, account, &Owner::Root)?;
    let root_password = RootLoginProfile::of(reader, account)?;
    let devices = records::all::<MfaDevice>(reader, account)?;
    let in_use = devices.iter().filter(|device| device.holding.is_some()).count();
    let providers = count::<OidcProvider>(reader, account)?
        .saturating_add(count::<SamlProvider>(reader, account)?);
    Ok([
        ("AccountAccessKeysPresent", i32::from(root_keys.iter().any(|key| key.active))),
        ("AccountMFAEnabled", i32::from(devices.iter().any(|device| device.is_of(&Owner::Root)))),
        ("AccountPasswordPresent", i32::from(root_password.is_some())),
        ("AccountSigningCertificatesPresent", i32::from(!root_certificates.is_empty())),
        ("GlobalEndpointTokenVersion", token_version::number(&super::settings(reader, account)?)),
        ("Groups", count::<Group>(reader, account)?),
        ("InstanceProfiles", count::<InstanceProfile>(reader, account)?),
        ("MFADevices", number(devices.len())),
        ("MFADevicesInUse", number(in_use)),
        ("Policies", number(policies.len())),
        ("PolicyVersionsInUse", number(versions)),
        ("Providers", providers),
        ("Roles", count::<Role>(reader, account)?),
        ("ServerCertificates", count::<ServerCertificate>(reader, account)?),
        ("Users", count::<User>(reader, account)?),
    ])
}

fn count<T: Record>(reader: &Reader<'_>, account: AccountId) -> Result<i32, IamError> {
    let count = reader.count::<T>(&account.to_string(), "")?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
