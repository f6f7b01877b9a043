//! Memory that web ACLs share: where there is no room left, whoever holds most gives way.

use std::collections::{HashMap, VecDeque};

/// The most web ACLs that have something here: one that was not used for longest makes place.
const OWNERS_MAX: usize = 4_096;

/// What is kept for web ACLs, each with a state of its own.
#[derive(Debug)]
pub(super) struct Shared<S, T> {
    bytes_max: usize,
    bytes: usize,
    owners: HashMap<Box<str>, Owned<S, T>>,
}

/// What is kept for a web ACL.
#[derive(Debug)]
pub(super) struct Owned<S, T> {
    pub(super) state: S,
    /// The oldest first, each with the bytes that it takes.
    kept: VecDeque<(usize, T)>,
    bytes: usize,
    /// When it was used last, in milliseconds.
    used: i64,
}

impl<S, T> Owned<S, T> {
    /// What is kept, the newest first.
    pub(super) fn newest(&self) -> impl Iterator<Item = &T> {
        self.kept.iter().rev().map(|(_, thing)| thing)
    }
}

impl<S: Default, T> Shared<S, T> {
    /// Room for so many bytes.
    pub(super) fn new(bytes_max: usize) -> Self {
        Self { bytes_max, bytes: 0, owners: HashMap::new() }
    }

    /// All web ACLs that have something here.
    pub(super) fn owners(&self) -> impl Iterator<Item = (&str, &Owned<S, T>)> {
        self.owners.iter().map(|(web_acl, owned)| (&**web_acl, owned))
    }

    /// The states of all.
    pub(super) fn states(&mut self) -> impl Iterator<Item = &mut S> {
        self.owners.values_mut().map(|owned| &mut owned.state)
    }

    /// What a web ACL has.
    pub(super) fn of(&self, web_acl: &str) -> Option<&Owned<S, T>> {
        self.owners.get(web_acl)
    }

    /// The state of a web ACL, which is used now.
    pub(super) fn state(&mut self, web_acl: &str, now_millis: i64) -> &mut S {
        if !self.owners.contains_key(web_acl) && self.owners.len() >= OWNERS_MAX {
            let oldest = self.owners.iter().min_by_key(|(_, owned)| owned.used);
            if let Some(oldest) = oldest.map(|(web_acl, _)| web_acl.clone()) {
                self.forget(&oldest);
            }
        }
        let new = || Owned { state: S::default(), kept: VecDeque::new(), bytes: 0, used: 0 };
        let owned = self.owners.entry(web_acl.into()).or_insert_with(new);
        owned.used = now_millis;
        &mut owned.state
    }

    /// Keeps a thing for a web ACL that has a state here. One that is too large for all is not.
    pub(super) fn keep(&mut self, web_acl: &str, size: usize, thing: T) {
        if size > self.bytes_max {
            return;
        }
        while self.bytes.saturating_add(size) > self.bytes_max {
            let most = self.owners.values_mut().max_by_key(|owned| owned.bytes);
            let Some((gone, _)) = most.and_then(|owned| {
                let gone = owned.kept.pop_front()?;
                owned.bytes -= gone.0;
                Some(gone)
            }) else {
                return;
            };
            self.bytes -= gone;
        }
        if let Some(owned) = self.owners.get_mut(web_acl) {
            owned.kept.push_back((size, thing));
            owned.bytes += size;
            self.bytes += size;
        }
    }

    /// Lets the oldest things of a web ACL go while they are too old.
    pub(super) fn age(&mut self, web_acl: &str, is_old: impl Fn(&T) -> bool) {
        let Some(owned) = self.owners.get_mut(web_acl) else { return };
        while let Some((size, _)) = owned.kept.pop_front_if(|(_, thing)| is_old(thing)) {
            owned.bytes -= size;
            self.bytes -= size;
        }
    }

    /// Lets all go that a web ACL has.
    pub(super) fn forget(&mut self, web_acl: &str) {
        if let Some(owned) = self.owners.remove(web_acl) {
            self.bytes -= owned.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn things(shared: &Shared<(), u32>, web_acl: &str) -> Vec<u32> {
        shared.of(web_acl).map(|owned| owned.newest().copied().collect()).unwrap_or_default()
    }

    #[test]
    fn who_holds_most_gives_way() {
        let mut shared = Shared::<(), u32>::new(10);
        for (web_acl, thing) in [("busy", 1), ("busy", 2), ("quiet", 3), ("busy", 4), ("busy", 5)] {
            shared.state(web_acl, 0);
            shared.keep(web_acl, 3, thing);
        }
        assert_eq!((things(&shared, "busy"), things(&shared, "quiet")), (vec![5, 4], vec![3]));
        shared.keep("busy", 11, 6);
        shared.age("busy", |thing| *thing == 4);
        assert_eq!(things(&shared, "busy"), [5]);
        shared.forget("busy");
        assert_eq!((things(&shared, "busy"), shared.bytes), (vec![], 3));
    }

    #[test]
    fn the_one_used_longest_ago_makes_place() {
        let mut shared = Shared::<(), u32>::new(10);
        for at in 0..=OWNERS_MAX {
            shared.state(&at.to_string(), i64::try_from(at).unwrap());
        }
        assert!(shared.of("0").is_none() && shared.of("1").is_some());
    }
}
