//! How patterns become a matcher.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Matcher, Next, PathNode, Step, Test, Values};
use crate::pattern::{Atom, Pattern};

/// Compiles patterns.
pub(super) fn matcher<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Matcher {
    let patterns: Vec<&Pattern> = patterns.into_iter().collect();
    let names: BTreeSet<&Arc<str>> = patterns
        .iter()
        .flat_map(|pattern| pattern.conjunctions().iter().flat_map(|fields| fields.keys()))
        .collect();
    let mut builder = Builder::default();
    builder.matcher.patterns = patterns.len();
    builder.matcher.paths.push(PathNode::default());
    builder.matcher.steps.push(Step::default());
    for name in names {
        builder.field(name);
    }
    for (index, pattern) in patterns.into_iter().enumerate() {
        for conjunction in pattern.conjunctions() {
            let mut at = 0;
            for (name, atoms) in conjunction {
                let test = builder.test(name, atoms);
                at = builder.step(at, test, atoms.contains(&Atom::Absent));
            }
            if let Some(step) = builder.matcher.steps.get_mut(at) {
                step.matched.push(number(index));
            }
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    matcher: Matcher,
    fields: FxHashMap<Arc<str>, u32>,
    lists: Vec<FxHashMap<Arc<[Atom]>, u32>>,
    ways: FxHashMap<(usize, Test), usize>,
}

impl Builder {
    /// Makes a field, and the path to it.
    fn field(&mut self, name: &Arc<str>) {
        let field = number(self.matcher.fields.len());
        self.fields.insert(Arc::clone(name), field);
        self.matcher.fields.push(Values::default());
        self.lists.push(FxHashMap::default());
        let mut at = 0;
        for part in name.split('.') {
            let known = self.matcher.paths.get(at).and_then(|node| node.below.get(part)).copied();
            let next = known.unwrap_or_else(|| {
                let made = number(self.matcher.paths.len());
                self.matcher.paths.push(PathNode::default());
                if let Some(node) = self.matcher.paths.get_mut(at) {
                    node.below.insert(part.into(), made);
                }
                made
            });
            at = index(next);
        }
        if let Some(node) = self.matcher.paths.get_mut(at) {
            node.field = Some(field);
        }
    }

    /// The test of a list of values, the same for the same list.
    fn test(&mut self, name: &Arc<str>, atoms: &Arc<[Atom]>) -> Test {
        let field = self.fields.get(name).copied().unwrap_or_default();
        let Some(lists) = self.lists.get_mut(index(field)) else { return Test { field, list: 0 } };
        let made = number(lists.len());
        let list = *lists.entry(Arc::clone(atoms)).or_insert(made);
        if list == made
            && let Some(values) = self.matcher.fields.get_mut(index(field))
        {
            values.add(atoms, list);
        }
        Test { field, list }
    }

    fn step(&mut self, from: usize, test: Test, holds_absent: bool) -> usize {
        if let Some(known) = self.ways.get(&(from, test)) {
            return *known;
        }
        let made = self.matcher.steps.len();
        self.matcher.steps.push(Step::default());
        self.ways.insert((from, test), made);
        if let Some(step) = self.matcher.steps.get_mut(from) {
            step.next.push(Next { test, step: number(made), holds_absent });
        }
        made
    }

    fn finish(mut self) -> Matcher {
        for step in &mut self.matcher.steps {
            step.next.sort_unstable_by_key(|next| next.test);
            let absences = step.next.iter().enumerate().filter(|(_, next)| next.holds_absent);
            step.absences = absences.map(|(place, _)| number(place)).collect();
            step.matched.dedup();
        }
        for values in &mut self.matcher.fields {
            values.finish();
        }
        self.matcher
    }
}

/// Patterns are bounded in length and number, far below what these hold.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
