//! Names that a program made up, by how they look and by how they come.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::name::Name;
use crate::record::{Type, rcodes};
use crate::state::{Distinct, Entered, Window, stored};

/// What `tests/training/dga.py` wrote.
static MODEL: &[u8] = include_bytes!("../../data/dga.bin");
/// Weights of n-grams and suffixes, then of lengths.
const BUCKETS: usize = 1 << 15;
const LENGTHS: usize = 32;
/// Shorter labels are not judged by how they look: many are abbreviations.
const LABEL_MIN: usize = 7;
/// Longer ones are no label.
const LABEL_MAX: usize = 63;
/// Where the weights begin.
const HEAD: usize = 24;

/// How a name looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// As people name things, or too short to tell.
    Usual,
    /// As one in fifty names of hosts does.
    Odd,
    /// As one in two thousand names of hosts does, and most that are drawn at random.
    Generated,
}

/// How a name in lower case looks: of the label that was registered, and its public suffix.
pub fn look(name: &[u8]) -> Look {
    Name::new(name).map_or(Look::Usual, |name| look_of(&name))
}

pub(super) fn look_of(name: &Name<'_>) -> Look {
    let (label, suffix) = (name.label, name.is_known.then_some(name.suffix));
    if !(LABEL_MIN..=LABEL_MAX).contains(&label.len()) || label.starts_with(b"xn--") {
        return Look::Usual;
    }
    let (Some(bias), Some(generated), Some(odd), Some(scale)) =
        (number(8), number(12), number(16), number(20))
    else {
        return Look::Usual;
    };
    let margin = bias + scale * steps(label, suffix);
    if margin > generated {
        Look::Generated
    } else if margin > odd {
        Look::Odd
    } else {
        Look::Usual
    }
}

fn number(at: usize) -> Option<f32> {
    let (bytes, _) = MODEL.get(at..)?.split_first_chunk()?;
    Some(f32::from_le_bytes(*bytes))
}

/// The sum of the weights, in steps.
fn steps(label: &[u8], suffix: Option<&[u8]>) -> f32 {
    let mut framed = [0_u8; LABEL_MAX + 2];
    let length = label.len() + 2;
    let signs = b"^".iter().chain(label).chain(b"$");
    framed.iter_mut().zip(signs).for_each(|(to, from)| *to = *from);
    let framed = framed.get(..length).unwrap_or_default();
    let grams = (2..=4).flat_map(|size| framed.windows(size).map(fnv));
    let suffix = suffix.map(|suffix| suffix.iter().copied().fold(fnv(b"."), step));
    let buckets = grams.chain(suffix).map(|code| (code ^ code >> 15) as usize % BUCKETS);
    let of_length = BUCKETS + label.len().min(LENGTHS - 1);
    let weights = buckets.chain([of_length]).map(|bucket| {
        MODEL.get(HEAD + bucket).map_or(0.0, |weight| f32::from(weight.cast_signed()))
    });
    weights.sum()
}

/// FNV-1a of 32 bits.
fn fnv(text: &[u8]) -> u32 {
    text.iter().copied().fold(0x811c_9dc5, step)
}

fn step(code: u32, byte: u8) -> u32 {
    (code ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// The names that a client asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// In which the client's domains are known; then they are new again.
    window: Window,
    domains: Distinct<64>,
    /// Points for names that look or come as generated ones, which fade.
    points: f32,
    /// When they were last counted.
    at: i64,
    first: i64,
    missing: u32,
    generated: u32,
    /// The last names that gave points.
    names: Vec<Box<[u8]>>,
}

stored! { Asked { window, domains, points, at, first, missing, generated, names } }

/// For how long a client's domains are known, in seconds.
const DAY: i64 = 86_400;
/// In how many seconds half of the points are gone.
const HALF: f32 = 3_600.0;
/// From how many points on a client is told: a dozen domains in an hour that are new to it and do not
/// exist, half as many if they look odd, a third if they look generated.
const POINTS: f32 = 12.0;
/// How many of them must be missing, or look generated where nothing is missing.
const MISSING: u32 = 3;
const GENERATED: u32 = 12;
/// How many names are kept to show.
const SHOWN: usize = 8;

/// What made a client suspicious.
pub(super) struct Suspicion {
    pub(super) first: i64,
    pub(super) missing: u32,
    pub(super) generated: u32,
    pub(super) names: Vec<String>,
}

impl Asked {
    /// Counts a name; what is known when there are points enough.
    pub(super) fn note(
        &mut self,
        name: &Name<'_>,
        kind: Type,
        rcode: u8,
        time: i64,
    ) -> Option<Suspicion> {
        // Other types are asked for services below a domain, not to find a host.
        if !matches!(kind, Type::A | Type::AAAA | Type::HTTPS) || name.domain.is_empty() {
            return None;
        }
        match self.window.enter(time, DAY) {
            Entered::Stray => return None,
            Entered::New => self.domains = Distinct::default(),
            Entered::Same => {}
        }
        let mut hasher = FxHasher::default();
        name.domain.hash(&mut hasher);
        if !self.domains.add(hasher.finish()) {
            return None;
        }
        let look = look_of(name);
        let points = points(look, rcode, name.is_given || !name.is_known);
        if points <= 0.0 {
            return None;
        }
        self.fade(time);
        if self.points < 1.0 {
            (self.first, self.missing, self.generated) = (time, 0, 0);
            self.names.clear();
        }
        self.points += points;
        self.missing += u32::from(rcode == rcodes::NXDOMAIN);
        self.generated += u32::from(look == Look::Generated);
        if self.names.len() >= SHOWN {
            self.names.remove(0);
        }
        self.names.push(name.whole.into());
        let enough = self.missing >= MISSING || self.generated >= GENERATED;
        (self.points >= POINTS && enough).then(|| Suspicion {
            first: self.first,
            missing: self.missing,
            generated: self.generated,
            names: self.names.iter().map(|one| String::from_utf8_lossy(one).into_owned()).collect(),
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "seconds of days are exact")]
    fn fade(&mut self, time: i64) {
        let passed = time.saturating_sub(self.at).clamp(0, 30 * DAY);
        self.points *= (-(passed as f32) / HALF).exp2();
        self.at = self.at.max(time).min(time.saturating_add(DAY));
    }
}

/// What a domain that is new to a client says. Generators ask for many that nobody registered; people
/// mistype few. What exists below a suffix whose owner gives names, or below none of the internet, is named
/// by a program, and harmless.
fn points(look: Look, rcode: u8, is_given: bool) -> f32 {
    match (rcode, look) {
        (rcodes::NOERROR, _) if is_given => 0.0,
        (rcodes::NXDOMAIN, Look::Generated) => 3.0,
        (rcodes::NXDOMAIN, Look::Odd) => 2.0,
        (rcodes::NXDOMAIN, Look::Usual) => 1.0,
        (rcodes::NOERROR, Look::Generated) => 0.75,
        (rcodes::NOERROR, Look::Odd) => 0.2,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_as_they_should() {
        assert_eq!(MODEL.len(), HEAD + BUCKETS + LENGTHS);
        assert_eq!(MODEL.get(..8), Some(&b"BDGA0001"[..]));
        for name in
            ["example.com", "wikipedia.org", "my-favourite-bakery.de", "ab.cd.ef", "qz.com", ""]
        {
            assert_eq!(look(name.as_bytes()), Look::Usual, "{name}");
        }
        for name in ["xqkzjvwhtrpbnm.net", "q7x2k9v4z8w1j5.com", "kjhqwezxvbnmplk.info"] {
            assert_eq!(look(name.as_bytes()), Look::Generated, "{name}");
        }
    }
}
