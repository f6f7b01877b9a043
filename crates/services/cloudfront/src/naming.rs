//! Ids, ARNs, and the records that they name. (Service Authorization Reference, "Actions, resources,
//! and condition keys for Amazon `CloudFront`".)

use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::{AccountId, Arn, Random};
use bartizan_wire::{FromValue, of_json};
use serde_json::Value as Json;

use crate::error::CdnError;
use crate::records::DistributionRecord;

/// How many records a scan reads at a time.
const SCAN: usize = 1000;
/// How many digits an id has behind its first letter.
const ID_DIGITS: usize = 13;

/// The ARN of a resource of an account.
pub(crate) fn arn(account: AccountId, kind: &str, id: &str) -> Arn {
    Arn::new("cloudfront", "", Some(account), &format!("{kind}/{id}"))
}

/// The ARN of a distribution.
pub(crate) fn distribution_arn(account: AccountId, id: &str) -> Arn {
    arn(account, "distribution", id)
}

/// A new id, in capital letters and digits.
pub(crate) fn new_id(first: char, random: &dyn Random) -> String {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut number = random.next_u64();
    let mut id = String::with_capacity(ID_DIGITS + 1);
    id.push(first);
    for _ in 0..ID_DIGITS {
        let digit = usize::try_from(number % 36).unwrap_or_default();
        id.push(DIGITS.get(digit).copied().map_or('0', char::from));
        number /= 36;
    }
    id
}

/// A new id of a policy.
pub(crate) fn new_uuid(random: &dyn Random) -> String {
    let (high, low) = (random.next_u64(), random.next_u64());
    let parts =
        (high >> 32, (high >> 16) & 0xffff, high & 0x0fff, low >> 48, low & 0xffff_ffff_ffff);
    let (first, second, third, fourth, last) = parts;
    let fourth = (fourth & 0x3fff) | 0x8000;
    format!("{first:08x}-{second:04x}-4{third:03x}-{fourth:04x}-{last:012x}")
}

/// The account's distribution of this id.
pub(crate) fn distribution(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
) -> Result<DistributionRecord, CdnError> {
    let found = reader.get::<DistributionRecord>(&Key::global(account, id))?;
    found.ok_or_else(|| CdnError::missing("NoSuchDistribution", "distribution"))
}

/// Every record of an account.
pub(crate) fn all<T: Record>(reader: &Reader<'_>, account: AccountId) -> Result<Vec<T>, CdnError> {
    let (account, mut records, mut after) = (account.to_string(), Vec::new(), None::<String>);
    loop {
        let page = reader.scan::<T>(&account, "", "", after.as_deref(), SCAN)?;
        let Some((last, _)) = page.last() else { return Ok(records) };
        after = Some(last.id.clone());
        records.extend(page.into_iter().map(|(_, record)| record));
    }
}

/// Stored JSON as a structure of the model.
pub(crate) fn typed<T: FromValue>(shape: &str, json: &Json) -> Result<T, CdnError> {
    let model = bartizan_model::service("cloudfront")
        .ok_or_else(|| CdnError::internal("there is no model of cloudfront"))?;
    Ok(T::from_value(of_json(model, shape, json)?)?)
}

/// Whether a request names a version, which is looked at before anything is read.
pub(crate) fn check_named(if_match: Option<&str>) -> Result<(), CdnError> {
    match if_match {
        Some(named) if !named.is_empty() => Ok(()),
        _ => {
            let message = "The If-Match version is missing or not valid for the resource.";
            Err(CdnError::refused("InvalidIfMatchVersion", message))
        }
    }
}

/// Whether a request that names a version names the one that is there. (`CloudFront` API Reference,
/// `UpdateDistribution`, `IfMatch`.)
pub(crate) fn check_version(if_match: Option<&str>, etag: &str) -> Result<(), CdnError> {
    check_named(if_match)?;
    if if_match.is_some_and(|named| named.trim_matches('"') == etag) {
        return Ok(());
    }
    let message = "The request failed because it didn't meet the preconditions in one or more \
        request-header fields.";
    Err(CdnError::Refused("PreconditionFailed", message.to_owned(), 412))
}

#[cfg(test)]
mod tests {
    use bartizan_types::SeededRandom;

    use super::*;

    #[test]
    fn ids_have_their_form() {
        let random = SeededRandom::new(1);
        let id = new_id('E', &random);
        assert!(id.len() == 14 && id.starts_with('E'));
        assert!(id.bytes().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit()));
        let uuid = new_uuid(&random);
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
    }

    #[test]
    fn a_version_must_be_the_one_that_is_there() {
        assert!(
            check_version(Some("E1"), "E1").is_ok() && check_version(Some("\"E1\""), "E1").is_ok()
        );
        for (named, code) in [
            (None, "InvalidIfMatchVersion"),
            (Some(""), "InvalidIfMatchVersion"),
            (Some("E2"), "PreconditionFailed"),
        ] {
            let CdnError::Refused(found, ..) = check_version(named, "E1").unwrap_err() else {
                panic!("{named:?}")
            };
            assert_eq!(found, code);
        }
    }
}
