//! What is new of an attack.

use bartizan_flood::{Attack, Change, Contributor, Signature, Vector};
use bartizan_types::Timestamp;

use crate::records::{AttackRecord, ContributorRecord, VectorRecord};

/// How many contributors of a kind are kept: more than are told, as others may come to be the top.
const KEPT: usize = 20;

/// What is new of an attack since it was stored last.
#[derive(Debug, Clone, Default)]
pub(super) struct News {
    /// When it began and until when it lasted, by the clock; none where only its end is new.
    lasted: Option<(Timestamp, Timestamp)>,
    /// What came by each vector.
    vectors: Vec<VectorRecord>,
    /// The rates of the last window.
    rates: Vec<(&'static str, f64)>,
    mitigations: Vec<String>,
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
        self.rates.clear();
        for count in &attack.latest {
            self.rates.push((name(count.vector), count.most_a_second));
            let window = VectorRecord {
                name: name(count.vector).to_owned(),
                total: count.total,
                most_a_second: count.most_a_second,
                windows: 1,
            };
            came(&mut self.vectors, &window);
            if let Some(standard) = standard(count.vector) {
                note(&mut self.mitigations, standard);
            }
        }
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

    /// The vectors of the last window, with how much came by each in a second.
    pub(super) fn rates(&self) -> &[(&'static str, f64)] {
        &self.rates
    }

    /// Enters it all.
    pub(super) fn enter(&self, record: &mut AttackRecord) {
        if let Some((_, until)) = self.lasted {
            record.lasted_until = until;
        }
        for window in &self.vectors {
            came(&mut record.vectors, window);
        }
        for name in &self.mitigations {
            note(&mut record.mitigations, name);
        }
        for one in &self.contributors {
            add(&mut record.contributors, one);
        }
        trim(&mut record.contributors);
        record.is_over |= self.is_over;
    }
}

/// Adds what came by a vector.
fn came(held: &mut Vec<VectorRecord>, more: &VectorRecord) {
    match held.iter_mut().find(|one| one.name == more.name) {
        Some(one) => {
            one.total = one.total.saturating_add(more.total);
            one.most_a_second = one.most_a_second.max(more.most_a_second);
            one.windows = one.windows.saturating_add(more.windows);
        }
        None => held.push(more.clone()),
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bartizan_flood::VectorCount;

    use super::*;

    fn window(counts: &[(Vector, u64)]) -> Change {
        let count = |(vector, total): &(Vector, u64)| VectorCount {
            vector: *vector,
            total: *total,
            most_a_second: f64::from(u32::try_from(*total).unwrap()) / 5.0,
        };
        Change::GoesOn(Attack {
            began: Duration::from_mins(1),
            lasted_until: Duration::from_secs(70),
            vectors: vec![count(&(Vector::RequestFlood, 1_000_000))],
            latest: counts.iter().map(count).collect(),
            contributors: Vec::new(),
            signature: None,
        })
    }

    #[test]
    fn windows_add_up_and_rates_are_those_of_the_last() {
        let (mut news, now) = (News::default(), Timestamp::from_seconds(1_700_000_000));
        news.add(&window(&[(Vector::RequestFlood, 5000), (Vector::SlowRead, 50)]), now);
        news.add(&window(&[(Vector::RequestFlood, 1000)]), now);
        assert_eq!(news.rates(), [("REQUEST_FLOOD", 200.0)]);
        let mut record = AttackRecord::new(String::new(), "resource", now);
        for _ in 0..2 {
            news.enter(&mut record);
        }
        let shown: Vec<_> = record
            .vectors
            .iter()
            .map(|one| (one.name.as_str(), one.total, one.windows, one.most_a_second))
            .collect();
        assert_eq!(shown, [("REQUEST_FLOOD", 12_000, 4, 1000.0), ("SLOW_READ", 100, 2, 10.0)]);
        assert_eq!(record.mitigations, ["Shield Standard: deadline of reading answers"]);
        let mut end = News::default();
        end.end();
        assert!(end.rates().is_empty());
    }
}
