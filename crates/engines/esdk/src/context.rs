//! The encryption context: what is authenticated beside the plaintext, and not secret.

use std::collections::BTreeMap;

use crate::EsdkError;
use crate::data_key::field;

/// Pairs that are bound to a message. They are not secret: a message shows most of them.
pub type EncryptionContext = BTreeMap<String, String>;

/// What keys of the format's own begin with.
const RESERVED: &str = "aws-crypto-";
/// The key that holds the key to verify the signature with.
pub(crate) const PUBLIC_KEY: &str = "aws-crypto-public-key";

/// Refuses pairs that only the format itself may set.
pub(crate) fn check_unreserved(context: &EncryptionContext) -> Result<(), EsdkError> {
    match context.keys().find(|key| key.starts_with(RESERVED)) {
        Some(key) => Err(EsdkError::ReservedContextKey(key.clone())),
        None => Ok(()),
    }
}

/// The pairs in the form that is authenticated: a count, and each with its lengths before it,
/// sorted by the bytes of its key; nothing for no pairs. (Specification, "Structures",
/// "Serialization".)
pub(crate) fn to_bytes(context: &EncryptionContext) -> Result<Vec<u8>, EsdkError> {
    if context.is_empty() {
        return Ok(Vec::new());
    }
    let count = u16::try_from(context.len()).map_err(|_| EsdkError::ContextTooLong)?;
    let mut bytes = count.to_be_bytes().to_vec();
    for part in context.iter().flat_map(|(key, value)| [key, value]) {
        field(&mut bytes, part.as_bytes()).map_err(|_| EsdkError::ContextTooLong)?;
    }
    u16::try_from(bytes.len()).map_err(|_| EsdkError::ContextTooLong)?;
    Ok(bytes)
}

/// Reads what [`to_bytes`] writes.
pub(crate) fn from_bytes(bytes: &[u8]) -> Result<EncryptionContext, EsdkError> {
    if bytes.is_empty() {
        return Ok(EncryptionContext::new());
    }
    let (count, mut rest) = length(bytes)?;
    if count == 0 {
        return Err(EsdkError::Malformed("its context is there and empty"));
    }
    let mut context = EncryptionContext::new();
    for _ in 0..count {
        let (key, after) = text(rest)?;
        let (value, after) = text(after)?;
        rest = after;
        if context.insert(key, value).is_some() {
            return Err(EsdkError::Malformed("its context has a key twice"));
        }
    }
    if rest.is_empty() {
        Ok(context)
    } else {
        Err(EsdkError::Malformed("its context is longer than its pairs"))
    }
}

fn length(bytes: &[u8]) -> Result<(usize, &[u8]), EsdkError> {
    let (length, rest) = bytes.split_first_chunk().ok_or(SHORT)?;
    Ok((usize::from(u16::from_be_bytes(*length)), rest))
}

fn text(bytes: &[u8]) -> Result<(String, &[u8]), EsdkError> {
    let (length, rest) = length(bytes)?;
    let (text, rest) = rest.split_at_checked(length).ok_or(SHORT)?;
    let text = std::str::from_utf8(text);
    Ok((text.map_err(|_| EsdkError::Malformed("its context is not UTF-8"))?.to_owned(), rest))
}

const SHORT: EsdkError = EsdkError::Malformed("its context is cut short");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(pairs in prop::collection::btree_map(".{0,12}", ".{0,12}", 0..8)) {
            let bytes = to_bytes(&pairs).unwrap();
            prop_assert_eq!(from_bytes(&bytes).unwrap(), pairs);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = from_bytes(&bytes);
        }
    }

    #[test]
    fn pairs_are_sorted_by_their_bytes() {
        let context = [("b", "2"), ("é", "3"), ("a", "1")];
        let context = context.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let expected = b"\0\x03\0\x01a\0\x011\0\x01b\0\x012\0\x02\xc3\xa9\0\x013";
        assert_eq!(to_bytes(&context).unwrap(), expected);
        assert_eq!(to_bytes(&EncryptionContext::new()).unwrap(), b"");
    }

    #[test]
    fn malformed_pairs_are_refused() {
        for wrong in [
            &b"\0"[..],
            b"\0\0",
            b"\0\x01",
            b"\0\x01\0\x01a",
            b"\0\x01\0\x01a\0\x02b",
            b"\0\x01\0\x01a\0\x01b\0",
            b"\0\x01\0\x01\xff\0\x01b",
            b"\0\x02\0\x01a\0\x01b\0\x01a\0\x01c",
        ] {
            assert!(from_bytes(wrong).is_err(), "{wrong:?}");
        }
        let long = EncryptionContext::from([("a".to_owned(), "b".repeat(65_530))]);
        assert!(matches!(to_bytes(&long), Err(EsdkError::ContextTooLong)));
        assert!(
            check_unreserved(&EncryptionContext::from([(PUBLIC_KEY.to_owned(), String::new())]))
                .is_err()
        );
    }
}
