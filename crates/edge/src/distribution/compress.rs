//! Answers compressed for viewers that accept it. (Amazon `CloudFront` Developer Guide, "Serve compressed
//! files".) Brotli is asked of origins, and not made.

use std::io::Write;

use bytes::{Bytes, BytesMut};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::cache::Stored;
use super::select::encodings;
use crate::config::Behaviour;
use crate::http1::Head;
use crate::http1::response::{ResponseFraming, ResponseHead};

/// The sizes of what is compressed.
const BYTES: std::ops::RangeInclusive<u64> = 1000..=10_000_000;

/// The length of an answer that is to be compressed for a request.
pub(super) fn wanted(behaviour: &Behaviour, head: &Head, answer: &ResponseHead) -> Option<usize> {
    let ResponseFraming::Length(length) = answer.framing else { return None };
    let is_wanted = behaviour.compresses
        && encodings(behaviour, head).ends_with("gzip")
        && BYTES.contains(&length)
        && answer.status == 200
        && answer.value(b"content-encoding").is_none()
        && !no_transform(answer)
        && answer.value(b"content-type").is_some_and(is_compressible);
    usize::try_from(length).ok().filter(|_| is_wanted)
}

fn no_transform(answer: &ResponseHead) -> bool {
    answer.headers().any(|(name, value)| {
        name.eq_ignore_ascii_case(b"cache-control")
            && value.to_ascii_lowercase().windows(12).any(|one| one == b"no-transform")
    })
}

/// The types that are compressed, as far as browsers know them. (The Developer Guide, "File types that
/// `CloudFront` compresses".)
fn is_compressible(kind: &[u8]) -> bool {
    let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default();
    let kind = kind.trim_ascii().to_ascii_lowercase();
    let named: &[&[u8]] = &[
        b"application/dash+xml",
        b"application/javascript",
        b"application/json",
        b"application/manifest+json",
        b"application/opentype",
        b"application/rss+xml",
        b"application/vnd.apple.mpegurl",
        b"application/vnd.ms-fontobject",
        b"application/wasm",
        b"application/x-javascript",
        b"application/xhtml+xml",
        b"application/xml",
        b"font/eot",
        b"font/opentype",
        b"font/otf",
        b"font/ttf",
        b"image/svg+xml",
        b"text/css",
        b"text/csv",
        b"text/html",
        b"text/javascript",
        b"text/js",
        b"text/plain",
        b"text/richtext",
        b"text/tab-separated-values",
        b"text/xml",
        b"text/x-component",
        b"text/x-java-source",
        b"text/x-script",
    ];
    named.contains(&kind.as_slice())
}

/// The body compressed, off the threads that requests are on; nothing where that fails.
pub(super) async fn gzip(body: BytesMut) -> Option<Bytes> {
    let compressed = tokio::task::spawn_blocking(move || {
        let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::new(5));
        encoder.write_all(&body).ok()?;
        encoder.finish().ok()
    });
    Some(compressed.await.ok()??.into())
}

/// What is kept, once its body is compressed.
pub(super) fn told(stored: Stored, body: Bytes) -> Stored {
    marked(Stored { body, is_compressed: true, ..stored })
}

/// Says of what is kept that it is compressed: a tag that is strong is so no more.
pub(super) fn marked(mut stored: Stored) -> Stored {
    let is = |name: &str, wanted: &str| name.eq_ignore_ascii_case(wanted);
    for (name, value) in &mut stored.headers {
        if is(name, "etag") && !value.starts_with("W/") {
            value.insert_str(0, "W/");
        }
    }
    let names_encoding =
        |value: &str| value.split(',').any(|one| is(one.trim(), "accept-encoding"));
    let varies =
        stored.headers.iter().any(|(name, value)| is(name, "vary") && names_encoding(value));
    stored.headers.retain(|(name, _)| {
        !is(name, "accept-ranges") && !is(name, "content-md5") && !is(name, "content-encoding")
    });
    if !varies {
        stored.headers.push(("Vary".to_owned(), "Accept-Encoding".to_owned()));
    }
    stored.headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
    stored
}
