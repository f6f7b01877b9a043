//! The programs that shells call, words as shells read them, and patterns of paths.

use std::sync::LazyLock;

use crate::effort::Effort;
use crate::lexicon::Lexicon;
use crate::scan::{Set, ahead, at, is_word, starts_any, tail};

/// Programs that payloads call with any argument, or none.
const PROGRAMS: &str = "whoami id ls uname ifconfig netstat pwd env ps printenv hostname sh bash zsh \
    ksh csh dash nc ncat netcat cat tac nl lsof ipconfig dir reboot halt shutdown busybox nslookup w \
    set last df mount";

/// Programs that take an argument, or that are words of English too.
const WITH_ARGUMENT: &str = "cat wget curl ping ping6 nslookup dig host telnet ssh scp ftp tftp sleep \
    echo printf perl python python2 python3 php ruby node lua chmod chown rm mv cp mkdir touch find \
    grep egrep head tail more less sed awk cut sort tr xargs tee eval exec source export kill killall \
    crontab sudo su useradd passwd gcc tar gzip zip unzip base64 xxd od hexdump strings dd ln cd \
    which whereis timeout nohup setsid socat openssl jar javac java iptables route arp \
    traceroute finger expr command rev vi vim nano ed id getent type net copy del \
    ren fc systeminfo tasklist powershell cmd netsh reg wmic certutil mysql psql docker systemctl \
    service";

/// Paths that patterns of shells are tried on.
const TARGETS: &str = "/etc/passwd /etc/shadow /etc/group /etc/hosts /bin/cat /bin/sh /bin/bash \
    /bin/ls /bin/nc /usr/bin/id /usr/bin/whoami /usr/bin/wget /usr/bin/curl /bin/ping /usr/bin/nc \
    /usr/bin/python /usr/bin/python3 /usr/bin/perl";

/// The paths, each with the letters that are in it.
static LETTERED: LazyLock<Vec<(&'static [u8], u32)>> = LazyLock::new(|| {
    TARGETS
        .split_ascii_whitespace()
        .map(|path| (path.as_bytes(), letters(path.as_bytes())))
        .collect()
});

/// The letters of a pattern that stand for themselves, as a set: all bits, which no path has, where a
/// bracket is not closed.
fn letters(pattern: &[u8]) -> u32 {
    let mut within = false;
    let mut set = 0;
    for &byte in pattern {
        match byte {
            b'[' => within = true,
            b']' => within = false,
            b'a'..=b'z' if !within => set |= 1 << (byte - b'a'),
            _ => {}
        }
    }
    if within { u32::MAX } else { set }
}

/// How a program is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Program {
    /// With any argument, or none.
    pub(super) alone: bool,
    /// With an argument.
    pub(super) argued: bool,
}

static KNOWN: LazyLock<Lexicon<Program>> = LazyLock::new(|| {
    let is_in = |list: &str, word: &str| list.split_ascii_whitespace().any(|known| known == word);
    let each = |list: &'static str| {
        list.split_ascii_whitespace().map(move |word| {
            let (alone, argued) = (is_in(PROGRAMS, word), is_in(WITH_ARGUMENT, word));
            (word, Program { alone, argued })
        })
    };
    let words: Vec<_> = each(PROGRAMS).chain(each(WITH_ARGUMENT)).collect();
    Lexicon::of(&words)
});

/// What is known of a word as a program.
pub(super) fn program(word: &[u8]) -> Option<Program> {
    KNOWN.get(word)
}

/// Whether a word is a program.
pub(super) fn is_program(word: &[u8]) -> bool {
    program(word).is_some()
}

/// Reads a word as a shell does; it is cut where it is longer than the buffer.
pub(super) fn read_word<'b>(
    text: &[u8],
    from: usize,
    buffer: &'b mut [u8; 24],
) -> (&'b [u8], usize) {
    let mut length = 0;
    let mut position = from;
    let limit = from + 72;
    while position < text.len().min(limit) {
        let byte = at(text, position);
        if is_part(byte) {
            if let Some(slot) = buffer.get_mut(length) {
                *slot = byte;
                length += 1;
            }
            position += 1;
            continue;
        }
        match byte {
            b'\\'
                if length > 0
                    && matches!(at(text, position + 1), b'n' | b'r' | b't')
                    && !is_word(at(text, position + 2))
                    && at(text, position + 2) != b' ' =>
            {
                break;
            }
            b'\'' | b'"' | b'\\' => position += 1,
            b'$' if starts_any(tail(text, position), &["$@", "$*", "$u", "$z", "$1", "$9"])
                && !is_word(at(text, position + 2)) =>
            {
                position += 2;
            }
            b'$' if at(text, position + 1) == b'{' && length > 0 => {
                let window = ahead(text, position, 24);
                let Some(close) = memchr::memchr(b'}', window) else { break };
                if window.starts_with(b"${ifs") {
                    break;
                }
                position += close + 1;
            }
            b'$' if at(text, position + 1) == b'(' && length > 0 => {
                let window = ahead(text, position, 24);
                let Some(close) = memchr::memchr(b')', window) else { break };
                position += close + 1;
            }
            _ => break,
        }
    }
    (buffer.get(..length).unwrap_or_default(), position)
}

/// Whether a byte stands for itself in a word, or for others.
fn is_part(byte: u8) -> bool {
    static PARTS: Set = Set::of(b"_./-?*[]").and_alphanumeric().and_all(0x80, 0xff);
    PARTS.has(byte)
}

/// Whether a word is a path with letters and signs that stand for others.
pub(super) fn is_pattern(word: &[u8]) -> bool {
    word.starts_with(b"/")
        && word.iter().any(|byte| matches!(byte, b'?' | b'*' | b'['))
        && word.iter().any(u8::is_ascii_alphabetic)
}

/// Whether a pattern of shells stands for a program or file that matters.
pub(super) fn globs_program(word: &[u8], effort: &Effort) -> bool {
    is_pattern(word) && {
        let wanted = letters(word);
        effort.spend(PATTERN);
        LETTERED.iter().any(|(path, held)| wanted & !held == 0 && matches(word, path, effort))
    }
}

/// What comparing the letters of a pattern costs, and a step of matching.
const PATTERN: usize = 400;
const STEP: usize = 25;

/// Matches a pattern: `?` is one byte, `*` any number, `[…]` one.
fn matches(pattern: &[u8], text: &[u8], effort: &Effort) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        effort.spend(STEP);
        let wild = at(pattern, p);
        let class = if wild == b'[' { memchr::memchr(b']', tail(pattern, p)) } else { None };
        let fits = p < pattern.len() && (wild == b'?' || wild == at(text, t) || class.is_some());
        if fits && wild != b'*' {
            p += class.map_or(1, |length| length + 1);
            t += 1;
        } else if p < pattern.len() && wild == b'*' {
            retry = Some((p, t));
            p += 1;
        } else if let Some((star, from)) = retry {
            p = star + 1;
            t = from + 1;
            retry = Some((star, t));
        } else {
            return false;
        }
    }
    while at(pattern, p) == b'*' {
        p += 1;
    }
    p >= pattern.len()
}
