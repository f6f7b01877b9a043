//! Which keys encryption concerns, and the condition keys it sets.

use bartizan_keys::blob::Header;
use bartizan_service::{Access, Ask};
use bartizan_types::Fault;
use bartizan_wire::Value;

use super::DEFAULT;
use super::open::sealing_key;
use crate::error::KmsError;
use crate::rules::{self, Guarded};

/// The key that shall encrypt.
pub(crate) fn encrypts(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("KeyId").unwrap_or_default();
    let context = rules::context(ask, "EncryptionContext");
    let used = rules::used(ask, ask.action(), name, Some(&context))?;
    Ok(vec![with_algorithm(ask, used, "EncryptionAlgorithm").settled(ask.call)?])
}

/// The key that shall decrypt: the one that is named, or the ciphertext's.
pub(crate) fn decrypts(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let source = Source {
        action: ask.action(),
        key: "KeyId",
        context: "EncryptionContext",
        algorithm: "EncryptionAlgorithm",
    };
    Ok(vec![source.used(ask)?.settled(ask.call)?])
}

/// The key that shall decrypt, and the one that shall encrypt.
pub(crate) fn re_encrypts(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let source = Source {
        action: "kms:ReEncryptFrom",
        key: "SourceKeyId",
        context: "SourceEncryptionContext",
        algorithm: "SourceEncryptionAlgorithm",
    };
    // What is wrong with the destination must not tell whether there is a source.
    let name = ask.text("DestinationKeyId").unwrap_or_default();
    let context = rules::context(ask, "DestinationEncryptionContext");
    let to = rules::used(ask, "kms:ReEncryptTo", name, Some(&context))?;
    let from = source.used(ask)?;
    let is_same = |to: &str| (from.resource() == to).to_string();
    let is_same_key = is_same(to.resource());
    let to = with_algorithm(ask, to, "DestinationEncryptionAlgorithm");
    let to = to.with_of_key(SAME_KEY, &is_same_key).settled(ask.call)?;
    // A key that stays hidden is not told to be the same, either.
    let is_same_key = is_same(to.resource());
    Ok(vec![from.with_of_key(SAME_KEY, &is_same_key).settled(ask.call)?, to])
}

/// Whether what is decrypted is encrypted by the same key again.
const SAME_KEY: &str = "kms:ReEncryptOnSameKey";

/// The members that tell what is to be decrypted.
struct Source {
    action: &'static str,
    key: &'static str,
    context: &'static str,
    algorithm: &'static str,
}

impl Source {
    fn used(&self, ask: &Ask<'_>) -> Result<Guarded, Fault> {
        let context = rules::context(ask, self.context);
        let used = if let Some(name) = ask.text(self.key) {
            rules::used(ask, self.action, name, Some(&context))?
        } else {
            let header = header(ask, self.algorithm)?;
            let key = sealing_key(ask.call, &header).ok_or_else(|| self.no_such_key(ask))?;
            let access = rules::used_key(ask.call, self.action, &key, Some(&context));
            if rules::is_foreign(ask.call, &key) {
                Guarded::or_refused(access, self.no_such_key(ask))
            } else {
                Guarded::shown(access)
            }
        };
        Ok(with_algorithm(ask, used, self.algorithm))
    }

    /// Whether the key is gone, of another region or never was is not for the caller to know.
    fn no_such_key(&self, ask: &Ask<'_>) -> Fault {
        let principal =
            ask.call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
        let message = format!(
            "User: {principal} is not authorized to perform: {} on the resource associated with \
             this ciphertext because the resource does not exist in this Region, no \
             resource-based policies allow access, or a resource-based policy explicitly denies \
             access",
            self.action
        );
        Fault::new("AccessDeniedException", message, 400)
    }
}

/// The header of the ciphertext, of a call that names no key.
fn header(ask: &Ask<'_>, algorithm_member: &str) -> Result<Header, Fault> {
    if algorithm(ask, algorithm_member) != DEFAULT {
        let message = "KeyId must be specified when the ciphertext was encrypted under an \
                       asymmetric KMS key.";
        return Err(KmsError::Validation(message.to_owned()).into());
    }
    match ask.input.field("CiphertextBlob") {
        Some(Value::Blob(blob)) => {
            Header::read(blob).map_err(|_| KmsError::InvalidCiphertext().into())
        }
        _ => Err(KmsError::missing("ciphertextBlob").into()),
    }
}

/// Sets the condition key of the algorithm that a member of the input names.
fn with_algorithm(ask: &Ask<'_>, used: Guarded, member: &str) -> Guarded {
    used.with(|access| access.key("kms:EncryptionAlgorithm", algorithm(ask, member)))
}

fn algorithm<'a>(ask: &Ask<'a>, member: &str) -> &'a str {
    ask.text(member).unwrap_or(DEFAULT)
}
