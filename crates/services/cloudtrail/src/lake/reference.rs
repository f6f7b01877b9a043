//! How calls name event data stores: by ARN, or by the id at its end.

use bartizan_service::Call;
use bartizan_service::store::{Key, Reader};
use bartizan_types::{AccountId, Arn};

use super::records::{self, EventDataStore};
use crate::error::CloudTrailError;

/// An event data store as a call names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    account: AccountId,
    region: String,
    id: String,
}

impl Reference {
    /// Reads an ARN, or an id in the call's region and account.
    pub(crate) fn read(call: &Call, text: &str) -> Result<Self, CloudTrailError> {
        let invalid = || CloudTrailError::EventDataStoreARNInvalid(text.to_owned());
        if text.starts_with("arn:") {
            return Self::of_arn(text).ok_or_else(invalid);
        }
        if !is_id(text) {
            return Err(invalid());
        }
        let region = call.region.as_str().to_owned();
        Ok(Self { account: call.account()?, region, id: text.to_owned() })
    }

    fn of_arn(text: &str) -> Option<Self> {
        let arn: Arn = text.parse().ok()?;
        let id = arn.resource().strip_prefix("eventdatastore/")?;
        let is_store = arn.partition() == "aws" && arn.service() == "cloudtrail";
        (is_store && !arn.region().is_empty() && is_id(id)).then_some(())?;
        Some(Self {
            account: arn.account_id()?,
            region: arn.region().to_owned(),
            id: id.to_owned(),
        })
    }

    /// Whether it names the store of this id.
    pub(crate) fn is_called(&self, id: &str) -> bool {
        self.id == id
    }

    /// The key of the store's record.
    pub(crate) fn key(&self) -> Key {
        Key::new(self.account, &self.region, self.id.as_str())
    }

    /// The store's ARN.
    pub(crate) fn arn(&self) -> Arn {
        records::arn(&self.region, self.account, &self.id)
    }
}

/// The store that a call in this region names, be it deleted or not.
pub(crate) fn find(
    reader: &Reader<'_>,
    reference: &Reference,
    region: &str,
) -> Result<EventDataStore, CloudTrailError> {
    let found = reader.get::<EventDataStore>(&reference.key())?;
    found
        .filter(|store| store.region == region)
        .ok_or_else(|| CloudTrailError::EventDataStoreNotFound(reference.arn().to_string()))
}

/// [`find`] for calls that a deleted store refuses.
pub(crate) fn find_active(
    reader: &Reader<'_>,
    reference: &Reference,
    region: &str,
) -> Result<EventDataStore, CloudTrailError> {
    let store = find(reader, reference, region)?;
    if store.deleted.is_some() {
        return Err(CloudTrailError::InactiveEventDataStore(store.arn().to_string()));
    }
    Ok(store)
}

/// Whether a text has the form of an id: 32 hexadecimal digits in five groups.
pub(crate) fn is_id(text: &str) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let groups: Vec<&str> = text.split('-').collect();
    groups.len() == GROUPS.len()
        && groups.iter().zip(GROUPS).all(|(group, length)| {
            group.len() == length
                && group.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    #[test]
    fn an_arn_names_account_region_and_store() {
        let arn = format!("arn:aws:cloudtrail:eu-west-1:123456789012:eventdatastore/{ID}");
        let read = Reference::of_arn(&arn).unwrap();
        assert_eq!((read.region.as_str(), read.id.as_str()), ("eu-west-1", ID));
        assert_eq!(read.arn().as_str(), arn);
        for wrong in [
            arn.replace("eventdatastore", "trail"),
            arn.replace("cloudtrail", "s3"),
            arn.replace("eu-west-1", ""),
            arn.replace("123456789012", "1"),
            arn.replace(ID, "other"),
            format!("{arn}/x"),
        ] {
            assert_eq!(Reference::of_arn(&wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn only_ids_have_the_form_of_one(text in "[0-9a-fA-F-]{0,40}") {
            let squeezed = text.len() == 36 && text.matches('-').count() == 4;
            prop_assert!(!is_id(&text) || squeezed);
        }
    }
}
