//! Bodies that clients compress, as SDKs do with large ones of `PutMetricData`. (AWS SDKs and Tools
//! Reference Guide, "Request compression".)

use std::io::Read as _;

use bartizan_types::Fault;
use bytes::Bytes;
use flate2::read::MultiGzDecoder;

use crate::payload::{WHOLE_BYTES_MAX, too_large};

/// Whether a `Content-Encoding` says that a body is compressed.
///
/// # Errors
/// It names a coding that is not known.
pub(crate) fn is_compressed(encoding: Option<&str>) -> Result<bool, Fault> {
    let codings = encoding.unwrap_or_default().split(',').map(str::trim);
    let mut is_compressed = false;
    for coding in codings.filter(|coding| !coding.is_empty()) {
        match coding.to_ascii_lowercase().as_str() {
            // The first is undone by then, and the second is none.
            "aws-chunked" | "identity" => {}
            "gzip" if !is_compressed => is_compressed = true,
            _ => {
                let message = "The Content-Encoding of a request must be gzip";
                return Err(Fault::new("UnsupportedMediaTypeException", message, 415));
            }
        }
    }
    Ok(is_compressed)
}

/// What a body is without compression.
///
/// # Errors
/// It is not compressed by gzip, or larger than a body may be.
pub(crate) fn inflated(body: &[u8]) -> Result<Bytes, Fault> {
    let mut whole = Vec::new();
    let mut source = MultiGzDecoder::new(body).take(WHOLE_BYTES_MAX + 1);
    source.read_to_end(&mut whole).map_err(|_| {
        let message = "The request body is not compressed as its Content-Encoding says";
        Fault::new("SerializationException", message, 400)
    })?;
    if whole.len() as u64 > WHOLE_BYTES_MAX {
        return Err(too_large(WHOLE_BYTES_MAX));
    }
    Ok(whole.into())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn codings_are_known_or_refused() {
        for (encoding, known) in [
            (None, Some(false)),
            (Some(""), Some(false)),
            (Some("identity"), Some(false)),
            (Some("aws-chunked"), Some(false)),
            (Some("GZIP"), Some(true)),
            (Some("gzip,aws-chunked"), Some(true)),
            (Some("gzip, gzip"), None),
            (Some("br"), None),
        ] {
            assert_eq!(is_compressed(encoding).ok(), known, "{encoding:?}");
        }
    }

    #[test]
    fn a_body_is_inflated_within_its_bound() {
        assert_eq!(inflated(&gzip(b"Action=X")).unwrap(), &b"Action=X"[..]);
        let most = vec![0; usize::try_from(WHOLE_BYTES_MAX).unwrap()];
        assert_eq!(inflated(&gzip(&most)).unwrap().len(), most.len());
        let bomb = gzip(&vec![0; most.len() + 1]);
        assert_eq!(inflated(&bomb).unwrap_err().status, 413);
        for body in [&b""[..], b"Action=X", &gzip(b"Action=X")[..12]] {
            assert_eq!(inflated(body).unwrap_err().code, "SerializationException", "{body:?}");
        }
    }
}
