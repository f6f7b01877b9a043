use std::io::Read;

use bartizan_service::HostPackage;

use super::super::disk::tests::{looked, put, status, tree};
use super::*;

fn watched(root: &Path) -> Watched {
    let mut watched = Watched::new(root).unwrap();
    watched.disk = Some(looked(root));
    watched
}

fn unpacked(packed: &[u8]) -> HostInventory {
    let mut json = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut json).unwrap();
    serde_json::from_str(&json).unwrap()
}

#[test]
fn what_is_on_the_disk_is_told() {
    let root = tree();
    let mut watched = watched(root.path());
    let told = unpacked(&watched.packed("i-1", Timestamp::from_seconds(1)).unwrap());
    assert_eq!((&*told.system.id, &*told.system.version), ("debian", "12"));
    let packages: Vec<(&str, &str)> =
        told.packages.iter().map(|one| (one.purl.as_str(), one.path.as_str())).collect();
    assert_eq!(packages.len(), 2, "{packages:?}");
    assert!(packages[0].0.starts_with("pkg:deb/debian/openssh-server@1.2-3"), "{packages:?}");
    assert_eq!(packages[0].1, "/var/lib/dpkg/status");
    assert_eq!(packages[1], ("pkg:pypi/flask@2.0.0", "/srv/app/requirements.txt"));
    let by_name = watched.disk.unwrap().installed.get("openssh-server").cloned();
    assert_eq!(by_name.as_deref(), Some(packages[0].0));
}

#[test]
fn a_state_is_known_by_what_is_in_it() {
    let root = tree();
    let mut watched = watched(root.path());
    let first = watched.version().unwrap();
    assert_eq!(watched.version().unwrap(), first);
    put(root.path(), "var/lib/dpkg/status", &status("1.2-4"));
    watched.disk = Some(looked(root.path()));
    let second = watched.version().unwrap();
    assert_ne!(second, first);
    watched.listening.push(ListeningSocket {
        transport: bartizan_service::Transport::Tcp,
        address: std::net::Ipv4Addr::LOCALHOST.into(),
        port: 22,
        program: None,
        package: None,
    });
    assert_ne!(watched.version().unwrap(), second);
}

#[test]
fn a_host_is_there_before_its_disk_was_looked_through() {
    let root = tree();
    let mut watched = Watched::new(root.path()).unwrap();
    watched.failed = Some(Instant::now());
    assert_eq!(watched.look().unwrap(), None, "it rests");
    let (disk, left_out) = (Ok(looked(root.path())), LeftOut::new());
    watched.take((disk, left_out)).unwrap();
    assert!(watched.look().unwrap().is_some());
    let failure = Err(CliError::Failed("none".to_owned()));
    watched.take((failure, LeftOut::new())).unwrap_err();
    assert!(watched.look().unwrap().is_some(), "what is known stays");
    assert!(!watched.is_due(Instant::now()));
}

#[test]
fn no_report_is_longer_than_the_server_takes() {
    let root = tree();
    let mut watched = watched(root.path());
    // Digits that do not repeat: each is 32 of 256 bits, and cannot be packed into less than half.
    let name = |number: u32| {
        let digits = aws_lc_rs::digest::digest(&SHA256, &number.to_be_bytes());
        hex::encode(digits)
    };
    let disk = watched.disk.as_mut().unwrap();
    disk.packages.extend((0..50_000).map(|number| HostPackage {
        purl: format!("pkg:npm/{}{}@1", name(number), name(number + 50_000)),
        path: "/srv/package-lock.json".to_owned(),
    }));
    let all = disk.packages.clone();
    let packed = watched.packed("i-1", Timestamp::from_seconds(1)).unwrap();
    assert!(packed.len() <= PACKED_BYTES_MAX, "{}", packed.len());
    let told = unpacked(&packed);
    assert!(told.packages.len() >= all.len() / 4, "{}", told.packages.len());
    assert_eq!(told.packages, all[..told.packages.len()], "the host's own come first");
    assert_eq!(watched.disk.unwrap().packages, all, "and all are kept");
}
