//! Lists of domains.

use rustc_hash::FxHashMap;

use super::{Purpose, Purposes, entry};

/// All lists of domains together. A domain stands for what is below it too.
#[derive(Debug, Clone, Default)]
pub struct DomainLists(FxHashMap<Box<[u8]>, Purposes>);

impl DomainLists {
    /// Reads lists of domains, one a line, `#` before comments; `*.` before a domain says nothing more.
    /// The lines that are none are answered: which list, and which line from 1.
    pub fn new<'a>(
        lists: impl IntoIterator<Item = (Purpose, &'a str)>,
    ) -> (Self, Vec<(usize, usize)>) {
        let mut domains: FxHashMap<Box<[u8]>, Purposes> = FxHashMap::default();
        let mut bad = Vec::new();
        for (place, (purpose, text)) in lists.into_iter().enumerate() {
            for (line, entry) in text.lines().enumerate().map(|(at, line)| (at + 1, entry(line))) {
                let Some(entry) = entry else { continue };
                let entry = entry.strip_prefix("*.").unwrap_or(entry).trim_end_matches('.');
                let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
                if entry.len() > 253 || entry.is_empty() || !entry.bytes().all(is_sign) {
                    bad.push((place, line));
                    continue;
                }
                let held = domains.entry(entry.to_ascii_lowercase().into_bytes().into());
                let held = held.or_default();
                *held = held.with(purpose);
            }
        }
        (Self(domains), bad)
    }

    /// What the lists say of a name in lower case, and of all domains that it is below.
    pub fn purposes(&self, name: &[u8]) -> Purposes {
        if self.0.is_empty() {
            return Purposes::default();
        }
        let held = |name: &[u8]| self.0.get(name).copied().unwrap_or_default();
        let below = memchr::memchr_iter(b'.', name).filter_map(|dot| name.get(dot + 1..));
        below.fold(held(name), |all, domain| all.and(held(domain)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_stands_for_what_is_below() {
        let (lists, bad) = DomainLists::new([
            (Purpose::Mining, "Pool.example.\n*.xmr.test # all\na b"),
            (Purpose::Trusted, "good.pool.example"),
        ]);
        assert_eq!(bad, [(0, 3)]);
        let mines = |name: &str| lists.purposes(name.as_bytes()).has(Purpose::Mining);
        assert!(mines("pool.example") && mines("eu.pool.example") && mines("xmr.test"));
        assert!(!mines("carpool.example") && !mines("example"));
        assert!(!mines("a.good.pool.example"), "trusted lists win");
    }
}
