//! `Cargo.lock` as cargo writes it: a line for each value. Reading such lines takes a fraction of what a
//! document of TOML does; a file that has other lines, as nobody but cargo should write them, is read as one.

/// An entry `[[package]]`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) version: Option<&'a str>,
    pub(super) source: Option<&'a str>,
}

/// Where a line is.
#[derive(PartialEq, Eq)]
enum Place {
    Package,
    /// In a table of which nothing is read.
    Other,
    /// In a list, which began in this place.
    List(bool),
}

/// The packages in it; none if it has lines that cargo does not write.
pub(super) fn entries(text: &str) -> Option<Vec<Entry<'_>>> {
    let (mut entries, mut place) = (Vec::new(), Place::Other);
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Place::List(is_package) = place {
            match line {
                "]" => place = if is_package { Place::Package } else { Place::Other },
                _ => _ = plain(line.strip_prefix(' ')?.strip_suffix(',')?)?,
            }
            continue;
        }
        match line {
            "[[package]]" => {
                entries.push(Entry::default());
                place = Place::Package;
                continue;
            }
            "[[patch.unused]]" | "[metadata]" | "[root]" => {
                place = Place::Other;
                continue;
            }
            _ => {}
        }
        let (key, value) = line.split_once(" = ")?;
        if place == Place::Other {
            // Checksums once had keys between quotes, with spaces in them.
            let is_key = is_bare(key) || plain(key).is_some();
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            if is_key && value == "[" {
                place = Place::List(false);
            } else if !is_key || !is_number && plain(value).is_none() {
                return None;
            }
            continue;
        }
        let entry = entries.last_mut()?;
        match (key, plain(value)) {
            ("name", Some(name)) if entry.name.is_empty() && !name.is_empty() => entry.name = name,
            ("version", Some(version)) if entry.version.is_none() => entry.version = Some(version),
            ("source", Some(source)) if entry.source.is_none() => entry.source = Some(source),
            ("checksum" | "replace", Some(_)) => {}
            ("dependencies", None) if value == "[" => place = Place::List(true),
            _ => return None,
        }
    }
    let is_whole = !matches!(place, Place::List(_));
    (is_whole && entries.iter().all(|entry| !entry.name.is_empty())).then_some(entries)
}

/// A text between quotes that stands for itself.
fn plain(value: &str) -> Option<&str> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    text.bytes().all(|byte| !matches!(byte, b'"' | b'\\' | 0x7f) && byte >= b' ').then_some(text)
}

fn is_bare(key: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !key.is_empty() && key.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Name, version and source.
    type Own = (String, Option<String>, Option<String>);

    /// What the same file is as a document of TOML.
    fn of_document(text: &str) -> Option<Vec<Own>> {
        let document: toml::Table = toml::from_str(text).ok()?;
        let Some(packages) = document.get("package") else { return Some(Vec::new()) };
        let packages = packages.as_array()?.iter().map(|package| {
            let value = |name: &str| Some(package.get(name)?.as_str()?.to_owned());
            Some((value("name")?, value("version"), value("source")))
        });
        packages.collect()
    }

    fn owned(entries: &[Entry<'_>]) -> Vec<Own> {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let each = entries.iter();
        each.map(|each| (each.name.to_owned(), own(each.version), own(each.source))).collect()
    }

    const LINES: [&str; 22] = [
        "# This file is generated",
        "version = 4",
        "[[package]]",
        "name = \"a\"",
        "name = \"\"",
        "name = \"a\\\\u0062\"",
        "name = 'a'",
        "version = \"1.0.0\"",
        "version = 1",
        "source = \"registry+https://github.com/rust-lang/crates.io-index\"",
        "source = { a = 1 }",
        "checksum = \"00\"",
        "replace = \"b 1.0.0\"",
        "dependencies = [",
        " \"b\",",
        " \"b 1.0.0 (registry+x)\",",
        "]",
        "dependencies = [\"b\"]",
        "[metadata]",
        "\"checksum a 1.0.0 (registry+x)\" = \"00\"",
        "[[patch.unused]]",
        "",
    ];

    #[test]
    fn what_cargo_writes_is_read_by_lines() {
        let text = LINES.join("\n");
        assert_eq!(entries(&text), None);
        let kept =
            [0, 1, 21, 2, 3, 7, 9, 11, 13, 14, 15, 16, 21, 2, 3, 7, 12, 21, 20, 3, 7, 18, 19];
        let text = kept.map(|at| LINES[at]).join("\n");
        let found = entries(&text).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(Some(owned(&found)), of_document(&text));
        let empty = entries("");
        assert_eq!(empty, Some(Vec::new()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_is_read_by_lines_is_what_a_document_has(
            chosen in prop::collection::vec(0..LINES.len(), 0..14),
        ) {
            let text: Vec<&str> = chosen.iter().map(|at| LINES[*at]).collect();
            let text = text.join("\n");
            if let (Some(found), Some(document)) = (entries(&text), of_document(&text)) {
                prop_assert_eq!(owned(&found), document);
            }
        }
    }
}
