//! What S3 keeps in the store, and under which keys.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bartizan_service::CorsRule;
use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use crate::bucket::encryption::BucketEncryption;
use crate::checksum::{Algorithm, Checksum, Coverage};
use crate::encryption::Sealing;
use crate::files::FileId;
use crate::object_lock::{BucketLock, Lock};

/// A bucket. Its name is unique in the whole installation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) owner: AccountId,
    pub(crate) region: String,
    pub(crate) created: Timestamp,
    pub(crate) versioning: Versioning,
    /// The bucket policy, principals by unique id.
    pub(crate) policy: Option<String>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) public_access_block: Option<PublicAccessBlock>,
    /// Whether object ownership is set, which can only be to the bucket owner.
    pub(crate) ownership_enforced: bool,
    /// Set where versions may be locked.
    #[serde(default)]
    pub(crate) object_lock: Option<BucketLock>,
    /// The CORS configuration; without rules there is none.
    #[serde(default)]
    pub(crate) cors: Vec<CorsRule>,
    /// How its objects are encrypted unless they say; none where nobody set it.
    #[serde(default)]
    pub(crate) encryption: Option<BucketEncryption>,
}

/// Whether a bucket keeps versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Versioning {
    Never,
    Enabled,
    Suspended,
}

/// The four switches against public access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "the API has these four")]
pub(crate) struct PublicAccessBlock {
    pub(crate) block_public_acls: bool,
    pub(crate) ignore_public_acls: bool,
    pub(crate) block_public_policy: bool,
    pub(crate) restrict_public_buckets: bool,
}

impl PublicAccessBlock {
    /// What a new bucket has since April 2023. (Amazon S3 User Guide, "Blocking public access".)
    pub(crate) const ALL: Self = Self {
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: true,
        restrict_public_buckets: true,
    };
    /// All off.
    pub(crate) const NONE: Self = Self {
        block_public_acls: false,
        ignore_public_acls: false,
        block_public_policy: false,
        restrict_public_buckets: false,
    };
}

/// The switches of an account, for all its buckets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountPublicAccess {
    pub(crate) block: PublicAccessBlock,
}

/// What an object is besides its bytes; an upload brings it along.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Description {
    pub(crate) cache_control: Option<String>,
    pub(crate) content_disposition: Option<String>,
    pub(crate) content_encoding: Option<String>,
    pub(crate) content_language: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) expires: Option<String>,
    pub(crate) website_redirect_location: Option<String>,
    pub(crate) metadata: BTreeMap<String, String>,
}

/// One version of an object, or a delete marker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Version {
    pub(crate) key: String,
    /// Where it stands among its key's versions: later ones have higher numbers.
    pub(crate) order: u64,
    /// What tells its record apart; the version id unless it is the null version.
    pub(crate) id: String,
    pub(crate) is_null: bool,
    pub(crate) modified: Timestamp,
    /// `None` for a delete marker.
    pub(crate) content: Option<Content>,
}

/// What a version that is no delete marker holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) size: u64,
    /// Without quotation marks.
    pub(crate) etag: String,
    pub(crate) checksum: Option<Checksum>,
    pub(crate) data: Data,
    pub(crate) description: Description,
    pub(crate) tags: Vec<Tag>,
    pub(crate) storage_class: String,
    #[serde(default)]
    pub(crate) lock: Lock,
    /// How its bytes are sealed; none for those from before objects were.
    #[serde(default)]
    pub(crate) sealing: Option<Sealing>,
}

/// Where the bytes are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Data {
    /// In one file.
    File(FileId),
    /// In the files of a manifest, of this id, with so many parts.
    Parts(String, u32),
}

/// The files of an object that was uploaded in parts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) parts: Vec<ManifestPart>,
}

/// One part of a finished object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ManifestPart {
    pub(crate) number: u32,
    pub(crate) size: u64,
    pub(crate) file: FileId,
    pub(crate) checksum: Option<String>,
}

/// A multipart upload that goes on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) key: String,
    pub(crate) id: String,
    pub(crate) initiated: Timestamp,
    /// The initiator's ARN; none for anonymous callers.
    pub(crate) initiator: Option<String>,
    pub(crate) description: Description,
    pub(crate) tags: Vec<Tag>,
    pub(crate) storage_class: String,
    pub(crate) algorithm: Algorithm,
    pub(crate) coverage: Coverage,
    /// Whether the client chose the algorithm; else it is S3's own.
    pub(crate) algorithm_chosen: bool,
    /// The lock that the object is to have.
    #[serde(default)]
    pub(crate) lock: Lock,
    /// How the bytes of its parts are sealed; none for uploads from before they were.
    #[serde(default)]
    pub(crate) sealing: Option<Sealing>,
}

/// A part that was uploaded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) number: u32,
    pub(crate) size: u64,
    pub(crate) etag: String,
    pub(crate) checksum: String,
    pub(crate) file: FileId,
    pub(crate) modified: Timestamp,
}

impl Record for Bucket {
    const COLLECTION: &'static str = "s3.bucket";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![("owner", self.owner.to_string())]
    }
}

impl Record for AccountPublicAccess {
    const COLLECTION: &'static str = "s3.account_public_access";
}

impl Record for Version {
    const COLLECTION: &'static str = "s3.version";
}

impl Record for Manifest {
    const COLLECTION: &'static str = "s3.manifest";
}

impl Record for Upload {
    const COLLECTION: &'static str = "s3.upload";
}

impl Record for Part {
    const COLLECTION: &'static str = "s3.part";
}

impl Version {
    /// The version id as clients see it.
    pub(crate) fn shown_id(&self) -> &str {
        if self.is_null { "null" } else { &self.id }
    }

    /// The one file that holds its bytes, if it is one.
    pub(crate) fn file(&self) -> Option<&FileId> {
        match &self.content.as_ref()?.data {
            Data::File(file) => Some(file),
            Data::Parts(..) => None,
        }
    }
}

impl Data {
    /// What it is known by: the file's name, or the manifest's id.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::File(file) => file.text(),
            Self::Parts(id, _) => id,
        }
    }
}

impl Bucket {
    /// The key of the bucket of this name.
    pub(crate) fn key_of(name: &str) -> Key {
        Key::installation(name)
    }

    /// Whether objects may not be written with keys that customers bring along. None may unless that
    /// was allowed. (Amazon S3 User Guide, "Blocking or unblocking SSE-C for a general purpose bucket".)
    pub(crate) fn blocks_customer_keys(&self) -> bool {
        self.encryption.as_ref().is_none_or(|encryption| encryption.blocks_customer_keys)
    }

    /// The account part of the keys of all that is in it.
    pub(crate) fn account(&self) -> String {
        self.owner.to_string()
    }

    /// Where the records of this bucket's keys that begin with `prefix` begin.
    pub(crate) fn prefix(&self, prefix: &str) -> String {
        format!("{}/{}", self.name, ordered(prefix))
    }

    /// Where all records of one key of this bucket begin.
    pub(crate) fn prefix_of_key(&self, key: &str) -> String {
        format!("{}\u{1}\u{1}", self.prefix(key))
    }

    /// The record of one version, or upload, of a key.
    pub(crate) fn record(&self, key: &str, id: &str) -> Key {
        Key::global(self.owner, format!("{}{id}", self.prefix_of_key(key)))
    }

    /// A record that has an id of its own.
    pub(crate) fn record_of_id(&self, id: impl Into<String>) -> Key {
        Key::global(self.owner, id)
    }
}

/// A key's text in a form that has room for what ends it and still orders bytewise as before:
/// U+0000 and U+0001 are written as two characters, and U+0001 twice ends the key.
pub(crate) fn ordered(key: &str) -> String {
    let mut text = String::with_capacity(key.len() + 2);
    for character in key.chars() {
        match character {
            '\0' => text.push_str("\u{1}\u{2}"),
            '\u{1}' => text.push_str("\u{1}\u{3}"),
            other => text.push(other),
        }
    }
    text
}

/// The id under which something later orders before something earlier.
pub(crate) fn newest_first(order: u64, tie: u64) -> String {
    format!("{:016x}{tie:016x}", u64::MAX - order)
}

/// The id under which something earlier orders before something later.
pub(crate) fn oldest_first(order: u64, tie: u64) -> String {
    let mut id = String::with_capacity(32);
    let _ = write!(id, "{order:016x}{tie:016x}");
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn records_order_as_their_keys_do(a in "[\\x00-\\x03ab\u{10ffff}]{0,4}", b in "[\\x00-\\x03ab\u{10ffff}]{0,4}") {
            let end = |key: &str| format!("{}\u{1}\u{1}", ordered(key));
            prop_assert_eq!(a.cmp(&b), end(&a).cmp(&end(&b)));
            prop_assert_eq!(b.starts_with(&a), ordered(&b).starts_with(&ordered(&a)));
        }
    }
}
