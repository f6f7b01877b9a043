//! All literals of one view, found in one pass over its texts.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::language::Position;

/// The literals of a view.
#[derive(Debug)]
pub(crate) struct Literals {
    automaton: AhoCorasick,
    /// For each pattern of the automaton: its literals anywhere, and as a word.
    ids: Vec<[Option<usize>; 2]>,
    patterns: Vec<Vec<u8>>,
}

impl Literals {
    /// Literals, each with its place among the program's. None if they are too many for an
    /// automaton.
    pub(crate) fn new(literals: &[(Vec<u8>, Position, usize)]) -> Option<Self> {
        let mut patterns: Vec<&[u8]> = Vec::new();
        let mut ids: Vec<[Option<usize>; 2]> = Vec::new();
        for (bytes, position, id) in literals {
            let at = patterns.iter().position(|held| held == bytes).unwrap_or_else(|| {
                patterns.push(bytes);
                ids.push([None; 2]);
                patterns.len() - 1
            });
            let [anywhere, word] = ids.get_mut(at)?;
            *if *position == Position::Word { word } else { anywhere } = Some(*id);
        }
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok()?;
        let patterns = patterns.into_iter().map(<[u8]>::to_vec).collect();
        Some(Self { automaton, ids, patterns })
    }

    /// The bytes of a literal, and how it is looked for.
    pub(crate) fn name_of(&self, literal: usize) -> Option<(&[u8], &'static str)> {
        let patterns = self.patterns.iter().zip(&self.ids);
        patterns.into_iter().find_map(|(bytes, [anywhere, word])| match literal {
            id if *anywhere == Some(id) => Some((bytes.as_slice(), "")),
            id if *word == Some(id) => Some((bytes.as_slice(), " the word")),
            _ => None,
        })
    }

    /// Reports each literal of a text, and where it begins.
    pub(crate) fn find(&self, text: &[u8], mut report: impl FnMut(usize, usize)) {
        let Ok(matches) = self.automaton.try_find_overlapping_iter(text) else { return };
        for found in matches {
            let Some([anywhere, word]) = self.ids.get(found.pattern().as_usize()) else { continue };
            if let Some(id) = anywhere {
                report(*id, found.start());
            }
            if let Some(id) = word
                && is_word(text, found.start(), found.end())
            {
                report(*id, found.start());
            }
        }
    }
}

/// Whether no letter, digit or underscore is beside a stretch.
fn is_word(text: &[u8], start: usize, end: usize) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    !before.is_some_and(is_part) && !text.get(end).is_some_and(is_part)
}
