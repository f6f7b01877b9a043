//! PEM: base64 between lines that name what it is. (RFC 7468, and RFC 1421's headers, which only
//! encrypted private keys have and which are refused.)

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::PkiError;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";
/// The header that a key behind a passphrase begins with. (RFC 1421, section 4.6.1.1.)
const ENCRYPTED: &str = "Proc-Type:";

/// One block: what it is labelled, and its bytes.
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

/// The blocks of a text that holds nothing else but white space.
pub(crate) fn blocks(text: &str) -> Result<Vec<Block<'_>>, PkiError> {
    let mut blocks = Vec::new();
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(PkiError::UnknownEncoding);
    }
    while !rest.is_empty() {
        let labelled = rest.strip_prefix(BEGIN).ok_or(PkiError::UnknownEncoding)?;
        let (label, after) = labelled.split_once(DASHES).ok_or(PkiError::UnknownEncoding)?;
        let (content, after) = after.split_once(END).ok_or(PkiError::Malformed)?;
        let after = after.strip_prefix(label).and_then(|after| after.strip_prefix(DASHES));
        blocks.push(Block { label, bytes: decoded(content)? });
        rest = after.ok_or(PkiError::Malformed)?.trim_start();
    }
    Ok(blocks)
}

/// The PEM text of these bytes, in lines of 64 characters.
pub(crate) fn text(label: &str, bytes: &[u8]) -> String {
    let mut text = format!("{BEGIN}{label}{DASHES}\n");
    let encoded = STANDARD.encode(bytes);
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(64).unwrap_or((rest, ""));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.extend([END, label, DASHES]);
    text
}

fn decoded(content: &str) -> Result<Zeroizing<Vec<u8>>, PkiError> {
    if content.trim_start().starts_with(ENCRYPTED) {
        return Err(PkiError::Encrypted);
    }
    let compact: Zeroizing<Vec<u8>> =
        Zeroizing::new(content.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect());
    STANDARD.decode(&*compact).map(Zeroizing::new).map_err(|_| PkiError::Malformed)
}
