//! New keys.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use bartizan_types::{Fault, Random};

use super::der;
use super::ssh::{PublicKey, ed25519_file, hexadecimal, pem};
use crate::error::Ec2Error;

/// How long a line of a PEM file is. (RFC 7468, section 2.)
const LINE: usize = 64;

/// A new key pair, whose private key is for one answer.
pub(super) struct Made {
    pub(super) public: PublicKey,
    pub(super) fingerprint: String,
    /// The file of the private key.
    pub(super) private: String,
}

/// A key of RSA, made where that keeps nobody waiting: it takes the time of many requests.
pub(super) async fn rsa() -> Result<Made, Ec2Error> {
    tokio::task::spawn_blocking(make_rsa).await.map_err(|_| failed())?.ok_or_else(failed)
}

fn make_rsa() -> Option<Made> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let private: Pkcs8V1Der<'static> = pair.as_der().ok()?;
    let (modulus, exponent) = der::rsa_numbers(pair.public_key().as_ref())?;
    Some(Made {
        public: PublicKey::Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() },
        // (Amazon EC2 API Reference, `KeyPair`, `KeyFingerprint`.)
        fingerprint: hexadecimal(digest(&SHA1_FOR_LEGACY_USE_ONLY, private.as_ref()).as_ref()),
        private: pem("RSA PRIVATE KEY", der::inner_key(private.as_ref())?, LINE),
    })
}

/// A key of Ed25519, whose file has the key pair's name as its comment.
pub(super) fn ed25519(name: &str, random: &dyn Random) -> Result<Made, Ec2Error> {
    let mut seed = [0_u8; 32];
    random.fill(&mut seed);
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| failed())?;
    let public = pair.public_key().as_ref().try_into().map_err(|_| failed())?;
    let check = u32::try_from(random.next_u64() >> 32).unwrap_or_default();
    let key = PublicKey::Ed25519(public);
    Ok(Made {
        fingerprint: key.fingerprint(),
        private: ed25519_file(&seed, public, name, check),
        public: key,
    })
}

fn failed() -> Ec2Error {
    Ec2Error::Platform(Fault::new("InternalError", "the key could not be made", 500))
}
