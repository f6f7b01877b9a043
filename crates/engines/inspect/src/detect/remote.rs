//! Files of other hosts and streams, and addresses within: what a server is made to fetch.

use super::anchors::{Anchor, Hit, always};
use super::findings::Place;
use super::{DetectorKind, urls};
use crate::scan::{at, between, is_word, skip, starts_any};

const fn remote(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::RemoteFile, "a stream or a file of another host", text, check)
}

const fn request(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::ServerSideRequest, "an address within", text, check)
}

const fn metadata(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::MetadataAddress, "an address of a metadata service", text, check)
}

/// Schemes and addresses.
pub(super) const ANCHORS: &[Anchor] = &[
    remote("php://", always),
    remote("phar://", always),
    remote("expect://", always),
    remote("zip://", in_value),
    remote("compress.zlib://", always),
    remote("compress.bzip2://", always),
    remote("ogg://", in_value),
    remote("rar://", in_value),
    remote("glob://", in_value),
    remote("ssh2.", |hit| {
        hit.begins_word() && starts_any(hit.next(), &["shell", "exec", "tunnel", "sftp", "scp"])
    }),
    remote("data://", in_value),
    remote("data:text/plain", |hit| hit.view.place != Place::Body),
    remote("data:;base64", |hit| hit.view.place != Place::Body),
    remote("zlib:", |hit| hit.start < 2 && in_value(hit)),
    remote("http://", included),
    remote("https://", included),
    remote("ftp://", |hit| hit.start < 2 && in_value(hit)),
    remote("ftps://", |hit| hit.start < 2 && in_value(hit)),
    remote("smb://", in_value),
    request("gopher:", scheme),
    request("dict:", scheme),
    request("ldap://", in_value),
    request("ldaps://", in_value),
    request("tftp://", in_value),
    request("sftp://", in_value),
    request("netdoc:", scheme),
    request("jar:", |hit| scheme(hit) && starts_any(hit.next(), &["http", "file"])),
    request("file:", file),
    request("url:file:", in_value),
    request("local_file:", in_value),
    request("http://", inner),
    request("https://", inner),
    request(".nip.io", in_value),
    request(".sslip.io", in_value),
    request(".xip.io", in_value),
    request("localtest.me", in_value),
    request(".oast.", |hit| in_value(hit) && !hit.view.shape.has_space()),
    request("oastify.com", in_value),
    request("burpcollaborator.", in_value),
    request("interact.sh", in_value),
    request("interactsh.", in_value),
    request(".dnslog.", in_value),
    request(".ceye.io", in_value),
    metadata("169.254.169.254", address),
    metadata("169.254.170.2", address),
    metadata("fd00:ec2::254", always),
    metadata("metadata.google.internal", in_value),
    metadata("100.100.100.200", address),
    metadata("instance-data.ec2.internal", in_value),
    metadata("latest/meta-data", in_value),
    metadata("latest/user-data", in_value),
    metadata("latest/dynamic/instance-identity", in_value),
    metadata("computemetadata/v1", in_value),
    metadata("metadata/v1/", |hit| in_value(hit) && hit.begins_word()),
    metadata("metadata/instance?api-version", in_value),
    metadata("2852039166", address),
    metadata("0xa9fea9fe", address),
    metadata("0251.0376.0251.0376", address),
    metadata("0xa9.0xfe.0xa9.0xfe", address),
    metadata("::ffff:a9fe:a9fe", always),
    metadata("::ffff:169.254", always),
];

/// What looking at the address of a file costs, and at that of a host.
const INCLUDED: usize = 900;
const INNER: usize = 400;

fn in_value(hit: &Hit<'_>) -> bool {
    !hit.view.is_prose()
}

/// An address of its own, not a part of a longer number.
fn address(hit: &Hit<'_>) -> bool {
    in_value(hit) && !is_word(hit.before()) && !is_word(hit.after())
}

/// A scheme at the beginning of an address.
fn scheme(hit: &Hit<'_>) -> bool {
    hit.begins_word() && in_value(hit) && hit.after() == b'/'
}

/// `file:` and a path.
fn file(hit: &Hit<'_>) -> bool {
    hit.begins_word() && in_value(hit) && among!(b"/$\\%", hit.after())
}

/// An address of a file that an interpreter would run, or that ends so that what is appended to it
/// is cut off.
fn included(hit: &Hit<'_>) -> bool {
    if hit.start > 2
        || !matches!(hit.view.place, Place::Query | Place::Body | Place::Cookie)
        || hit.view.is_prose()
    {
        return false;
    }
    let text = hit.view.lower;
    hit.view.effort.spend(INCLUDED);
    let end = skip(text, hit.end, |byte| !among!(b"/?#\\", byte));
    let host = between(text, hit.end, end);
    let rest = crate::scan::tail(text, end);
    let runs = [".php", ".php5", ".phtml", ".asp", ".jsp", ".pl", ".cgi", ".inc"];
    let marked = rest.ends_with(b"?") || rest.ends_with(b"%00") || rest.ends_with(b"\0");
    let shell = ["c99", "r57", "shell", "cmd.", "c100", "evil", "backdoor"];
    marked && rest.len() > 1
        || runs.iter().any(|run| rest.ends_with(run.as_bytes()))
            && crate::scan::contains_any(rest, &shell)
        || urls::is_number(host)
            && rest.len() > 1
            && runs.iter().any(|run| crate::scan::contains(rest, run.as_bytes()))
        || (rest.ends_with(b".txt") || rest.ends_with(b".txt?"))
            && crate::scan::contains_any(rest, &shell)
}

/// An address that leads to the host itself, or to a network that is not public.
fn inner(hit: &Hit<'_>) -> bool {
    if !matches!(hit.view.place, Place::Query | Place::Body | Place::Cookie)
        || hit.view.is_prose()
        || hit.start > 8
    {
        return false;
    }
    let text = hit.view.lower;
    hit.view.effort.spend(INNER);
    let end = skip(text, hit.end, |byte| !among!(b"/?#\\ ", byte));
    let authority = between(text, hit.end, end);
    let from = memchr::memrchr(b'@', authority).map_or(0, |position| position + 1);
    let host = crate::scan::tail(authority, from);
    urls::is_inner(host) && (at(text, hit.start + 4) == b':' || at(text, hit.start + 5) == b':')
}
