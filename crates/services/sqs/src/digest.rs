//! The digests by which clients check what they sent and got. (Amazon SQS Developer Guide, "Calculating
//! the MD5 message digest for message attributes".)

use std::collections::BTreeMap;

use md5::{Digest as _, Md5};

use crate::message::{Attribute, Data};

const TEXT: u8 = 1;
const BINARY: u8 = 2;

/// The digest of a text, in hexadecimal.
pub(crate) fn of_text(text: &str) -> String {
    hex::encode(Md5::digest(text.as_bytes()))
}

/// The digest of attributes; none where there are none.
pub(crate) fn of_attributes(attributes: &BTreeMap<String, Attribute>) -> Option<String> {
    if attributes.is_empty() {
        return None;
    }
    let mut digest = Md5::new();
    for (name, attribute) in attributes {
        add(&mut digest, name.as_bytes());
        add(&mut digest, attribute.kind.as_bytes());
        match &attribute.data {
            Data::Text(text) => {
                digest.update([TEXT]);
                add(&mut digest, text.as_bytes());
            }
            Data::Binary(bytes) => {
                digest.update([BINARY]);
                add(&mut digest, bytes);
            }
        }
    }
    Some(hex::encode(digest.finalize()))
}

fn add(digest: &mut Md5, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    digest.update(length.to_be_bytes());
    digest.update(bytes);
}
