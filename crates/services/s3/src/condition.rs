//! Conditions on what is there. (RFC 9110, section 13; Amazon S3 User Guide, "Conditional
//! requests".)

use bartizan_types::Timestamp;

use crate::error::S3Error;

/// The four headers that reads and copies may carry.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_field_names, reason = "the headers are called so")]
pub(crate) struct Conditions<'r> {
    pub(crate) if_match: Option<&'r str>,
    pub(crate) if_none_match: Option<&'r str>,
    pub(crate) if_modified_since: Option<Timestamp>,
    pub(crate) if_unmodified_since: Option<Timestamp>,
}

/// What a condition comes to when it does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failed {
    /// The object is not what the caller wants.
    Precondition(&'static str),
    /// The caller has it already.
    NotModified(&'static str),
}

impl Conditions<'_> {
    /// Whether an object may be read.
    pub(crate) fn check_read(&self, etag: &str, modified: Timestamp) -> Result<(), S3Error> {
        match self.failed(etag, modified) {
            None => Ok(()),
            Some(Failed::Precondition(condition)) => Err(unmet(condition)),
            Some(Failed::NotModified(_)) => Err(S3Error::NotModified {}),
        }
    }

    /// Whether an object may be copied: there is no "not modified" there.
    pub(crate) fn check_copy(&self, etag: &str, modified: Timestamp) -> Result<(), S3Error> {
        match self.failed(etag, modified) {
            None => Ok(()),
            Some(Failed::Precondition(condition) | Failed::NotModified(condition)) => {
                Err(unmet(&format!("x-amz-copy-source-{condition}")))
            }
        }
    }

    fn failed(&self, etag: &str, modified: Timestamp) -> Option<Failed> {
        let seconds = modified.seconds();
        match (self.if_match, self.if_unmodified_since) {
            (Some(wanted), _) if !names(wanted, etag) => {
                return Some(Failed::Precondition("If-Match"));
            }
            (None, Some(since)) if seconds > since.seconds() => {
                return Some(Failed::Precondition("If-Unmodified-Since"));
            }
            _ => {}
        }
        match (self.if_none_match, self.if_modified_since) {
            (Some(known), _) if names(known, etag) => Some(Failed::NotModified("If-None-Match")),
            (None, Some(since)) if seconds <= since.seconds() => {
                Some(Failed::NotModified("If-Modified-Since"))
            }
            _ => None,
        }
    }
}

/// Whether a write may go on, given the entity tag of what is there.
pub(crate) fn check_write(
    if_match: Option<&str>,
    if_none_match: Option<&str>,
    key: &str,
    present: Option<&str>,
) -> Result<(), S3Error> {
    if let Some(wanted) = if_match {
        let etag = present.ok_or_else(|| S3Error::NoSuchKey { key: key.to_owned() })?;
        if !names(wanted, etag) {
            return Err(unmet("If-Match"));
        }
    }
    match if_none_match {
        None => Ok(()),
        Some("*") if present.is_none() => Ok(()),
        Some("*") => Err(unmet("If-None-Match")),
        Some(_) => {
            Err(S3Error::not_implemented("If-None-Match of a write with a value other than *"))
        }
    }
}

/// Whether the list of a header names this entity tag.
pub(crate) fn names(list: &str, etag: &str) -> bool {
    list.split(',').map(str::trim).any(|one| {
        let one = one.strip_prefix("W/").unwrap_or(one);
        one == "*" || one.trim_matches('"') == etag
    })
}

fn unmet(condition: &str) -> S3Error {
    S3Error::PreconditionFailed { condition: condition.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "abc";

    #[allow(clippy::unnecessary_wraps, reason = "the headers may be absent")]
    fn at(seconds: i64) -> Option<Timestamp> {
        Some(Timestamp::from_seconds(seconds))
    }

    #[test]
    fn conditions_of_reads() {
        let modified = Timestamp::from_millis(100_500);
        let none = Conditions::default;
        let unmet = |name: &str| Err(unmet(name));
        for (conditions, outcome) in [
            (none(), Ok(())),
            (Conditions { if_match: Some("\"abc\""), ..none() }, Ok(())),
            (Conditions { if_match: Some("\"x\", abc"), ..none() }, Ok(())),
            (Conditions { if_match: Some("x"), ..none() }, unmet("If-Match")),
            (Conditions { if_none_match: Some("abc"), ..none() }, Err(S3Error::NotModified {})),
            (Conditions { if_none_match: Some("*"), ..none() }, Err(S3Error::NotModified {})),
            (Conditions { if_modified_since: at(100), ..none() }, Err(S3Error::NotModified {})),
            (Conditions { if_modified_since: at(99), ..none() }, Ok(())),
            (Conditions { if_unmodified_since: at(100), ..none() }, Ok(())),
            (Conditions { if_unmodified_since: at(99), ..none() }, unmet("If-Unmodified-Since")),
            // A matching tag goes before an old date, and a tag that is none before a new one.
            (Conditions { if_match: Some(TAG), if_unmodified_since: at(1), ..none() }, Ok(())),
            (Conditions { if_none_match: Some("x"), if_modified_since: at(200), ..none() }, Ok(())),
        ] {
            assert_eq!(conditions.check_read(TAG, modified), outcome, "{conditions:?}");
        }
        let copied = Conditions { if_none_match: Some(TAG), ..none() };
        assert_eq!(copied.check_copy(TAG, modified), unmet("x-amz-copy-source-If-None-Match"));
    }

    #[test]
    fn conditions_of_writes() {
        let missing = || Err(S3Error::NoSuchKey { key: "k".to_owned() });
        for (if_match, if_none_match, present, outcome) in [
            (None, None, Some(TAG), Ok(())),
            (None, Some("*"), None, Ok(())),
            (None, Some("*"), Some(TAG), Err(unmet("If-None-Match"))),
            (Some("\"abc\""), None, Some(TAG), Ok(())),
            (Some("x"), None, Some(TAG), Err(unmet("If-Match"))),
            (Some("abc"), None, None, missing()),
        ] {
            assert_eq!(check_write(if_match, if_none_match, "k", present), outcome);
        }
        assert!(check_write(None, Some("abc"), "k", None).is_err());
    }
}
