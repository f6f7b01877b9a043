//! Advisories compiled, read and matched, as a scan does it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use std::borrow::Cow;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_assess::advisory::{Advisories, Builder, FileError, SigningKey, public_key};
use bartizan_assess::inventory::Package;
use bartizan_assess::matching::{Finding, Target, findings};
use bartizan_assess::{Ecosystem, Severity, Stored};

/// The keys of RFC 8410, section 10.
const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----";
const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----";

const RECORDS: [(&str, &str); 9] = [
    (
        "R-1",
        r#""aliases":["CVE-2024-1","GHSA-a"],"severity":[{"type":"CVSS_V3",
        "score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"affected":[{"package":
        {"ecosystem":"npm","name":"left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},
        {"fixed":"1.2.0"}]}]}]"#,
    ),
    (
        "GHSA-a",
        r#""database_specific":{"severity":"LOW"},"affected":[{"package":{"ecosystem":"npm",
        "name":"left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"1.0.0"},{"fixed":"1.3.0"}
        ]}]}]"#,
    ),
    (
        "R-2",
        r#""withdrawn":"2024-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm",
        "name":"left"},"versions":["1.1.0"]}]"#,
    ),
    (
        "R-3",
        r#""database_specific":{"severity":"moderate"},"affected":[{"package":{"ecosystem":"PyPI",
        "name":"Some_Thing"},"ranges":[{"type":"GIT","events":[{"introduced":"0"}]}],
        "versions":["1.0","2.0.post1"]}]"#,
    ),
    (
        "GO-1",
        r#""affected":[{"package":{"ecosystem":"Go","name":"example.org/m"},"ecosystem_specific":
        {"imports":[{"path":"example.org/m/p","goos":["windows"],"symbols":["F"]}]},"ranges":[{"type":
        "SEMVER","events":[{"introduced":"0"},{"fixed":"1.4.0"}]}]}]"#,
    ),
    (
        "RUSTSEC-1",
        r#""affected":[{"package":{"ecosystem":"crates.io","name":"old"},"ranges":[{"type":
        "SEMVER","events":[{"introduced":"0.0.0-0"}]}],"database_specific":
        {"informational":"unmaintained"}}]"#,
    ),
    (
        "DSA-1",
        r#""aliases":["CVE-2024-2"],"affected":[{"package":{"ecosystem":"Debian:12",
        "name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},
        {"fixed":"3.0.11-1~deb12u2"}]}]}]"#,
    ),
    (
        "BAD-1",
        r#""affected":[{"package":{"ecosystem":"npm","name":"left"},"ranges":[{"type":"SEMVER",
        "events":[{"introduced":"3.0.0"},{"fixed":"2.0.0"}]}]}]"#,
    ),
    ("BAD-2", r#""affected":[{"package":{"ecosystem":"Nowhere","name":"x"},"versions":["1"]}]"#),
];

fn builder() -> Builder {
    let mut builder = Builder::new("2026-01-01T00:00:00Z");
    for (id, rest) in RECORDS {
        let record = format!(r#"{{"id":"{id}","modified":"2024-05-01T00:00:00Z",{rest}}}"#);
        builder.add(&format!("osv/{id}.json"), record.as_bytes());
    }
    let kev = br#"{"vulnerabilities":[{"cveID":"CVE-2024-2","dateAdded":"2024-03-01"}]}"#;
    builder.add("kev.json", kev);
    builder.add("epss.csv", b"cve,epss\nCVE-2024-1,0.5\n");
    builder
}

fn compiled(key: Option<&SigningKey>) -> Vec<u8> {
    builder().finish(key).unwrap()
}

fn matched(package: &Package, system: Option<&str>) -> Vec<Finding> {
    let file = compiled(None);
    let advisories = Advisories::open(&file, None).unwrap();
    let target = Target { system: system.map(str::to_owned), ..Target::default() };
    findings(&advisories, package, &target).unwrap()
}

fn ids(ecosystem: Ecosystem, name: &str, version: &str) -> Vec<String> {
    let found = matched(&Package::new(ecosystem, name, version), None);
    found.into_iter().map(|finding| finding.id).collect()
}

#[test]
fn one_fault_is_one_finding() {
    let found = matched(&Package::new(Ecosystem::NPM, "left", "1.1.0"), None);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.ids, ["GHSA-a", "R-1", "CVE-2024-1"]);
    assert_eq!(finding.id, "CVE-2024-1");
    assert_eq!(finding.fixed_in.as_deref(), Some("1.3.0"), "the fix that both hold for one");
    assert_eq!((finding.score, finding.severity), (Some(98), Severity::Critical));
    assert_eq!(finding.epss_millionths, Some(500_000));
}

#[test]
fn advisories_are_found_by_their_ids_and_aliases() {
    let file = Counted(compiled(None), AtomicUsize::new(0));
    let advisories = Advisories::open(&file, None).unwrap();
    let ids = advisories.ids().unwrap();
    // A look reads what has the id, not the file.
    for (id, expected, reads) in [
        ("CVE-2024-1", vec!["R-1"], 1),
        ("GHSA-a", vec!["GHSA-a", "R-1"], 1),
        ("CVE-2024", vec![], 0),
        ("", vec![], 0),
    ] {
        file.1.store(0, Ordering::SeqCst);
        let mut found = Vec::new();
        advisories.each_of(&ids, id, |advisory| found.push(advisory.id.to_owned())).unwrap();
        found.sort();
        assert_eq!(found, expected, "{id}");
        assert_eq!(file.1.load(Ordering::SeqCst), reads, "{id}");
    }
}

/// A file, and how often something of it was read.
struct Counted(Vec<u8>, AtomicUsize);

impl Stored for Counted {
    fn size(&self) -> u64 {
        self.0.size()
    }

    fn bytes(&self, start: u64, count: usize) -> Option<Cow<'_, [u8]>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.bytes(start, count)
    }
}

#[test]
fn versions_are_affected_or_not() {
    for (ecosystem, name, version, expected) in [
        (Ecosystem::NPM, "left", "0.9.0", Some("CVE-2024-1")),
        (Ecosystem::NPM, "left", "1.2.5", Some("GHSA-a")),
        (Ecosystem::NPM, "left", "1.3.0", None),
        (Ecosystem::NPM, "left", "3.1.0", None),
        (Ecosystem::NPM, "Left", "1.1.0", None),
        (Ecosystem::PYPI, "some.thing", "1.0.0", Some("R-3")),
        (Ecosystem::PYPI, "SOME-THING", "2.0-1", Some("R-3")),
        (Ecosystem::PYPI, "some-thing", "1.1", None),
        (Ecosystem::CRATES, "old", "9.9.9", Some("RUSTSEC-1")),
        (Ecosystem::CRATES, "left", "1.1.0", None),
    ] {
        let found = ids(ecosystem, name, version);
        assert_eq!(found.first().map(String::as_str), expected, "{name} {version}");
    }
}

#[test]
fn systems_exclude_what_does_not_show_there() {
    let package = Package::new(Ecosystem::GO, "example.org/m", "v1.3.9");
    for (system, count) in [(None, 1), (Some("windows"), 1), (Some("linux"), 0)] {
        assert_eq!(matched(&package, system).len(), count, "{system:?}");
    }
    let found = matched(&package, None);
    assert_eq!(found[0].functions, ["example.org/m/p.F"]);
}

#[test]
fn what_tells_no_vulnerability_is_not_grave() {
    let found = matched(&Package::new(Ecosystem::CRATES, "old", "1.0.0"), None);
    assert_eq!(found[0].informational, "unmaintained");
    assert_eq!((found[0].severity, found[0].fixed_in.as_deref()), (Severity::None, None));
}

#[test]
fn distributions_are_asked_by_source_package_and_release() {
    for (release, version, count) in [
        ("12", "3.0.9-1", 1),
        ("12", "3.0.11-1~deb12u1", 1),
        ("12", "3.0.11-1~deb12u2", 0),
        ("12", "3.0.11-1~deb12u2~bpo11+1", 1),
        ("11", "3.0.9-1", 0),
        ("", "3.0.9-1", 1),
    ] {
        let package = Package {
            release: release.to_owned(),
            source: Some(("openssl".to_owned(), version.to_owned())),
            ..Package::new(Ecosystem::DEBIAN, "libssl3", version)
        };
        let found = matched(&package, None);
        assert_eq!(found.len(), count, "{release} {version}");
        for finding in found {
            assert_eq!(finding.severity, Severity::High, "raised, for it is exploited");
            assert_eq!(finding.adjustments[0].from, Severity::Unknown);
            assert!(finding.adjustments[0].reason.contains("2024-03-01"));
        }
    }
}

#[test]
fn what_cannot_be_used_is_told_and_the_rest_is_built() {
    let mut builder = builder();
    builder.add("osv/broken.json", b"{");
    builder.add("x.zip", b"PK");
    let told = builder.problems().join("\n");
    for expected in [
        "osv/BAD-1.json: a range",
        "osv/BAD-2.json: the ecosystem `Nowhere`",
        "osv/broken.json: ",
        "x.zip: it is no ZIP archive",
    ] {
        assert!(told.contains(expected), "{expected} in {told}");
    }
    let file = builder.finish(None).unwrap();
    let advisories = Advisories::open(&file, None).unwrap();
    let header = advisories.header();
    assert_eq!((header.packages, header.entries), (5, 6));
    let [records, kev, epss, _, archive] = header.sources.as_slice() else { panic!("{header:?}") };
    assert_eq!((records.records, records.withdrawn, records.problems), (9, 1, 2));
    assert_eq!((records.git_ranges, records.newest.as_str()), (1, "2024-05-01T00:00:00Z"));
    assert_eq!((kev.records, epss.records, archive.problems), (1, 1, 1));
}

#[test]
fn archives_are_read() {
    let record = br#"{"id":"Z-1","affected":[{"package":{"ecosystem":"npm","name":"z"},"versions":["1.0.0"]}]}"#;
    let file = archive(&[("Z-1.json", record), ("README.md", b"#")]);
    let mut builder = Builder::new("2026-01-01T00:00:00Z");
    builder.add("npm/all.zip", &file);
    assert!(builder.problems().is_empty(), "{:?}", builder.problems());
    let file = builder.finish(None).unwrap();
    let advisories = Advisories::open(&file, None).unwrap();
    assert_eq!(
        advisories.about(Ecosystem::NPM, "z").unwrap().unwrap().advisories().unwrap()[0].id,
        "Z-1"
    );
    assert!(Builder::new("2026-01-01T00:00:00Z").finish(None).is_err());
}

/// A ZIP archive of these files, deflated.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        let packed = encoder.finish().unwrap();
        let mut checksum = flate2::Crc::new();
        checksum.update(bytes);
        let word = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        common.extend(checksum.sum().to_le_bytes());
        common.extend(word(packed.len()));
        common.extend(word(bytes.len()));
        common.extend(word(name.len()));
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(word(out.len()));
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(packed);
    }
    let start = u32::try_from(out.len()).unwrap();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([u8::try_from(files.len()).unwrap(), 0].repeat(2));
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

#[test]
fn signatures_are_of_the_key_that_is_trusted() {
    let key = SigningKey::from_pem(PRIVATE).unwrap();
    let trusted = public_key(PUBLIC).unwrap();
    let (signed, plain) = (compiled(Some(&key)), compiled(None));
    assert_eq!(Advisories::open(&signed, Some(&trusted)).unwrap().signer(), Some(&trusted));
    assert_eq!(Advisories::open(&signed, None).unwrap().signer(), Some(&trusted));
    assert_eq!(Advisories::open(&plain, None).unwrap().signer(), None);
    for (file, key, expected) in
        [(&signed, [7; 32], FileError::Untrusted), (&plain, trusted, FileError::Unsigned)]
    {
        assert_eq!(Advisories::open(file, Some(&key)).err(), Some(expected));
    }
    assert!(SigningKey::from_pem(PUBLIC).is_err());
    assert!(public_key(PRIVATE).is_err());
}

/// Each byte, changed in one bit, is found when the file is opened or its blocks are checked.
#[test]
fn every_changed_byte_is_found() {
    let key = SigningKey::from_pem(PRIVATE).unwrap();
    for file in [compiled(Some(&key)), compiled(None)] {
        let whole = Advisories::open(&file, None).unwrap();
        assert_eq!(whole.verify(), Ok(()));
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1 << (at % 8);
            let found = Advisories::open(&changed, None).and_then(|read| read.verify());
            assert!(found.is_err(), "byte {at}");
        }
        for length in 0..file.len() {
            let cut = file[..length].to_vec();
            let found = Advisories::open(&cut, None);
            assert!(found.and_then(|read| read.verify()).is_err(), "cut at {length}");
        }
    }
}
