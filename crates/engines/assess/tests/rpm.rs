//! What is read of rpm's databases, which tests make.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use bartizan_assess::inventory::{Distribution, Kind, distribution};
use proptest::prelude::*;
use rusqlite::Connection;

const STRING: u32 = 6;
const INT32: u32 = 4;

/// A header with these tags.
fn header(texts: &[(u32, &str)], epoch: Option<u32>) -> Vec<u8> {
    let (mut entries, mut data) = (Vec::new(), Vec::new());
    let mut entry = |tag: u32, kind: u32, data: &mut Vec<u8>, bytes: &[u8]| {
        for word in [tag, kind, u32::try_from(data.len()).unwrap(), 1] {
            entries.extend(word.to_be_bytes());
        }
        data.extend(bytes);
    };
    for (tag, text) in texts {
        entry(*tag, STRING, &mut data, format!("{text}\0").as_bytes());
    }
    if let Some(epoch) = epoch {
        entry(1003, INT32, &mut data, &epoch.to_be_bytes());
    }
    let count = u32::try_from(entries.len() / 16).unwrap();
    let length = u32::try_from(data.len()).unwrap();
    [&count.to_be_bytes()[..], &length.to_be_bytes(), &entries, &data].concat()
}

/// The headers of a library, of a program with an epoch and a long description, and of a key.
fn headers() -> Vec<Vec<u8>> {
    let long = "x".repeat(20_000);
    let source = (1044, "probe-1.2-3.el9.src.rpm");
    vec![
        header(&[(1000, "libprobe"), (1001, "7.0"), (1002, "3.el9"), source], None),
        header(&[(1005, &long), (1000, "probe"), (1001, "1.2"), (1002, "3.el9"), source], Some(2)),
        header(&[(1000, "gpg-pubkey"), (1001, "a"), (1002, "b")], None),
    ]
}

fn sqlite(headers: &[Vec<u8>]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rpmdb.sqlite");
    let database = Connection::open(&path).unwrap();
    database
        .execute_batch(
            "PRAGMA synchronous = OFF; BEGIN;
             CREATE TABLE Name(key TEXT NOT NULL, hnum INTEGER NOT NULL);
             CREATE TABLE Packages(hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL);",
        )
        .unwrap();
    for header in headers {
        database.execute("INSERT INTO Packages(blob) VALUES (?1)", [header]).unwrap();
    }
    database.execute_batch("COMMIT").unwrap();
    drop(database);
    std::fs::read(path).unwrap()
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

const SLOT: u32 = u32::from_le_bytes(*b"Slot");
const BLOB: u32 = u32::from_le_bytes(*b"BlbS");
const BLOCKS: u32 = 4096 / 16;

fn ndb(headers: &[Vec<u8>]) -> Vec<u8> {
    let mut slots = [b"RpmP".to_vec(), words(&[0, 1, 1, 9, 0, 0, 0])].concat();
    let mut blobs = Vec::new();
    for (package, header) in (1..).zip(headers) {
        let block = BLOCKS + u32::try_from(blobs.len() / 16).unwrap();
        slots.extend(words(&[SLOT, package, block, 0]));
        blobs.extend(words(&[BLOB, package, 1, u32::try_from(header.len()).unwrap()]));
        blobs.extend(header);
        blobs.resize(blobs.len().next_multiple_of(16), 0);
    }
    while slots.len() < 4096 {
        slots.extend(words(&[SLOT, 0, 0, 0]));
    }
    [slots, blobs].concat()
}

/// Pages of 4096 bytes: the first tells of the file, the second has the pairs, the others have values.
fn bdb(headers: &[Vec<u8>]) -> Vec<u8> {
    const PAGE: usize = 4096;
    const DATA: usize = PAGE - 26;
    let mut first = vec![0; PAGE];
    first[12..16].copy_from_slice(&0x0006_1561_u32.to_le_bytes());
    first[20..24].copy_from_slice(&4096_u32.to_le_bytes());
    let page = |next: u32, used: usize, kind: u8| {
        let mut page = vec![0; PAGE];
        page[16..20].copy_from_slice(&next.to_le_bytes());
        page[22..24].copy_from_slice(&u16::try_from(used).unwrap().to_le_bytes());
        page[25] = kind;
        page
    };
    let (mut pairs, mut values) = (page(0, 0, 13), Vec::new());
    let (mut end, mut count) = (PAGE, 0);
    let mut put = |item: &[u8]| {
        end -= item.len();
        pairs[end..end + item.len()].copy_from_slice(item);
        let place = 26 + count * 2;
        pairs[place..place + 2].copy_from_slice(&u16::try_from(end).unwrap().to_le_bytes());
        count += 1;
        pairs[20..22].copy_from_slice(&u16::try_from(count).unwrap().to_le_bytes());
    };
    // What counts packages lies in place.
    put(&[1, 0, 0, 0, 0]);
    put(&[1, 9, 0, 0, 0]);
    let mut number = 2_u32;
    for (key, header) in (1_u32..).zip(headers) {
        put(&[&[1][..], &key.to_le_bytes()].concat());
        let length = u32::try_from(header.len()).unwrap();
        put(&[&[3, 0, 0, 0][..], &number.to_le_bytes(), &length.to_le_bytes()].concat());
        let chunks: Vec<&[u8]> = header.chunks(DATA).collect();
        for (at, chunk) in chunks.iter().enumerate() {
            number += 1;
            let next = if at + 1 < chunks.len() { number } else { 0 };
            let mut page = page(next, chunk.len(), 7);
            page[26..26 + chunk.len()].copy_from_slice(chunk);
            values.extend(page);
        }
    }
    [first, pairs, values].concat()
}

fn told(bytes: &[u8]) -> Result<Vec<String>, String> {
    let distribution = distribution("ID=almalinux\nVERSION_ID=\"9.3\"\n");
    let inventory = Kind::Rpm.read(bytes, distribution.as_ref())?;
    let told = |package: &bartizan_assess::inventory::Package| {
        let (name, version) = package.source.clone().unwrap();
        let of = format!("{} {}", package.ecosystem.name(), package.release);
        format!("{} {} of {name} {version}, {of}", package.name, package.version)
    };
    Ok(inventory.packages.iter().map(told).chain(inventory.notes.clone()).collect())
}

#[test]
fn each_kind_of_database_holds_the_packages() {
    for bytes in [sqlite(&headers()), ndb(&headers()), bdb(&headers())] {
        let expected = [
            "libprobe 7.0-3.el9 of probe 1.2-3.el9, AlmaLinux 9",
            "probe 2:1.2-3.el9 of probe 2:1.2-3.el9, AlmaLinux 9",
        ];
        assert_eq!(told(&bytes).unwrap(), expected);
    }
}

/// More rows than a page has room for, so that pages lead to pages.
#[test]
fn a_table_may_have_many_pages() {
    let names: Vec<String> = (0..2000).map(|at| format!("package-{at}")).collect();
    let headers: Vec<_> =
        names.iter().map(|name| header(&[(1000, name), (1001, "1"), (1002, "1")], None)).collect();
    let mut found = told(&sqlite(&headers)).unwrap();
    found.sort();
    let mut expected: Vec<String> =
        names.iter().map(|name| format!("{name} 1-1 of {name} 1-1, AlmaLinux 9")).collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn headers_that_are_damaged_are_told() {
    let mut all = headers();
    all[0].truncate(100);
    all[2] = header(&[(1000, "a")], None);
    let expected =
        ["probe 2:1.2-3.el9 of probe 2:1.2-3.el9, AlmaLinux 9", "2 of its headers are damaged"];
    for bytes in [sqlite(&all), ndb(&all), bdb(&all)] {
        assert_eq!(told(&bytes).unwrap(), expected);
    }
}

#[test]
fn databases_that_are_damaged_are_told() {
    let whole = sqlite(&headers());
    let root = whole.chunks(4096).position(|page| page[0] == 13 && page[3..5] == [0, 3]).unwrap();
    let mut circle = whole.clone();
    circle[root * 4096] = 5;
    circle[root * 4096 + 3..root * 4096 + 5].copy_from_slice(&[0, 0]);
    circle[root * 4096 + 8..root * 4096 + 12]
        .copy_from_slice(&u32::try_from(root + 1).unwrap().to_be_bytes());
    let mut lies = ndb(&headers());
    lies[4096 + 12..4096 + 16].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut away = bdb(&headers());
    // Where the first value lies.
    let at = away.windows(8).position(|bytes| bytes == [3, 0, 0, 0, 2, 0, 0, 0]).unwrap();
    away[at + 4..at + 8].copy_from_slice(&u32::MAX.to_le_bytes());
    for (bytes, problem) in [
        (circle, "its pages lead in a circle"),
        (whole[..4096].to_vec(), "a page of it is damaged"),
        (lies, "a blob of it is damaged"),
        (away, "a page that it names is damaged"),
        (b"SQLite format 3\0".to_vec(), "its pages have no size"),
        (b"RpmP".to_vec(), "it ends too early"),
        (b"x".repeat(100), "it is no database of rpm"),
    ] {
        assert_eq!(told(&bytes).unwrap_err(), problem);
    }
}

/// Values that share what they are made of are no more than the file.
#[test]
fn what_is_named_again_and_again_is_not_read_for_ever() {
    let mut many = ndb(&headers());
    let slot = many[32..48].to_vec();
    for at in (48..4096).step_by(16) {
        many[at..at + 16].copy_from_slice(&slot);
    }
    let large = header(&[(1005, &"x".repeat(50_000)), (1000, "a")], None);
    let mut large = ndb(&[large]);
    let slot = large[32..48].to_vec();
    large[48..64].copy_from_slice(&slot);
    for bytes in [many, large] {
        assert_eq!(told(&bytes).unwrap_err(), "its values are larger than it is");
    }
}

#[test]
fn distributions_have_the_releases_that_advisories_name() {
    for (text, expected) in [
        ("ID=rocky\nVERSION_ID=9.3\n", "Rocky Linux 9"),
        ("ID=rhel\nVERSION_ID=9.3\n", "Red Hat enterprise_linux:9"),
        ("ID=\"opensuse-leap\"\nVERSION_ID=\"15.6\"\n", "openSUSE Leap 15.6"),
        ("ID=\"opensuse-tumbleweed\"\nVERSION_ID=\"20260101\"\n", "openSUSE Tumbleweed"),
        (
            "ID=\"sles\"\nVERSION=\"15-SP6\"\nVERSION_ID=\"15.6\"\n",
            "SUSE Linux Enterprise Server 15 SP6",
        ),
        (
            "ID=\"openEuler\"\nVERSION=\"22.03 (LTS-SP1)\"\nVERSION_ID=\"22.03\"\n",
            "openEuler 22.03-LTS-SP1",
        ),
        ("ID=mageia\nVERSION_ID=9\n", "Mageia 9"),
        ("ID=photon\nVERSION_ID=5.0\n", "Photon OS 5.0"),
        ("ID=fedora\nVERSION_ID=41\n", "Fedora 41"),
        ("ID=wolfi\nVERSION_ID=20230201\n", "Wolfi "),
    ] {
        let name = |found: Distribution| format!("{} {}", found.ecosystem.name(), found.release);
        assert_eq!(distribution(text).map(name).as_deref(), Some(expected));
    }
}

#[test]
fn paths_tell_databases() {
    for (path, kind) in [
        ("var/lib/rpm/rpmdb.sqlite", Some(Kind::Rpm)),
        ("image/usr/lib/sysimage/rpm/Packages.db", Some(Kind::Rpm)),
        ("var/lib/rpm/Packages", Some(Kind::Rpm)),
        ("var/lib/rpm/Basenames", None),
        ("debian/dists/Packages", None),
        ("usr/lib/apk/db/installed", Some(Kind::Apk)),
    ] {
        assert_eq!(Kind::of(path), kind, "{path}");
    }
}

proptest! {
    #[test]
    fn no_change_makes_a_reader_fail(
        which in 0..3_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let headers = headers();
        let mut bytes = match which {
            0 => ndb(&headers),
            1 => bdb(&headers),
            _ => bdb(&headers[..1]),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = told(&bytes);
    }
}
