//! Keys that requests bring along: SSE-C. (Amazon S3 User Guide, "Using server-side encryption with
//! customer-provided keys (SSE-C)".)

use std::fmt;

use bartizan_sealed_stream::DataKey;
use bartizan_service::Call;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

use super::AES256;
use crate::error::S3Error;

/// The header that S3's errors about all of them name.
const HEADER: &str = "x-amz-server-side-encryption";

/// A key that a request brought along. Wiped when dropped.
#[derive(Clone)]
pub(crate) struct CustomerKey {
    pub(super) key: DataKey,
    /// Its MD5 in base64, as answers repeat it.
    pub(crate) md5: String,
}

/// The three headers of a key, as a request has them.
pub(crate) struct Sent<'r> {
    pub(crate) algorithm: Option<&'r str>,
    pub(crate) key: Option<Zeroizing<String>>,
    pub(crate) md5: Option<&'r str>,
}

/// The key of a request's own object.
macro_rules! customer_key {
    ($call:expr, $request:expr) => {
        $crate::encryption::CustomerKey::read(
            $call,
            $crate::encryption::Sent {
                algorithm: $request.sse_customer_algorithm.as_deref(),
                key: $request.sse_customer_key.clone().map(zeroize::Zeroizing::new),
                md5: $request.sse_customer_key_md5.as_deref(),
            },
        )
    };
}
pub(crate) use customer_key;

/// The key of the object that a request copies.
macro_rules! source_key {
    ($call:expr, $request:expr) => {
        $crate::encryption::CustomerKey::read(
            $call,
            $crate::encryption::Sent {
                algorithm: $request.copy_source_sse_customer_algorithm.as_deref(),
                key: $request.copy_source_sse_customer_key.clone().map(zeroize::Zeroizing::new),
                md5: $request.copy_source_sse_customer_key_md5.as_deref(),
            },
        )
    };
}
pub(crate) use source_key;

impl CustomerKey {
    /// The key in these headers; none where there are none.
    pub(crate) fn read(call: &Call, sent: Sent<'_>) -> Result<Option<Self>, S3Error> {
        let Some(key) = Self::parse(sent)? else { return Ok(None) };
        // A key that was sent in clear is no secret any more.
        if !call.origin.tls && !call.platform.settings.dev {
            return Err(S3Error::request(
                "Requests specifying Server Side Encryption with Customer provided keys must be \
                 made over a secure connection.",
            ));
        }
        Ok(Some(key))
    }

    fn parse(sent: Sent<'_>) -> Result<Option<Self>, S3Error> {
        let wrong = |reason: &str| S3Error::argument(HEADER, "null", reason);
        let (algorithm, text) = match (sent.algorithm, sent.key) {
            (None, None) if sent.md5.is_none() => return Ok(None),
            (None, _) => {
                return Err(wrong(
                    "Requests specifying Server Side Encryption with Customer provided keys must \
                     provide a valid encryption algorithm.",
                ));
            }
            (Some(algorithm), key) => (algorithm, key),
        };
        if algorithm != AES256 {
            return Err(S3Error::InvalidEncryptionAlgorithmError {
                name: HEADER.to_owned(),
                value: algorithm.to_owned(),
            });
        }
        let bytes = text.and_then(|text| STANDARD.decode(&*text).ok()).map(Zeroizing::new);
        let bytes = bytes.ok_or_else(|| {
            wrong(
                "Requests specifying Server Side Encryption with Customer provided keys must \
                 provide an appropriate secret key.",
            )
        })?;
        let md5 = STANDARD.encode(Md5::digest(&*bytes));
        match sent.md5 {
            Some(sent) if sent == md5 => {}
            Some(_) => {
                return Err(wrong(
                    "The calculated MD5 hash of the key did not match the hash that was provided.",
                ));
            }
            None => {
                return Err(wrong(
                    "Requests specifying Server Side Encryption with Customer provided keys must \
                     provide the client calculated MD5 of the secret key.",
                ));
            }
        }
        let key = DataKey::from_slice(&bytes)
            .map_err(|_| wrong("The secret key was invalid for the specified algorithm."))?;
        Ok(Some(Self { key, md5 }))
    }
}

impl fmt::Debug for CustomerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomerKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    const MD5: &str = "AQfTkAmzqIdDSG3wFcN+yw==";

    fn parse(
        algorithm: Option<&str>,
        key: Option<&str>,
        md5: Option<&str>,
    ) -> Result<Option<CustomerKey>, S3Error> {
        let key = key.map(|key| Zeroizing::new(key.to_owned()));
        CustomerKey::parse(Sent { algorithm, key, md5 })
    }

    #[test]
    fn a_key_comes_with_its_algorithm_and_its_digest() {
        let md5 = STANDARD.encode(Md5::digest([7; 32]));
        assert!(parse(Some("AES256"), Some(KEY), Some(&md5)).unwrap().is_some());
        assert!(parse(None, None, None).unwrap().is_none());
        let short = STANDARD.encode(Md5::digest(b"short"));
        for (algorithm, key, md5, says) in [
            (None, Some(KEY), Some(&*md5), "a valid encryption algorithm"),
            (None, None, Some(&*md5), "a valid encryption algorithm"),
            (Some("AES256"), None, Some(&*md5), "an appropriate secret key"),
            (Some("AES256"), Some("?"), Some(&*md5), "an appropriate secret key"),
            (Some("AES256"), Some(KEY), None, "MD5 of the secret key"),
            (Some("AES256"), Some(KEY), Some(MD5), "did not match"),
            (
                Some("AES256"),
                Some("c2hvcnQ="),
                Some(&*short),
                "invalid for the specified algorithm",
            ),
        ] {
            let error = parse(algorithm, key, md5).unwrap_err();
            assert!(matches!(error, S3Error::InvalidArgument { .. }), "{says}");
            assert!(error.to_string().contains(says), "{error}");
        }
        let error = parse(Some("AES128"), Some(KEY), Some(&md5)).unwrap_err();
        assert!(matches!(error, S3Error::InvalidEncryptionAlgorithmError { .. }));
    }
}
