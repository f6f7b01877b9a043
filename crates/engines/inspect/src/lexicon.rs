//! Words that are known, and what each is.

use rustc_hash::FxHashMap;

use crate::scan::at;

/// No word is longer.
const LENGTH_MAX: usize = 24;

/// Words in lower case. Most others are told from them by their first letters and length alone.
pub(crate) struct Lexicon<T> {
    words: FxHashMap<&'static [u8], T>,
    lengths: Vec<u32>,
}

impl<T: Copy> Lexicon<T> {
    /// The words of these lists. A word that is in two is what the first says.
    pub(crate) fn of(lists: &[(&'static str, T)]) -> Self {
        let mut words: FxHashMap<&'static [u8], T> = FxHashMap::default();
        let mut lengths = vec![0; 1 << 10];
        for (list, what) in lists {
            for word in list.split_ascii_whitespace().map(str::as_bytes) {
                words.entry(word).or_insert(*what);
                if let Some(held) = lengths.get_mut(pair(word)) {
                    *held |= 1u32 << word.len().min(31);
                }
            }
        }
        Self { words, lengths }
    }

    /// What a word is, in any case, if it is known.
    pub(crate) fn get(&self, word: &[u8]) -> Option<T> {
        let lengths = self.lengths.get(pair(word)).copied().unwrap_or(0);
        if word.len() > LENGTH_MAX || lengths >> word.len() & 1 == 0 {
            return None;
        }
        let mut lower = [0; LENGTH_MAX];
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        self.words.get(&*lower).copied()
    }
}

/// The number of the pair of letters that a word begins with, whatever their case.
fn pair(word: &[u8]) -> usize {
    let letter = |position| usize::from(at(word, position) & 31);
    letter(0) << 5 | letter(1)
}

#[cfg(test)]
mod tests {
    use super::Lexicon;

    #[test]
    fn words_are_known_in_any_case_and_others_are_not() {
        let lexicon = Lexicon::of(&[("or and", 1), ("x1 or md5", 2)]);
        for (word, what) in [("or", 1), ("AND", 1), ("Md5", 2), ("x1", 2)] {
            assert_eq!(lexicon.get(word.as_bytes()), Some(what), "{word}");
        }
        for word in ["", "o", "ors", "on", "a_d", "andandandandandandandandandandand"] {
            assert_eq!(lexicon.get(word.as_bytes()), None, "{word}");
        }
    }
}
