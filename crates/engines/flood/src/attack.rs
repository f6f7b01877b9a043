//! An attack, as it is told.

use std::time::Duration;

use crate::composition::Contributor;
use crate::signature::Signature;

/// How a resource is attacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vector {
    /// More requests than usual.
    RequestFlood,
    /// Heads of requests that do not end.
    SlowHeaders,
    /// Bodies that trickle.
    SlowBody,
    /// Answers that nobody takes.
    SlowRead,
    /// HTTP/2 streams that are reset as soon as they are opened.
    RapidReset,
    /// HTTP/2 heads without an end.
    Continuation,
    /// HTTP/2 frames that carry nothing and want to be answered, or ask for nothing.
    Frames,
    /// More connections than a source may have, or connections that say nothing.
    Connections,
    /// Connections that are begun and never completed.
    Syn,
    /// More DNS queries than usual.
    DnsQueryFlood,
}

impl Vector {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::RequestFlood,
        Self::SlowHeaders,
        Self::SlowBody,
        Self::SlowRead,
        Self::RapidReset,
        Self::Continuation,
        Self::Frames,
        Self::Connections,
        Self::Syn,
        Self::DnsQueryFlood,
    ];
}

/// A vector of an attack, with how much came by it.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorCount {
    /// The vector.
    pub vector: Vector,
    /// Requests or incidents, in all.
    pub total: u64,
    /// The most of a window, a second.
    pub most_a_second: f64,
}

/// An attack.
#[derive(Debug, Clone, PartialEq)]
pub struct Attack {
    /// When its first window began.
    pub began: Duration,
    /// When its last unusual window ended.
    pub lasted_until: Duration,
    /// Its vectors, in all.
    pub vectors: Vec<VectorCount>,
    /// What the last unusual window came to, alone.
    pub latest: Vec<VectorCount>,
    /// Who and what contributed most to its requests and incidents.
    pub contributors: Vec<Contributor>,
    /// What tells its requests from normal ones, where something does.
    pub signature: Option<Signature>,
}

/// What a window came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// An attack begins.
    Began(Attack),
    /// It goes on.
    GoesOn(Attack),
    /// It is over.
    Ended(Attack),
}

impl Attack {
    /// It begins with what a window came to.
    pub(crate) fn new(
        (began, lasted_until): (Duration, Duration),
        vectors: Vec<VectorCount>,
        contributors: Vec<Contributor>,
    ) -> Self {
        let latest = vectors.clone();
        Self { began, lasted_until, vectors, latest, contributors, signature: None }
    }

    /// It goes on with what another window came to.
    pub(crate) fn go_on(
        &mut self,
        now: Duration,
        window: Vec<VectorCount>,
        contributors: Vec<Contributor>,
    ) {
        (self.lasted_until, self.contributors) = (now, contributors);
        for count in &window {
            self.add(count);
        }
        self.latest = window;
    }

    fn add(&mut self, count: &VectorCount) {
        match self.vectors.iter_mut().find(|known| known.vector == count.vector) {
            Some(known) => {
                known.total += count.total;
                known.most_a_second = known.most_a_second.max(count.most_a_second);
            }
            None => self.vectors.push(count.clone()),
        }
    }
}
