//! Files and variables of shells that stand in commands whatever the command is.

use super::DetectorKind;
use super::anchors::{Anchor, Hit, always};
use crate::scan::{contains, starts_any};

const fn unix(what: &'static str, text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::UnixCommand, what, text, check)
}

/// Where commands begin from, besides the separators that `shell` knows.
pub(super) const ANCHORS: &[Anchor] = &[
    unix("a function in a variable (CVE-2014-6271)", "() {", shellshock),
    unix("a function in a variable (CVE-2014-6271)", "(){", shellshock),
    unix("the field separator of shells", "${ifs", always),
    unix("the field separator of shells", "$ifs", |hit| {
        !crate::scan::is_word(hit.after()) || hit.after().is_ascii_digit()
    }),
    unix("a path of shells' programs", "/bin/sh", program),
    unix("a path of shells' programs", "/bin/bash", program),
    unix("a path of shells' programs", "/bin/cat", program),
    unix("a path of shells' programs", "/bin/ls", program),
    unix("a path of shells' programs", "/bin/id", program),
    unix("a path of shells' programs", "/bin/nc", program),
    unix("a path of shells' programs", "/bin/wget", program),
    unix("a path of shells' programs", "/bin/curl", program),
    unix("a path of shells' programs", "/bin/python", program),
    unix("a path of shells' programs", "/bin/perl", program),
    unix("a path of shells' programs", "/bin/ping", program),
    unix("a path of shells' programs", "/bin/uname", program),
    unix("a path of shells' programs", "/bin/echo", program),
    unix("a path of shells' programs", "/bin/whoami", program),
    unix("a connection of the shell", "/dev/tcp/", always),
    unix("a connection of the shell", "/dev/udp/", always),
    unix("a shell on a connection", "bash -i", |hit| hit.begins_word() && hit.has_ahead(&[">&"])),
    unix("a shell on a connection", "mkfifo ", |hit| hit.begins_word() && hit.has_ahead(&["/"])),
    unix("a download that is run", "curl ", |hit| hit.begins_word() && piped(hit)),
    unix("a download that is run", "wget ", |hit| hit.begins_word() && piped(hit)),
    unix("a text that a shell is given", "<<<", |hit| !hit.view.is_prose()),
    unix("files that are removed", "rm -rf ", |hit| hit.begins_word() && !hit.view.is_prose()),
];

/// `() { :;}; …`
fn shellshock(hit: &Hit<'_>) -> bool {
    let next = hit.next();
    let trimmed = crate::scan::trim(hit.behind());
    let bare = trimmed.is_empty()
        || !trimmed.last().is_some_and(|byte| crate::scan::is_word(*byte) || *byte == b')');
    bare && starts_any(next, &[":;", "_;", ":", "_", "foo", "x;", "ignored", "test"])
        && contains(next, b"}")
}

/// A program that is called, with something before or behind it, rather than spoken of.
fn program(hit: &Hit<'_>) -> bool {
    !crate::scan::is_word(hit.after()) && !hit.view.is_prose() && !starts_any(hit.behind(), &["#!"])
}

/// A download whose output a shell reads.
fn piped(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let Some(pipe) = memchr::memchr2(b'|', b';', ahead) else { return false };
    let next = crate::scan::trim(crate::scan::tail(ahead, pipe + 1));
    starts_any(next, &["sh", "bash", "/bin/", "sudo ", "python", "perl", "chmod"])
        && !hit.view.is_prose()
}
