//! What other servers answer, and choices that lead to others.

use std::collections::BTreeMap;

use super::*;

/// A zone with delegations, and the one that it delegates to.
fn parted() -> Zones {
    let mut zones = Zones::default();
    zones.put(zone(
        "parent",
        "shop.test",
        &[
            "shop.test SOA - ns.test. host.test. 1 7200 900 1209600 60",
            "sub.shop.test NS - ns1.sub.shop.test|ns2.sub.shop.test|ns.out.shop.test|ns.else",
            "ns1.sub.shop.test A - 192.0.2.1",
            "ns1.sub.shop.test AAAA - 2001:db8::1",
            "ns2.sub.shop.test A - 192.0.2.2|192.0.2.3",
            "ns.out.shop.test A - 192.0.2.4",
            "to.shop.test CNAME - www.sub.shop.test",
            "kid.shop.test NS - ns.kid.test",
            "kid.shop.test DS - 1 13 2 aabb",
            "bare.shop.test NS - ns.kid.test",
        ],
    ));
    for name in ["kid.shop.test", "bare.shop.test", "own.shop.test"] {
        let mut kid = zone(name, name, &[&format!("{name} SOA - ns.test. host.test. 2 2 2 2 2")]);
        kid.servers = vec![wire("ns.kid.test")];
        zones.put(kid);
    }
    zones
}

fn asked(zones: &Zones, (name, kind): (&str, u16), extension: Option<(u16, u8)>) -> Read {
    let mut out = Vec::new();
    answer(zones, &Health::default(), &query(&wire(name), kind, extension), UDP, &mut out).unwrap();
    read(&out)
}

/// The owners and the last bytes of additional addresses.
fn glue(read: &Read) -> Vec<(Vec<u8>, u8)> {
    let additional = read.records.iter().filter(|record| record.0 == 2 && record.2 != 41);
    additional.map(|record| (record.1.clone(), *record.4.last().unwrap())).collect()
}

#[test]
fn a_referral_says_where_its_servers_are() {
    let wanted = [
        ("ns1.sub.shop.test", 1),
        ("ns1.sub.shop.test", 1),
        ("ns2.sub.shop.test", 2),
        ("ns2.sub.shop.test", 3),
        ("ns.out.shop.test", 4),
    ];
    let wanted: Vec<_> = wanted.iter().map(|(name, last)| (wire(name), *last)).collect();
    for name in ["sub.shop.test", "www.sub.shop.test", "to.shop.test"] {
        let read = asked(&parted(), (name, 1), Some((1232, 0)));
        assert_eq!(read.flags & 0x200, 0, "{name}");
        assert_eq!(read.records.iter().filter(|record| record.0 == 1).count(), 4, "{name}");
        assert_eq!(glue(&read), wanted, "{name}");
    }
}

#[test]
fn a_referral_that_lacks_addresses_which_nobody_else_has_is_cut() {
    let many = |last: u8| -> String {
        let values: Vec<String> = (0..last).map(|index| format!("192.0.2.{index}")).collect();
        values.join("|")
    };
    let with = |name: &str, last| {
        let mut zones = Zones::default();
        let (set, cut) = (format!("{name} A - {}", many(last)), "a.test NS - ns.a.test|ns.b.test");
        zones.put(zone("one", "test", &[cut, "ns.a.test A - 192.0.2.200", &set]));
        let read = asked(&zones, ("www.a.test", 1), None);
        (read.flags & 0x200 != 0, glue(&read).len())
    };
    assert_eq!(with("ns.a.test", 5), (false, 6));
    assert_eq!(with("ns.a.test", 60), (true, 0));
    assert_eq!(with("ns.b.test", 5), (false, 6));
    assert_eq!(with("ns.b.test", 60), (false, 1), "others can be asked for these");
}

#[test]
fn a_signed_delegation_is_the_word_of_the_zone_above() {
    let zones = parted();
    let told = |name: &str, kind: Kind| {
        let read = asked(&zones, (name, kind.0), Some((1232, 0)));
        let (section, owner, kind, ..) = read.records[0].clone();
        (read.flags & 0x40f, section, owner, kind)
    };
    let authority = |name: &str| (0x400, 1, wire(name), Kind::SOA.0);
    let ds = Kind::of_name("DS").unwrap();
    assert_eq!(told("kid.shop.test", ds), (0x400, 0, wire("kid.shop.test"), ds.0));
    assert_eq!(told("bare.shop.test", ds), authority("shop.test"));
    assert_eq!(told("own.shop.test", ds), authority("own.shop.test"), "nobody delegates to it");
    assert_eq!(told("kid.shop.test", Kind::A), authority("kid.shop.test"));
}

#[test]
fn whole_zones_are_given_to_nobody() {
    for kind in 249..=254 {
        let read = asked(&parted(), ("shop.test", kind), Some((1232, 0)));
        assert_eq!((read.flags & 0x40f, read.records.len()), (5, 1), "{kind}");
    }
    let mut since = query(&wire("shop.test"), 251, None);
    since[9] = 1;
    since.extend([0xc0, 12, 0, 6, 0, 1, 0, 0, 0, 0, 0, 22, 0, 0]);
    since.extend([0; 20]);
    let mut out = Vec::new();
    answer(&parted(), &Health::default(), &since, UDP, &mut out).unwrap();
    assert_eq!(read(&out).flags & 0xf, 5);
}

#[test]
fn each_choice_of_a_chain_is_made_by_itself() {
    let mut zones = Zones::default();
    zones.put(zone(
        "one",
        "test",
        &[
            "www.test CNAME 1 a.test",
            "www.test CNAME 1 b.test",
            "a.test A 1 192.0.2.1",
            "a.test A 1 192.0.2.2",
            "b.test A 1 192.0.2.3",
            "b.test A 1 192.0.2.4",
        ],
    ));
    let mut counts = BTreeMap::new();
    for random in 0..4000 {
        let mut out = Vec::new();
        let asker = Asker { random, ..UDP };
        answer(&zones, &Health::default(), &query(&wire("www.test"), 1, None), asker, &mut out)
            .unwrap();
        *counts.entry(read(&out).records[1].4[3]).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 4);
    assert!(counts.values().all(|count| (850..1150).contains(count)), "{counts:?}");
}

#[test]
fn several_answers_come_in_any_order() {
    let mut firsts = BTreeMap::new();
    for random in 0..200 {
        let records = ask("many.shop.test", "A", Asker { random, ..UDP }).records;
        let mut lasts: Vec<u8> = records[..2].iter().map(|record| record.4[3]).collect();
        *firsts.entry(lasts[0]).or_insert(0) += 1;
        lasts.sort_unstable();
        assert_eq!(lasts, [11, 12]);
    }
    assert!(firsts.values().all(|count| (60..140).contains(count)), "{firsts:?}");
}
