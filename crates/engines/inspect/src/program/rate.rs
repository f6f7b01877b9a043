//! What makes requests alike, and how many there were.

use std::net::IpAddr;

use super::evaluate::Run;
use super::forwarded::Addresses;
use super::{CompiledKey, CompiledRate, Truth};
use crate::language::Fallback;
use crate::rates::Limit;
use crate::view::Ready;

/// What a rate-based statement says of a request.
pub(super) enum Rated {
    /// There were so many of its kind.
    Count(u64),
    /// It lacks what would be counted, or is out of scope; that says whether the statement holds.
    Said(Truth),
}

impl Run<'_> {
    /// Notes a request, if it is one that counts, and answers what that says.
    pub(super) fn rate(&mut self, rate: &CompiledRate) -> Rated {
        let Some(rates) = self.circumstances.rates else { return Rated::Said(Truth::No) };
        if let Some(scope) = &rate.scope
            && self.truth(scope) != Truth::Yes
        {
            return Rated::Said(Truth::No);
        }
        let mut key = std::mem::take(&mut self.scratch.key);
        key.clear();
        let mut address = None;
        let missing = self.keys(&rate.keys, &mut key, &mut address);
        let limit = Limit {
            policy: rate.policy,
            rule: rate.identity,
            requests: rate.limit,
            window_seconds: rate.window_seconds,
        };
        let now = self.circumstances.now_seconds;
        let said = missing.map_or_else(
            || {
                let address = address.filter(|_| rate.keys.len() == 1);
                Rated::Count(rates.note(limit, &key, address, now, self.note))
            },
            Rated::Said,
        );
        self.scratch.key = key;
        said
    }

    /// Makes a key. If parts are missing, answers what that says: as of conditions that must all
    /// hold.
    fn keys(
        &mut self,
        parts: &[CompiledKey],
        key: &mut Vec<u8>,
        address: &mut Option<IpAddr>,
    ) -> Option<Truth> {
        let mut missing = None;
        for part in parts {
            match (self.key(part, key, address), missing) {
                (Err(Truth::No), _) => return Some(Truth::No),
                (Ok(()), _) | (Err(Truth::Yes), Some(_)) => {}
                (Err(truth), _) => missing = Some(truth),
            }
        }
        missing
    }

    /// Appends a part of a key. If the request has no such part, it is not counted, and the error is
    /// whether the statement holds all the same.
    fn key(
        &mut self,
        part: &CompiledKey,
        key: &mut Vec<u8>,
        address: &mut Option<IpAddr>,
    ) -> Result<(), Truth> {
        let begin = key.len();
        match part {
            CompiledKey::Address(source) | CompiledKey::Asn(source) => {
                let found = match Addresses::of(source, self.request) {
                    Addresses::Some([found, ..]) => found.ok_or(Truth::No)?,
                    Addresses::Fallback(fallback) => {
                        return Err((fallback == Fallback::Match).into());
                    }
                    Addresses::Missing => return Err(Truth::Inapplicable),
                };
                if matches!(part, CompiledKey::Asn(_)) {
                    key.extend_from_slice(&self.asn(found).ok_or(Truth::No)?.to_be_bytes());
                } else {
                    *address = Some(found);
                    match found.to_canonical() {
                        IpAddr::V4(found) => key.extend_from_slice(&found.octets()),
                        IpAddr::V6(found) => key.extend_from_slice(&found.octets()),
                    }
                }
            }
            CompiledKey::Text(view) => {
                let views = &mut self.scratch.views;
                match views.ready(&self.program.views, *view, self.request) {
                    Ready::Match => return Err(Truth::Yes),
                    Ready::NoMatch => return Err(Truth::No),
                    Ready::Inspect => {
                        let mut texts = views.texts(*view, self.request).peekable();
                        texts.peek().ok_or(Truth::No)?;
                        for text in texts {
                            key.extend_from_slice(text);
                            key.push(0);
                        }
                    }
                }
            }
            CompiledKey::Labels(test) => {
                let labels = self.scratch.labels.iter(&self.program.labels);
                for label in labels.filter(|label| test.holds(label)) {
                    key.extend_from_slice(label.as_bytes());
                    key.push(0);
                }
                if key.len() == begin {
                    return Err(Truth::No);
                }
            }
        }
        // Lengths keep neighbouring parts apart.
        key.extend_from_slice(&(key.len() - begin).to_be_bytes());
        Ok(())
    }
}
