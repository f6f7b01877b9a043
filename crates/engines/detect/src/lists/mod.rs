//! Lists of addresses and domains: what is trusted, and what is known to be a threat.

mod addresses;
mod domains;

pub use addresses::{AddressLists, AddressSet};
pub use domains::DomainLists;

/// What being on a list means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Nothing about it is a finding, whatever other lists say.
    Trusted,
    /// A threat of the user's own list.
    Threat,
    /// It is known to scan.
    Scanner,
    /// It commands malware.
    CommandAndControl,
    /// It has to do with cryptocurrencies.
    Mining,
    /// It is a relay or an authority of Tor.
    Tor,
    /// It takes what phishing collects.
    Phishing,
    /// Names of malware are answered with it, by who took these over.
    BlackHole,
}

impl Purpose {
    const ALL: [Self; 8] = [
        Self::Trusted,
        Self::Threat,
        Self::Scanner,
        Self::CommandAndControl,
        Self::Mining,
        Self::Tor,
        Self::Phishing,
        Self::BlackHole,
    ];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The purposes of all lists that something is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purposes(u8);

impl Purposes {
    /// Whether one of the lists is for this, and none is of what is trusted.
    pub fn has(self, purpose: Purpose) -> bool {
        self.0 & purpose.bit() != 0 && (purpose == Purpose::Trusted || !self.is_trusted())
    }

    /// Whether one of the lists is of what is trusted.
    pub fn is_trusted(self) -> bool {
        self.0 & Purpose::Trusted.bit() != 0
    }

    /// Whether it is on no list.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn with(self, purpose: Purpose) -> Self {
        Self(self.0 | purpose.bit())
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A line of a list without its comment and blanks; none where nothing is left.
fn entry(line: &str) -> Option<&str> {
    let bare = line.split_once('#').map_or(line, |(before, _)| before).trim();
    (!bare.is_empty()).then_some(bare)
}
