//! What is read of images.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use std::collections::BTreeMap;
use std::io::{Read, Write};

use bartizan_assess::Stored;
use bartizan_assess::image::{Contents, Files, Found, Place, images, is_archive, places, read};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use serde_json::json;

/// A member of an archive: its path, its type, and its bytes, or where it leads to.
type Member<'a> = (&'a str, u8, &'a [u8]);

const FILE: u8 = b'0';
const LINK: u8 = b'2';
const DEVICE: u8 = b'3';
const FOLDER: u8 = b'5';

fn header(path: &str, kind: u8, size: u64, target: &str) -> Vec<u8> {
    let mut block = vec![0; 512];
    let mut put = |at: usize, text: &[u8]| block[at..at + text.len()].copy_from_slice(text);
    put(0, path.as_bytes());
    put(100, b"0000755\0");
    put(124, format!("{size:011o}\0").as_bytes());
    put(148, b"        ");
    put(156, &[kind]);
    put(157, target.as_bytes());
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

fn archive(members: &[Member<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    for (path, kind, bytes) in members {
        if *kind == LINK || *kind == b'1' {
            out.extend(header(path, *kind, 0, std::str::from_utf8(bytes).unwrap()));
            continue;
        }
        out.extend(header(path, *kind, bytes.len() as u64, ""));
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.extend([0; 1024]);
    out
}

/// An image made of archives, which are its layers.
struct Parts(BTreeMap<String, Vec<u8>>);

impl Files for Parts {
    fn open(&self, path: &str) -> Option<(Box<dyn Read + '_>, u64)> {
        let bytes = self.0.get(path)?;
        Some((Box::new(bytes.as_slice()), bytes.len() as u64))
    }
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes))
}

/// An OCI layout with one image for each architecture.
fn layout(architectures: &[&str], layers: &[Vec<u8>]) -> Parts {
    let mut parts = BTreeMap::from([("oci-layout".to_owned(), b"{}".to_vec())]);
    let mut add = |bytes: Vec<u8>| {
        let told = json!({ "digest": format!("sha256:{}", digest(&bytes)), "size": bytes.len() });
        parts.insert(format!("blobs/sha256/{}", digest(&bytes)), bytes);
        told
    };
    let layers: Vec<_> = layers.iter().map(|layer| add(layer.clone())).collect();
    let manifests: Vec<_> = architectures
        .iter()
        .map(|architecture| {
            let config = json!({ "architecture": architecture, "os": "linux" });
            let config = add(config.to_string().into_bytes());
            let manifest = json!({ "config": config, "layers": layers });
            let mut told = add(manifest.to_string().into_bytes());
            told["platform"] = json!({ "architecture": architecture, "os": "linux" });
            told
        })
        .collect();
    let index = json!({ "manifests": manifests }).to_string();
    parts.insert("index.json".to_owned(), index.into_bytes());
    Parts(parts)
}

fn found(layers: &[Vec<u8>]) -> Found {
    let parts = layout(&["amd64"], layers);
    read(&parts, &images(&parts, None).unwrap()[0])
}

/// The packages as `path: name version`.
fn told(found: &Found) -> Vec<String> {
    let files = found.files.iter();
    files
        .flat_map(|(path, read)| match read {
            Ok(inventory) => inventory
                .packages
                .iter()
                .map(|package| {
                    let release = package.release.as_str();
                    format!("{path}: {} {} {release}", package.name, package.version)
                })
                .collect::<Vec<_>>(),
            Err(problem) => vec![format!("{path}: {problem}")],
        })
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn package(name: &str) -> Vec<u8> {
    format!("Name: {name}\nVersion: 1.0\n").into_bytes()
}

const STATUS: &[u8] = b"Package: libssl3\nStatus: install ok installed\nVersion: 3.0\n\n";
const DEBIAN: &[u8] = b"ID=debian\nVERSION_ID=12\n";

#[test]
fn layers_are_laid_over_each_other() {
    let (a, b, c) = (package("a"), package("b"), package("c"));
    let first = archive(&[
        ("./etc/os-release", LINK, b"../usr/lib/os-release"),
        ("./usr/lib/os-release", FILE, DEBIAN),
        ("./var/lib/dpkg/status", FILE, STATUS),
        ("p/a.dist-info/METADATA", FILE, &a),
        ("p/b.dist-info/METADATA", FILE, &b),
        ("q/a.dist-info/METADATA", FILE, &a),
        ("r/s/a.dist-info/METADATA", FILE, &a),
        ("t/a.dist-info/METADATA", FILE, &a),
    ]);
    let second = archive(&[
        ("p/.wh.a.dist-info", FILE, b""),
        ("p/b.dist-info/METADATA", FILE, &c),
        // What an opaque folder has in its own layer stays, before the mark and behind it.
        ("q/b.dist-info/METADATA", FILE, &b),
        ("q/.wh..wh..opq", FILE, b""),
        ("q/c.dist-info/METADATA", FILE, &c),
        // A file takes the place of a folder, a link that of another.
        ("r/s", FILE, b""),
        ("t", LINK, b"/elsewhere"),
    ]);
    let found = found(&[first, second]);
    let expected = [
        "p/b.dist-info/METADATA: c 1.0",
        "q/b.dist-info/METADATA: b 1.0",
        "q/c.dist-info/METADATA: c 1.0",
        "var/lib/dpkg/status: libssl3 3.0 12",
    ];
    assert_eq!(told(&found), expected);
    assert_eq!(found.problems, []);
    assert_eq!(found.links, 2);
}

#[test]
fn layers_may_be_packed() {
    let a = package("a");
    let plain = archive(&[("a.dist-info/METADATA", FILE, &a)]);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&plain).unwrap();
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let mut zstd = ruzstd::encoding::compress_to_vec(plain.as_slice(), level);
    // A frame to be skipped, and a second one with data.
    zstd.extend([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    zstd.extend(ruzstd::encoding::compress_to_vec([0; 512].as_slice(), level));
    for layer in [plain, gzip.finish().unwrap(), zstd] {
        let found = found(&[layer]);
        assert_eq!(told(&found), ["a.dist-info/METADATA: a 1.0"]);
        assert_eq!(found.problems, []);
    }
}

#[test]
fn what_is_wrong_is_told_and_the_rest_counts() {
    let a = package("a");
    let deep = format!("{}a.dist-info/METADATA", "d/".repeat(30));
    let whole = archive(&[
        ("../../etc/a.dist-info/METADATA", FILE, &a),
        ("var/lib/dpkg/status", DEVICE, b""),
        ("lib/apk/db/installed", FILE, b"x"),
        (&deep, FILE, &a),
        ("p/a.dist-info/METADATA", FILE, &a),
        ("h/a.dist-info/METADATA", b'1', b"p/a.dist-info/METADATA"),
        ("i/a.dist-info/METADATA", b'1', b"/etc/passwd"),
        ("w/.wh...", FILE, b""),
        (".wh.", FILE, b""),
    ]);
    // Its last member is cut off, and so is that of a size that lies.
    let mut cut = archive(&[("b/a.dist-info/METADATA", FILE, &a)]);
    cut.truncate(cut.len() - 1024);
    cut.extend(header("c/a.dist-info/METADATA", FILE, 0o7_7777_7777, ""));
    cut.extend(&a);
    let found = found(&[whole, cut, b"no archive".repeat(100)]);
    let deep = format!("{deep}: a 1.0");
    let expected = [
        "b/a.dist-info/METADATA: a 1.0",
        &deep,
        "h/a.dist-info/METADATA: a 1.0",
        "lib/apk/db/installed: it is no database of apk",
        "p/a.dist-info/METADATA: a 1.0",
    ];
    assert_eq!(told(&found), expected);
    let problems: Vec<&str> = found.problems.iter().map(|(_, problem)| problem.as_str()).collect();
    let expected = [
        "its path leads out of the image",
        "it is no regular file",
        "it is a link to a file that is not read",
        "it ends too early",
        "it is no tape archive, or is damaged",
    ];
    assert_eq!(problems, expected);
    assert_eq!(found.problems[3].0, "c/a.dist-info/METADATA");
}

#[test]
fn folders_that_are_nested_too_deeply_are_told() {
    // Such a path has a header of its own (pax).
    let path = format!("{}a.dist-info/METADATA", "d/".repeat(300));
    let record = format!(" path={path}\n");
    let record = format!("{}{record}", record.len() + 3);
    let a = package("a");
    let archive = archive(&[
        ("pax", b'x', record.as_bytes()),
        ("short", FILE, &a),
        ("a.dist-info/METADATA", FILE, &a),
    ]);
    let found = found(&[archive]);
    assert_eq!(told(&found), ["a.dist-info/METADATA: a 1.0"]);
    assert_eq!(found.problems, [(path, "folders are nested too deeply".to_owned())]);
}

#[test]
fn bombs_are_not_unpacked() {
    // 1.2 GB of zeros, which are 1.2 MB.
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&header("a.dist-info/METADATA", FILE, 2 << 30, "")).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..1200 {
        gzip.write_all(&zeros).unwrap();
    }
    let bomb = gzip.finish().unwrap();
    let a = package("a");
    let found = found(&[bomb, archive(&[("b.dist-info/METADATA", FILE, &a)])]);
    let problem = format!("it is larger than {} MB", 128);
    let first = format!("a.dist-info/METADATA: {problem}");
    assert_eq!(told(&found), [&*first, "b.dist-info/METADATA: a 1.0"]);
    let (_, problem) = &found.problems[0];
    assert_eq!(problem, "it unpacks to more than 200 times its size");
}

#[test]
fn blobs_that_are_not_what_they_should_be_are_told() {
    let a = package("a");
    let layer = archive(&[("a.dist-info/METADATA", FILE, &a)]);
    let mut parts = layout(&["amd64"], std::slice::from_ref(&layer));
    let path = format!("blobs/sha256/{}", digest(&layer));
    parts.0.get_mut(&path).unwrap().extend([0; 512]);
    let found = read(&parts, &images(&parts, None).unwrap()[0]);
    assert_eq!(told(&found), ["a.dist-info/METADATA: a 1.0"]);
    let problems: Vec<&str> = found.problems.iter().map(|(_, problem)| problem.as_str()).collect();
    assert!(problems[0].contains("bytes, which is not what the image tells"), "{problems:?}");
    assert_eq!(problems[1], "it is not what its digest says");
    parts.0.remove(&path);
    let found = read(&parts, &images(&parts, None).unwrap()[0]);
    assert_eq!(found.problems, [(path, "it is not in the image".to_owned())]);
}

#[test]
fn the_architecture_that_is_asked_for_is_taken() {
    let parts = layout(&["amd64", "arm64"], &[]);
    for (wanted, expected) in
        [(None, "amd64 x86_64"), (Some("arm64"), "arm64 aarch64"), (Some("s390x"), "amd64 x86_64")]
    {
        let found = images(&parts, wanted).unwrap();
        let names: Vec<String> =
            found.iter().map(|one| one.target.architectures.join(" ")).collect();
        assert_eq!(names, [expected]);
        assert_eq!(found[0].target.system.as_deref(), Some("linux"));
    }
}

#[test]
fn saved_images_name_their_layers() {
    let a = package("a");
    let layer = archive(&[("a.dist-info/METADATA", FILE, &a)]);
    let config = br#"{"architecture":"arm64","os":"linux"}"#;
    let manifest =
        br#"[{"Config":"c.json","RepoTags":["app:1"],"Layers":["1/layer.tar","2/layer.tar"]}]"#;
    let whole = archive(&[
        ("1/", FOLDER, b""),
        ("2/layer.tar", LINK, b"../1/layer.tar"),
        ("1/layer.tar", FILE, &layer),
        ("c.json", FILE, config),
        ("manifest.json", FILE, manifest),
    ]);
    assert!(is_archive(&whole));
    let places = places(&whole).unwrap();
    let part = |place: Place| {
        let start = usize::try_from(place.start).unwrap();
        whole[start..start + usize::try_from(place.size).unwrap()].to_vec()
    };
    let parts = Parts(places.into_iter().map(|(path, place)| (path, part(place))).collect());
    let images = images(&parts, None).unwrap();
    assert_eq!((images.len(), images[0].name.as_str()), (1, "app:1"));
    assert_eq!(images[0].target.architectures, ["arm64", "aarch64"]);
    assert_eq!(images[0].layers.len(), 2);
    assert_eq!(told(&read(&parts, &images[0])), ["a.dist-info/METADATA: a 1.0"]);
}

#[test]
fn what_is_no_image_is_told() {
    let with = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        images(&Parts(files.collect()), None).map(|images| images.len())
    };
    let index = |digest: &str| format!(r#"{{"manifests":[{{"digest":"{digest}"}}]}}"#);
    for (index, problem) in [
        ("{", "`index.json`: "),
        (r#"{"manifests":[]}"#, "its index names no image"),
        (&index("sha256:../../etc/passwd"), "is no digest"),
        (&index("sha256:00"), "`blobs/sha256/00` is not in it"),
    ] {
        let told = with(&[("oci-layout", "{}"), ("index.json", index)]).unwrap_err();
        assert!(told.contains(problem), "{told}");
    }
    assert!(with(&[]).unwrap_err().contains("it is no image"));
    assert!(!is_archive(b"Cargo.lock"));
    assert!(places(&b"x".repeat(600)).is_err());
}

/// An index that names itself ends.
#[test]
fn an_index_may_not_lead_to_others_for_ever() {
    let index = r#"{"manifests":[{"digest":"sha256:aa"}]}"#;
    let files = [("oci-layout", "{}"), ("index.json", index), ("blobs/sha256/aa", index)];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let told = images(&Parts(files.into()), None).unwrap_err();
    assert_eq!(told, "its indexes are nested too deeply");
}

proptest! {
    #[test]
    fn no_bytes_make_a_layer_fail(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut contents = Contents::default();
        contents.add_layer("layer", bytes.as_slice());
        contents.add_stored("layer", &bytes);
        contents.finish();
        let _ = places(&bytes);
    }
}

/// The same parts, which can be read at any place.
struct StoredParts(Parts);

impl Files for StoredParts {
    fn open(&self, path: &str) -> Option<(Box<dyn Read + '_>, u64)> {
        self.0.open(path)
    }

    fn stored(&self, path: &str) -> Option<Box<dyn Stored + '_>> {
        Some(Box::new(self.0.0.get(path)?.as_slice()))
    }
}

#[test]
fn what_is_stored_is_read_as_a_stream_is() {
    let lock = br#"{"packages":{"node_modules/a":{"version":"1.0.0"}}}"#;
    let large = vec![b'x'; 100_000];
    let name = "package-lock.json";
    let whole = archive(&[("a", FILE, &large), (name, FILE, lock), ("b", FILE, &large)]);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&whole).unwrap();
    for (layer, problems) in [
        (whole.clone(), 0),
        (packed.finish().unwrap(), 0),
        (whole[..whole.len() - 50_000].to_vec(), 1),
        (whole[..1000].to_vec(), 1),
        (b"no archive".repeat(100), 1),
    ] {
        let manifest = json!([{ "Config": "c.json", "Layers": ["1.tar"] }]);
        let manifest = ("manifest.json", manifest.to_string().into_bytes());
        let files = [manifest, ("c.json", b"{}".to_vec()), ("1.tar", layer)];
        let parts = Parts(files.map(|(name, bytes)| (name.to_owned(), bytes)).into());
        let streamed = read(&parts, &images(&parts, None).unwrap()[0]);
        let parts = StoredParts(parts);
        let stored = read(&parts, &images(&parts, None).unwrap()[0]);
        assert_eq!(told(&stored), told(&streamed));
        assert_eq!(stored.problems, streamed.problems);
        assert_eq!(stored.problems.len(), problems);
    }
}
