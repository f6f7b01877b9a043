//! What a client says its payload's digests are.

use bartizan_service::Trailers;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Algorithm, Digested};
use crate::error::S3Error;

/// What a client says its payload's digests are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declared {
    md5: Option<[u8; 16]>,
    sum: Option<(Algorithm, Vec<u8>)>,
    announced: Option<Algorithm>,
}

impl Declared {
    /// Reads `Content-MD5`, `x-amz-sdk-checksum-algorithm` and the checksum headers.
    pub(crate) fn read(
        md5: Option<&str>,
        announced: Option<&str>,
        sent: Option<(Algorithm, String)>,
    ) -> Result<Self, S3Error> {
        let md5 = md5.map(read_md5).transpose()?;
        let announced = announced.map(Algorithm::parse).transpose()?;
        let sum = match sent {
            Some((known, text)) => Some((known, read_sum(known, &text)?)),
            None => None,
        };
        Ok(Self { md5, sum, announced })
    }

    /// The algorithm that is stored: the one sent or announced, or `CRC64NVME`, which S3 makes of
    /// what came without any.
    pub(crate) fn algorithm(&self) -> Algorithm {
        let sent = self.sum.as_ref().map(|(known, _)| *known);
        sent.or(self.announced).unwrap_or(Algorithm::Crc64Nvme)
    }

    /// Whether the client named an algorithm at all.
    pub(crate) const fn names_algorithm(&self) -> bool {
        self.sum.is_some() || self.announced.is_some()
    }

    /// Takes a checksum that came behind the payload.
    pub(crate) fn add_trailers(&mut self, trailers: &Trailers) -> Result<(), S3Error> {
        for known in Algorithm::ALL {
            if let Some(text) = trailers.find(&known.header()) {
                self.sum = Some((known, read_sum(known, text)?));
            }
        }
        Ok(())
    }

    /// Compares what was made of the payload with what was declared.
    pub(crate) fn check(&self, digested: &Digested) -> Result<(), S3Error> {
        if self.md5.is_some_and(|declared| declared != digested.md5) {
            return Err(S3Error::BadDigest { algorithm: "Content-MD5".to_owned() });
        }
        if let Some((known, declared)) = &self.sum
            && digested.sum(*known) != Some(declared)
        {
            return Err(S3Error::BadDigest { algorithm: known.name().to_owned() });
        }
        Ok(())
    }
}

fn read_md5(text: &str) -> Result<[u8; 16], S3Error> {
    let decoded = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    decoded.ok_or_else(|| S3Error::InvalidDigest { digest: text.to_owned() })
}

fn read_sum(algorithm: Algorithm, text: &str) -> Result<Vec<u8>, S3Error> {
    STANDARD.decode(text).ok().filter(|sum| sum.len() == algorithm.digest_bytes()).ok_or_else(
        || S3Error::request(format!("Value for {} header is invalid.", algorithm.header())),
    )
}

/// The one checksum among the members of a request.
pub(crate) fn sent(
    members: &[(&str, &Option<String>)],
) -> Result<Option<(Algorithm, String)>, S3Error> {
    let mut found = members.iter().filter_map(|(name, text)| Some((*name, text.as_ref()?)));
    let Some((name, text)) = found.next() else { return Ok(None) };
    if found.next().is_some() {
        return Err(S3Error::request(
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
        ));
    }
    Ok(Some((Algorithm::parse(name)?, text.clone())))
}

#[cfg(test)]
mod tests {
    use super::super::Digests;
    use super::*;

    #[test]
    fn what_is_declared_must_hold() {
        let made = {
            let mut digests = Digests::new(&[Algorithm::Crc32]);
            digests.update(b"123456789");
            digests.finish()
        };
        let declared = |md5, crc: Option<&str>| {
            let sent = crc.map(|text| (Algorithm::Crc32, text.to_owned()));
            Declared::read(md5, None, sent).and_then(|declared| declared.check(&made))
        };
        let bad = |what: &str| Err(S3Error::BadDigest { algorithm: what.to_owned() });
        assert_eq!(declared(Some("JfnnlDI7RTiF9RgfG2JNCw=="), Some("y/Q5Jg==")), Ok(()));
        assert_eq!(declared(Some("AAAAAAAAAAAAAAAAAAAAAA=="), None), bad("Content-MD5"));
        assert_eq!(declared(None, Some("AAAAAA==")), bad("CRC32"));
        assert!(matches!(declared(Some("short"), None), Err(S3Error::InvalidDigest { .. })));
        assert!(matches!(declared(None, Some("AAAA")), Err(S3Error::InvalidRequest { .. })));
    }
}
