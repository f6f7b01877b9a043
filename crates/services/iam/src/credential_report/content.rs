//! What a credential report says.

use std::time::Duration;

use bartizan_service::Call;
use bartizan_store::Reader;
use bartizan_types::{AccountId, Timestamp};

use crate::error::IamError;
use crate::records::{
    self, AccessKey, Account, BY_OWNER, LoginProfile, MfaDevice, Named, Owner, PasswordPolicy,
    SigningCertificate, User,
};
use crate::{account, credential};

/// The columns, in AWS's order.
const COLUMNS: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
    password_last_changed,password_next_rotation,mfa_active,\
    access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
    access_key_1_last_used_region,access_key_1_last_used_service,\
    access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,\
    access_key_2_last_used_region,access_key_2_last_used_service,\
    cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
/// How many access keys and certificates have columns.
const KEYS: usize = 2;
const CERTIFICATES: usize = 2;
/// What stands where there is nothing to tell.
const NOT_APPLICABLE: &str = "N/A";
/// What stands where a password was never used.
const NEVER: &str = "no_information";
/// What the report does not tell of the root user.
const NOT_SUPPORTED: &str = "not_supported";
const DAY: Duration = Duration::from_hours(24);

/// The report of an account, the root user first.
pub(super) fn of(reader: &Reader<'_>, call: &Call, account: AccountId) -> Result<String, IamError> {
    let mut lines = vec![COLUMNS.to_owned(), root(reader, call, account)?];
    let policy = account::settings(reader, account)?.password_policy;
    let mut users = records::all::<User>(reader, account)?;
    users.sort_by_key(|user| user.name.to_ascii_lowercase());
    for user in &users {
        let owner = Owner::User(user.id.clone());
        let mut fields = vec![user.name.clone(), user.arn().to_string(), instant(user.created)];
        fields.extend(password(LoginProfile::of(reader, user)?.as_ref(), policy.as_ref()));
        fields.extend(others(reader, call, account, &owner)?);
        lines.push(line(&fields));
    }
    Ok(lines.join("\n"))
}

fn root(reader: &Reader<'_>, call: &Call, account: AccountId) -> Result<String, IamError> {
    let record: Option<Account> = reader.get(&Account::key(account))?;
    let mut fields = vec![
        "<root_account>".to_owned(),
        format!("arn:aws:iam::{account}:root"),
        record.map_or_else(|| NOT_APPLICABLE.to_owned(), |record| instant(record.created)),
    ];
    fields.extend([NOT_SUPPORTED, NEVER, NOT_SUPPORTED, NOT_SUPPORTED].map(str::to_owned));
    fields.extend(others(reader, call, account, &Owner::Root)?);
    Ok(line(&fields))
}

/// Whether there is a password, when it was used and set, and when it must be set again.
fn password(profile: Option<&LoginProfile>, policy: Option<&PasswordPolicy>) -> [String; 4] {
    let Some(profile) = profile else {
        return ["false", NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE].map(str::to_owned);
    };
    let days = policy.and_then(|policy| policy.max_age_days);
    let next = days.and_then(|days| u32::try_from(days).ok()).map_or_else(
        || NOT_APPLICABLE.to_owned(),
        |days| instant(profile.changed.plus(DAY * days)),
    );
    ["true".to_owned(), NEVER.to_owned(), instant(profile.changed), next]
}

/// MFA, access keys and certificates.
fn others(
    reader: &Reader<'_>,
    call: &Call,
    account: AccountId,
    owner: &Owner,
) -> Result<Vec<String>, IamError> {
    let mut fields = vec![has_mfa(reader, account, owner)?.to_string()];
    let keys: Vec<AccessKey> = credential::of(reader, account, owner)?;
    for place in 0..KEYS {
        fields.extend(access_key(reader, call, keys.get(place))?);
    }
    let certificates: Vec<SigningCertificate> = credential::of(reader, account, owner)?;
    for place in 0..CERTIFICATES {
        let certificate = certificates.get(place);
        fields.push(certificate.is_some_and(|certificate| certificate.active).to_string());
        fields.push(certificate.map_or_else(
            || NOT_APPLICABLE.to_owned(),
            |certificate| instant(certificate.uploaded),
        ));
    }
    Ok(fields)
}

/// Whether an MFA device is enabled.
fn has_mfa(reader: &Reader<'_>, account: AccountId, owner: &Owner) -> Result<bool, IamError> {
    let devices = records::indexed::<MfaDevice>(reader, BY_OWNER, &owner.index_value(account))?;
    Ok(!devices.is_empty())
}

fn access_key(
    reader: &Reader<'_>,
    call: &Call,
    key: Option<&AccessKey>,
) -> Result<[String; 5], IamError> {
    let nothing = || NOT_APPLICABLE.to_owned();
    let Some(key) = key else {
        return Ok(["false".to_owned(), nothing(), nothing(), nothing(), nothing()]);
    };
    let last = call.platform.usage.last(reader, key.account, key.id.as_str())?;
    let (date, region, service) = last.map_or_else(
        || (nothing(), nothing(), nothing()),
        |last| (instant(last.time), last.region, last.service),
    );
    Ok([key.active.to_string(), instant(key.created), date, region, service])
}

/// As `2026-11-24T09:00:00+00:00`.
fn instant(time: Timestamp) -> String {
    time.iso8601().replace('Z', "+00:00")
}

/// A line of fields; one that holds a separator is quoted. (RFC 4180, section 2.)
fn line(fields: &[String]) -> String {
    let field = |field: &String| {
        if field.contains([',', '"']) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            field.clone()
        }
    };
    fields.iter().map(field).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_comma_stays_one_field() {
        let fields = ["a,b", "c", "d\"e"].map(str::to_owned);
        assert_eq!(line(&fields), "\"a,b\",c,\"d\"\"e\"");
    }

    #[test]
    fn every_line_has_a_field_for_each_column() {
        let before_others = 3 + password(None, None).len();
        let others = 1 + KEYS * 5 + CERTIFICATES * 2;
        assert_eq!(COLUMNS.split(',').count(), before_others + others);
    }
}
