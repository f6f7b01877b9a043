//! Whatever comes as a query is answered within the limits of its transport, or not at all.
#![no_main]

use bartizan_types::{AccountId, Timestamp};
use bartizan_zones::{
    Asker, Choice, Content, Health, Kind, Name, Set, Transport, Watched, Zone, Zones, answer, data,
};
use libfuzzer_sys::fuzz_target;

fn zones() -> Zones {
    let wire = |text: &str| Name::parse(text).unwrap().wire();
    let account = AccountId::from_number(1).unwrap();
    let created = Timestamp::from_millis(1);
    let mut zone = Zone::new(("z".to_owned(), account), (wire("a.b"), created), Vec::new(), true);
    for (name, kind, value) in [
        ("a.b", Kind::SOA, "n. h. 1 2 3 4 5"),
        ("c.a.b", Kind::CNAME, "d.a.b"),
        ("d.a.b", Kind::A, "192.0.2.1"),
        ("*.e.a.b", Kind::A, "192.0.2.2"),
        ("f.a.b", Kind::NS, "n.f.a.b"),
    ] {
        let content = Content::Records(vec![data(kind, value).unwrap()]);
        zone.add(&wire(name), Set { kind, ttl: 1, choice: Choice::Only, content, watched: Watched::default() });
    }
    let mut zones = Zones::default();
    zones.put(zone);
    zones
}

fuzz_target!(|message: &[u8]| {
    let mut out = Vec::new();
    let asker = Asker { transport: Transport::Udp, random: 1, is_cut: false };
    if answer(&zones(), &Health::default(), message, asker, &mut out).is_some() {
        assert!((12..=1232).contains(&out.len()));
    }
});
