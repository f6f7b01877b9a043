//! What start files of shells set, as far as it stands there: assignments and `umask`.

use super::lines;

/// A command of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) line: usize,
    pub(crate) words: Vec<String>,
}

/// The commands of a text, parted by ends of lines, `;`, `&&` and `||`.
pub(crate) fn commands(text: &str) -> Vec<Command> {
    let mut found = Vec::new();
    for (line, content) in lines(text, &['#']) {
        for part in content.split([';', '&', '|']) {
            let part = part.split(" #").next().unwrap_or_default();
            let words = part.split_whitespace().map(str::to_owned);
            // Words that only begin a command of its own.
            let words: Vec<String> = words
                .skip_while(|word| ["then", "else", "do", "{", "builtin"].contains(&word.as_str()))
                .collect();
            if !words.is_empty() {
                found.push(Command { line, words });
            }
        }
    }
    found
}

impl Command {
    /// The mask that it sets, by digits or by letters as `u=rwx,g=rx,o=`.
    pub(crate) fn umask(&self) -> Option<u32> {
        let mut words = self.words.iter().map(String::as_str);
        if words.next() != Some("umask") {
            return None;
        }
        mask(words.find(|word| !word.starts_with('-'))?)
    }

    /// What it gives a variable.
    pub(crate) fn assigned(&self, name: &str) -> Option<&str> {
        self.words.iter().find_map(|word| {
            let value = word.strip_prefix(name)?.strip_prefix('=')?;
            Some(value.trim_matches(['"', '\'']))
        })
    }

    /// Whether it is `name`, and about a variable.
    pub(crate) fn is_about(&self, name: &str, variable: &str) -> bool {
        let is_named = |word: &String| word.split('=').next() == Some(variable);
        let is_flagged = |flag: &str| {
            matches!(self.words.first().map(String::as_str), Some("typeset" | "declare"))
                && self.words.iter().any(|word| word.starts_with('-') && word.contains(flag))
        };
        let is_command = self.words.first().is_some_and(|word| word == name)
            || (name == "readonly" && is_flagged("r"))
            || (name == "export" && is_flagged("x"));
        is_command && self.words.iter().any(is_named)
    }
}

/// A mask as it is written.
pub(crate) fn mask(text: &str) -> Option<u32> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return u32::from_str_radix(text, 8).ok().filter(|mask| *mask <= 0o777);
    }
    let mut allowed = 0_u32;
    for part in text.split(',') {
        let (who, what) = part.split_once('=')?;
        let bits = what.chars().try_fold(0, |bits, letter| {
            Some(
                bits | match letter {
                    'r' => 4,
                    'w' => 2,
                    'x' => 1,
                    _ => return None,
                },
            )
        })?;
        for letter in who.chars() {
            allowed |= match letter {
                'u' => bits << 6,
                'g' => bits << 3,
                'o' => bits,
                'a' => bits * 0o111,
                _ => return None,
            };
        }
    }
    Some(!allowed & 0o777)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_written_in_two_ways() {
        for (text, expected) in [
            ("027", Some(0o27)),
            ("u=rwx,g=rx,o=", Some(0o27)),
            ("a=rx", Some(0o222)),
            ("9", None),
            ("u+x", None),
        ] {
            assert_eq!(mask(text), expected, "{text}");
        }
    }

    #[test]
    fn commands_are_parted() {
        let read = commands(
            "# umask 0\nif x; then umask 022; fi\nexport TMOUT=900 # x\ntypeset -xr TMOUT=1",
        );
        assert_eq!(read.iter().filter_map(Command::umask).collect::<Vec<_>>(), [0o22]);
        let about: Vec<usize> =
            read.iter().filter(|one| one.is_about("export", "TMOUT")).map(|one| one.line).collect();
        assert_eq!(about, [3, 4]);
        assert_eq!(read.iter().find_map(|one| one.assigned("TMOUT")), Some("900"));
    }
}
