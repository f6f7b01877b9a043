//! Zip files, and what may be in them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use bartizan_functions::{Bounds, Error, unpack};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An entry of a zip file.
enum Entry<'a> {
    File(&'a str, &'a [u8]),
    Program(&'a str, &'a [u8]),
    Folder(&'a str),
    Link(&'a str, &'a str),
}
use Entry::{File, Folder, Link, Program};

fn zipped(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for entry in entries {
        match entry {
            File(name, bytes) => {
                zip.start_file(*name, plain.unix_permissions(0o600)).unwrap();
                zip.write_all(bytes).unwrap();
            }
            Program(name, bytes) => {
                zip.start_file(*name, plain.unix_permissions(0o4711)).unwrap();
                zip.write_all(bytes).unwrap();
            }
            Folder(name) => zip.add_directory(*name, plain).unwrap(),
            Link(name, target) => zip.add_symlink(*name, *target, plain).unwrap(),
        }
    }
    zip.finish().unwrap().into_inner()
}

fn into(folder: &Path, entries: &[Entry<'_>]) -> Result<u64, Error> {
    unpack(Cursor::new(zipped(entries)), folder, Bounds::default())
}

fn refused(entries: &[Entry<'_>]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b/code");
    let refused = into(&inner, entries).unwrap_err().to_string();
    let beside: Vec<_> = fs::read_dir(inner.parent().unwrap()).unwrap().flatten().collect();
    assert_eq!(beside.len(), 1, "nothing is written outside: {beside:?}");
    refused
}

#[test]
fn files_can_be_read_by_all_and_executed_where_they_could() {
    let folder = tempfile::tempdir().unwrap();
    let code = folder.path().join("code");
    let entries = [
        Folder("lib/"),
        File("lib/deep/one.py", b"one"),
        Program("bootstrap", b"two"),
        Link("lib/two", "../bootstrap"),
        Link("three", "lib/deep/../../bootstrap"),
    ];
    let refused = into(&code, &entries).unwrap_err().to_string();
    assert!(refused.ends_with("three is a link out of the zip file"), "{refused}");
    assert_eq!(into(&code, &entries[..4]).unwrap(), 6);
    for (path, mode) in
        [("lib", 0o755), ("lib/deep/one.py", 0o644), ("bootstrap", 0o755), ("", 0o755)]
    {
        assert_eq!(fs::metadata(code.join(path)).unwrap().permissions().mode() & 0o7777, mode);
    }
    assert_eq!(fs::read(code.join("lib/two")).unwrap(), b"two");

    // A layer over it takes the place of files and links, and is written through neither.
    let layer =
        [File("lib/two", b"anew"), File("lib/deep/one.py", b"1"), File("bootstrap/in", b"2")];
    assert_eq!(into(&code, &layer).unwrap(), 6);
    assert_eq!(fs::read(code.join("lib/two")).unwrap(), b"anew");
    assert_eq!(fs::read(code.join("bootstrap/in")).unwrap(), b"2");
    let over = into(&code, &[File("lib", b"")]).unwrap_err().to_string();
    assert!(over.ends_with("lib is a folder and something else"), "{over}");
}

#[test]
fn nothing_leads_out_of_the_folder() {
    let long = format!("{}x", "a/".repeat(64));
    for name in ["../a", "a/../../b", "/etc/a", "a\\b", &"x".repeat(2000), &long] {
        let refused = refused(&[File(name, b"1")]);
        assert!(refused.contains("an entry that is not taken"), "{name}: {refused}");
    }
    for target in ["/etc/shadow", "..", "../x", "a/..", "./../x", ""] {
        let refused = refused(&[Link("a", target)]);
        assert!(refused.contains("is a link out"), "{target}: {refused}");
    }
    assert!(refused(&[Link("d/e/a", "../../../x")]).contains("is a link out"));
    // A link is made after all files, so that none is written to where it leads; what is in its place is a folder.
    let folder = tempfile::tempdir().unwrap();
    let entries = [Link("a", "b"), Folder("b/"), File("a/c", b"1")];
    let refused = into(folder.path(), &entries).unwrap_err().to_string();
    assert!(refused.ends_with("a is a folder and something else"), "{refused}");
    // Links of one layer are not followed by another.
    let folder = tempfile::tempdir().unwrap();
    into(folder.path(), &[Link("a", "b"), Folder("b/")]).unwrap();
    into(folder.path(), &[File("a/c", b"1")]).unwrap();
    assert!(!folder.path().join("b/c").exists());
}

#[test]
fn sizes_and_numbers_have_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = zipped(&[File("a", &vec![0; 10 << 20]), File("b", &[0; 100])]);
    assert!(zeros.len() < 100_000, "it is a small file that is large inside");
    let unpacked = |entries, bytes| {
        unpack(Cursor::new(&zeros), folder.path(), Bounds { entries, bytes })
            .map_err(|e| e.to_string())
    };
    let most = (10 << 20) + 100;
    assert_eq!(unpacked(2, most), Ok(most));
    let large = format!("Unzipped size must be smaller than {} bytes", most - 1);
    assert_eq!(unpacked(2, most - 1), Err(large));
    assert_eq!(unpacked(1, most), Err("the zip file has more than 1 entries".to_owned()));
    let written = fs::metadata(folder.path().join("b")).unwrap().len();
    assert!(written <= 100);
}

#[test]
fn what_is_no_zip_file_is_refused_whatever_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let whole = zipped(&[File("a", &b"some text ".repeat(100)), Link("b", "a")]);
    let mut tries: Vec<Vec<u8>> = vec![Vec::new(), b"PK".to_vec(), vec![0; 4096]];
    tries.extend((0..whole.len()).map(|at| whole[..at].to_vec()));
    for bytes in tries {
        let refused = unpack(Cursor::new(&bytes), folder.path(), Bounds::default()).unwrap_err();
        assert!(refused.to_string().starts_with("Could not unzip uploaded file."), "{refused}");
    }
    // Any one byte that is wrong is an error or another zip file, and nothing else.
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        let folder = tempfile::tempdir().unwrap();
        let code = folder.path().join("code");
        let _ = unpack(Cursor::new(&bytes), &code, Bounds::default());
        let beside = fs::read_dir(folder.path()).unwrap().flatten();
        assert!(beside.map(|file| file.file_name()).all(|name| name == "code"));
    }
}
