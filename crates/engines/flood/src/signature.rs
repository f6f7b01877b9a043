//! What tells an attack from normal traffic.

use std::collections::BTreeMap;

use crate::composition::{Dimension, Observed, Sample};
use crate::volume::as_float;

/// How much of normal traffic a signature may hit, and how much of the attack it must.
const HARM_MAX: f64 = 0.005;
const COVER_MIN: f64 = 0.5;
/// How many values of a kind a term may have, and how many terms a signature.
const VALUES_MAX: usize = 10;
const TERMS_MAX: usize = 3;

/// Requests that have one of the values of each term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The terms, all of which must hold.
    pub terms: Vec<Term>,
}

/// Values of a kind, one of which a request must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The kind.
    pub dimension: Dimension,
    /// The values; an empty one stands for the lack of any.
    pub values: Vec<Vec<u8>>,
}

impl Signature {
    /// Whether a request is of the attack.
    pub fn matches(&self, observed: &Observed<'_>) -> bool {
        self.terms.iter().all(|term| {
            let mut room = String::new();
            let value = observed.value(term.dimension, &mut room);
            term.values.iter().any(|held| held == value)
        })
    }

    fn fits(&self, sample: &Sample) -> bool {
        self.terms.iter().all(|term| term.fits(sample))
    }

    /// The signature that hits most of the attack and spares what is normal; nothing where they cannot
    /// be told apart, or nothing is known of what is normal.
    pub(crate) fn derive(attack: &[Sample], normal: &[Sample]) -> Option<Self> {
        if attack.is_empty() || normal.is_empty() {
            return None;
        }
        let mut signature = Self { terms: Vec::new() };
        while signature.terms.len() < TERMS_MAX {
            let attack: Vec<_> = attack.iter().filter(|one| signature.fits(one)).collect();
            let hit: Vec<_> = normal.iter().filter(|one| signature.fits(one)).collect();
            let used = |dimension| signature.terms.iter().any(|term| term.dimension == dimension);
            let terms = Dimension::ALL.into_iter().filter(|dimension| !used(*dimension));
            let terms = terms.filter_map(|dimension| Term::telling(dimension, &attack, &hit));
            // What hits most of the attack for the least of the rest.
            let (term, _) = terms.max_by(|(_, one), (_, other)| one.total_cmp(other))?;
            signature.terms.push(term);
            if signature.spares(normal) {
                break;
            }
        }
        (signature.spares(normal) && signature.is_of_most(attack)).then_some(signature)
    }

    /// Whether it hits next to nothing of what is normal.
    pub(crate) fn spares(&self, normal: &[Sample]) -> bool {
        share(normal, |sample| self.fits(sample)) <= HARM_MAX
    }

    /// Whether it hits so much of an attack that it stands for it.
    pub(crate) fn is_of_most(&self, attack: &[Sample]) -> bool {
        self.cover(attack) >= COVER_MIN
    }

    fn cover(&self, attack: &[Sample]) -> f64 {
        share(attack, |sample| self.fits(sample))
    }
}

impl Term {
    fn fits(&self, sample: &Sample) -> bool {
        let value = sample.value(self.dimension);
        self.values.iter().any(|held| held == value)
    }

    /// The values that are much more frequent in the attack, and by how much more of it than of the
    /// rest they hit.
    fn telling(
        dimension: Dimension,
        attack: &[&Sample],
        normal: &[&Sample],
    ) -> Option<(Self, f64)> {
        let of = |samples: &[&Sample]| {
            let mut counts: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
            for sample in samples {
                *counts.entry(sample.value(dimension).to_vec()).or_insert(0) += 1;
            }
            counts
        };
        let (here, there) = (of(attack), of(normal));
        let part = |count: u64, of: usize| as_float(count) / as_float(of.max(1) as u64);
        let mut gains: Vec<(Vec<u8>, f64)> = here
            .into_iter()
            .map(|(value, count)| {
                let usual = there.get(&value).copied().unwrap_or(0);
                let gain = part(count, attack.len()) - 4.0 * part(usual, normal.len());
                (value, gain)
            })
            .filter(|(_, gain)| *gain > 0.02)
            .collect();
        gains.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        gains.truncate(VALUES_MAX);
        let gain: f64 = gains.iter().map(|(_, gain)| gain).sum();
        let values: Vec<_> = gains.into_iter().map(|(value, _)| value).collect();
        (!values.is_empty()).then_some((Self { dimension, values }, gain))
    }
}

fn share(samples: &[Sample], fits: impl Fn(&Sample) -> bool) -> f64 {
    let fitting = samples.iter().filter(|sample| fits(sample)).count();
    as_float(fitting as u64) / as_float(samples.len().max(1) as u64)
}
