//! The merge of the policies of one level into what is inherited.

use std::collections::{BTreeMap, BTreeSet};

use crate::setting::{Data, Operators, Setting};

/// A policy's identifier and its setting at the place that is merged.
pub(crate) type Given<'p> = (&'p str, &'p Setting);

/// A setting as it is inherited so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Merged<'p> {
    pub(crate) data: Option<Values<'p>>,
    pub(crate) members: BTreeMap<&'p str, Merged<'p>>,
    /// What the levels above leave to those below.
    allowed: Operators,
    /// The policies that the value comes from.
    sources: BTreeSet<&'p str>,
}

#[derive(Debug, Clone)]
pub(crate) enum Values<'p> {
    One(&'p str),
    Many(Vec<&'p str>),
}

impl<'p> Merged<'p> {
    /// Merges the policies of one level, in the order in which they were attached. The first that
    /// assigns prevails, then all append, then all remove: so Organizations resolves policies of one
    /// target. ("Inheritance examples", conflicts at the same level.) What they leave to child
    /// policies binds the levels below this one, and each only tightens what it inherits.
    ///
    /// A control binds the setting it stands in and no setting below it; where it leaves neither
    /// `@@assign` nor `@@append`, child policies add no settings there. ("Backup policy examples",
    /// 3 and 4.)
    pub(crate) fn merge(&mut self, level: &[Given<'p>]) {
        if self.allowed.has(Operators::ASSIGN) {
            self.assign(level);
        }
        if self.allowed.has(Operators::APPEND) {
            self.append(level);
        }
        if self.allowed.has(Operators::REMOVE) {
            self.remove(level);
        }
        let may_add = self.allowed.has(Operators::ASSIGN.or(Operators::APPEND));
        let mut below: BTreeMap<&'p str, Vec<Given<'p>>> = BTreeMap::new();
        for &(id, setting) in level {
            for (name, member) in &setting.members {
                below.entry(name).or_default().push((id, member));
            }
        }
        for (name, given) in below {
            if may_add || self.members.contains_key(name) {
                self.members.entry(name).or_default().merge(&given);
            }
        }
        for (_, setting) in level {
            self.allowed = self.allowed.and(setting.allowed);
        }
    }

    fn assign(&mut self, level: &[Given<'p>]) {
        let first = level.iter().find_map(|(id, it)| it.assign.as_ref().map(|data| (id, data)));
        if let Some((id, data)) = first {
            self.sources = BTreeSet::from([*id]);
            self.data = Some(match data {
                Data::One(value) => Values::One(value),
                Data::Many(values) => {
                    let mut seen = BTreeSet::new();
                    let values = values.iter().map(String::as_str);
                    Values::Many(values.filter(|value| seen.insert(*value)).collect())
                }
            });
        }
    }

    fn append(&mut self, level: &[Given<'p>]) {
        for (id, appended) in level.iter().filter_map(|(id, it)| Some((*id, it.append.as_ref()?))) {
            let mut values = match self.data.take() {
                Some(Values::Many(values)) => values,
                _ => Vec::new(),
            };
            let mut seen: BTreeSet<&str> = values.iter().copied().collect();
            let inherited = values.len();
            values.extend(appended.iter().map(String::as_str).filter(|value| seen.insert(*value)));
            if values.len() > inherited || inherited == 0 {
                self.sources.insert(id);
            }
            self.data = Some(Values::Many(values));
        }
    }

    fn remove(&mut self, level: &[Given<'p>]) {
        let Some(Values::Many(values)) = &mut self.data else { return };
        for (id, setting) in level {
            let removed: BTreeSet<&str> = setting.remove.iter().map(String::as_str).collect();
            let inherited = values.len();
            values.retain(|value| !removed.contains(value));
            if values.len() < inherited {
                self.sources.insert(*id);
            }
        }
    }

    /// Takes out what holds no value, and tells if nothing is left. What is `kept` levels below stays
    /// without one.
    pub(crate) fn prune(&mut self, kept: Option<usize>) -> bool {
        let below = kept.and_then(|levels| levels.checked_sub(1));
        self.members.retain(|_, member| !member.prune(below));
        kept != Some(0) && self.data.is_none() && self.members.is_empty()
    }

    /// The setting at the end of a way.
    pub(crate) fn at(&self, way: &[&str]) -> Option<&Self> {
        way.iter().try_fold(self, |it, name| it.members.get::<str>(name))
    }

    /// The one value of the setting at the end of a way.
    pub(crate) fn one(&self, way: &[&str]) -> Option<&'p str> {
        match self.at(way)?.data.as_ref()? {
            Values::One(value) => Some(value),
            Values::Many(_) => None,
        }
    }

    /// The values of the setting.
    pub(crate) fn many(&self) -> &[&'p str] {
        match &self.data {
            Some(Values::Many(values)) => values,
            _ => &[],
        }
    }

    /// The policies that this setting and those below it come from.
    pub(crate) fn contributors(&self) -> BTreeSet<&'p str> {
        let below = self.members.values().flat_map(Self::contributors);
        self.sources.iter().copied().chain(below).collect()
    }
}
