//! What answering one query costs.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros write functions; a panic is an answer"
)]

use std::hint::black_box;

use bartizan_types::{AccountId, Timestamp};
use bartizan_zones::{
    Asker, Choice, Content, Health, Kind, Name, Set, Transport, Watched, Zone, Zones, answer, data,
};
use criterion::{Criterion, criterion_group, criterion_main};

fn zones() -> Zones {
    let mut zones = Zones::new(vec!["192.0.2.80".parse().unwrap()]);
    let wire = |text: &str| Name::parse(text).unwrap().wire();
    for number in 0..100 {
        let name = format!("zone{number}.test");
        let account = AccountId::from_number(1).unwrap();
        let created = Timestamp::from_millis(number);
        let mut zone = Zone::new((name.clone(), account), (wire(&name), created), Vec::new(), true);
        for host in 0..100 {
            let records = vec![data(Kind::A, "192.0.2.1").unwrap()];
            let (choice, content) = (Choice::Only, Content::Records(records));
            let set = Set { kind: Kind::A, ttl: 300, choice, content, watched: Watched::default() };
            zone.add(&wire(&format!("host{host}.{name}")), set);
        }
        zones.put(zone);
    }
    zones
}

fn query(name: &str) -> Vec<u8> {
    let mut query = vec![0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    query.extend(Name::parse(name).unwrap().wire());
    query.extend([0, 1, 0, 1]);
    query
}

fn answers(criterion: &mut Criterion) {
    let (zones, health) = (zones(), Health::default());
    let asker = Asker { transport: Transport::Udp, random: 7, is_cut: false };
    for (what, name) in [("found", "host50.zone50.test"), ("refused", "www.example.test")] {
        let (query, mut out) = (query(name), Vec::new());
        criterion.bench_function(what, |bencher| {
            bencher.iter(|| answer(&zones, &health, black_box(&query), asker, &mut out));
        });
    }
}

criterion_group!(benches, answers);
criterion_main!(benches);
