//! What requests are like: who sends them, and what for.

use std::cmp::Reverse;
use std::net::IpAddr;

use rustc_hash::FxHashMap;

use crate::{HeavyHitters, Source};

/// How much of a value is kept, in bytes: a longer one is known by its begin.
pub const VALUE_BYTES: usize = 128;
/// How many values of a kind are counted.
const VALUES: usize = 64;

/// A request, as far as floods tell.
#[derive(Debug, Clone, Copy)]
pub struct Observed<'a> {
    /// The client.
    pub client: IpAddr,
    /// Its autonomous system, where that is known.
    pub asn: Option<u32>,
    /// Its country, where that is known.
    pub country: Option<&'a str>,
    /// `User-Agent`.
    pub user_agent: &'a [u8],
    /// The path.
    pub path: &'a [u8],
    /// `Referer`.
    pub referrer: &'a [u8],
}

/// A kind of value that requests have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// The source's address.
    Source,
    /// Its autonomous system.
    Asn,
    /// Its country.
    Country,
    /// `User-Agent`.
    UserAgent,
    /// The path.
    Path,
    /// `Referer`.
    Referrer,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Source, Self::Asn, Self::Country, Self::UserAgent, Self::Path, Self::Referrer];

    /// The name of its contributors. (Shield API Reference, `AttackProperty`.)
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "SOURCE_IP_ADDRESS",
            Self::Asn => "SOURCE_ASN",
            Self::Country => "SOURCE_COUNTRY",
            Self::UserAgent => "SOURCE_USER_AGENT",
            Self::Path => "DESTINATION_URL",
            Self::Referrer => "REFERRER",
        }
    }
}

/// A value with its share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// The kind.
    pub dimension: Dimension,
    /// The value.
    pub value: Vec<u8>,
    /// How many requests had it, at least.
    pub count: u64,
}

/// What is kept of a request: the values by [`Dimension::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sample([Vec<u8>; 6]);

impl Sample {
    pub(crate) fn value(&self, dimension: Dimension) -> &[u8] {
        let index = Dimension::ALL.iter().position(|one| *one == dimension);
        index.and_then(|index| self.0.get(index)).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Observed<'_> {
    pub(crate) fn sample(&self) -> Sample {
        let mut number = String::new();
        Sample(Dimension::ALL.map(|dimension| self.value(dimension, &mut number).to_vec()))
    }

    /// A value, with room for those that must be written first.
    pub(crate) fn value<'a>(&'a self, dimension: Dimension, room: &'a mut String) -> &'a [u8] {
        let whole = match dimension {
            Dimension::Source => {
                *room = Source::of(self.client).to_string();
                room.as_bytes()
            }
            Dimension::Asn => {
                *room = self.asn.map(|asn| asn.to_string()).unwrap_or_default();
                room.as_bytes()
            }
            Dimension::Country => self.country.unwrap_or_default().as_bytes(),
            Dimension::UserAgent => self.user_agent,
            Dimension::Path => self.path,
            Dimension::Referrer => self.referrer,
        };
        whole.get(..whole.len().min(VALUE_BYTES)).unwrap_or_default()
    }
}

/// Counts what requests are like.
#[derive(Debug, Clone)]
pub(crate) struct Composition {
    sources: HeavyHitters<Source>,
    asns: HeavyHitters<u32>,
    texts: [(Dimension, HeavyHitters<Vec<u8>>); 4],
}

impl Composition {
    pub(crate) fn new() -> Self {
        let texts =
            [Dimension::Country, Dimension::UserAgent, Dimension::Path, Dimension::Referrer];
        Self {
            sources: HeavyHitters::new(VALUES),
            asns: HeavyHitters::new(VALUES),
            texts: texts.map(|dimension| (dimension, HeavyHitters::new(VALUES))),
        }
    }

    pub(crate) fn add(&mut self, observed: &Observed<'_>) {
        self.sources.add(&Source::of(observed.client));
        if let Some(asn) = &observed.asn {
            self.asns.add(asn);
        }
        for (dimension, sketch) in &mut self.texts {
            let mut room = String::new();
            let text = observed.value(*dimension, &mut room);
            if !text.is_empty() {
                sketch.add(text);
            }
        }
    }

    /// The values that most had, with what sources did beside.
    pub(crate) fn top(&self, many: usize, mut more: FxHashMap<Source, u64>) -> Vec<Contributor> {
        let named = |dimension, value: Vec<u8>, count| Contributor { dimension, value, count };
        for (source, count) in self.sources.top(VALUES) {
            *more.entry(*source).or_default() += count;
        }
        let mut sources: Vec<_> = more.into_iter().collect();
        sources.sort_unstable_by_key(|(source, count)| (Reverse(*count), *source));
        sources.truncate(many);
        let sources = sources.into_iter().map(|(source, count)| {
            named(Dimension::Source, source.to_string().into_bytes(), count)
        });
        let asns = self.asns.top(many).into_iter();
        let asns =
            asns.map(|(asn, count)| named(Dimension::Asn, asn.to_string().into_bytes(), count));
        let texts = self.texts.iter().flat_map(|(dimension, sketch)| {
            let top = sketch.top(many).into_iter();
            top.map(|(text, count)| named(*dimension, text.clone(), count))
        });
        sources.chain(asns).chain(texts).collect()
    }
}
