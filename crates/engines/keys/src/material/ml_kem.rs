//! ML-KEM. (FIPS 203; keys as in RFC 9935.)

use aws_lc_rs::kem::{
    Algorithm, Ciphertext, DecapsulationKey, EncapsulationKey, ML_KEM_512, ML_KEM_768, ML_KEM_1024,
};
use bartizan_types::Random;
use zeroize::Zeroizing;

use super::{Encapsulated, Key, Pair};
use crate::KeyError;
use crate::der::element;
use crate::spec::KeySpec;

/// The bytes that a key is expanded from: d and z. (FIPS 203, algorithm 16.)
const SEED_BYTES: usize = 64;
/// What stands behind the encapsulation key in an expanded key: its hash, and z. (FIPS 203,
/// algorithm 16.)
const TAIL_BYTES: usize = 64;

const SEQUENCE: u8 = 0x30;
const OCTET_STRING: u8 = 0x04;
const BIT_STRING: u8 = 0x03;
const SEED: u8 = 0x80;

pub(super) struct MlKem {
    set: Set,
    private: DecapsulationKey,
}

pub(super) struct MlKemPublic(EncapsulationKey);

#[derive(Clone, Copy)]
struct Set {
    algorithm: &'static Algorithm,
    /// The last number of the object identifier 2.16.840.1.101.3.4.4. (RFC 9935, section 3.)
    number: u8,
    public_bytes: usize,
    private_bytes: usize,
    ciphertext_bytes: usize,
}

/// The sizes are those of FIPS 203, table 3.
const fn set(spec: KeySpec) -> Set {
    match spec {
        KeySpec::MlKem512 => Set {
            algorithm: &ML_KEM_512,
            number: 1,
            public_bytes: 800,
            private_bytes: 1632,
            ciphertext_bytes: 768,
        },
        KeySpec::MlKem768 => Set {
            algorithm: &ML_KEM_768,
            number: 2,
            public_bytes: 1184,
            private_bytes: 2400,
            ciphertext_bytes: 1088,
        },
        _ => Set {
            algorithm: &ML_KEM_1024,
            number: 3,
            public_bytes: 1568,
            private_bytes: 3168,
            ciphertext_bytes: 1568,
        },
    }
}

impl Set {
    fn identifier(self) -> Vec<u8> {
        let oid = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x04, self.number];
        element(SEQUENCE, &[&oid])
    }

    fn pkcs8(self, private: &[u8]) -> Zeroizing<Vec<u8>> {
        let inner = Zeroizing::new(element(OCTET_STRING, &[private]));
        Zeroizing::new(element(SEQUENCE, &[&[0x02, 0x01, 0x00], &self.identifier(), &inner]))
    }

    fn pkcs8_of_seed(self, seed: &[u8]) -> Zeroizing<Vec<u8>> {
        self.pkcs8(&Zeroizing::new(element(SEED, &[seed])))
    }

    /// The seed and the expanded key of PKCS #8 that has both: every length is known, so what is in
    /// front of them is too.
    fn both(self, pkcs8: &[u8]) -> Option<(&[u8], &[u8])> {
        let expanded = Zeroizing::new(vec![0; self.private_bytes]);
        let seed = element(OCTET_STRING, &[&[0; SEED_BYTES]]);
        let expanded = Zeroizing::new(element(OCTET_STRING, &[&expanded]));
        let form = self.pkcs8(&element(SEQUENCE, &[&seed, &expanded]));
        let at = form.len().checked_sub(seed.len() + expanded.len())?;
        let (head, rest) = pkcs8.split_at_checked(at + seed.len() - SEED_BYTES)?;
        let (seed, rest) = rest.split_at_checked(SEED_BYTES)?;
        let (between, key) = rest.split_at_checked(rest.len().checked_sub(self.private_bytes)?)?;
        let fits = form.starts_with(head) && between == expanded.get(..between.len())?;
        (fits && pkcs8.len() == form.len()).then_some((seed, key))
    }

    fn spki(self, public: &[u8]) -> Vec<u8> {
        let bits = element(BIT_STRING, &[&[0], public]);
        element(SEQUENCE, &[&self.identifier(), &bits])
    }
}

pub(super) fn generate(spec: KeySpec, random: &dyn Random) -> Zeroizing<Vec<u8>> {
    let mut seed = Zeroizing::new([0; SEED_BYTES]);
    random.fill(seed.as_mut());
    set(spec).pkcs8_of_seed(seed.as_ref())
}

/// A key that came without its seed is kept as it came.
pub(super) fn read(spec: KeySpec, bytes: &[u8]) -> Result<Pair, KeyError> {
    let set = set(spec);
    let (stored, told) = match set.both(bytes) {
        Some((seed, expanded)) => (set.pkcs8_of_seed(seed), Some(expanded)),
        None => (Zeroizing::new(bytes.to_vec()), None),
    };
    let raw = bartizan_lc::ml_kem_key(&stored).ok_or(KeyError::NotKeyMaterial)?;
    if raw.decapsulation.len() != set.private_bytes
        || told.is_some_and(|told| told != raw.decapsulation.as_slice())
    {
        return Err(KeyError::NotKeyMaterial);
    }
    // An expanded key has the encapsulation key in it, before its hash and z.
    let end = set.private_bytes - TAIL_BYTES;
    let public = raw
        .decapsulation
        .get(end - set.public_bytes..end)
        .ok_or(KeyError::NotKeyMaterial)?
        .to_vec();
    let private = DecapsulationKey::new(set.algorithm, &raw.decapsulation)
        .map_err(|_| KeyError::NotKeyMaterial)?;
    let public = set.spki(&public);
    let key = MlKem { set, private };
    key.check(&read_public(spec, &public).map_err(|_| KeyError::NotKeyMaterial)?)?;
    Ok(Pair { stored, public, key: Key::MlKem(key) })
}

pub(super) fn read_public(spec: KeySpec, spki: &[u8]) -> Result<MlKemPublic, KeyError> {
    let set = set(spec);
    let start = spki.len().checked_sub(set.public_bytes).ok_or(KeyError::NotAPublicKey)?;
    let public = spki.get(start..).unwrap_or_default();
    if set.spki(public) != spki {
        return Err(KeyError::NotAPublicKey);
    }
    EncapsulationKey::new(set.algorithm, public)
        .map(MlKemPublic)
        .map_err(|_| KeyError::NotAPublicKey)
}

impl MlKem {
    /// Whether the halves belong together. (FIPS 203, section 7.1: pair-wise consistency.)
    fn check(&self, public: &MlKemPublic) -> Result<(), KeyError> {
        let made = public.encapsulate().map_err(|_| KeyError::NotKeyMaterial)?;
        match self.decapsulate(&made.ciphertext) {
            Ok(secret) if secret == made.secret => Ok(()),
            _ => Err(KeyError::NotKeyMaterial),
        }
    }

    pub(super) fn decapsulate(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let expected = self.set.ciphertext_bytes;
        if ciphertext.len() != expected {
            return Err(KeyError::WrongLength { expected });
        }
        let secret =
            self.private.decapsulate(Ciphertext::from(ciphertext)).map_err(|_| KeyError::Cipher)?;
        Ok(Zeroizing::new(secret.as_ref().to_vec()))
    }
}

impl MlKemPublic {
    pub(super) fn encapsulate(&self) -> Result<Encapsulated, KeyError> {
        let (ciphertext, secret) = self.0.encapsulate().map_err(|_| KeyError::Cipher)?;
        Ok(Encapsulated {
            secret: Zeroizing::new(secret.as_ref().to_vec()),
            ciphertext: ciphertext.as_ref().to_vec(),
        })
    }
}
