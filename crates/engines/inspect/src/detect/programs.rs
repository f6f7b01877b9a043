//! The programs that shells call, words as shells read them, and patterns of paths.

use std::sync::LazyLock;

use crate::effort::Effort;
use crate::lexicon::Lexicon;
use crate::scan::{Set, ahead, at, is_word, skip, starts_any, tail};

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

/// The paths, each with the characters that are in it.
static SPELLED: LazyLock<Vec<(&'static [u8], u128)>> = LazyLock::new(|| {
    let paths = TARGETS.split_ascii_whitespace().map(str::as_bytes);
    paths.map(|path| (path, path.iter().fold(0, |set, &byte| set | character(byte)))).collect()
});

/// A character as one of a set: all that are beyond ASCII, which no path has, are one with the last.
const fn character(byte: u8) -> u128 {
    1 << if byte < 0x7f { byte } else { 0x7f }
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

/// No more of a word is kept.
pub(super) const WORD_MAX: usize = 24;

/// Reads a word as a shell does; it is cut where it is longer than the buffer.
pub(super) fn read_word<'b>(
    text: &[u8],
    from: usize,
    buffer: &'b mut [u8; WORD_MAX],
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
    if !is_pattern(word) {
        return false;
    }
    effort.spend(PATTERN);
    let mut signs = [Sign::Many; WORD_MAX];
    let Some(pattern) = Pattern::read(word, &mut signs) else { return false };
    SPELLED.iter().any(|&(path, held)| {
        pattern.characters & !held == 0 && pattern.least <= path.len() && {
            let (stands, steps) = pattern.matches(path);
            effort.spend(MATCHED + steps * STEP);
            stands
        }
    })
}

/// What reading a pattern and comparing its characters costs, matching it, and a step of that.
const PATTERN: usize = 350;
const MATCHED: usize = 60;
const STEP: usize = 15;

/// What a part of a pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// This byte.
    Byte(u8),
    /// Any byte: `?`, and `[…]`, whatever is in it.
    One,
    /// Any number of bytes.
    Many,
}

impl Sign {
    fn fits(self, byte: u8) -> bool {
        match self {
            Self::Byte(own) => own == byte,
            Self::One => true,
            Self::Many => false,
        }
    }
}

/// A pattern of shells.
struct Pattern<'a> {
    signs: &'a [Sign],
    /// The characters that stand for themselves, as a set.
    characters: u128,
    /// How many bytes it stands for at least.
    least: usize,
}

impl<'a> Pattern<'a> {
    /// Reads a word; it is no pattern where a bracket is not closed.
    fn read(word: &[u8], signs: &'a mut [Sign; WORD_MAX]) -> Option<Self> {
        let (mut length, mut position, mut least, mut characters) = (0, 0, 0, 0);
        while let Some(&byte) = word.get(position) {
            let sign = match byte {
                b'*' => Sign::Many,
                b'?' => Sign::One,
                b'[' => {
                    position = skip(word, position, |byte| byte != b']');
                    if position >= word.len() {
                        return None;
                    }
                    Sign::One
                }
                byte => {
                    characters |= character(byte);
                    Sign::Byte(byte)
                }
            };
            *signs.get_mut(length)? = sign;
            length += 1;
            least += usize::from(sign != Sign::Many);
            position += 1;
        }
        Some(Self { signs: signs.get(..length)?, characters, least })
    }

    /// Whether it stands for a path, and in how many steps that was told.
    fn matches(&self, path: &[u8]) -> (bool, usize) {
        let signs = self.signs;
        let is_many = |sign: &Sign| *sign == Sign::Many;
        let Some(first) = signs.iter().position(is_many) else {
            let alike = signs.iter().zip(path).take_while(|(sign, byte)| sign.fits(**byte)).count();
            return (alike == signs.len() && alike == path.len(), alike);
        };
        let last = signs.iter().rposition(is_many).unwrap_or(first);
        // What stands before the first and behind the last of those for any number has its place.
        let (begin, behind) = (signs.get(..first), signs.get(last + 1..).unwrap_or_default());
        let ending =
            path.len().checked_sub(behind.len()).and_then(|end| path.split_at_checked(end));
        let Some((rest, end)) = ending else { return (false, 1) };
        let all = |signs: &[Sign], bytes: &[u8]| signs.iter().zip(bytes).all(|(s, &b)| s.fits(b));
        if !all(behind, end) || !all(begin.unwrap_or_default(), rest) {
            return (false, signs.len());
        }
        let (stands, steps) = between(signs.get(first..=last), rest.get(first..));
        (stands, steps + signs.len())
    }
}

/// Whether parts of a pattern, of which the first and the last are for any number of bytes, stand for these.
fn between(signs: Option<&[Sign]>, bytes: Option<&[u8]>) -> (bool, usize) {
    let (Some(signs), Some(bytes)) = (signs, bytes) else { return (false, 1) };
    let mut steps = 0;
    let mut position = 0;
    // Each run between two of them is taken where it stands first: the rest is then the longest.
    for run in signs.split(|sign| *sign == Sign::Many).filter(|run| !run.is_empty()) {
        let mut windows = tail(bytes, position).windows(run.len());
        let found = windows.position(|window| {
            steps += 1;
            run.iter().zip(window).all(|(sign, &byte)| sign.fits(byte))
        });
        let Some(step) = found else { return (false, steps) };
        position += step + run.len();
    }
    (true, steps)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition, by trying all.
    fn stands_for(pattern: &[u8], path: &[u8]) -> bool {
        match pattern.first() {
            None => path.is_empty(),
            Some(b'*') => (0..=path.len()).any(|from| stands_for(&pattern[1..], &path[from..])),
            Some(b'[') => {
                let close = pattern.iter().position(|&byte| byte == b']');
                close.is_some_and(|close| {
                    !path.is_empty() && stands_for(&pattern[close + 1..], &path[1..])
                })
            }
            Some(&first) => {
                path.first().is_some_and(|&byte| first == b'?' || first == byte)
                    && stands_for(&pattern[1..], &path[1..])
            }
        }
    }

    proptest! {
        #[test]
        fn patterns_stand_for_what_they_are_defined_to(
            pattern in r"/[bintcas/?*\[\]]{0,14}",
            path in "/[bintcas/]{0,9}",
        ) {
            let mut signs = [Sign::Many; WORD_MAX];
            let read = Pattern::read(pattern.as_bytes(), &mut signs);
            let stands = read.is_some_and(|pattern| {
                pattern.least <= path.len() && pattern.matches(path.as_bytes()).0
            });
            prop_assert_eq!(stands, stands_for(pattern.as_bytes(), path.as_bytes()));
        }
    }

    #[test]
    fn patterns_of_programs_are_found() {
        let effort = Effort::endless();
        for word in
            ["/???/c?t", "/e*/p*s*d", "/bin/[c]at", "/*/*/whoa*i", "/usr/bin/pytho?3", "/*n/ls"]
        {
            assert!(globs_program(word.as_bytes(), &effort), "{word}");
        }
        for word in ["/bin/c[at", "/a?b", "/*1", "/bin/cat", "bin/c?t", "/*/x"] {
            assert!(!globs_program(word.as_bytes(), &effort), "{word}");
        }
    }
}
