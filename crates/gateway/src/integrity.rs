//! What a client says the digests of a document are. S3 refuses a document that is another.
//! (Amazon S3 API Reference, "Common request headers"; Amazon S3 User Guide, "Checking object
//! integrity in Amazon S3".)

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA512, digest};
use bartizan_model::{Location, OperationModel, ServiceModel};
use bartizan_types::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm;
use http::HeaderMap;
use md5::{Digest as _, Md5};

/// The checksum headers, with the names of their algorithms.
const CHECKSUMS: [(&str, &str); 7] = [
    ("x-amz-checksum-crc32", "CRC32"),
    ("x-amz-checksum-crc32c", "CRC32C"),
    ("x-amz-checksum-crc64nvme", "CRC64NVME"),
    ("x-amz-checksum-md5", "MD5"),
    ("x-amz-checksum-sha1", "SHA1"),
    ("x-amz-checksum-sha256", "SHA256"),
    ("x-amz-checksum-sha512", "SHA512"),
];

/// Compares a body that was read whole with what S3's headers say of it. A checksum that is a
/// member of the operation's input, as of `CompleteMultipartUpload`, is not the body's; a streamed
/// payload's digests are its handler's to check.
///
/// # Errors
/// A header is no digest, or the body is another.
pub(crate) fn check(
    service: &ServiceModel,
    operation: &OperationModel,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Fault> {
    if service.name != "s3" || operation.streaming_input().is_some() {
        return Ok(());
    }
    if let Some(sent) = headers.get("content-md5") {
        let declared = STANDARD.decode(sent.as_bytes()).ok().filter(|bytes| bytes.len() == 16);
        let invalid = || {
            let text = String::from_utf8_lossy(sent.as_bytes()).into_owned();
            Fault::new("InvalidDigest", "The Content-MD5 you specified was invalid.", 400)
                .with("Content-MD5", text)
        };
        if declared.ok_or_else(invalid)? != digest_of("MD5", body) {
            return Err(bad_digest("Content-MD5"));
        }
    }
    for (header, algorithm) in CHECKSUMS {
        let Some(sent) = headers.get(header) else { continue };
        if is_member(service, operation, header) {
            continue;
        }
        let made = digest_of(algorithm, body);
        let declared = STANDARD.decode(sent.as_bytes()).ok();
        let Some(declared) = declared.filter(|declared| declared.len() == made.len()) else {
            let message = format!("Value for {header} header is invalid.");
            return Err(Fault::new("InvalidRequest", message, 400));
        };
        if declared != made {
            return Err(bad_digest(algorithm));
        }
    }
    Ok(())
}

fn is_member(service: &ServiceModel, operation: &OperationModel, header: &str) -> bool {
    let input = operation.input.and_then(|id| service.shape(id).structure());
    input.is_some_and(|input| {
        input.members.iter().any(|member| {
            member.location == Location::Header && member.wire_name().eq_ignore_ascii_case(header)
        })
    })
}

fn bad_digest(algorithm: &str) -> Fault {
    let message = format!("The {algorithm} you specified did not match the calculated checksum.");
    Fault::new("BadDigest", message, 400)
}

fn digest_of(algorithm: &str, body: &[u8]) -> Vec<u8> {
    let crc = |algorithm| crc_fast::checksum(algorithm, body).to_be_bytes();
    let low = |crc: [u8; 8]| crc.into_iter().skip(4).collect();
    match algorithm {
        "CRC32" => low(crc(CrcAlgorithm::Crc32IsoHdlc)),
        "CRC32C" => low(crc(CrcAlgorithm::Crc32Iscsi)),
        "CRC64NVME" => crc(CrcAlgorithm::Crc64Nvme).to_vec(),
        "SHA1" => digest(&SHA1_FOR_LEGACY_USE_ONLY, body).as_ref().to_vec(),
        "SHA256" => digest(&SHA256, body).as_ref().to_vec(),
        "SHA512" => digest(&SHA512, body).as_ref().to_vec(),
        _ => Md5::digest(body).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn outcome(operation: &str, header: &'static str, value: &str) -> Result<(), String> {
        let s3 = bartizan_model::service("s3").unwrap();
        let name = HeaderName::from_static(header);
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())]);
        check(s3, s3.operation(operation).unwrap(), &headers, b"123456789")
            .map_err(|fault| fault.code.into_owned())
    }

    /// The check values of the CRCs are those of their catalogue, for the digits from 1 to 9.
    #[test]
    fn a_document_is_what_its_digests_say() {
        for (header, value) in [
            ("content-md5", "JfnnlDI7RTiF9RgfG2JNCw=="),
            ("x-amz-checksum-crc32", "y/Q5Jg=="),
            ("x-amz-checksum-crc32c", "4waSgw=="),
            ("x-amz-checksum-crc64nvme", "rosUhgp5mIg="),
            ("x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="),
            ("x-amz-checksum-sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="),
        ] {
            assert_eq!(outcome("DeleteObjects", header, value), Ok(()), "{header}");
            let mut other = STANDARD.decode(value).unwrap();
            other[0] ^= 1;
            let other = STANDARD.encode(other);
            assert_eq!(outcome("DeleteObjects", header, &other), Err("BadDigest".into()));
        }
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        for (header, value, code) in [
            ("content-md5", "short", "InvalidDigest"),
            ("content-md5", "AAAA", "InvalidDigest"),
            ("x-amz-checksum-crc32", "AAAA", "InvalidRequest"),
            ("x-amz-checksum-sha256", "*", "InvalidRequest"),
        ] {
            assert_eq!(outcome("PutBucketTagging", header, value), Err(code.into()), "{value}");
        }
    }

    #[test]
    fn the_checksum_of_an_object_is_not_the_documents() {
        let header = "x-amz-checksum-crc32";
        assert_eq!(outcome("CompleteMultipartUpload", header, "AAAAAA=="), Ok(()));
        assert_eq!(outcome("DeleteObjects", header, "AAAAAA=="), Err("BadDigest".into()));
    }
}
