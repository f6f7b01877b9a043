//! Where a call's resources are: an account's network in one region.

use bartizan_service::Call;
use bartizan_service::store::{Key, Reader, Record, Writer};
use bartizan_types::{AccountId, Arn, Fault, Region};

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::records::BY_TOKEN;
use crate::tags::records::TagsRecord;

/// How many records a scan reads at a time.
const SCAN: usize = 1000;

/// A resource that is stored under its own id.
pub(crate) trait Resource: Record {
    /// Its kind.
    const KIND: Kind;

    /// Its id.
    fn id(&self) -> &str;
}

/// An account's network in one region.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
}

impl Scope {
    /// The one that a call is about.
    pub(crate) fn of(call: &Call) -> Result<Self, Fault> {
        Ok(Self { account: call.account()?, region: call.region.clone() })
    }

    /// The store's key of what has this id.
    pub(crate) fn key(&self, id: &str) -> Key {
        Key::new(self.account, self.region.as_str(), id)
    }

    /// The ARN of a resource; of any of its kind where the id is `*`.
    pub(crate) fn arn(&self, kind: Kind, id: &str) -> Arn {
        let resource = format!("{}/{id}", kind.name());
        // Whose an image is its ARN does not say.
        let account = (kind != Kind::Image).then_some(self.account);
        Arn::new("ec2", self.region.as_str(), account, &resource)
    }

    /// The resource of this id, which must be there.
    pub(crate) fn find<T: Resource>(&self, reader: &Reader<'_>, id: &str) -> Result<T, Ec2Error> {
        reader.get(&self.key(id))?.ok_or_else(|| T::KIND.not_found(id))
    }

    /// Every record of a collection.
    pub(crate) fn all<T: Record>(&self, reader: &Reader<'_>) -> Result<Vec<T>, Ec2Error> {
        let account = self.account.to_string();
        let mut records = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page =
                reader.scan::<T>(&account, self.region.as_str(), "", after.as_deref(), SCAN)?;
            let is_last = page.len() < SCAN;
            after = page.last().map(|(key, _)| key.id.clone());
            records.extend(page.into_iter().map(|(_, record)| record));
            if is_last {
                return Ok(records);
            }
        }
    }

    /// How many records a collection has.
    pub(crate) fn count<T: Record>(&self, reader: &Reader<'_>) -> Result<u64, Ec2Error> {
        Ok(reader.count::<T>(&self.account.to_string(), self.region.as_str())?)
    }

    /// What an earlier request with this client token made, if it is still there. (Amazon EC2 API
    /// Reference, "Ensuring idempotency".)
    pub(crate) fn made_before<T: Resource>(
        &self,
        reader: &Reader<'_>,
        token: Option<&str>,
    ) -> Result<Option<T>, Ec2Error> {
        let Some(token) = token else { return Ok(None) };
        let found = reader.find::<T>(BY_TOKEN, token)?.into_iter();
        let is_own = |(key, record): &(Key, T)| *key == self.key(record.id());
        Ok(found.filter(is_own).map(|(_, record)| record).next())
    }

    /// Stores a resource.
    pub(crate) fn put<T: Resource>(
        &self,
        writer: &mut Writer<'_>,
        resource: &T,
    ) -> Result<(), Ec2Error> {
        Ok(writer.put(&self.key(resource.id()), resource)?)
    }

    /// Removes a resource and its tags.
    pub(crate) fn remove<T: Resource>(
        &self,
        writer: &mut Writer<'_>,
        id: &str,
    ) -> Result<(), Ec2Error> {
        writer.delete::<TagsRecord>(&self.key(id))?;
        writer.delete::<T>(&self.key(id))?;
        Ok(())
    }
}

/// A request that has the client token of an earlier one asks for something else.
pub(crate) fn token_mismatch() -> Ec2Error {
    let message = "The client token was used by a request with other parameters.";
    Ec2Error::refused("IdempotentParameterMismatch", message)
}

/// Every record that an index finds. Ids are never used twice, so what an index is asked for is always
/// of one account and region.
pub(crate) fn found<T: Record>(
    reader: &Reader<'_>,
    index: &str,
    value: &str,
) -> Result<Vec<T>, Ec2Error> {
    Ok(reader.find(index, value)?.into_iter().map(|(_, record)| record).collect())
}
