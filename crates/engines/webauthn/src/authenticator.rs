//! What the authenticator says. (W3C Web Authentication, Level 3, section 6.1.)

use aws_lc_rs::digest::{SHA256, digest};

use crate::cbor::Value;
use crate::{RelyingParty, WebauthnError};

/// The most bytes of a credential's id. (W3C Web Authentication, Level 3, section 7.1.)
const ID_BYTES_MAX: usize = 1023;

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// The authenticator's data.
#[derive(Debug)]
pub(crate) struct AuthenticatorData<'b> {
    pub(crate) user_verified: bool,
    pub(crate) counter: u32,
    pub(crate) attested: Option<Attested<'b>>,
}

/// A credential that was made.
#[derive(Debug)]
pub(crate) struct Attested<'b> {
    /// The model of the authenticator.
    pub(crate) model: [u8; 16],
    pub(crate) id: &'b [u8],
    /// The key as COSE writes it.
    pub(crate) key: &'b [u8],
}

impl<'b> AuthenticatorData<'b> {
    /// Reads the data, which must be for this party and of a user who was there.
    pub(crate) fn read(bytes: &'b [u8], party: &RelyingParty<'_>) -> Result<Self, WebauthnError> {
        let unread = WebauthnError::AuthenticatorData;
        let (party_hash, rest) = bytes.split_at_checked(32).ok_or(unread)?;
        let (head, mut rest) = rest.split_first_chunk::<5>().ok_or(unread)?;
        let [flags, counter @ ..] = *head;
        if party_hash != digest(&SHA256, party.id.as_bytes()).as_ref() {
            return Err(WebauthnError::Party);
        }
        if flags & USER_PRESENT == 0 {
            return Err(WebauthnError::UserPresence);
        }
        if flags & BACKED_UP != 0 && flags & BACKUP_ELIGIBLE == 0 {
            return Err(unread);
        }
        let mut attested = None;
        if flags & HAS_CREDENTIAL != 0 {
            let (credential, after) = Attested::read(rest).ok_or(unread)?;
            attested = Some(credential);
            rest = after;
        }
        if flags & HAS_EXTENSIONS != 0 {
            let (extensions, after) = Value::first(rest).ok_or(unread)?;
            extensions.members().ok_or(unread)?;
            rest = after;
        }
        if !rest.is_empty() {
            return Err(unread);
        }
        Ok(Self {
            user_verified: flags & USER_VERIFIED != 0,
            counter: u32::from_be_bytes(counter),
            attested,
        })
    }
}

impl<'b> Attested<'b> {
    fn read(bytes: &'b [u8]) -> Option<(Self, &'b [u8])> {
        let (model, rest) = bytes.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (id, rest) = rest.split_at_checked(length)?;
        if id.is_empty() || id.len() > ID_BYTES_MAX {
            return None;
        }
        let (_, after) = Value::first(rest)?;
        let key = rest.get(..rest.len().checked_sub(after.len())?)?;
        Some((Self { model: *model, id, key }, after))
    }
}
