//! Inline policies.

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::Call;

use crate::error::IamError;
use crate::paging::{self, Page};
use crate::records::{self, Holder, InlinePolicy, Policies};

/// Adds a policy, in place of the one of this name.
pub(super) async fn put<T: Holder>(
    call: &Call,
    holder: String,
    name: String,
    document: String,
) -> Result<(), IamError> {
    Policy::parse(&document, PolicyKind::Identity).map_err(|error| {
        IamError::MalformedPolicyDocument(error.aws_message(PolicyKind::Identity).to_owned())
    })?;
    let account = call.account()?;
    let done = call.commit(move |tx| {
        let mut record: T = records::find(tx, account, &holder)?;
        record.refuse_change()?;
        let policies = record.policies_mut();
        replace(policies, InlinePolicy { name, document });
        if characters(policies) > T::INLINE_CHARACTERS_MAX {
            return Err(IamError::LimitExceeded(format!(
                "Maximum policy size of {} bytes exceeded for {} {}",
                T::INLINE_CHARACTERS_MAX,
                T::RESOURCE,
                record.name()
            )));
        }
        records::save(tx, &record)
    });
    Ok(done.await?)
}

/// The holder's name and its policy of this name.
pub(super) fn get<T: Holder>(
    call: &Call,
    holder: &str,
    name: &str,
) -> Result<(String, InlinePolicy), IamError> {
    let account = call.account()?;
    let record: T = call.read(|reader| records::find(reader, account, holder))?;
    let policy = record.policies().inline(name).cloned().ok_or_else(|| missing::<T>(name))?;
    Ok((record.name().to_owned(), policy))
}

/// Removes a policy.
pub(super) async fn delete<T: Holder>(
    call: &Call,
    holder: String,
    name: String,
) -> Result<(), IamError> {
    let account = call.account()?;
    let done = call.commit(move |tx| {
        let mut record: T = records::find(tx, account, &holder)?;
        record.refuse_change()?;
        let policies = &mut record.policies_mut().inline;
        let at = policies.iter().position(|policy| policy.name == name);
        policies.remove(at.ok_or_else(|| missing::<T>(&name))?);
        records::save(tx, &record)
    });
    Ok(done.await?)
}

/// The names of the policies.
pub(super) fn list<T: Holder>(
    call: &Call,
    holder: &str,
    marker: Option<&str>,
    max_items: Option<i32>,
) -> Result<Page<String>, IamError> {
    let account = call.account()?;
    let record: T = call.read(|reader| records::find(reader, account, holder))?;
    let names = record.policies().inline.iter().map(|policy| policy.name.clone()).collect();
    paging::page(names, marker, max_items, String::clone)
}

fn missing<T: Holder>(name: &str) -> IamError {
    IamError::NoSuchEntity(format!("The {} policy with name {name} cannot be found.", T::RESOURCE))
}

fn replace(policies: &mut Policies, policy: InlinePolicy) {
    match policies.inline.binary_search_by(|other| other.name.cmp(&policy.name)) {
        Ok(at) => {
            if let Some(place) = policies.inline.get_mut(at) {
                *place = policy;
            }
        }
        Err(at) => policies.inline.insert(at, policy),
    }
}

/// The characters of all inline policies; white space does not count. (IAM User Guide, "IAM and
/// AWS STS quotas".)
fn characters(policies: &Policies) -> usize {
    let of = |policy: &InlinePolicy| {
        policy.document.chars().filter(|character| !character.is_whitespace()).count()
    };
    policies.inline.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(name: &str, document: &str) -> InlinePolicy {
        InlinePolicy { name: name.to_owned(), document: document.to_owned() }
    }

    #[test]
    fn policies_are_kept_by_name_and_counted_without_white_space() {
        let mut policies = Policies::default();
        for (name, document) in [("b", "1 2"), ("a", "\n3"), ("b", "4 5 6")] {
            replace(&mut policies, policy(name, document));
        }
        assert_eq!(policies.inline, [policy("a", "\n3"), policy("b", "4 5 6")]);
        assert_eq!(characters(&policies), 4);
    }
}
