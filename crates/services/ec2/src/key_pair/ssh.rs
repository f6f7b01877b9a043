//! Keys as OpenSSH has them. (RFC 4253, section 6.6; RFC 4716; RFC 8709; OpenSSH, `PROTOCOL.key`.)

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use super::der;

/// The names of the kinds of keys.
const RSA: &str = "ssh-rsa";
const ED25519: &str = "ssh-ed25519";
/// The lengths that an imported key of RSA may have, in bits. (Amazon EC2 User Guide, "Create a key pair
/// using a third-party tool".)
const RSA_BITS: [usize; 3] = [1024, 2048, 4096];
/// How long a public key of Ed25519 is.
const ED25519_BYTES: usize = 32;
/// The first and the last line of a public key of RFC 4716, and how long a line of base64 is.
const BEGIN: &str = "---- BEGIN SSH2 PUBLIC KEY ----";
const END: &str = "---- END SSH2 PUBLIC KEY ----";
const LINE: usize = 70;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PublicKey {
    /// By its modulus and its public exponent, each a positive integer of two's complement.
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    Ed25519([u8; ED25519_BYTES]),
}

impl PublicKey {
    /// A key of a file as OpenSSH writes it, of RFC 4716, or of base64 alone.
    pub(super) fn parse(material: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(material).ok()?.trim();
        if let Some(rest) = text.strip_prefix(BEGIN) {
            let packed = STANDARD.decode(without_headers(rest.strip_suffix(END)?)?).ok()?;
            return Self::unpack(&packed);
        }
        let mut words = text.split_ascii_whitespace();
        let first = words.next()?;
        if [RSA, ED25519].contains(&first) {
            let packed = STANDARD.decode(words.next()?).ok()?;
            // The key inside says of which kind it is, too.
            return Self::unpack(&packed).filter(|key| key.name() == first);
        }
        Self::unpack(&STANDARD.decode(first).ok().filter(|_| words.next().is_none())?)
    }

    fn unpack(packed: &[u8]) -> Option<Self> {
        let (name, rest) = string(packed)?;
        let (key, rest) = match std::str::from_utf8(name).ok()? {
            RSA => {
                let (exponent, rest) = string(rest)?;
                let (modulus, rest) = string(rest)?;
                let (exponent, modulus) = (positive(exponent)?, positive(modulus)?);
                let bits = modulus.iter().skip_while(|byte| **byte == 0).count() * 8;
                (RSA_BITS.contains(&bits)).then_some((Self::Rsa { modulus, exponent }, rest))?
            }
            ED25519 => {
                let (key, rest) = string(rest)?;
                (Self::Ed25519(key.try_into().ok()?), rest)
            }
            _ => return None,
        };
        rest.is_empty().then_some(key)
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Rsa { .. } => RSA,
            Self::Ed25519(_) => ED25519,
        }
    }

    /// Its kind as the API names it.
    pub(super) const fn key_type(&self) -> &'static str {
        match self {
            Self::Rsa { .. } => "rsa",
            Self::Ed25519(_) => "ed25519",
        }
    }

    fn packed(&self) -> Vec<u8> {
        let mut packed = packed_string(self.name().as_bytes());
        match self {
            Self::Rsa { modulus, exponent } => {
                packed.extend(packed_string(exponent));
                packed.extend(packed_string(modulus));
            }
            Self::Ed25519(key) => packed.extend(packed_string(key)),
        }
        packed
    }

    /// It in one line, with a comment.
    pub(super) fn line(&self, comment: &str) -> String {
        format!("{} {} {comment}", self.name(), STANDARD.encode(self.packed()))
    }

    /// What tells an imported key from others. (Amazon EC2 API Reference, `KeyPairInfo`.)
    pub(super) fn fingerprint(&self) -> String {
        match self {
            Self::Rsa { modulus, exponent } => {
                hexadecimal(Md5::digest(der::rsa_public_key(modulus, exponent)).as_slice())
            }
            Self::Ed25519(_) => STANDARD.encode(digest(&SHA256, &self.packed())),
        }
    }
}

/// A private key of Ed25519, which is not encrypted, in the file that OpenSSH makes. `check` is told twice
/// in it, by which a wrong passphrase would show.
pub(super) fn ed25519_file(
    seed: &[u8],
    public: [u8; ED25519_BYTES],
    comment: &str,
    check: u32,
) -> String {
    let key = PublicKey::Ed25519(public);
    let mut private = [check.to_be_bytes(), check.to_be_bytes()].concat();
    private.extend(packed_string(ED25519.as_bytes()));
    private.extend(packed_string(&public));
    private.extend(packed_string(&[seed, &public].concat()));
    private.extend(packed_string(comment.as_bytes()));
    private.extend((1..=7_u8).take(private.len().wrapping_neg() % 8));
    let mut file = b"openssh-key-v1\0".to_vec();
    for text in ["none", "none", ""] {
        file.extend(packed_string(text.as_bytes()));
    }
    file.extend(1_u32.to_be_bytes());
    file.extend(packed_string(&key.packed()));
    file.extend(packed_string(&private));
    pem("OPENSSH PRIVATE KEY", &file, LINE)
}

/// Bytes as text between lines that name them. (RFC 7468.)
pub(super) fn pem(label: &str, bytes: &[u8], line: usize) -> String {
    let text = STANDARD.encode(bytes);
    let mut out = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (first, others) = rest.split_at(line.min(rest.len()));
        out.push_str(first);
        out.push('\n');
        rest = others;
    }
    out + &format!("-----END {label}-----")
}

/// Bytes as pairs of digits, between them colons.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let colon = if text.is_empty() { "" } else { ":" };
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{colon}{byte:02x}");
    }
    text
}

/// What lines of RFC 4716 have without the headers, which may go on in further lines.
fn without_headers(lines: &str) -> Option<String> {
    let mut body = String::new();
    let mut is_header = false;
    for line in lines.lines() {
        let goes_on = line.ends_with('\\');
        if is_header || line.contains(':') {
            is_header = goes_on;
            continue;
        }
        body.push_str(line.trim());
    }
    (!is_header).then_some(body)
}

/// The next string, with its length before it. (RFC 4251, section 5.)
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

fn packed_string(bytes: &[u8]) -> Vec<u8> {
    // What is packed here is shorter than 2^32.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    [length.to_be_bytes().as_slice(), bytes].concat()
}

/// An integer above zero in its shortest form. (RFC 4251, section 5, `mpint`.)
fn positive(bytes: &[u8]) -> Option<Vec<u8>> {
    let is_short = match bytes {
        [] => false,
        [0, next, ..] => next & 0x80 != 0,
        [first, ..] => first & 0x80 == 0 && *first != 0,
    };
    is_short.then(|| bytes.to_vec())
}
