//! Ranges of bytes. (RFC 9110, section 14; Amazon S3 API Reference, `GetObject`.)

use crate::error::S3Error;

/// Bytes `first` to `last`, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) first: u64,
    pub(crate) last: u64,
}

impl Range {
    /// How many bytes it has.
    pub(crate) const fn length(self) -> u64 {
        self.last - self.first + 1
    }

    /// The header `Content-Range`.
    pub(crate) fn content_range(self, size: u64) -> String {
        format!("bytes {}-{}/{size}", self.first, self.last)
    }
}

/// The range of a `Range` header in an object of `size` bytes; `None` where the whole object is
/// the answer: headers that are malformed or have several ranges are ignored, as S3 does.
pub(crate) fn of_header(header: &str, size: u64) -> Result<Option<Range>, S3Error> {
    let unsatisfiable =
        || S3Error::InvalidRange { requested: header.to_owned(), actual: size.to_string() };
    let Some((first, last)) = bounds(header) else { return Ok(None) };
    match (first, last) {
        (Some(first), last) => {
            if last.is_some_and(|last| last < first) {
                return Ok(None);
            }
            if first >= size {
                return Err(unsatisfiable());
            }
            let end = size - 1;
            Ok(Some(Range { first, last: last.map_or(end, |last| last.min(end)) }))
        }
        (None, Some(suffix)) => {
            if suffix == 0 || size == 0 {
                return Err(unsatisfiable());
            }
            Ok(Some(Range { first: size.saturating_sub(suffix), last: size - 1 }))
        }
        (None, None) => Ok(None),
    }
}

/// The range of `x-amz-copy-source-range`, which must be whole and inside the source.
pub(crate) fn of_copy(header: &str, size: u64) -> Result<Range, S3Error> {
    let name = "x-amz-copy-source-range";
    let Some((Some(first), Some(last))) = bounds(header).filter(|(first, last)| first <= last)
    else {
        return Err(S3Error::argument(
            name,
            header,
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first \
             and last are the zero-based offsets of the first and last bytes to copy",
        ));
    };
    if last >= size {
        return Err(S3Error::argument(
            name,
            header,
            format!("Range specified is not valid for source object of size: {size}"),
        ));
    }
    Ok(Range { first, last })
}

fn bounds(header: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
    Some((bound(first)?, bound(last)?))
}

/// A bound, which may be left out; `None` where it is no number.
#[allow(clippy::option_option, reason = "absent and wrong are two things")]
fn bound(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_an_object_of_ten_bytes() {
        let range = |first, last| Some(Range { first, last });
        for (header, outcome) in [
            ("bytes=0-0", range(0, 0)),
            ("bytes=2-", range(2, 9)),
            ("bytes=2-100", range(2, 9)),
            ("bytes=-3", range(7, 9)),
            ("bytes=-30", range(0, 9)),
            ("bytes=5-2", None),
            ("bytes=0-1,4-5", None),
            ("bytes=-", None),
            ("lines=1-2", None),
            ("bytes=+1-2", None),
        ] {
            assert_eq!(of_header(header, 10), Ok(outcome), "{header}");
        }
        for header in ["bytes=10-", "bytes=10-20", "bytes=-0"] {
            assert!(matches!(of_header(header, 10), Err(S3Error::InvalidRange { .. })), "{header}");
        }
        assert!(of_header("bytes=-1", 0).is_err());
    }

    #[test]
    fn a_copied_range_lies_inside_the_source() {
        assert_eq!(of_copy("bytes=0-9", 10), Ok(Range { first: 0, last: 9 }));
        for header in ["bytes=0-10", "bytes=3-", "bytes=-3", "bytes=5-2", ""] {
            assert!(of_copy(header, 10).is_err(), "{header}");
        }
    }
}
