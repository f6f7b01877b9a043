//! How complex the wildcards of a rule are: in how many places of them a reader of some value can be
//! at once. (EventBridge User Guide, "Wildcard matching", "Event pattern complexity". The measure is
//! that of event-ruler; the limit is not published, and is what rules that were refused tell.)

use rustc_hash::FxHashSet;

use super::{Atom, Conjunction, Glob, InvalidPattern};

const PLACES_MAX: usize = 10;

/// How many sets of places are looked at; who has more is too complex as well.
const SETS_MAX: usize = 2000;

/// Refuses what is too complex in some field.
pub(super) fn check(conjunctions: &[Conjunction]) -> Result<(), InvalidPattern> {
    let mut seen = FxHashSet::default();
    for (field, atoms) in conjunctions.iter().flatten() {
        if !seen.insert((field, atoms)) {
            continue;
        }
        let globs = atoms.iter().flat_map(|atom| match atom {
            Atom::But(atoms) => &**atoms,
            atom => std::slice::from_ref(atom),
        });
        let globs = globs.filter_map(|atom| match atom {
            Atom::Wildcard(glob) => Some(glob),
            _ => None,
        });
        if is_complex(&globs.collect::<Vec<_>>()) {
            return Err(InvalidPattern::unplaced(
                "Rule is too complex - try using fewer wildcard characters or fewer repeating \
                 character sequences after a wildcard character",
            ));
        }
    }
    Ok(())
}

/// A place: behind that many tokens of a pattern.
type Places = Vec<(usize, usize)>;

fn is_complex(globs: &[&Glob]) -> bool {
    let patterns: Vec<Vec<Option<u8>>> = globs.iter().map(|glob| quoted(glob)).collect();
    let mut bytes: Vec<Option<u8>> = patterns.iter().flatten().copied().collect();
    bytes.push(None);
    bytes.sort_unstable();
    bytes.dedup();
    let start: Places = (0..patterns.len()).map(|pattern| (pattern, 0)).collect();
    let mut seen = FxHashSet::default();
    let mut open = vec![start];
    while let Some(places) = open.pop() {
        for byte in &bytes {
            let next = step(&patterns, &places, *byte);
            if next.len() > PLACES_MAX || seen.len() > SETS_MAX {
                return true;
            }
            if !next.is_empty() && seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    false
}

/// A value stands in quotes.
fn quoted(glob: &Glob) -> Vec<Option<u8>> {
    let mut tokens = vec![Some(b'"')];
    tokens.extend(glob.tokens());
    tokens.push(Some(b'"'));
    tokens
}

/// Where a byte leads, `None` for one that no pattern has. Behind a wildcard is also a place before
/// it, since it stands for nothing, too.
fn step(patterns: &[Vec<Option<u8>>], places: &[(usize, usize)], byte: Option<u8>) -> Places {
    let mut next = Places::new();
    for (pattern, at) in places {
        let Some(tokens) = patterns.get(*pattern) else { continue };
        let token = |at: usize| tokens.get(at).copied();
        let is_behind_wildcard = at.checked_sub(1).and_then(token) == Some(None);
        if is_behind_wildcard {
            next.push((*pattern, *at));
        }
        if byte.is_some() && token(*at) == Some(byte) {
            next.push((*pattern, at + 1));
            if token(at + 1) == Some(None) {
                next.push((*pattern, at + 2));
            }
        }
    }
    next.sort_unstable();
    next.dedup();
    next
}
