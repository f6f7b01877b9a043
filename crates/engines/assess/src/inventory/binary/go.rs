//! Go's build information (package `debug/buildinfo`): the version of Go, and the modules.

use std::borrow::Cow;

use super::elf::Elf;
use crate::ecosystem::Ecosystem;
use crate::inventory::Inventory;
use crate::stored::Stored;

const MAGIC: &[u8] = b"\xff Go buildinf:";
const HEADER_BYTES: usize = 32;
/// The largest section, and the longest text that one leads to.
const BYTES_MAX: usize = 16 << 20;
/// What stands in front of the modules and behind them.
const SENTINEL_BYTES: usize = 16;
/// The header's flag for texts that follow it.
const IN_PLACE: u8 = 2;

pub(super) fn add(elf: &Elf<'_, impl Stored>, into: &mut Inventory) -> Result<(), String> {
    let Some(section) = elf.section(b".go.buildinfo", BYTES_MAX) else { return Ok(()) };
    let section = section?;
    let at = section.chunks(16).position(|bytes| bytes.starts_with(MAGIC));
    let header = at.and_then(|at| section.get(at * 16..));
    let header = header.ok_or("its build information is damaged")?;
    let texts = match header.get(15) {
        Some(flags) if flags & IN_PLACE != 0 => in_place(header),
        _ => pointed_at(elf, header),
    };
    let (version, modules) = texts.ok_or("its build information is damaged")?;
    let version = String::from_utf8_lossy(&version);
    let number = version.split_whitespace().next().and_then(|word| word.strip_prefix("go"));
    into.add(Ecosystem::GO, "stdlib", number.unwrap_or_default());
    add_modules(&String::from_utf8_lossy(inner(&modules)), into);
    Ok(())
}

/// The version of Go, and the modules.
type Texts<'p> = (Cow<'p, [u8]>, Cow<'p, [u8]>);

/// Each text behind its length.
fn in_place(header: &[u8]) -> Option<Texts<'_>> {
    let (version, rest) = text(header.get(HEADER_BYTES..)?)?;
    let (modules, _) = text(rest)?;
    Some((version.into(), modules.into()))
}

fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (mut length, mut rest) = (0_usize, bytes);
    for shift in (0..28).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        rest = behind;
        length |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return rest.split_at_checked(length);
        }
    }
    None
}

/// Before Go 1.18 the header holds the addresses of two texts.
fn pointed_at<'p>(elf: &Elf<'p, impl Stored>, header: &[u8]) -> Option<Texts<'p>> {
    let pointers = header.get(16..HEADER_BYTES)?;
    let text = |at: usize| {
        let text = elf.at(elf.pointer(pointers, at)?, elf.pointer_bytes() * 2)?;
        let length = usize::try_from(elf.pointer(&text, 1)?).ok()?;
        let length = Some(length).filter(|length| *length <= BYTES_MAX)?;
        elf.at(elf.pointer(&text, 0)?, length)
    };
    let modules = if elf.pointer(pointers, 1)? == 0 { Cow::default() } else { text(1)? };
    Some((text(0)?, modules))
}

fn inner(modules: &[u8]) -> &[u8] {
    let end = modules.len().saturating_sub(SENTINEL_BYTES);
    modules.get(SENTINEL_BYTES..end).unwrap_or_default()
}

/// Lines such as `dep`, the module, its version and sum, between tabs; `=>` replaces the one before.
fn add_modules(text: &str, into: &mut Inventory) {
    let mut module: Option<(&str, &str)> = None;
    for line in text.lines().chain([""]) {
        let mut words = line.split('\t');
        let kind = words.next().unwrap_or_default();
        let named = words.next().zip(words.next());
        if kind == "=>" {
            if let Some((from, _)) = module {
                module = named.filter(|(_, version)| !version.is_empty());
                if module.is_none() {
                    into.note(format!("`{from}` is replaced by a folder"));
                }
            }
            continue;
        }
        match module.take() {
            Some((path, "(devel)")) => into.note(format!("`{path}` tells no version")),
            Some((path, version)) => into.add(Ecosystem::GO, path, version),
            None => {}
        }
        if kind == "dep" || kind == "mod" {
            module = named;
        }
    }
}
