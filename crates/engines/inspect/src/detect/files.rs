//! Files that a request should not name: those of the system, and any that a path climbs to.

use super::anchors::{Anchor, Hit, always};
use super::findings::Place;
use super::view::View;
use super::{DetectorKind, Match};
use crate::scan::{POINTS, at, is_space, is_word, skip, starts_any, tail};

const fn unix(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::UnixFile, "a file of a Unix system", text, check)
}

const fn local(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::LocalFile, "a file of the system or application", text, check)
}

/// Files by a part of their path that nothing else has.
pub(super) const ANCHORS: &[Anchor] = &[
    unix("/etc/", |hit| begins_path(hit) && (!prose(hit)) && etc(hit)),
    unix("etc/passwd", secret),
    unix("etc/shadow", secret),
    unix("etc\\passwd", secret),
    unix("etc2fpasswd", secret),
    unix("/proc/", |hit| begins_path(hit) && !prose(hit) && proc_file(hit)),
    unix("/var/log/", |hit| begins_path(hit) && !prose(hit)),
    unix("/var/adm/", |hit| begins_path(hit) && !prose(hit)),
    unix("/var/run/", |hit| begins_path(hit) && !prose(hit)),
    unix("/var/lib/", |hit| begins_path(hit) && !prose(hit)),
    unix("/var/mail/", |hit| begins_path(hit) && !prose(hit)),
    unix("/var/spool/", |hit| begins_path(hit) && !prose(hit)),
    unix("/var/www/", |hit| begins_path(hit) && !prose(hit)),
    unix("/var/cpanel/", |hit| begins_path(hit) && !prose(hit)),
    unix(concat!("/root", "/"), starts_path),
    unix("/usr/local/", |hit| starts_path(hit) && configuration(hit)),
    unix("/usr/lib/", |hit| starts_path(hit) && configuration(hit)),
    unix("/usr/spool/", starts_path),
    unix("/usr/adm/", starts_path),
    unix("/usr/pkgsrc/", starts_path),
    unix("/usr/etc/", starts_path),
    unix("/usr/pkg/", starts_path),
    unix("/usr/home/", starts_path),
    unix("/usr/ports/", starts_path),
    unix("/opt/", |hit| starts_path(hit) && configuration(hit)),
    unix("/boot/", |hit| starts_path(hit) && hit.has_ahead(&["grub", "system", "vmlinuz"])),
    unix("/dev/fd/", starts_path),
    unix("/dev/stdin", starts_path),
    unix("/dev/shm/", starts_path),
    unix(concat!("/home", "/"), |hit| starts_path(hit) && hit.has_ahead(&["/.", "public_html"])),
    unix("/library/webserver/", starts_path),
    unix("/private/etc/", starts_path),
    unix("/.ssh/", |hit| !prose(hit)),
    unix("id_rsa", |hit| !prose(hit) && hit.view.shape.has_any(b"/") && hit.begins_word()),
    unix(".bash_history", |hit| !prose(hit)),
    unix(".bash_profile", |hit| !prose(hit)),
    unix(".bashrc", |hit| !prose(hit)),
    unix(".mysql_history", |hit| !prose(hit)),
    unix(".htpasswd", |hit| !prose(hit)),
    unix(".htaccess", |hit| !prose(hit)),
    unix("/apache/logs/", |hit| !prose(hit)),
    unix("/apache2/logs/", |hit| !prose(hit)),
    unix("logs/access.log", |hit| !prose(hit)),
    unix("logs/access_log", |hit| !prose(hit)),
    unix("logs/error.log", |hit| !prose(hit)),
    unix("logs/error_log", |hit| !prose(hit)),
    unix("apache/conf/httpd.conf", |hit| !prose(hit)),
    unix("conf/httpd.conf", |hit| !prose(hit)),
    local("web-inf/", always),
    local("meta-inf/", |hit| !prose(hit)),
    local("boot.ini", |hit| !prose(hit)),
    local("win.ini", |hit| !prose(hit) && hit.begins_word()),
    local("system.ini", |hit| !prose(hit) && hit.begins_word()),
    local("php.ini", |hit| !prose(hit) && hit.view.shape.has_any(b"/\\")),
    local("my.ini", |hit| !prose(hit) && hit.view.shape.has_any(b"/\\") && hit.begins_word()),
    local("my.cnf", |hit| !prose(hit) && hit.view.shape.has_any(b"/\\") && hit.begins_word()),
    local("ntuser.dat", |hit| !prose(hit)),
    local("system32", |hit| !prose(hit) && hit.view.shape.has_any(b"/\\")),
    local("\\inetpub", |hit| !prose(hit)),
    local("/inetpub/", |hit| !prose(hit)),
    local(":\\windows", |hit| !prose(hit)),
    local(":/windows", |hit| !prose(hit)),
    local(":\\winnt", |hit| !prose(hit)),
    local(":/winnt", |hit| !prose(hit)),
    local(":\\boot", |hit| !prose(hit)),
    local(":\\program files", |hit| !prose(hit) && hit.start == 1),
    local(":/program files", |hit| !prose(hit) && hit.start == 1),
    local(":\\xampp", |hit| !prose(hit)),
    local(":/xampp", |hit| !prose(hit)),
    local(":\\documents and settings", |hit| !prose(hit)),
    local(":\\apache", |hit| !prose(hit)),
    local(":/apache", |hit| !prose(hit)),
    local(":\\php", |hit| !prose(hit)),
    local(":/php", |hit| !prose(hit)),
    local(":\\mysql", |hit| !prose(hit)),
    local("/volumes/", |hit| starts_path(hit) && configuration(hit)),
    local("/xampp/", starts_path),
    local("/windows/win", |hit| !prose(hit)),
    local("apache\\logs", |hit| !prose(hit)),
    local("apache\\conf", |hit| !prose(hit)),
    local("apache2\\conf", |hit| !prose(hit)),
    local("apache2\\logs", |hit| !prose(hit)),
    local(":\\logs\\", |hit| !prose(hit) && hit.start == 1),
    local("\\c$", share),
    local("0x2e0x2e", always),
    local("..0x2f", always),
    local("..0x5c", always),
    local("..c0af", always),
    local("..2f..2f", always),
    local("..5c..5c", always),
    local("../../", climbs_to_file),
    local("..\\..\\", climbs_to_file),
];

fn prose(hit: &Hit<'_>) -> bool {
    hit.view.is_prose()
}

/// Where a path begins, or goes on from a climb or a scheme.
fn begins_path(hit: &Hit<'_>) -> bool {
    let previous = hit.before();
    hit.start == 0 || !is_word(previous) && previous != b'-' || hit.behind().ends_with(b"c:")
}

/// Where the text begins with the path.
fn starts_path(hit: &Hit<'_>) -> bool {
    let behind = crate::scan::trim(hit.behind());
    hit.view.place != Place::Path
        && (behind.is_empty()
            || behind.iter().all(|byte| among!(b"./\\'\"=:file", *byte)) && behind.len() < 48)
        && !prose(hit)
}

/// A file below `/etc` that a system has.
fn etc(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let end = skip(ahead, 0, |byte| is_word(byte) || among!(b".-/\\'?*", byte));
    hit.view.effort.spend(end * READ);
    end > 2
        && hit.view.text.len() < 1024
        && (hit.view.place != Place::Path
            || hit.start == 0
            || hit.behind().ends_with(b"..")
            || hit.view.depth > 0)
}

fn secret(hit: &Hit<'_>) -> bool {
    !prose(hit) && (!is_word(hit.before()) || hit.start == 0)
}

/// Files of processes that tell secrets.
fn proc_file(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    starts_any(
        ahead,
        &[
            "self",
            "version",
            "cpuinfo",
            "net/",
            "mounts",
            "cmdline",
            "sched",
            "meminfo",
            "stat",
            "swaps",
            "filesystems",
            "interrupts",
            "ioports",
            "modules",
            "config.gz",
            "loadavg",
            "partitions",
            "crypto",
            "diskstats",
            "devices",
        ],
    ) || at(ahead, 0).is_ascii_digit()
}

/// Configuration or logs of servers.
fn configuration(hit: &Hit<'_>) -> bool {
    hit.has_ahead(&[
        "etc/", "conf", "log", ".ini", "apache", "httpd", "nginx", "mysql", "php", "www",
        "security", "cpanel", "pureftp", "lampp", "tomcat", "/bin",
    ])
}

/// `\\host\c$\…`
fn share(hit: &Hit<'_>) -> bool {
    hit.behind().starts_with(b"\\\\") || hit.has_behind(&["\\\\"])
}

/// Climbs to a file, within text of any kind.
fn climbs_to_file(hit: &Hit<'_>) -> bool {
    hit.has_ahead(&["etc/", "windows", "win.ini", "boot.ini", "proc/self", "var/log"])
}

/// What a path's segments tell.
#[derive(Default)]
struct Climb {
    /// Segments `..`.
    up: usize,
    /// Segments of more dots, or of dots and what lenient parsers drop.
    disguised: usize,
    /// Segments `.`.
    idle: usize,
    /// Where the first of them begins.
    first: Option<usize>,
}

/// What looking at a path costs.
const CLIMBED: usize = 450;

/// What reading on costs, by its bytes.
const READ: usize = 9;

/// What looking at a point costs.
const POINT: usize = 150;

/// Counts the segments that climb.
fn climb(view: &View<'_>) -> Climb {
    let text = view.lower;
    let mut seen = Climb::default();
    let mut position = 0;
    while let Some(step) = memchr::memchr(b'.', tail(text, position)) {
        let start = position + step;
        let end = skip(text, start, |byte| byte == b'.');
        let dots = end - start;
        position = end;
        view.effort.spend(POINT);
        if view.effort.is_spent() {
            break;
        }
        let before = crate::scan::before(text, start);
        let opened = start == 0
            || !is_word(before)
                && !matches!(before, b')' | b']' | b'}' | b'"' | b'\'')
                && !is_space(before)
            || matches!(before, b'"' | b'\'')
            || is_space(before) && start < 4;
        let drop = skip(text, end, |byte| byte == 0 || byte == b';' || byte == b'?' && dots == 2);
        let closed = matches!(at(text, drop), b'/' | b'\\');
        let finished = drop >= text.len() && matches!(before, b'/' | b'\\');
        if !(opened && (closed || finished)) {
            continue;
        }
        match dots {
            1 => seen.idle += 1,
            2 if drop == end => seen.up += 1,
            _ if closed => seen.disguised += 1,
            _ => continue,
        }
        if dots > 1 {
            seen.first = seen.first.or(Some(start));
        }
    }
    seen
}

/// The shortest text that [`repeats`], without a slash.
const REPEATED_MIN: usize = "..X..X..".len();

/// `..X..X..X`: the same separator again and again, in an encoding that nothing here undoes; or a
/// segment of nothing but points.
fn repeats(view: &View<'_>) -> bool {
    let text = view.lower;
    let mut gap: &[u8] = b"";
    let mut times = 0;
    let mut last = None;
    let mut next = 0;
    for _ in 0..64 {
        let Some(step) = POINTS.find(tail(text, next)) else { break };
        let point = next + step;
        next = point + 2;
        view.effort.spend(POINT);
        if let Some(last) = last {
            let between = crate::scan::between(text, last, point);
            let odd =
                (1..=6).contains(&between.len()) && !between.iter().any(|byte| is_space(*byte));
            times = if odd && between == gap { times + 1 } else { 0 };
            gap = between;
        }
        last = Some(point + 2);
    }
    let points = skip(text, 1, |byte| byte == b'.');
    times >= 2 || at(text, 0) == b'/' && points > 6
}

/// A path with a zero byte at its end, where what is appended to it is cut off. Compressed data end like
/// that, too, but are no path.
fn ends_early(view: &View<'_>) -> bool {
    let ends = view.text.ends_with(b"\0") && view.text.len() < 512 && view.place != Place::Header;
    let mut before = view.text.iter().rev().skip_while(|byte| **byte == 0);
    ends && !before.any(u8::is_ascii_control)
}

/// Finds a path that climbs out of where it should be.
pub(super) fn detect(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    if !view.shape.has_any(b".") || !view.shape.has_any(b"/\\%;,-0123456789{(") {
        return;
    }
    let may_climb = view.shape.has_any(b"/\\");
    if !may_climb && view.text.len() < REPEATED_MIN && !view.shape.has_control() {
        return;
    }
    view.effort.spend(CLIMBED);
    let seen = if may_climb { climb(view) } else { Climb::default() };
    let offset = seen.first.unwrap_or(0);
    let prose = view.is_prose() || view.text.len() > 4096;
    let starts = offset <= 1 && seen.first.is_some();
    let spaced = view.shape.has_space() && !starts;
    let found = match view.place {
        _ if prose => false,
        Place::Path => seen.up + seen.disguised > 0,
        Place::Header => seen.up + seen.disguised >= 3 && view.name != b"referer" || seen.up >= 4,
        Place::Query | Place::Cookie | Place::Body => {
            let enough = if spaced { 4 } else { 2 };
            seen.up + seen.disguised >= enough
                || seen.up > 0
                    && (view.depth > 0
                        || starts && view.text.len() < 128 && !view.shape.has_space())
                || seen.disguised > 0 && starts
                || seen.up == 1 && seen.idle > 1
        }
    };
    if !found && !prose && repeats(view) {
        report(
            DetectorKind::LocalFile,
            Match::new(0, 3, "a path that climbs by signs in disguise"),
        );
    }
    if !found && !prose && ends_early(view) {
        report(
            DetectorKind::LocalFile,
            Match::new(0, view.text.len(), "a path that a zero byte ends"),
        );
    }
    let idles = seen.idle >= 3 && !prose && !view.shape.has_space();
    if found || idles {
        report(DetectorKind::LocalFile, Match::new(offset, 3, "a path that climbs"));
    }
}
