//! What the files of configuration say, each by the rules of the program that reads it. All of them take any
//! text, in time that grows with its length.

pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod dpkg;
pub(crate) mod grub;
pub(crate) mod ini;
pub(crate) mod mounts;
pub(crate) mod netfilter;
pub(crate) mod nftables;
pub(crate) mod pam;
pub(crate) mod shell;
pub(crate) mod sshd;
pub(crate) mod sudoers;
pub(crate) mod sysctl;

/// Lines without what a comment mark at their begin makes a comment, empty ones left out; each with its
/// number, counted from 1.
pub(crate) fn lines<'a>(
    text: &'a str,
    marks: &'static [char],
) -> impl Iterator<Item = (usize, &'a str)> {
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    numbered.filter(move |(_, line)| !line.is_empty() && !line.starts_with(marks))
}

/// Lines, those that end in a backslash joined with the next one; each with the number of its first line.
pub(crate) fn joined(text: &str) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().enumerate() {
        let (part, goes_on) = line.strip_suffix('\\').map_or((line, false), |part| (part, true));
        match joined.last_mut() {
            Some(last) if is_open => last.1.push_str(part),
            _ => joined.push((at + 1, part.to_owned())),
        }
        is_open = goes_on;
    }
    joined
}

/// Whether a name matches a pattern of shells: `*`, `?` and `[…]`, of which the first `!` or `^` inverts.
pub(crate) fn glob(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut of) = (0, 0);
    // Where to go on when what follows the last star does not fit.
    let mut back: Option<(usize, usize)> = None;
    while of < name.len() {
        let fits = match (pattern.get(at), name.get(of)) {
            (Some('*'), _) => {
                back = Some((at + 1, of));
                at += 1;
                continue;
            }
            (Some('?'), Some(_)) => Some(at + 1),
            (Some('['), Some(letter)) => set(&pattern, at, *letter),
            (Some(wanted), Some(letter)) if wanted == letter => Some(at + 1),
            _ => None,
        };
        match (fits, back) {
            (Some(next), _) => (at, of) = (next, of + 1),
            (None, Some((star, taken))) => {
                back = Some((star, taken + 1));
                (at, of) = (star, taken + 1);
            }
            (None, None) => return false,
        }
    }
    pattern.iter().skip(at).all(|letter| *letter == '*')
}

/// Where the pattern goes on behind a set in brackets, if the letter is of it.
fn set(pattern: &[char], open: usize, letter: char) -> Option<usize> {
    const SET_MAX: usize = 256;
    let mut at = open + 1;
    let is_inverted = matches!(pattern.get(at), Some('!' | '^'));
    at += usize::from(is_inverted);
    let (first, mut is_in) = (at, false);
    while at < open + SET_MAX {
        let low = *pattern.get(at)?;
        if low == ']' && at > first {
            return (is_in != is_inverted).then_some(at + 1);
        }
        let high = match (pattern.get(at + 1), pattern.get(at + 2)) {
            (Some('-'), Some(high)) if *high != ']' => {
                at += 2;
                *high
            }
            _ => low,
        };
        is_in |= (low..=high).contains(&letter);
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, name, expected) in [
            ("*.conf", "a.conf", true),
            ("*.conf", "a.config", false),
            ("a?c", "abc", true),
            ("[a-c]x", "bx", true),
            ("[!a-c]x", "bx", false),
            ("[]]x", "]x", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxaxx", false),
            ("", "", true),
            ("[a", "a", false),
        ] {
            assert_eq!(glob(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn lines_go_on_behind_a_backslash() {
        let expected = [(1, "a  b".to_owned()), (3, "c".to_owned())];
        assert_eq!(joined("a \\\n b\nc"), expected);
    }

    proptest! {
        #[test]
        fn any_pattern_ends(pattern in "[a*?\\[\\]!^-]{0,40}", name in "[a]{0,200}") {
            glob(&pattern, &name);
            prop_assert!(glob("*", &name));
        }
    }
}
