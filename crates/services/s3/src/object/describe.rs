//! What an upload says about its object.

use std::collections::BTreeMap;

use crate::error::S3Error;
use crate::records::Description;

/// The most bytes of user-defined metadata. (Amazon S3 User Guide, "Working with object metadata".)
const METADATA_BYTES_MAX: usize = 2 * 1024;

/// The description in the members of a request.
macro_rules! description {
    ($request:expr) => {
        $crate::object::describe::checked($crate::records::Description {
            cache_control: $request.cache_control.take(),
            content_disposition: $request.content_disposition.take(),
            content_encoding: $request.content_encoding.take(),
            content_language: $request.content_language.take(),
            content_type: $request.content_type.take(),
            expires: $request.expires.take(),
            website_redirect_location: $request.website_redirect_location.take(),
            metadata: $request.metadata.take().unwrap_or_default(),
        })
    };
}
pub(crate) use description;

/// Checks and tidies a description.
pub(crate) fn checked(mut description: Description) -> Result<Description, S3Error> {
    let size: usize =
        description.metadata.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > METADATA_BYTES_MAX {
        let maximum = METADATA_BYTES_MAX.to_string();
        return Err(S3Error::MetadataTooLarge { size: size.to_string(), maximum });
    }
    if let Some(target) = &description.website_redirect_location
        && !["/", "http://", "https://"].iter().any(|start| target.starts_with(start))
    {
        return Err(S3Error::request(
            "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
        ));
    }
    let metadata = std::mem::take(&mut description.metadata).into_iter();
    description.metadata = metadata
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect::<BTreeMap<_, _>>();
    description.content_encoding =
        description.content_encoding.and_then(|encoding| without_chunks(&encoding));
    Ok(description)
}

/// The content encoding without `aws-chunked`, which is the transfer's and not the object's.
fn without_chunks(encoding: &str) -> Option<String> {
    let kept: Vec<_> =
        encoding.split(',').map(str::trim).filter(|one| *one != "aws-chunked").collect();
    (!kept.is_empty() && kept != [""]).then(|| kept.join(","))
}

/// The storage class that an upload asks for. All are kept alike; those whose objects must be
/// restored before they can be read are not there.
pub(crate) fn storage_class(asked: Option<&str>) -> Result<String, S3Error> {
    match asked.unwrap_or("STANDARD") {
        class @ ("STANDARD"
        | "REDUCED_REDUNDANCY"
        | "STANDARD_IA"
        | "ONEZONE_IA"
        | "INTELLIGENT_TIERING"
        | "GLACIER_IR") => Ok(class.to_owned()),
        class @ ("GLACIER" | "DEEP_ARCHIVE" | "OUTPOSTS" | "SNOW" | "EXPRESS_ONEZONE"
        | "FSX_OPENZFS" | "FSX_ONTAP") => {
            Err(S3Error::not_implemented(format!("The storage class {class}")))
        }
        other => Err(S3Error::InvalidStorageClass { class: other.to_owned() }),
    }
}

/// The storage class that answers show: the standard one is left out of headers.
pub(crate) fn shown_class(class: &str) -> Option<String> {
    (class != "STANDARD").then(|| class.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transfer_leaves_no_trace_in_the_content_encoding() {
        for (sent, kept) in
            [("aws-chunked", None), ("gzip,aws-chunked", Some("gzip")), ("gzip", Some("gzip"))]
        {
            assert_eq!(without_chunks(sent).as_deref(), kept, "{sent}");
        }
    }
}
