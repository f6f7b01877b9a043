//! The header `x-amz-copy-source`. (Amazon S3 API Reference, `CopyObject`.)

use percent_encoding::percent_decode_str;

use crate::error::S3Error;

/// The object that is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CopySource {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) version_id: Option<String>,
}

impl CopySource {
    /// Reads the header: `[/]bucket/key[?versionId=id]`, URL-encoded.
    pub(crate) fn parse(header: &str) -> Result<Self, S3Error> {
        let wrong = |reason: &str| S3Error::argument("x-amz-copy-source", header, reason);
        if header.starts_with("arn:") {
            return Err(S3Error::not_implemented("A copy source behind an access point"));
        }
        let (path, version_id) = match header.split_once("?versionId=") {
            Some((_, "")) => {
                return Err(wrong("Version id cannot be the empty string"));
            }
            Some((path, id)) => (path, Some(id.to_owned())),
            None => (header, None),
        };
        let decoded = percent_decode_str(path)
            .decode_utf8()
            .map_err(|_| wrong("Invalid copy source encoding"))?;
        let path = decoded.strip_prefix('/').unwrap_or(&decoded);
        match path.split_once('/') {
            Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() => {
                Ok(Self { bucket: bucket.to_owned(), key: key.to_owned(), version_id })
            }
            _ => Err(wrong(
                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_the_header() {
        let source = |key: &str, version: Option<&str>| {
            Ok(CopySource {
                bucket: "b".to_owned(),
                key: key.to_owned(),
                version_id: version.map(str::to_owned),
            })
        };
        assert_eq!(CopySource::parse("b/k"), source("k", None));
        assert_eq!(CopySource::parse("/b/a%20k/%C3%A9"), source("a k/é", None));
        assert_eq!(CopySource::parse("b/k?versionId=v1"), source("k", Some("v1")));
        assert_eq!(CopySource::parse("b/k%3FversionId=v1"), source("k?versionId=v1", None));
        for wrong in ["", "b", "/b/", "b/k?versionId=", "b/%ff"] {
            assert!(
                matches!(CopySource::parse(wrong), Err(S3Error::InvalidArgument { .. })),
                "{wrong}"
            );
        }
    }
}
