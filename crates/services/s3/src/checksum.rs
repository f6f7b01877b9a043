//! Digests of what is stored: MD5 for entity tags, and the checksums that clients may choose.
//! (Amazon S3 User Guide, "Checking object integrity in Amazon S3".)

mod declared;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm;
use md5::{Digest as _, Md5};
use serde::{Deserialize, Serialize};

use crate::error::S3Error;

pub(crate) use declared::{Declared, sent};

/// A checksum algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Algorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
    Sha512,
    Md5,
}

/// What a checksum covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Coverage {
    /// The bytes of the whole object.
    FullObject,
    /// The checksums of the parts, one behind the other.
    Composite,
}

/// A checksum as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checksum {
    pub(crate) algorithm: Algorithm,
    pub(crate) coverage: Coverage,
    /// In base64; a composite one ends with `-` and the number of parts.
    pub(crate) value: String,
}

impl Algorithm {
    const ALL: [Self; 7] = [
        Self::Crc32,
        Self::Crc32c,
        Self::Crc64Nvme,
        Self::Sha1,
        Self::Sha256,
        Self::Sha512,
        Self::Md5,
    ];

    /// The name in `x-amz-checksum-algorithm`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::Md5 => "MD5",
        }
    }

    /// Reads the name of an algorithm.
    pub(crate) fn parse(name: &str) -> Result<Self, S3Error> {
        if let Some(known) = Self::ALL.into_iter().find(|known| known.name() == name) {
            return Ok(known);
        }
        if name.starts_with("XXHASH") {
            return Err(S3Error::not_implemented(format!("The checksum algorithm {name}")));
        }
        Err(S3Error::request(
            "Checksum algorithm provided is unsupported. Please try again with any of the valid \
             types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5]",
        ))
    }

    /// The name of its header.
    pub(crate) fn header(self) -> String {
        format!("x-amz-checksum-{}", self.name().to_ascii_lowercase())
    }

    const fn digest_bytes(self) -> usize {
        match self {
            Self::Crc32 | Self::Crc32c => 4,
            Self::Crc64Nvme => 8,
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    const fn crc(self) -> Option<CrcAlgorithm> {
        match self {
            Self::Crc32 => Some(CrcAlgorithm::Crc32IsoHdlc),
            Self::Crc32c => Some(CrcAlgorithm::Crc32Iscsi),
            Self::Crc64Nvme => Some(CrcAlgorithm::Crc64Nvme),
            Self::Sha1 | Self::Sha256 | Self::Sha512 | Self::Md5 => None,
        }
    }

    /// What a multipart upload of this algorithm covers unless the client says.
    pub(crate) const fn default_coverage(self) -> Coverage {
        match self {
            Self::Crc64Nvme => Coverage::FullObject,
            _ => Coverage::Composite,
        }
    }

    /// Whether a multipart object may have a checksum of this coverage: linear ones can be put
    /// together, and `CRC64NVME` only so.
    pub(crate) const fn admits(self, coverage: Coverage) -> bool {
        match coverage {
            Coverage::FullObject => self.crc().is_some(),
            Coverage::Composite => !matches!(self, Self::Crc64Nvme),
        }
    }
}

impl Coverage {
    /// The name in `x-amz-checksum-type`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::FullObject => "FULL_OBJECT",
            Self::Composite => "COMPOSITE",
        }
    }

    /// Reads the name.
    pub(crate) fn parse(name: &str) -> Result<Self, S3Error> {
        match name {
            "FULL_OBJECT" => Ok(Self::FullObject),
            "COMPOSITE" => Ok(Self::Composite),
            _ => Err(S3Error::request("Value for x-amz-checksum-type header is invalid.")),
        }
    }
}

/// A running digest.
enum Running {
    Crc(Box<crc_fast::Digest>),
    Sha(digest::Context),
    Md5(Md5),
}

impl Running {
    fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Crc32 => Self::crc(CrcAlgorithm::Crc32IsoHdlc),
            Algorithm::Crc32c => Self::crc(CrcAlgorithm::Crc32Iscsi),
            Algorithm::Crc64Nvme => Self::crc(CrcAlgorithm::Crc64Nvme),
            Algorithm::Sha1 => Self::Sha(digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY)),
            Algorithm::Sha256 => Self::Sha(digest::Context::new(&digest::SHA256)),
            Algorithm::Sha512 => Self::Sha(digest::Context::new(&digest::SHA512)),
            Algorithm::Md5 => Self::Md5(Md5::new()),
        }
    }

    fn crc(algorithm: CrcAlgorithm) -> Self {
        Self::Crc(Box::new(crc_fast::Digest::new(algorithm)))
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Crc(crc) => crc.update(bytes),
            Self::Sha(context) => context.update(bytes),
            Self::Md5(md5) => md5.update(bytes),
        }
    }

    fn finish(self, algorithm: Algorithm) -> Vec<u8> {
        match self {
            Self::Crc(crc) => crc_bytes(algorithm, crc.finalize()),
            Self::Sha(context) => context.finish().as_ref().to_vec(),
            Self::Md5(md5) => md5.finalize().to_vec(),
        }
    }
}

/// The digests made in one pass: MD5 and each algorithm asked for.
pub(crate) struct Digests {
    md5: Md5,
    running: Vec<(Algorithm, Running)>,
    length: u64,
}

/// What the digests came to.
#[derive(Debug, Clone)]
pub(crate) struct Digested {
    pub(crate) md5: [u8; 16],
    pub(crate) sums: Vec<(Algorithm, Vec<u8>)>,
    pub(crate) length: u64,
}

impl Digests {
    /// MD5 and these algorithms.
    pub(crate) fn new(algorithms: &[Algorithm]) -> Self {
        Self {
            md5: Md5::new(),
            running: algorithms.iter().map(|known| (*known, Running::new(*known))).collect(),
            length: 0,
        }
    }

    /// Takes more bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        for (_, running) in &mut self.running {
            running.update(bytes);
        }
        self.length += bytes.len() as u64;
    }

    /// Ends.
    pub(crate) fn finish(self) -> Digested {
        let running = self.running.into_iter();
        Digested {
            md5: self.md5.finalize().into(),
            sums: running.map(|(known, state)| (known, state.finish(known))).collect(),
            length: self.length,
        }
    }
}

impl Digested {
    /// The sum of an algorithm, if it was made.
    pub(crate) fn sum(&self, algorithm: Algorithm) -> Option<&[u8]> {
        self.sums.iter().find(|(known, _)| *known == algorithm).map(|(_, sum)| sum.as_slice())
    }
}

/// The checksum of a whole object.
pub(crate) fn full(algorithm: Algorithm, sum: &[u8]) -> Checksum {
    Checksum { algorithm, coverage: Coverage::FullObject, value: STANDARD.encode(sum) }
}

/// The checksum of an object made of parts, each with its sum in base64 and its size.
pub(crate) fn of_parts(
    algorithm: Algorithm,
    coverage: Coverage,
    parts: &[(String, u64)],
) -> Result<Checksum, S3Error> {
    let broken = || S3Error::InternalError { reason: "a part's checksum is broken".to_owned() };
    let mut sums = Vec::with_capacity(parts.len());
    for (text, size) in parts {
        sums.push((STANDARD.decode(text).map_err(|_| broken())?, *size));
    }
    if let (Coverage::FullObject, Some(crc)) = (coverage, algorithm.crc()) {
        let combined = sums.iter().fold(None, |all: Option<u64>, (sum, size)| {
            let sum = crc_number(sum);
            Some(all.map_or(sum, |all| crc_fast::checksum_combine(crc, all, sum, *size)))
        });
        return Ok(full(algorithm, &crc_bytes(algorithm, combined.ok_or_else(broken)?)));
    }
    let mut running = Running::new(algorithm);
    for (sum, _) in &sums {
        running.update(sum);
    }
    let value = format!("{}-{}", STANDARD.encode(running.finish(algorithm)), parts.len());
    Ok(Checksum { algorithm, coverage: Coverage::Composite, value })
}

/// The entity tag of an object made of parts: the MD5 of their MD5s, and how many they are.
pub(crate) fn etag_of_parts<'p>(etags: impl ExactSizeIterator<Item = &'p str>) -> String {
    let count = etags.len();
    let mut md5 = Md5::new();
    for etag in etags {
        md5.update(hex::decode(etag).unwrap_or_default());
    }
    format!("{}-{count}", hex::encode(md5.finalize()))
}

fn crc_number(sum: &[u8]) -> u64 {
    sum.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

fn crc_bytes(algorithm: Algorithm, number: u64) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    bytes.get(bytes.len() - algorithm.digest_bytes()..).unwrap_or_default().to_vec()
}

/// The checksum that a request's members declare.
macro_rules! sent_checksum {
    ($from:expr) => {
        $crate::checksum::sent(&[
            ("CRC32", &$from.checksum_crc32),
            ("CRC32C", &$from.checksum_crc32_c),
            ("CRC64NVME", &$from.checksum_crc64_nvme),
            ("SHA1", &$from.checksum_sha1),
            ("SHA256", &$from.checksum_sha256),
            ("SHA512", &$from.checksum_sha512),
            ("MD5", &$from.checksum_md5),
            ("XXHASH64", &$from.checksum_xxhash64),
            ("XXHASH3", &$from.checksum_xxhash3),
            ("XXHASH128", &$from.checksum_xxhash128),
        ])
    };
}
pub(crate) use sent_checksum;

/// Sets the member of an output that shows a checksum's value.
macro_rules! show_checksum {
    ($to:expr, $algorithm:expr, $value:expr) => {{
        let value = Some($value);
        match $algorithm {
            $crate::checksum::Algorithm::Crc32 => $to.checksum_crc32 = value,
            $crate::checksum::Algorithm::Crc32c => $to.checksum_crc32_c = value,
            $crate::checksum::Algorithm::Crc64Nvme => $to.checksum_crc64_nvme = value,
            $crate::checksum::Algorithm::Sha1 => $to.checksum_sha1 = value,
            $crate::checksum::Algorithm::Sha256 => $to.checksum_sha256 = value,
            $crate::checksum::Algorithm::Sha512 => $to.checksum_sha512 = value,
            $crate::checksum::Algorithm::Md5 => $to.checksum_md5 = value,
        }
    }};
}
pub(crate) use show_checksum;

/// Sets the members of an output that show a stored object's entity tag and checksum.
macro_rules! show_sums {
    ($to:expr, $content:expr) => {{
        $to.e_tag = Some($crate::object::quoted(&$content.etag));
        if let Some(checksum) = &$content.checksum {
            $crate::checksum::show_checksum!($to, checksum.algorithm, checksum.value.clone());
            $to.checksum_type = Some(checksum.coverage.name().to_owned());
        }
    }};
}
pub(crate) use show_sums;

#[cfg(test)]
mod tests {
    use super::*;

    fn digested(text: &[u8], algorithm: Algorithm) -> Digested {
        let mut digests = Digests::new(&[algorithm]);
        digests.update(text);
        digests.finish()
    }

    #[test]
    fn known_sums() {
        for (algorithm, sum) in [
            (Algorithm::Crc32, "y/Q5Jg=="),
            (Algorithm::Crc32c, "4waSgw=="),
            (Algorithm::Crc64Nvme, "rosUhgp5mIg="),
            (Algorithm::Sha1, "98O8HYCOBHMq32eZZczDTKeuNEE="),
        ] {
            let made = digested(b"123456789", algorithm);
            assert_eq!(full(algorithm, made.sum(algorithm).unwrap()).value, sum, "{algorithm:?}");
        }
    }

    #[test]
    fn the_sum_of_a_whole_is_put_together_from_its_parts() {
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64Nvme] {
            let part = |text: &[u8]| {
                let made = digested(text, algorithm);
                (full(algorithm, made.sum(algorithm).unwrap()).value, made.length)
            };
            let whole = digested(b"123456789", algorithm);
            assert_eq!(
                of_parts(
                    algorithm,
                    Coverage::FullObject,
                    &[part(b"1234"), part(b""), part(b"56789")]
                ),
                Ok(full(algorithm, whole.sum(algorithm).unwrap())),
            );
        }
    }

    #[test]
    fn a_composite_names_the_number_of_its_parts() {
        let part = ("98O8HYCOBHMq32eZZczDTKeuNEE=".to_owned(), 9);
        let made = of_parts(Algorithm::Sha1, Coverage::Composite, &[part.clone(), part]).unwrap();
        assert!(made.value.ends_with("=-2"), "{made:?}");
    }
}
