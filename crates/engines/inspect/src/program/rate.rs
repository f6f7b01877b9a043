//! What makes requests alike, and how many there were.

use std::net::IpAddr;

use super::evaluate::Run;
use super::forwarded::Addresses;
use super::{CompiledKey, CompiledRate, Truth};
use crate::rates::Limit;
use crate::view::Ready;

impl Run<'_> {
    /// Notes a request, if it is one that counts; answers how many of its kind there were.
    pub(super) fn rate(&mut self, rate: &CompiledRate) -> Option<u64> {
        let rates = self.circumstances.rates?;
        if let Some(scope) = &rate.scope
            && self.truth(scope) != Truth::Yes
        {
            return None;
        }
        let mut key = std::mem::take(&mut self.scratch.key);
        key.clear();
        let mut address = None;
        let is_whole =
            rate.keys.iter().all(|part| self.key(part, &mut key, &mut address).is_some());
        let limit = Limit {
            rule: rate.identity,
            requests: rate.limit,
            window_seconds: rate.window_seconds,
        };
        let now = self.circumstances.now_seconds;
        let count = is_whole.then(|| {
            let address = address.filter(|_| rate.keys.len() == 1);
            rates.note(limit, &key, address, now, self.note)
        });
        self.scratch.key = key;
        count
    }

    /// Appends a part of a key. None if the request has no such part: then it is not counted.
    fn key(
        &mut self,
        part: &CompiledKey,
        key: &mut Vec<u8>,
        address: &mut Option<IpAddr>,
    ) -> Option<()> {
        let begin = key.len();
        match part {
            CompiledKey::Address(source) | CompiledKey::Asn(source) => {
                let Addresses::Some([Some(found), ..]) = Addresses::of(source, self.request) else {
                    return None;
                };
                if matches!(part, CompiledKey::Asn(_)) {
                    key.extend_from_slice(&self.asn(found)?.to_be_bytes());
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
                    // A fingerprint that is missing is a value of its own where the rule says so.
                    Ready::Match => {}
                    Ready::NoMatch => return None,
                    Ready::Inspect => {
                        let mut texts = views.texts(*view, self.request).peekable();
                        texts.peek()?;
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
                    return None;
                }
            }
        }
        // Lengths keep neighbouring parts apart.
        key.extend_from_slice(&(key.len() - begin).to_be_bytes());
        Some(())
    }
}
