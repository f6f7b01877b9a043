//! Files of lists, read from buckets with the caller's permissions. (IAM User Guide, "Forward access
//! sessions".)

use bartizan_service::{Call, Forwarded};
use bartizan_wire::Value;
use percent_encoding::percent_decode_str;

/// The longest file. (Amazon GuardDuty User Guide, "GuardDuty quotas".)
const BYTES_MAX: usize = 35 << 20;

/// Reads the file at a location.
///
/// # Errors
/// Why it cannot be read, in words.
pub(crate) async fn read(
    call: &Call,
    location: &str,
    owner: Option<&str>,
) -> Result<String, String> {
    let (bucket, key) = place(location)?;
    let mut input = Value::Struct(Vec::new());
    input.set("Bucket", bucket.as_str());
    input.set("Key", key.as_str());
    if let Some(owner) = owner {
        input.set("ExpectedBucketOwner", owner);
    }
    let forwarded = Forwarded {
        via: "guardduty",
        operation: ("s3", "GetObject"),
        region: call.region.clone(),
        input,
    };
    let reply = call.forward(forwarded).await;
    let reply = reply.map_err(|fault| format!("{}: {}", fault.code, fault.message))?;
    let body = reply.body.ok_or("S3 answered no object.")?;
    let bytes = body.collect(BYTES_MAX).await.map_err(|fault| fault.message)?;
    String::from_utf8(bytes.to_vec()).map_err(|_| "it is no text of UTF-8.".to_owned())
}

/// Whether a location names an object.
///
/// # Errors
/// Why it does not, in words.
pub(crate) fn check(location: &str) -> Result<(), String> {
    place(location).map(drop)
}

/// The bucket and the key of a location: `s3://bucket/key`, or one of S3's URLs.
fn place(location: &str) -> Result<(String, String), String> {
    let wrong = || format!("{location} is no location of an object in S3.");
    let split = |text: &str| {
        let (bucket, key) = text.split_once('/').filter(|(b, k)| !b.is_empty() && !k.is_empty())?;
        Some((bucket.to_owned(), key.to_owned()))
    };
    if let Some(rest) = location.strip_prefix("s3://") {
        return split(rest).ok_or_else(wrong);
    }
    let rest = location.strip_prefix("https://").ok_or_else(wrong)?;
    let (host, path) = rest.split_once('/').ok_or_else(wrong)?;
    let host = host.strip_suffix(".amazonaws.com").ok_or_else(wrong)?;
    let path = percent_decode_str(path).decode_utf8().map_err(|_| wrong())?;
    let is_path_style = host == "s3" || host.starts_with("s3.") || host.starts_with("s3-");
    if is_path_style {
        return split(&path).ok_or_else(wrong);
    }
    let at = host.rfind(".s3").ok_or_else(wrong)?;
    let bucket = host.get(..at).unwrap_or_default();
    split(&format!("{bucket}/{path}")).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn locations_are_those_of_objects() {
        let found = Ok(("lists".to_owned(), "a/b c.txt".to_owned()));
        for location in [
            "s3://lists/a/b c.txt",
            "https://s3.amazonaws.com/lists/a/b%20c.txt",
            "https://s3.eu-west-1.amazonaws.com/lists/a/b%20c.txt",
            "https://s3-eu-west-1.amazonaws.com/lists/a/b%20c.txt",
            "https://lists.s3.amazonaws.com/a/b%20c.txt",
            "https://lists.s3.eu-west-1.amazonaws.com/a/b%20c.txt",
        ] {
            assert_eq!(place(location), found, "{location}");
        }
        for location in [
            "",
            "lists/a",
            "s3://lists",
            "s3:///a",
            "http://s3.amazonaws.com/l/a",
            "https://example.com/l/a",
        ] {
            assert!(place(location).is_err(), "{location}");
        }
    }
}
