//! Commands for Windows: `cmd` and `PowerShell`.

use super::DetectorKind;
use super::anchors::{Anchor, Hit};
use crate::scan::{at, is_space, skip, starts_any, tail};

const fn cmd(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::WindowsCommand, "a command of Windows", text, check)
}

const fn power(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::PowerShell, "a command of PowerShell", text, check)
}

/// Where commands of Windows begin from.
pub(super) const ANCHORS: &[Anchor] = &[
    cmd("cmd.exe", in_value),
    cmd("cmd /c", in_value),
    cmd("cmd /k", in_value),
    cmd("cmd+/c", in_value),
    cmd("command.com", in_value),
    cmd("%comspec%", in_value),
    cmd("%systemroot%", in_value),
    cmd("%windir%", in_value),
    cmd("%programfiles%", in_value),
    cmd("certutil", |hit| hit.has_ahead(&["-urlcache", "-decode", "/urlcache"])),
    cmd("bitsadmin", |hit| hit.has_ahead(&["/transfer"])),
    cmd("wmic ", |hit| {
        hit.begins_word()
            && in_value(hit)
            && hit.has_ahead(&["process", "/node", "os get", "useraccount"])
    }),
    cmd("mshta ", |hit| {
        hit.begins_word() && starts_any(hit.next(), &["http", "javascript", "vbscript"])
    }),
    cmd("regsvr32 ", |hit| hit.begins_word() && hit.has_ahead(&["/i:"])),
    cmd("rundll32", |hit| {
        hit.begins_word() && in_value(hit) && hit.has_ahead(&[".dll", "javascript"])
    }),
    cmd("reg query", in_value),
    cmd("reg add", |hit| hit.is_word() && hit.has_ahead(&["hk"])),
    cmd("net user", |hit| {
        hit.is_word() && in_value(hit) && (hit.next().is_empty() || !separated(hit).is_empty())
    }),
    cmd("net localgroup", in_value),
    cmd("net view", in_value),
    cmd("schtasks", |hit| in_value(hit) && hit.has_ahead(&["/"])),
    cmd("dir", |hit| separated_or_first(hit) && takes_path(hit)),
    cmd("type", |hit| separated_or_first(hit) && takes_path(hit)),
    cmd("ping", |hit| !separated(hit).is_empty() && hit.has_ahead(&[" -n ", " -c ", "127.0.0.1"])),
    cmd("ver", |hit| separated(hit) == b"|" || separated(hit) == b"&" && hit.view.text.len() < 8),
    cmd("systeminfo", |hit| !separated(hit).is_empty() || hit.view.text.len() < 12),
    cmd("tasklist", |hit| !separated(hit).is_empty()),
    cmd("ipconfig", |hit| {
        separated_or_first(hit)
            && (hit.after() == 0 || starts_any(hit.next(), &["/", "|", "&", "'", "\""]))
    }),
    power("powershell", |hit| {
        in_value(hit)
            && hit.has_ahead(&[" -", ".exe", "/", "(", " iex", "%20-"])
            && !hit.next().is_empty()
    }),
    power("invoke-expression", in_value),
    power("invoke-webrequest", in_value),
    power("invoke-restmethod", in_value),
    power("invoke-command", in_value),
    power("invoke-mimikatz", in_value),
    power("start-process", in_value),
    power("get-wmiobject", in_value),
    power("get-ciminstance", in_value),
    power("new-object ", |hit| hit.begins_word() && in_value(hit)),
    power("downloadstring(", in_value),
    power("downloadfile(", in_value),
    power("frombase64string(", in_value),
    power("iex(", |hit| hit.begins_word() && in_value(hit)),
    power("iex (", |hit| hit.begins_word() && in_value(hit)),
    power("-encodedcommand ", in_value),
    power("-executionpolicy ", in_value),
    power("start-sleep ", |hit| hit.begins_word() && in_value(hit)),
    power("get-process", |hit| hit.begins_word() && !separated(hit).is_empty()),
    power("get-childitem", |hit| hit.begins_word() && !separated(hit).is_empty()),
    power("get-content", |hit| {
        hit.begins_word() && (!separated(hit).is_empty() || hit.has_next(&["c:\\", "/etc/"]))
    }),
];

/// In a value, not in prose that speaks of commands.
fn in_value(hit: &Hit<'_>) -> bool {
    !hit.view.is_prose() && !crate::scan::is_word(hit.before())
}

/// The separator before a command, with white space between.
fn separated<'a>(hit: &'a Hit<'_>) -> &'a [u8] {
    let behind = hit.behind();
    let end = crate::scan::skip_back(behind, behind.len(), |byte| is_space(byte) || byte == b'+');
    let mark = crate::scan::behind(behind, end, 1);
    let known = matches!(mark, b"|" | b"&" | b";" | b"\n" | b"`");
    if known && !crate::scan::is_word(hit.after()) && !hit.view.is_prose() { mark } else { b"" }
}

/// A command behind a separator, or at the beginning.
fn separated_or_first(hit: &Hit<'_>) -> bool {
    !crate::scan::is_word(hit.after())
        && (crate::scan::trim(hit.behind()).is_empty() && hit.start < 8
            || !separated(hit).is_empty())
}

/// Whether a path of Windows follows.
fn takes_path(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let rest = tail(ahead, skip(ahead, 0, |byte| is_space(byte) || matches!(byte, b'+' | b'"')));
    let drive = at(rest, 0).is_ascii_alphabetic() && at(rest, 1) == b':';
    !ahead.is_empty() && (drive || starts_any(rest, &["%", "\\", "/s", "/b", "/a", "..\\"]))
}
