//! An encrypted assertion as it stands in a response. (SAML 2.0 Core, 2.3.4 and 6; XML Encryption
//! 1.1, 3.)
//!
//! One key, one content, both within the document: nothing is fetched, and nothing is looked for
//! elsewhere. Whatever fails, fails alike.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::decryption::{Cipher, DecryptionKey, transport};
use crate::names::{ENCRYPTED_ELEMENT, ENCRYPTION, ENCRYPTION_11, SIGNATURE};
use crate::xml::Element;

/// Decrypts what an `EncryptedAssertion` holds by the first of `keys` that opens it.
pub(crate) fn open(holder: &Element, keys: &[DecryptionKey]) -> Option<Vec<u8>> {
    let data = data(holder)?;
    let key = key(holder, data)?;
    let method = data.only(ENCRYPTION, "EncryptionMethod")?;
    let cipher = Cipher::named(method.attribute("Algorithm")?)?;
    let content = cipher_value(data)?;

    let how = transported(key.only(ENCRYPTION, "EncryptionMethod")?)?;
    let wrapped = cipher_value(key)?;
    keys.iter()
        .filter_map(|key| key.open(how, &wrapped))
        .find_map(|secret| cipher.open(&secret, &content))
}

/// The one content, which is an element.
fn data(holder: &Element) -> Option<&Element> {
    let is_known = |part: &Element| {
        part.is(ENCRYPTION, "EncryptedData") || part.is(ENCRYPTION, "EncryptedKey")
    };
    let data = holder.only(ENCRYPTION, "EncryptedData")?;
    let is_element = data.attribute("Type").is_none_or(|kind| kind == ENCRYPTED_ELEMENT);
    (is_element && holder.elements().all(is_known)).then_some(data)
}

/// The one key, within the content's `KeyInfo` or beside the content. (SAML 2.0 Core, 6.1; SAML 2.0
/// Errata, E43.)
fn key<'e>(holder: &'e Element, data: &'e Element) -> Option<&'e Element> {
    let mut count = 0;
    holder.walk(&mut |element| count += usize::from(element.is(ENCRYPTION, "EncryptedKey")));
    let within =
        data.only(SIGNATURE, "KeyInfo").and_then(|info| info.only(ENCRYPTION, "EncryptedKey"));
    let found = within.or_else(|| holder.only(ENCRYPTION, "EncryptedKey"))?;
    (count == 1).then_some(found)
}

/// How a key is transported. Of parameters only hashes are known.
fn transported(method: &Element) -> Option<&'static aws_lc_rs::rsa::OaepAlgorithm> {
    let name = |part: &'_ Element| part.attribute("Algorithm").unwrap_or_default().to_owned();
    let digest = method.only(SIGNATURE, "DigestMethod").map(name);
    let mask = method.only(ENCRYPTION_11, "MGF").map(name);
    let known = usize::from(digest.is_some()) + usize::from(mask.is_some());
    if method.elements().count() != known {
        return None;
    }
    transport(method.attribute("Algorithm")?, digest.as_deref(), mask.as_deref())
}

/// The bytes of a content or a key, which stand there themselves.
fn cipher_value(element: &Element) -> Option<Vec<u8>> {
    let data = element.only(ENCRYPTION, "CipherData")?;
    let value = data.only(ENCRYPTION, "CipherValue")?;
    if data.elements().count() != 1 {
        return None;
    }
    let text: String = value.text()?.split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}
