//! Names of buckets. (Amazon S3 User Guide, "General purpose bucket naming rules".)

use std::net::Ipv4Addr;

use crate::error::S3Error;

const RESERVED_PREFIXES: &[&str] = &["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: &[&str] = &["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// Whether a name has the form of a bucket's name.
pub(crate) fn check_form(name: &str) -> Result<(), S3Error> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let ends_well = |byte: Option<&u8>| byte.is_some_and(|byte| is_plain(*byte));
    let bytes = name.as_bytes();
    let fits = (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| is_plain(*byte) || matches!(byte, b'.' | b'-'))
        && ends_well(bytes.first())
        && ends_well(bytes.last())
        && !name.contains("..")
        && name.parse::<Ipv4Addr>().is_err();
    if fits { Ok(()) } else { Err(S3Error::InvalidBucketName { bucket: name.to_owned() }) }
}

/// Whether a new bucket may have this name.
pub(crate) fn check_new(name: &str) -> Result<(), S3Error> {
    check_form(name)?;
    let reserved = RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || RESERVED_SUFFIXES.iter().any(|suffix| name.ends_with(suffix));
    if reserved { Err(S3Error::InvalidBucketName { bucket: name.to_owned() }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_new_buckets() {
        let long = "a".repeat(63);
        for good in ["abc", "my.bucket-1", "1.2.3", "a--b", long.as_str()] {
            assert_eq!(check_new(good), Ok(()), "{good}");
        }
        let longer = "a".repeat(64);
        for wrong in [
            "",
            "ab",
            "Abc",
            "a_b",
            "-abc",
            "abc-",
            ".abc",
            "a..b",
            "192.168.5.4",
            "xn--abc",
            "sthree-abc",
            "abc-s3alias",
            "abc--ol-s3",
            "é-bucket",
            "a/b",
            longer.as_str(),
        ] {
            assert!(check_new(wrong).is_err(), "{wrong}");
        }
    }
}
