//! Streams of clients: harmless ones that browse, and ones of which a program asks for generated names
//! all along.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_detect::record::{Address, Type, rcodes};
use bartizan_detect::{DnsSurroundings, Kind};

use crate::names::{Row, is_list, run};
use crate::score::Score;

/// Clients of each family, and harmless ones.
const INFECTED: u32 = 4;
const HARMLESS: u32 = 200;
/// How long each is watched, in seconds.
const SECONDS: f64 = 6.0 * 3_600.0;

/// Numbers that look random and are the same each time (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or_default()) / 4_294_967_296.0
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let place = usize::try_from(self.next() >> 1).unwrap_or_default() % all.len();
        all.get(place).expect("there is one")
    }

    /// Seconds until the next of events that come so often in the mean.
    fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.share()).ln()
    }
}

pub(crate) fn score(rows: &[Row<'_>]) {
    let usual: Vec<&str> =
        rows.iter().filter(|row| is_list(row, "opendns")).map(|row| row.name).collect();
    let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.label == "dga") {
        families.entry(row.family).or_default().push(row.name);
    }
    // What is mistyped: a letter too few.
    let mistyped: Vec<String> = usual
        .iter()
        .map(|name| format!("{}{}", &name[..2.min(name.len())], name.get(3..).unwrap_or("x.com")))
        .collect();
    let mut stream = Vec::new();
    let mut clients: BTreeMap<String, Option<&str>> = BTreeMap::new();
    let mut chance = Chance(8);
    let infected = families
        .iter()
        .flat_map(|(family, names)| (0..INFECTED).map(move |nth| (*family, names, nth)));
    for (number, (family, names, nth)) in infected.enumerate() {
        let client =
            Address::v4(0x0a01_0000 + u32::try_from(number).unwrap_or_default()).to_string();
        // From a burst to a name each five minutes.
        let pause = [1.0, 15.0, 60.0, 300.0][usize::try_from(nth).unwrap_or_default() % 4];
        let start = chance.share() * 3_600.0;
        let mut time = start;
        for name in names {
            time += chance.wait(pause);
            if time < SECONDS {
                let rcode = if chance.share() < 0.03 { rcodes::NOERROR } else { rcodes::NXDOMAIN };
                stream.push((time, client.clone(), *name, rcode));
            }
        }
        clients.insert(client, Some(family));
    }
    for number in 0..HARMLESS {
        clients.insert(Address::v4(0x0a02_0000 + number).to_string(), None);
    }
    for client in clients.keys() {
        browse(client, &usual, &mistyped, &mut chance, &mut stream);
    }
    stream.sort_by(|one, other| one.0.total_cmp(&other.0));
    judge(&stream, &clients);
}

/// A person and their programs: pages in bursts, some of which are not there.
fn browse<'a>(
    client: &str,
    usual: &[&'a str],
    mistyped: &'a [String],
    chance: &mut Chance,
    stream: &mut Vec<(f64, String, &'a str, u8)>,
) {
    let visited: Vec<&str> = (0..400).map(|_| *chance.of(usual)).collect();
    let mut time = 0.0;
    while time < SECONDS {
        time += chance.wait(120.0);
        for _ in 0..=(chance.next() % 8) {
            let name = if chance.share() < 0.8 { *chance.of(&visited) } else { *chance.of(usual) };
            stream.push((time, client.to_owned(), name, rcodes::NOERROR));
        }
        if chance.share() < 0.05 {
            stream.push((time, client.to_owned(), chance.of(mistyped).as_str(), rcodes::NXDOMAIN));
        }
    }
}

fn judge(stream: &[(f64, String, &str, u8)], clients: &BTreeMap<String, Option<&str>>) {
    let rows: Vec<Row<'_>> = stream
        .iter()
        .map(|(time, client, name, rcode)| Row {
            time: Some(1_700_000_000.0 + time),
            client,
            name,
            kind: Type::A,
            rcode: *rcode,
            label: "",
            family: "",
            dataset: "",
        })
        .collect();
    let found = run(&rows, &DnsSurroundings::default());
    let told: BTreeSet<String> = found
        .iter()
        .filter(|one| one.kind == Kind::GeneratedDomain)
        .map(|one| one.resource.address.to_string())
        .collect();
    let mut table = Score::default();
    for (client, family) in clients {
        if let Some(family) = family {
            table.add(&format!("infected by {family}"), told.contains(client));
        }
    }
    table.print("streams that are made here: clients");
    let wrong = told.iter().filter(|client| clients.get(*client) == Some(&None)).count();
    let harmless = clients.values().filter(|family| family.is_none()).count();
    println!("  falsely raised: {wrong} of {harmless} harmless clients");
    let others = found.iter().filter(|one| one.kind != Kind::GeneratedDomain);
    println!("  other findings: {}\n", others.count());
}
