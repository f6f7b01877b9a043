//! Digests, in their raw form.

use md5::{Digest as _, Md5};

pub(super) fn md5(text: &[u8], out: &mut Vec<u8>) -> bool {
    out.extend_from_slice(&Md5::digest(text));
    true
}

pub(super) fn sha256(text: &[u8], out: &mut Vec<u8>) -> bool {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text);
    out.extend_from_slice(digest.as_ref());
    true
}
