//! Addresses in headers.

use std::net::{IpAddr, SocketAddr};

use crate::language::{AddressSource, Fallback};
use crate::request::WebRequest;

/// Of a header with more addresses the last so many are looked at. (The API's page on
/// `IPSetForwardedIPConfig`.)
const ANY_MAX: usize = 10;

/// The addresses that a source names.
pub(super) enum Addresses {
    /// This many of the array.
    Some([Option<IpAddr>; ANY_MAX]),
    /// The header has no address in that place.
    Fallback(Fallback),
    /// There is no such header.
    Missing,
}

impl Addresses {
    pub(super) fn of(source: &AddressSource, request: &WebRequest<'_>) -> Self {
        let mut held = [None; ANY_MAX];
        let (name, fallback) = match source {
            AddressSource::Client => return Self::one(request.client),
            AddressSource::First(name, fallback)
            | AddressSource::Last(name, fallback)
            | AddressSource::AnyOf(name, fallback) => (name, *fallback),
        };
        let values = || {
            let headers = request.headers.iter().filter(|(held, _)| *held == name.as_slice());
            headers.flat_map(|(_, value)| value.split(|byte| *byte == b','))
        };
        if values().next().is_none() {
            return Self::Missing;
        }
        let found = match source {
            AddressSource::First(..) => values().next().and_then(address),
            AddressSource::Last(..) => values().last().and_then(address),
            _ => {
                let skipped = values().count().saturating_sub(ANY_MAX);
                for (slot, value) in held.iter_mut().zip(values().skip(skipped)) {
                    *slot = address(value);
                }
                if held.iter().all(Option::is_none) {
                    return Self::Fallback(fallback);
                }
                return Self::Some(held);
            }
        };
        found.map_or(Self::Fallback(fallback), Self::one)
    }

    fn one(address: IpAddr) -> Self {
        let mut held = [None; ANY_MAX];
        if let Some(slot) = held.first_mut() {
            *slot = Some(address);
        }
        Self::Some(held)
    }
}

/// An address, perhaps with a port or in brackets.
fn address(text: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(text.trim_ascii()).ok()?;
    let plain = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = plain.parse().ok();
    address.or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}
