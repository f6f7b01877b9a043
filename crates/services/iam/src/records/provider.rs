//! What identity providers of all kinds have in common.

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Arn, Tag};

/// An identity provider, which is named by the end of its ARN.
pub(crate) trait Provider: Record {
    /// The type as the activity record names it.
    const TYPE: &'static str;
    /// What the resource part of the ARN begins with.
    const RESOURCE: &'static str;
    /// AWS's name of the quota, and its default. (IAM User Guide, "IAM and AWS STS quotas".)
    const QUOTA: (&'static str, usize);

    /// The account.
    fn account(&self) -> AccountId;
    /// What ends the ARN: a name or a URL.
    fn name(&self) -> &str;
    /// The tags.
    fn tags(&self) -> &[Tag];
    /// The tags, to be changed.
    fn tags_mut(&mut self) -> &mut Vec<Tag>;
    /// AWS's message where there is none with this ARN.
    fn missing(arn: &str) -> String;
    /// AWS's message where there is one of this name already.
    fn taken(name: &str) -> String;

    /// The ARN of the provider of this name.
    fn arn_of(account: AccountId, name: &str) -> Arn {
        Arn::new("iam", "", Some(account), &format!("{}{name}", Self::RESOURCE))
    }

    /// The store's key of the provider with this ARN; none where it is the ARN of another thing.
    fn key_of(arn: &Arn) -> Option<Key> {
        let name = arn.resource().strip_prefix(Self::RESOURCE).filter(|name| !name.is_empty())?;
        let is_one = arn.service() == "iam" && arn.region().is_empty();
        is_one.then_some(Key::global(arn.account_id()?, name))
    }

    /// The ARN.
    fn arn(&self) -> Arn {
        Self::arn_of(self.account(), self.name())
    }

    /// The store's key.
    fn key(&self) -> Key {
        Key::global(self.account(), self.name())
    }
}
