//! What is new of an attack.

use bartizan_flood::{Attack, Change, Contributor, Signature, Vector, VectorCount};
use bartizan_types::Timestamp;

use crate::records::{AttackRecord, ContributorRecord, VectorRecord};

/// How many contributors of a kind are kept: more than are told, as others may come to be the top.
const KEPT: usize = 20;

/// What is new of an attack since it was stored last.
#[derive(Debug, Clone, Default)]
pub(super) struct News {
    /// When it began and until when it lasted, by the clock; none where only its end is new.
    lasted: Option<(Timestamp, Timestamp)>,
    /// How many windows had it.
    windows: u32,
    vectors: Vec<VectorCount>,
    contributors: Vec<ContributorRecord>,
    signature: Option<Signature>,
    is_over: bool,
}

impl News {
    /// Adds what a window came to.
    pub(super) fn add(&mut self, change: &Change, now: Timestamp) {
        match change {
            Change::Began(attack) | Change::GoesOn(attack) => self.go_on(attack, now),
            Change::Ended(_) => self.end(),
        }
    }

    fn go_on(&mut self, attack: &Attack, now: Timestamp) {
        let seen = attack.lasted_until.saturating_sub(attack.began);
        let seen_ms = i64::try_from(seen.as_millis()).unwrap_or(i64::MAX);
        let began = Timestamp::from_millis(now.millis().saturating_sub(seen_ms));
        self.lasted = Some((began, now));
        self.windows = self.windows.saturating_add(1);
        self.vectors.clone_from(&attack.vectors);
        self.signature.clone_from(&attack.signature);
        for one in &attack.contributors {
            add(&mut self.contributors, &of(one));
        }
        trim(&mut self.contributors);
    }

    /// It is over.
    pub(super) fn end(&mut self) {
        self.is_over = true;
    }

    /// Whether it is over.
    pub(super) const fn is_over(&self) -> bool {
        self.is_over
    }

    /// When it began, by the clock, where that is told.
    pub(super) fn began(&self) -> Option<Timestamp> {
        self.lasted.map(|(began, _)| began)
    }

    /// What tells its requests from others.
    pub(super) const fn signature(&self) -> Option<&Signature> {
        self.signature.as_ref()
    }

    /// The vectors, with the most that came by each in a second.
    pub(super) fn rates(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.vectors.iter().map(|count| (name(count.vector), count.most_a_second))
    }

    /// Enters it all.
    pub(super) fn enter(&self, record: &mut AttackRecord) {
        if let Some((_, until)) = self.lasted {
            record.lasted_until = until;
        }
        for count in &self.vectors {
            let name = name(count.vector);
            let place = record.vectors.iter().position(|held| held.name == name);
            let held = place.and_then(|place| record.vectors.get_mut(place));
            match held {
                Some(held) => {
                    if held.total != count.total {
                        held.windows = held.windows.saturating_add(self.windows);
                    }
                    held.total = count.total;
                    held.most_a_second = count.most_a_second;
                }
                None => record.vectors.push(VectorRecord {
                    name: name.to_owned(),
                    total: count.total,
                    most_a_second: count.most_a_second,
                    windows: self.windows,
                }),
            }
            if let Some(standard) = standard(count.vector) {
                note(&mut record.mitigations, standard);
            }
        }
        for one in &self.contributors {
            add(&mut record.contributors, one);
        }
        trim(&mut record.contributors);
        record.is_over |= self.is_over;
    }
}

/// Notes a mitigation, once.
pub(super) fn note(mitigations: &mut Vec<String>, name: &str) {
    if !mitigations.iter().any(|held| held == name) {
        mitigations.push(name.to_owned());
    }
}

fn of(contributor: &Contributor) -> ContributorRecord {
    ContributorRecord {
        property: contributor.dimension.as_str().to_owned(),
        name: String::from_utf8_lossy(&contributor.value).into_owned(),
        count: contributor.count,
    }
}

fn add(held: &mut Vec<ContributorRecord>, more: &ContributorRecord) {
    let is_same =
        |one: &&mut ContributorRecord| one.property == more.property && one.name == more.name;
    match held.iter_mut().find(is_same) {
        Some(one) => one.count = one.count.saturating_add(more.count),
        None => held.push(more.clone()),
    }
}

/// Keeps those of each kind that contributed most, kind by kind.
fn trim(held: &mut Vec<ContributorRecord>) {
    held.sort_by(|one, other| {
        let order = one.property.cmp(&other.property);
        order.then(other.count.cmp(&one.count)).then(one.name.cmp(&other.name))
    });
    let (mut kind, mut kept) = (String::new(), 0_usize);
    held.retain(|one| {
        if one.property != kind {
            kind.clone_from(&one.property);
            kept = 0;
        }
        kept += 1;
        kept <= KEPT
    });
}

/// The name of a vector. AWS has the first alone. (AWS Shield Advanced API Reference,
/// `AttackVectorDescription`.)
const fn name(vector: Vector) -> &'static str {
    match vector {
        Vector::RequestFlood => "REQUEST_FLOOD",
        Vector::SlowHeaders => "SLOW_REQUEST_HEADERS",
        Vector::SlowBody => "SLOW_REQUEST_BODY",
        Vector::SlowRead => "SLOW_READ",
        Vector::RapidReset => "HTTP2_RAPID_RESET",
        Vector::Continuation => "HTTP2_CONTINUATION_FLOOD",
        Vector::Frames => "HTTP2_FRAME_FLOOD",
        Vector::Connections => "CONNECTION_FLOOD",
        Vector::Syn => "SYN_FLOOD",
        Vector::DnsQueryFlood => "DNS_QUERY_FLOOD",
    }
}

/// What Shield Standard does about a vector, for every resource.
const fn standard(vector: Vector) -> Option<&'static str> {
    match vector {
        Vector::RequestFlood => None,
        Vector::SlowHeaders => Some("Shield Standard: deadline of request headers"),
        Vector::SlowBody => Some("Shield Standard: deadline of request bodies"),
        Vector::SlowRead => Some("Shield Standard: deadline of reading answers"),
        Vector::RapidReset => Some("Shield Standard: budget of HTTP/2 resets"),
        Vector::Continuation => Some("Shield Standard: budget of HTTP/2 header frames"),
        Vector::Frames => Some("Shield Standard: budget of HTTP/2 frames"),
        Vector::Connections => Some("Shield Standard: connections of a source"),
        Vector::Syn => Some("Shield Standard: SYN cookies"),
        Vector::DnsQueryFlood => Some("Shield Standard: response rate limiting"),
    }
}
