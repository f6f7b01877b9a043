//! Session tags. (IAM User Guide, "Pass session tags in AWS STS".)

use bartizan_service::SessionFacts;
use bartizan_service::tags::is_reserved;
use bartizan_types::Tag;

use crate::error::StsError;
use crate::shapes;

/// The most tags of one session.
const TAGS_MAX: usize = 50;

/// The tags of a session to be, and which of them pass on to the next.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SessionTags {
    pub(crate) tags: Vec<Tag>,
    pub(crate) transitive: Vec<String>,
}

/// Joins the tags of the request with those that pass on from the calling session.
///
/// # Errors
/// `InvalidParameterValue` or `ValidationError`: repeated, reserved or conflicting keys.
pub(crate) fn of(
    requested: Option<&[shapes::Tag]>,
    transitive: Option<&[String]>,
    caller: Option<&SessionFacts>,
) -> Result<SessionTags, StsError> {
    let requested = requested.unwrap_or_default();
    let transitive = transitive.unwrap_or_default();
    if requested.len() > TAGS_MAX {
        return Err(StsError::Validation(format!(
            "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member \
             must have length less than or equal to {TAGS_MAX}"
        )));
    }
    let mut all = SessionTags::default();
    for tag in requested {
        if is_reserved(&tag.key) {
            return Err(StsError::InvalidParameterValue(
                "Tag keys that begin with aws: are reserved".to_owned(),
            ));
        }
        if all.tags.iter().any(|other| other.key.eq_ignore_ascii_case(&tag.key)) {
            return Err(StsError::InvalidParameterValue(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive."
                    .to_owned(),
            ));
        }
        all.tags.push(Tag { key: tag.key.clone(), value: tag.value.clone() });
    }
    for key in transitive {
        if !all.tags.iter().any(|tag| tag.key.eq_ignore_ascii_case(key)) {
            return Err(StsError::InvalidParameterValue(
                "The specified transitive tag key must be included in the requested tags."
                    .to_owned(),
            ));
        }
        all.transitive.push(key.clone());
    }
    if let Some(caller) = caller {
        inherit(&mut all, caller)?;
    }
    Ok(all)
}

fn inherit(all: &mut SessionTags, caller: &SessionFacts) -> Result<(), StsError> {
    for key in &caller.transitive_tag_keys {
        if all.tags.iter().any(|tag| tag.key.eq_ignore_ascii_case(key)) {
            return Err(StsError::InvalidParameterValue(
                "One of the specified transitive tag keys can't be set because it conflicts with \
                 a transitive tag key from the calling session."
                    .to_owned(),
            ));
        }
        if let Some(tag) = caller.tags.iter().find(|tag| tag.key.eq_ignore_ascii_case(key)) {
            all.tags.push(tag.clone());
            all.transitive.push(key.clone());
        }
    }
    Ok(())
}

/// Letters, numbers, blanks and `_.:/=+-@`. (STS API Reference, `Tag`.)
pub(crate) fn is_tag_character(c: char) -> bool {
    c.is_alphanumeric() || (c.is_whitespace() && !c.is_control()) || "_.:/=+-@".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bartizan_types::Timestamp;

    fn tags(pairs: &[(&str, &str)]) -> Vec<shapes::Tag> {
        pairs
            .iter()
            .map(|(key, value)| shapes::Tag { key: (*key).to_owned(), value: (*value).to_owned() })
            .collect()
    }

    fn caller() -> SessionFacts {
        SessionFacts {
            issued: Timestamp::from_seconds(0),
            expires: Timestamp::from_seconds(1),
            mfa_authenticated: None,
            is_plain: false,
            delegated_to: None,
            root_task: None,
            chained: false,
            policies: None,
            tags: vec![
                Tag { key: "Team".to_owned(), value: "red".to_owned() },
                Tag { key: "Cost".to_owned(), value: "7".to_owned() },
            ],
            transitive_tag_keys: vec!["Team".to_owned()],
            source_identity: None,
            default_regions_only: false,
        }
    }

    #[test]
    fn transitive_tags_pass_on_and_others_do_not() {
        let joined = of(Some(&tags(&[("Stage", "test")])), None, Some(&caller())).unwrap();
        let keys: Vec<_> = joined.tags.iter().map(|tag| tag.key.as_str()).collect();
        assert_eq!(keys, ["Stage", "Team"]);
        assert_eq!(joined.transitive, ["Team"]);
    }

    #[test]
    fn what_is_refused() {
        let facts = caller();
        for (requested, transitive, from) in [
            (tags(&[("a", "1"), ("A", "2")]), vec![], None),
            (tags(&[("aws:x", "1")]), vec![], None),
            (tags(&[("a", "1")]), vec!["b".to_owned()], None),
            (tags(&[("team", "blue")]), vec![], Some(&facts)),
        ] {
            let refused = of(Some(&requested), Some(&transitive), from);
            assert!(refused.is_err(), "{requested:?} {transitive:?}");
        }
    }
}
