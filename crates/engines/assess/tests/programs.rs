//! What programs tell of what they were built from; tests make the programs.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use std::borrow::Cow;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_assess::Stored;
use bartizan_assess::image::Contents;
use bartizan_assess::inventory::{Inventory, Kind};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

/// How a program is written: for 64 bits or 32, the highest byte first or the lowest.
#[derive(Clone, Copy, Debug)]
struct Form {
    is_wide: bool,
    is_big: bool,
}

const FORMS: [Form; 4] = [
    Form { is_wide: true, is_big: false },
    Form { is_wide: true, is_big: true },
    Form { is_wide: false, is_big: false },
    Form { is_wide: false, is_big: true },
];
/// Where the first section lies in the file, and in memory.
const OFFSET: usize = 0x200;
const ADDRESS: u64 = 0x40_0200;

impl Form {
    fn number(self, number: u64, length: usize) -> Vec<u8> {
        if self.is_big {
            number.to_be_bytes()[8 - length..].to_vec()
        } else {
            number.to_le_bytes()[..length].to_vec()
        }
    }

    fn pointer(self, number: u64) -> Vec<u8> {
        self.number(number, if self.is_wide { 8 } else { 4 })
    }

    /// A program with a section that is loaded.
    fn program(self, name: &str, section: &[u8]) -> Vec<u8> {
        let names = format!("\0{name}\0");
        let names_at = OFFSET + section.len();
        let table = (names_at + names.len()).next_multiple_of(8);
        let (header, segment, entry) = if self.is_wide { (64, 56, 64) } else { (52, 32, 40) };
        let mut out = vec![
            0x7f,
            b'E',
            b'L',
            b'F',
            if self.is_wide { 2 } else { 1 },
            if self.is_big { 2 } else { 1 },
        ];
        out.resize(24, 0);
        out.extend(self.pointer(0));
        out.extend(self.pointer(header));
        out.extend(self.pointer(table as u64));
        out.extend(self.number(0, 4));
        for number in [header, segment, 1, entry, 3, 2] {
            out.extend(self.number(number, 2));
        }
        // The one segment holds all there is.
        out.extend(self.number(1, 4));
        let size = table as u64 + 1000;
        let fields = [0, ADDRESS - OFFSET as u64, 0, size, size];
        if self.is_wide {
            out.extend(self.number(4, 4));
        }
        out.extend(fields.iter().flat_map(|field| self.pointer(*field)));
        out.resize(OFFSET, 0);
        out.extend(section);
        out.extend(names.as_bytes());
        out.resize(table, 0);
        let mut add = |name: u64, address: u64, offset: usize, size: usize| {
            let start = out.len();
            out.extend(self.number(name, 4));
            out.extend(self.number(1, 4));
            for field in [0, address, offset as u64, size as u64] {
                out.extend(self.pointer(field));
            }
            out.resize(start + usize::try_from(entry).unwrap(), 0);
        };
        add(0, 0, 0, 0);
        add(1, ADDRESS, OFFSET, section.len());
        add(0, 0, names_at, names.len());
        out
    }
}

const MODULES: &str = "path\texample.org/own\nmod\texample.org/own\t(devel)\t\n\
    dep\texample.org/a\tv1.0.0\th1:x=\ndep\texample.org/b\tv1.0.0\th1:x=\n=>\texample.org/c\tv2.0.0\th1:x=\n\
    dep\texample.org/d\tv1.0.0\n=>\t../d\t\nbuild\tGOOS=linux\n";

fn sealed() -> Vec<u8> {
    [&[1; 16], MODULES.as_bytes(), &[2; 16]].concat()
}

/// As Go writes it since 1.18.
fn in_place() -> Vec<u8> {
    let mut out = b"\xff Go buildinf:\x08\x02".to_vec();
    out.resize(32, 0);
    for text in [b"go1.22.1 X:boring".to_vec(), sealed()] {
        let mut length = text.len();
        while length > 127 {
            out.push(u8::try_from(length & 127).unwrap() | 128);
            length >>= 7;
        }
        out.push(u8::try_from(length).unwrap());
        out.extend(text);
    }
    out
}

/// As Go wrote it before: the header leads to texts behind it.
fn pointed_at(form: Form) -> Vec<u8> {
    let size = if form.is_wide { 8 } else { 4 };
    let mut out = b"\xff Go buildinf:".to_vec();
    out.extend([size, u8::from(form.is_big)]);
    let texts = [b"go1.17".to_vec(), sealed()];
    let mut at = ADDRESS + 32;
    let mut behind = Vec::new();
    for text in texts {
        out.extend(form.pointer(at));
        let start = at + u64::from(size) * 2;
        behind.extend(form.pointer(start));
        behind.extend(form.pointer(text.len() as u64));
        at = start + text.len() as u64;
        behind.extend(text);
    }
    out.resize(32, 0);
    [out, behind].concat()
}

fn audited(json: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(json).unwrap();
    packed.finish().unwrap()
}

fn told(program: &[u8]) -> Result<String, String> {
    let inventory = Kind::Binary.read(program, None)?;
    let packages = inventory.packages.iter();
    let told: Vec<String> = packages
        .map(|package| format!("{} {} {}", package.ecosystem.name(), package.name, package.version))
        .chain(inventory.notes.iter().cloned())
        .collect();
    Ok(told.join(", "))
}

#[test]
fn programs_of_go_tell_their_modules() {
    let modules = "Go example.org/a v1.0.0, Go example.org/c v2.0.0, \
        `example.org/own` tells no version, `example.org/d` is replaced by a folder";
    for form in FORMS {
        let found = told(&form.program(".go.buildinfo", &in_place())).unwrap();
        assert_eq!(found, format!("Go stdlib 1.22.1, {modules}"), "{form:?}");
        let found = told(&form.program(".go.buildinfo", &pointed_at(form))).unwrap();
        assert_eq!(found, format!("Go stdlib 1.17, {modules}"), "{form:?}");
    }
}

#[test]
fn programs_of_rust_tell_their_packages() {
    let json = br#"{"packages":[{"name":"own","version":"0.1.0","source":"local","root":true},
        {"name":"smallvec","version":"1.6.0","source":"crates.io"},
        {"name":"cc","version":"1.0.0","source":"crates.io","kind":"build"},
        {"name":"g","version":"1.0.0","source":"git"}]}"#;
    for form in FORMS {
        let found = told(&form.program(".dep-v0", &audited(json))).unwrap();
        assert_eq!(found, "crates.io smallvec 1.6.0, `g` is from `git`", "{form:?}");
    }
}

#[test]
fn what_tells_nothing_holds_nothing() {
    let other = FORMS[0].program(".text", b"x");
    for program in [other.as_slice(), b"\x7fELF", b"#!/bin/sh\n", b""] {
        assert_eq!(Kind::Binary.read(program, None), Ok(Inventory::default()));
    }
}

#[test]
fn what_is_damaged_is_told() {
    let bomb = audited(&vec![b' '; 9 << 20]);
    let mut cut = in_place();
    cut.truncate(60);
    for (name, section, problem) in [
        (".go.buildinfo", b"x".to_vec(), "its build information is damaged"),
        (".go.buildinfo", cut, "its build information is damaged"),
        (".dep-v0", b"x".to_vec(), "its list of packages cannot be unpacked"),
        (".dep-v0", bomb, "its list of packages is too large"),
        (".dep-v0", vec![0; 2 << 20], "its section `.dep-v0` is too large"),
    ] {
        assert_eq!(told(&FORMS[0].program(name, &section)).unwrap_err(), problem);
    }
    assert!(told(&FORMS[0].program(".dep-v0", &audited(b"{}"))).is_err());
}

proptest! {
    #[test]
    fn no_change_makes_a_reader_fail(
        which in 0..4_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let form = FORMS[which];
        let mut bytes = form.program(".go.buildinfo", &pointed_at(form));
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = told(&bytes);
    }
}

/// What is stored, and how many bytes of it were asked for.
struct Counted(Vec<u8>, AtomicUsize);

impl Stored for Counted {
    fn size(&self) -> u64 {
        self.0.size()
    }

    fn bytes(&self, start: u64, count: usize) -> Option<Cow<'_, [u8]>> {
        self.1.fetch_add(count, Ordering::Relaxed);
        self.0.bytes(start, count)
    }
}

#[test]
fn a_program_in_a_layer_is_read_where_it_lies() {
    const PADDING: usize = 1 << 20;
    let mut archive = tar::Builder::new(Vec::new());
    for name in ["app", "./usr/bin/../bin/app", "usr/bin/tool"] {
        let mut program = FORMS[0].program(".go.buildinfo", &in_place());
        program.resize(PADDING, 0);
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(PADDING as u64);
        header.set_mode(0o755);
        header.set_cksum();
        archive.append(&header, program.as_slice()).unwrap();
    }
    let archive = Counted(archive.into_inner().unwrap(), AtomicUsize::new(0));
    let (mut stored, mut streamed) = (Contents::default(), Contents::default());
    stored.add_stored("layer", &archive);
    streamed.add_layer("layer", archive.0.as_slice());
    let (stored, streamed) = (stored.finish(), streamed.finish());
    assert_eq!(stored.files, streamed.files);
    assert_eq!(stored.problems, streamed.problems);
    let found: Vec<(&str, usize)> = stored
        .files
        .iter()
        .map(|(path, read)| (path.as_str(), read.as_ref().unwrap().packages.len()))
        .collect();
    assert_eq!(found, [("app", 3), ("usr/bin/tool", 3)]);
    let problem = "its path leads out of the image".to_owned();
    assert_eq!(stored.problems, [("./usr/bin/../bin/app".to_owned(), problem)]);
    assert!(archive.1.into_inner() < PADDING / 10);
}
