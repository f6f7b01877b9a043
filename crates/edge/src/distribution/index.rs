//! What the cache has of each front, by what was asked for: an invalidation finds what it is about
//! without looking at the rest.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;
use std::sync::Arc;

/// How many keys are given out at a time.
const KEYS_MAX: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Index {
    fronts: HashMap<Arc<str>, Targets>,
}

/// Keys by the path and query that they are for.
type Targets = BTreeMap<Vec<u8>, HashSet<Arc<[u8]>>>;

/// What an invalidation names: what is exactly so, with any query or without, or what begins so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Exactly(&'a [u8]),
    Below(&'a [u8]),
}

impl<'a> Named<'a> {
    pub(super) fn new(path: &'a str) -> Self {
        match path.as_bytes().strip_suffix(b"*") {
            Some(prefix) => Self::Below(prefix),
            None => Self::Exactly(path.as_bytes()),
        }
    }
}

impl Index {
    pub(super) fn add(&mut self, front: &Arc<str>, target: &[u8], key: &Arc<[u8]>) {
        let targets = self.fronts.entry(Arc::clone(front)).or_default();
        targets.entry(target.to_vec()).or_default().insert(Arc::clone(key));
    }

    pub(super) fn remove(&mut self, front: &str, target: &[u8], key: &[u8]) {
        let Some(targets) = self.fronts.get_mut(front) else { return };
        if let Some(keys) = targets.get_mut(target) {
            keys.remove(key);
            if keys.is_empty() {
                targets.remove(target);
            }
        }
        if targets.is_empty() {
            self.fronts.remove(front);
        }
    }

    /// Some of the keys that are named; none where there are none.
    pub(super) fn some(&self, front: &str, named: Named<'_>) -> Vec<Arc<[u8]>> {
        let Some(targets) = self.fronts.get(front) else { return Vec::new() };
        let keys: Vec<Arc<[u8]>> = match named {
            Named::Below(prefix) => below(targets, prefix).take(KEYS_MAX).cloned().collect(),
            Named::Exactly(path) => {
                let with_query = [path, b"?"].concat();
                let exact = targets.get(path).into_iter().flatten();
                exact.chain(below(targets, &with_query)).take(KEYS_MAX).cloned().collect()
            }
        };
        keys
    }
}

/// The keys of what begins so.
fn below<'a>(targets: &'a Targets, prefix: &[u8]) -> impl Iterator<Item = &'a Arc<[u8]>> {
    let from = (Bound::Included(prefix), Bound::Unbounded);
    let prefix = prefix.to_vec();
    let found = targets.range::<[u8], _>(from);
    found.take_while(move |(target, _)| target.starts_with(&prefix)).flat_map(|(_, keys)| keys)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_removed_leaves_nothing() {
        let (mut index, front, key) = (Index::default(), Arc::from("f"), Arc::from(&b"k"[..]));
        index.add(&front, b"/a", &key);
        assert_eq!(index.some("f", Named::new("/a")).len(), 1);
        index.remove("f", b"/a", b"k");
        assert!(index.fronts.is_empty());
    }

    proptest! {
        #[test]
        fn finds_what_a_pattern_matches(targets in prop::collection::vec("/[ab/]{0,4}(\\?[ab]{0,2})?", 0..20), path in "/[ab/]{0,3}(\\?[ab]{0,2})?[*]?") {
            let (mut index, front) = (Index::default(), Arc::from("f"));
            for target in &targets {
                index.add(&front, target.as_bytes(), &Arc::from(target.as_bytes()));
            }
            let is_named = |target: &[u8]| {
                let bare = target.split(|byte| *byte == b'?').next().unwrap_or_default();
                match path.as_bytes().strip_suffix(b"*") {
                    Some(prefix) => target.starts_with(prefix),
                    None => target == path.as_bytes() || bare == path.as_bytes(),
                }
            };
            let mut wanted: Vec<&[u8]> = targets.iter().map(String::as_bytes).filter(|one| is_named(one)).collect();
            wanted.sort_unstable();
            wanted.dedup();
            let mut found = index.some("f", Named::new(&path));
            found.sort_unstable();
            let found: Vec<&[u8]> = found.iter().map(|key| &**key).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
