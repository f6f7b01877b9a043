//! Tokens: who has one solved something, and when.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::audience::Audience;
use crate::key::{KeyRing, ProofKey, is_same};
use crate::puzzle::split;

const VERSION: u8 = 1;
const SIGNATURE: usize = 32;
const HEAD: usize = 1 + 4 + 8 + 8;
/// The longest domain. (RFC 1035, section 2.3.4.)
const DOMAIN_BYTES_MAX: usize = 253;
const BYTES_MAX: usize = HEAD + DOMAIN_BYTES_MAX + SIGNATURE;

/// When something was solved, in seconds; zero is never.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// A captcha.
    pub captcha_seconds: u64,
    /// A challenge.
    pub challenge_seconds: u64,
}

impl KeyRing {
    /// A token; none while there is no key.
    pub fn token(&self, times: Times, audience: &Audience<'_>) -> Option<String> {
        let key = self.newest()?;
        if audience.domain.len() > DOMAIN_BYTES_MAX {
            return None;
        }
        let mut bytes = Vec::with_capacity(HEAD + audience.domain.len() + SIGNATURE);
        bytes.push(VERSION);
        bytes.extend(key.id.to_be_bytes());
        bytes.extend(times.captcha_seconds.to_be_bytes());
        bytes.extend(times.challenge_seconds.to_be_bytes());
        bytes.extend(audience.domain.as_bytes());
        bytes.extend(signature(key, &bytes, audience));
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What the holder of a token solved; none if it is not valid for the audience, whose domain is
    /// the token's if `is_domain` says that it may be.
    pub fn read_token(
        &self,
        token: &[u8],
        audience: &Audience<'_>,
        is_domain: impl FnOnce(&str) -> bool,
    ) -> Option<Times> {
        let mut buffer = [0; BYTES_MAX];
        let length = URL_SAFE_NO_PAD.decode_slice(token, &mut buffer).ok()?;
        let (signed, given) = buffer.get(..length)?.split_last_chunk::<SIGNATURE>()?;
        let (head, domain) = signed.split_first_chunk::<HEAD>()?;
        let ([version], rest) = split::<1>(head);
        let (id, rest) = split::<4>(rest);
        let (captcha, rest) = split::<8>(rest);
        let (challenge, _) = split::<8>(rest);
        let key = self.of(u32::from_be_bytes(id)).filter(|_| version == VERSION)?;
        let domain = std::str::from_utf8(domain).ok()?;
        let audience = Audience { domain, ..*audience };
        let is_valid = is_same(&signature(key, signed, &audience), given) && is_domain(domain);
        is_valid.then(|| Times {
            captcha_seconds: u64::from_be_bytes(captcha),
            challenge_seconds: u64::from_be_bytes(challenge),
        })
    }
}

fn signature(key: &ProofKey, signed: &[u8], audience: &Audience<'_>) -> [u8; SIGNATURE] {
    let mut context = key.context(b"token");
    context.update(signed);
    audience.sign(&mut context);
    split(context.sign().as_ref()).0
}
