//! Attached managed policies.

use bartizan_service::Call;
use bartizan_types::Arn;

use crate::error::IamError;
use crate::managed_policy::Found;
use crate::paging::{self, Page};
use crate::records::{self, Holder};
use crate::shapes::AttachedPolicy;

/// How many managed policies an entity may have. (IAM User Guide, "IAM and AWS STS quotas".)
const ATTACHED_MAX: usize = 10;

/// Attaches a policy; one that is attached stays.
pub(super) async fn attach<T: Holder>(
    call: &Call,
    holder: String,
    policy_arn: String,
) -> Result<(), IamError> {
    let account = call.account()?;
    if policy_arn.parse::<Arn>().is_err() {
        return Err(IamError::Validation(format!("ARN {policy_arn} is not valid.")));
    }
    let done = call.commit(move |tx| {
        let mut record: T = records::find(tx, account, &holder)?;
        record.refuse_change()?;
        if Found::of(tx, account, &policy_arn).is_err() {
            return Err(IamError::NoSuchEntity(format!(
                "Policy {policy_arn} does not exist or is not attachable."
            )));
        }
        let attached = &mut record.policies_mut().attached;
        if attached.contains(&policy_arn) {
            return Ok(());
        }
        if attached.len() >= ATTACHED_MAX {
            let quota = format!("PoliciesPer{}", T::NOUN);
            return Err(IamError::quota(&quota, ATTACHED_MAX));
        }
        attached.push(policy_arn);
        records::save(tx, &record)
    });
    Ok(done.await?)
}

/// Detaches a policy.
pub(super) async fn detach<T: Holder>(
    call: &Call,
    holder: String,
    policy_arn: String,
) -> Result<(), IamError> {
    let account = call.account()?;
    let done = call.commit(move |tx| {
        let mut record: T = records::find(tx, account, &holder)?;
        record.refuse_change()?;
        let attached = &mut record.policies_mut().attached;
        let at = attached
            .iter()
            .position(|arn| *arn == policy_arn)
            .ok_or_else(|| IamError::NoSuchEntity(format!("Policy {policy_arn} was not found.")))?;
        attached.remove(at);
        records::save(tx, &record)
    });
    Ok(done.await?)
}

/// The policies attached, of those whose path begins with the prefix.
pub(super) fn list<T: Holder>(
    call: &Call,
    holder: &str,
    path_prefix: Option<&str>,
    marker: Option<&str>,
    max_items: Option<i32>,
) -> Result<Page<AttachedPolicy>, IamError> {
    let account = call.account()?;
    let record: T = call.read(|reader| records::find(reader, account, holder))?;
    let prefix = path_prefix.unwrap_or("/");
    let shown = record.policies().attached.iter().filter_map(|arn| {
        let (path, name) = path_and_name(arn)?;
        path.starts_with(prefix).then(|| AttachedPolicy {
            policy_name: Some(name.to_owned()),
            policy_arn: Some(arn.clone()),
        })
    });
    // Two policies may have one name: AWS's and the account's own.
    paging::page(shown.collect(), marker, max_items, |policy| {
        let name = paging::by_name(policy.policy_name.as_deref().unwrap_or_default());
        format!("{name} {}", policy.policy_arn.as_deref().unwrap_or_default())
    })
}

/// `/team/` and `name` of `arn:…:policy/team/name`.
fn path_and_name(arn: &str) -> Option<(&str, &str)> {
    let path_at = arn.find(":policy/")? + ":policy".len();
    let name_at = arn.rfind('/')? + 1;
    Some((arn.get(path_at..name_at)?, arn.get(name_at..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_tells_path_and_name() {
        let cases = [
            ("arn:aws:iam::aws:policy/ReadOnlyAccess", Some(("/", "ReadOnlyAccess"))),
            ("arn:aws:iam::123456789012:policy/a/b/c", Some(("/a/b/", "c"))),
            ("arn:aws:iam::123456789012:role/c", None),
        ];
        for (arn, expected) in cases {
            assert_eq!(path_and_name(arn), expected, "{arn}");
        }
    }
}
