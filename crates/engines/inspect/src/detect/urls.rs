//! Addresses of hosts in all their disguises, and addresses that leave the site.

use std::net::Ipv4Addr;

use super::findings::Place;
use super::view::View;
use super::{DetectorKind, Match};
use crate::scan::{ahead, at, between, contains, head, is_word, skip, starts_any, tail, trim};

/// The address that a host's name stands for when it is a number: dotted, with fewer parts, decimal,
/// octal or hexadecimal (as `inet_aton` reads them).
pub(super) fn number(host: &[u8]) -> Option<(Ipv4Addr, bool)> {
    let host = match memchr::memrchr(b':', host) {
        Some(colon) if tail(host, colon + 1).iter().all(u8::is_ascii_digit) => head(host, colon),
        _ => host,
    };
    let host = host.strip_suffix(b".").unwrap_or(host);
    let mut parts = [0u64; 4];
    let mut count = 0;
    let mut plain = true;
    for part in host.split(|&byte| byte == b'.') {
        let (value, is_plain) = part_value(part)?;
        *parts.get_mut(count)? = value;
        count += 1;
        plain &= is_plain;
    }
    let last = *parts.get(count.checked_sub(1)?)?;
    let mut address = 0u64;
    for (index, value) in parts.iter().take(count - 1).enumerate() {
        if *value > 0xff {
            // Some parsers keep what overflows a part.
            plain = false;
        }
        address |= (value & 0xff) << (24 - 8 * index);
    }
    address |= last & (0xffff_ffff >> (8 * (count - 1)));
    let address = u32::try_from(address & 0xffff_ffff).ok()?;
    Some((Ipv4Addr::from(address), plain && count == 4))
}

fn part_value(part: &[u8]) -> Option<(u64, bool)> {
    let text = std::str::from_utf8(part).ok()?;
    if let Some(digits) = text.strip_prefix("0x") {
        return Some((u64::from_str_radix(digits, 16).ok()?, false));
    }
    if text.len() > 1 && text.starts_with('0') {
        return Some((u64::from_str_radix(text, 8).ok()?, false));
    }
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok().map(|value| (value, true)))
        .flatten()
}

/// Whether a host is written as a number.
pub(super) fn is_number(host: &[u8]) -> bool {
    number(host).is_some() || host.starts_with(b"[")
}

/// Whether a host is a number that nobody would write who does not hide it.
fn is_disguised(host: &[u8]) -> bool {
    number(host).is_some_and(|(_, plain)| !plain && host.len() > 3)
        || host.starts_with(b"[::ffff:")
        || host.starts_with(b"[0:0:0:0:0:ffff")
}

/// Whether a host is the server itself, or in a network that is not public.
pub(super) fn is_inner(host: &[u8]) -> bool {
    if let Some((address, plain)) = number(host) {
        return address.is_loopback()
            || address.is_link_local()
            || address.is_unspecified()
            || !plain && host.len() > 3;
    }
    let name = head(host, skip(host, 0, |byte| byte != b':' || host.starts_with(b"[")));
    matches!(name, b"localhost" | b"localhost.localdomain" | b"ip6-localhost" | b"0" | b"127.1")
        || starts_any(
            host,
            &[
                "[::1]",
                "[::]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127",
                "[::ffff:7f",
                "[0000::1]",
                "[::ffff:a9fe",
                "[::ffff:169.254",
                "[fd00:ec2",
            ],
        )
        || contains(host, b".localhost")
}

/// What looking at an address costs, by itself and by its bytes, and at a host that it
/// seems to have, by itself and by the bytes from there.
const ADDRESS: usize = 480;
const READ: usize = 2;
const HOST: usize = 800;
const HOST_READ: usize = 4;

/// Finds a value that leads off the site where a path of it was expected, and hosts in disguise.
pub(super) fn detect(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    let text = trim(view.lower);
    if text.len() < 4 || text.len() > 2048 || view.is_name || !view.shape.has_any(b"/\\:@.") {
        return;
    }
    let mut redirect =
        |what| report(DetectorKind::OpenRedirect, Match::new(0, text.len().min(64), what));
    if matches!(view.place, Place::Path) {
        if let Some(what) = path_leaves(text) {
            redirect(what);
        }
        return;
    }
    if view.place == Place::Header
        && !starts_any(view.name, &["x-", "wbh", "x_"])
        && !matches!(view.name, b"referer" | b"user-agent")
    {
        return;
    }
    if text.contains(&b' ') && !text.starts_with(b"//") && !text.starts_with(b"http") {
        return;
    }
    if view.place == Place::Header
        && starts_any(text, &["http://", "https://"])
        && view.name == b"referer"
    {
        return;
    }
    view.effort.spend(ADDRESS + text.len() * READ);
    if let Some(what) = leaves(text, view) {
        redirect(what);
        return;
    }
    // An address within the query of one.
    let signs = memchr::memchr_iter(b'=', text).filter(|&sign| at(text, sign + 1) == b'/');
    for sign in signs.take(4) {
        let inner = tail(text, sign + 1);
        let inner = head(inner, skip(inner, 0, |byte| byte != b'&'));
        if matches!(at(inner, 1), b'/' | b'\\')
            && leaves(inner, &View { text: inner, lower: inner, ..*view }).is_some()
        {
            redirect("an address without a scheme");
            return;
        }
    }
}

/// A path that begins as an address of another host.
fn path_leaves(text: &[u8]) -> Option<&'static str> {
    let slashes = skip(text, 0, |byte| matches!(byte, b'/' | b'\\'));
    let host =
        head(tail(text, slashes), skip(tail(text, slashes), 0, |byte| !among!(b"/\\?#", byte)));
    let odd = head(text, slashes).contains(&b'\\');
    let named =
        contains(host, b".") && host.iter().all(|byte| is_word(*byte) || among!(b".-", *byte));
    let ends = [".com", ".org", ".net", ".tld", ".io", ".ru", ".cn"];
    if slashes >= 2 && named && (odd || ends.iter().any(|end| host.ends_with(end.as_bytes()))) {
        return Some("a path that is another host's address");
    }
    None
}

/// How browsers read a value as another host's address.
fn leaves(text: &[u8], view: &View<'_>) -> Option<&'static str> {
    let quoteless = tail(text, skip(text, 0, |byte| among!(b"<>\"'`", byte)));
    let slashes = skip(quoteless, 0, |byte| {
        matches!(byte, b'/' | b'\\' | b'\t' | b'\n' | b'\r')
            || byte == b'.' && at(quoteless, 0) == b'/'
    });
    if slashes >= 2 {
        view.effort.spend(HOST);
        let rest = tail(quoteless, slashes);
        let rest = tail(rest, skip(rest, 0, |byte| among!(b";:,@ ", byte)));
        if starts_any(rest, &["http:", "https:"]) {
            return Some("an address behind slashes");
        }
        let end = skip(rest, 0, |byte| !among!(b"/\\?#& ", byte));
        let host = head(rest, end);
        let user = contains(host, b"@");
        let host = tail(host, memchr::memrchr(b'@', host).map_or(0, |position| position + 1));
        if is_host(host)
            && (slashes != 2
                || view.text.starts_with(b"//")
                || user
                || quoteless.starts_with(b"/\\")
                || quoteless.starts_with(b"\\"))
        {
            return Some("an address without a scheme");
        }
        if is_disguised(host) {
            return Some("a host that is a number in disguise");
        }
        return None;
    }
    let slash = usize::from(at(quoteless, 0) == b'/');
    let inner = tail(quoteless, slash);
    if starts_any(inner, &["http:", "https:", "ftp:"]) {
        view.effort.spend(HOST + inner.len() * HOST_READ);
        return absolute(inner, slash == 1);
    }
    if inner.starts_with(b"@")
        && slash == 0
        && is_host(head(
            tail(inner, 1),
            skip(inner, 1, |byte| !among!(b"/?#", byte)).saturating_sub(1),
        ))
        && contains(inner, b".")
        && view.depth < 6
        && view.name != b"email"
        && is_site(tail(inner, 1))
    {
        return Some("an address behind a user's name");
    }
    None
}

/// An address with a scheme: harmless if it is well formed and says plainly whose it is.
fn absolute(text: &[u8], is_rooted: bool) -> Option<&'static str> {
    let colon = memchr::memchr(b':', text)?;
    let rest = tail(text, colon + 1);
    let slashes = skip(rest, 0, |byte| matches!(byte, b'/' | b'\\'));
    let authority = tail(rest, slashes);
    let authority = head(authority, skip(authority, 0, |byte| !among!(b"/?#", byte)));
    let at_sign = memchr::memrchr(b'@', authority);
    let host = tail(authority, at_sign.map_or(0, |position| position + 1));
    if is_rooted && !authority.is_empty() {
        return Some("an address behind a slash");
    }
    if is_disguised(host) {
        return Some("a host that is a number in disguise");
    }
    if at_sign.is_some() && is_host(head(host, skip(host, 0, |byte| byte != b':'))) {
        return Some("a host behind a user's name");
    }
    if slashes != 2 && is_host(authority)
        || head(rest, slashes).contains(&b'\\') && !authority.is_empty()
    {
        return Some("an address with other slashes than it should have");
    }
    let is_odd = || {
        authority.iter().any(|byte| among!(b";\\\"<>&|", *byte))
            || contains(host, IDEOGRAPHIC_FULL_STOP)
    };
    if memchr::memchr(b'.', authority).is_some() && is_odd() {
        return Some("a host with signs that hosts have not");
    }
    None
}

/// Browsers take it for a point (UTS 46).
const IDEOGRAPHIC_FULL_STOP: &[u8] = "\u{3002}".as_bytes();

/// Whether a name may be a host's.
fn is_host(host: &[u8]) -> bool {
    let name = head(host, skip(host, 0, |byte| byte != b':'));
    let point = memchr::memrchr(b'.', name);
    number(name).is_some() && name.len() > 6
        || point.is_some_and(|point| {
            let top = tail(name, point + 1);
            top.len() >= 2
                && point > 0
                && top.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
                && name.iter().all(|byte| is_word(*byte) || among!(b".-", *byte))
        })
        || name == b"localhost"
}

/// Whether a text is nothing but a host and a path.
fn is_site(text: &[u8]) -> bool {
    let end = skip(text, 0, |byte| is_word(byte) || among!(b".-", byte));
    end == text.len() && between(text, 0, end).contains(&b'.') || at(ahead(text, end, 1), 0) == b'/'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_as_hosts() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0x7f.1",
            "127.0.0.1:80",
        ] {
            assert!(is_inner(host.as_bytes()), "{host}");
        }
        assert!(!is_inner(b"example.com"));
        assert!(!is_inner(b"93.184.216.34"));
    }
}
