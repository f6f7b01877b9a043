//! Password hashes by Argon2id, away from the threads that serve calls.

use argon2::{Algorithm, Argon2, Params, Version};
use bartizan_service::types::{AccountId, Fault, Random};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::error::IamError;

/// 19 MiB, two passes, one lane. (OWASP, "Password Storage Cheat Sheet"; RFC 9106 names Argon2id
/// as the variant to take.)
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of salt. (RFC 9106, section 3.1: 16 are enough for passwords.)
const SALT_BYTES: usize = 16;
/// Bytes of hash: a tag of 256 bits. (RFC 9106, section 4.)
const HASH_BYTES: usize = 32;

/// How many hashes are made at once, so that a flood of them takes neither all processors nor
/// memory without bound; others wait for their turn.
const AT_ONCE: usize = 2;
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
/// Where the hashes of an account wait for each other, one at a time, so that a flood of one
/// account's holds up few others. Accounts share lines by their numbers.
const LINES: usize = 64;
static LINE_OF: [Semaphore; LINES] = [const { Semaphore::const_new(1) }; LINES];

/// The hash of a password with a fresh salt, as `salt$hash` in base64.
pub(crate) async fn hashed(
    account: AccountId,
    password: &str,
    random: &dyn Random,
) -> Result<String, IamError> {
    let mut salt = [0; SALT_BYTES];
    random.fill(&mut salt);
    let password = Zeroizing::new(password.to_owned());
    let made = off_the_road(account, move || digest(&password, &salt)).await??;
    Ok(format!("{}${}", STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(made)))
}

/// Whether one of these hashes is of the password.
pub(crate) async fn matches_any(
    account: AccountId,
    password: &str,
    hashes: Vec<String>,
) -> Result<bool, IamError> {
    let password = Zeroizing::new(password.to_owned());
    off_the_road(account, move || {
        for hash in &hashes {
            if is_of(hash, &password)? {
                return Ok(true);
            }
        }
        Ok(false)
    })
    .await?
}

fn is_of(hash: &str, password: &str) -> Result<bool, IamError> {
    let unreadable = || failed("a stored password hash cannot be read");
    let (salt, expected) = hash.split_once('$').ok_or_else(unreadable)?;
    let salt = STANDARD_NO_PAD.decode(salt).map_err(|_| unreadable())?;
    let expected = STANDARD_NO_PAD.decode(expected).map_err(|_| unreadable())?;
    let made = digest(password, &salt)?;
    // The bits that differ are gathered, so that the time tells nothing of where they are.
    let differing = made.iter().zip(&expected).fold(0, |bits, (a, b)| bits | (a ^ b));
    Ok(expected.len() == HASH_BYTES && differing == 0)
}

fn digest(password: &str, salt: &[u8]) -> Result<[u8; HASH_BYTES], IamError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_BYTES))
        .map_err(|_| failed("the password hash has no valid parameters"))?;
    let mut made = [0; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut made)
        .map_err(|_| failed("a password could not be hashed"))?;
    Ok(made)
}

/// Runs work on a thread that may be busy for long, when it is its turn.
async fn off_the_road<T: Send + 'static>(
    account: AccountId,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, IamError> {
    let ended = || failed("the password hasher has ended");
    let line = usize::try_from(account.number()).unwrap_or_default() % LINES;
    let line = LINE_OF.get(line).ok_or_else(ended)?.acquire().await.map_err(|_| ended())?;
    let turn = TURNS.acquire().await.map_err(|_| ended())?;
    // The turns end with the work, not with the call that waits for it.
    let done = tokio::task::spawn_blocking(move || {
        let _turns = (line, turn);
        work()
    });
    done.await.map_err(|_| ended())
}

fn failed(message: &str) -> IamError {
    Fault::new("InternalFailure", message, 500).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bartizan_service::types::SeededRandom;

    #[tokio::test]
    async fn only_the_password_matches_and_salts_differ() {
        let random = SeededRandom::new(1);
        let account = AccountId::from_number(123_456_789_012).unwrap();
        let first = hashed(account, "open sesame", &random).await.unwrap();
        let second = hashed(account, "open sesame", &random).await.unwrap();
        assert_ne!(first, second);
        assert!(!first.contains("sesame"));
        let either = vec![first, second.clone()];
        assert!(matches_any(account, "open sesame", either.clone()).await.unwrap());
        assert!(!matches_any(account, "open Sesame", either).await.unwrap());
        assert!(!matches_any(account, "open sesame", Vec::new()).await.unwrap());
        for broken in ["", "$", "no hash", second.split_once('$').unwrap().0] {
            let answer = matches_any(account, "open sesame", vec![broken.to_owned()]).await;
            assert!(!answer.unwrap_or(false), "{broken}");
        }
    }
}
