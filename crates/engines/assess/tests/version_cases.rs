//! The order of versions, by public expectations: see `BARTIZAN_CASES`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use std::cmp::Ordering;
use std::fs;
use std::path::PathBuf;

use bartizan_assess::version::Scheme;

const FILES: [(&str, Scheme); 12] = [
    ("alpine", Scheme::Alpine),
    ("cran", Scheme::Dotted),
    ("debian", Scheme::Debian),
    ("hackage", Scheme::Dotted),
    ("maven", Scheme::Maven),
    ("nuget", Scheme::NuGet),
    ("packagist", Scheme::Packagist),
    ("pub", Scheme::Pub),
    ("pypi", Scheme::PyPi),
    ("redhat", Scheme::Rpm),
    ("rubygems", Scheme::RubyGems),
    ("semver", Scheme::Semver),
];

/// Expectations that the ecosystem's own tool contradicts: `docs/compatibility.md` says why.
const CONTESTED: [(&str, &str); 30] = [
    ("maven", "1.0.0-RC16 < 1.0.0.RC8-beta"),
    ("maven", "1.0.0-gradle-rework-beta3 < 1.0.0.RC7-3"),
    ("maven", "2.9.0-1 < 2.9.0.RC1"),
    ("maven", "6.1.12.rc5 < 6.1.12rc1"),
    ("maven", "1.1.31.sec10 < 1.1.31_noneautotype"),
    ("maven", "1.1.34.sec10 < 1.1.34_noneautotype"),
    ("maven", "1.1.46.sec10 < 1.1.46_noneautotype"),
    ("maven", "1.2.8.sec10_noneautotype < 1.2.8_noneautotype"),
    ("maven", "1.2.31.sec10 < 1.2.31_noneautotype"),
    ("maven", "1.2.48.sec10 < 1.2.48_noneautotype"),
    ("maven", "1.2.50.sec10 < 1.2.50_noneautotype"),
    ("maven", "1.2.54.sec10 < 1.2.54_noneautotype"),
    ("maven", "1.2.57.sec10 < 1.2.57_noneautotype"),
    ("maven", "1.2.60.sec10 < 1.2.60_noneautotype"),
    ("maven", "1.2.67.sec10 < 1.2.67_noneautotype"),
    ("maven", "1.0.0rc0 < 1.0.beta8"),
    ("maven", "1.5.9.RC1 < 1.5.9-RC0"),
    ("maven", "1.1.0-01-glassfish < 1.1.0.Beta1"),
    ("packagist", "1.0.0 > 1.0"),
    ("packagist", "1.2.3.# = 1.2.3.1"),
    ("packagist", "v3.0 < v3.0.0-beta"),
    ("packagist", "v3.4 < v3.4.0-alpha"),
    ("packagist", "v4-beta4 < v4.0-alpha"),
    ("packagist", "v1.9.0-ALPHA.1 = v1.9.0-BETA.1"),
    ("packagist", "v1.9.0-BETA.1 < v1.9.0-ALPHA.2"),
    ("packagist", "v1.9.0-ALPHA.2 = v1.9.0-BETA.2"),
    ("packagist", "5.1.0-stable < 5.1.0-beta2"),
    ("packagist", "v4.4 < v4.4.0-beta"),
    ("packagist", "v6.5 < v6.5.0-beta-0"),
    ("packagist", "v6.6 < v6.6.0-beta"),
];

#[test]
fn orders_known_from_outside() {
    let folder = std::env::var_os("BARTIZAN_CASES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/cases"),
        PathBuf::from,
    );
    let folder = folder.join("version-order");
    if !folder.is_dir() {
        println!("SKIPPED orders_known_from_outside: cases not found at {}", folder.display());
        assert!(std::env::var_os("CI").is_none(), "CI needs the cases: set BARTIZAN_CASES");
        return;
    }
    let (mut count, mut wrong) = (0, Vec::new());
    for (name, scheme) in FILES {
        for file in [format!("{name}-versions.txt"), format!("{name}-versions-generated.txt")] {
            let Ok(text) = fs::read_to_string(folder.join(&file)) else { continue };
            for line in text.lines() {
                let Some((a, expected, b)) = expectation(line) else { continue };
                count += 1;
                let found = scheme.compare(a.as_bytes(), b.as_bytes());
                let turned = scheme.compare(b.as_bytes(), a.as_bytes());
                assert_eq!(found, turned.reverse(), "{file}: {line}");
                if (found != expected) != CONTESTED.contains(&(name, line)) {
                    wrong.push(format!("{file}: {line} {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    println!("{count} expectations hold");
}

fn expectation(line: &str) -> Option<(&str, Ordering, &str)> {
    let mut words = line.split_whitespace();
    let (a, sign, b) = (words.next()?, words.next()?, words.next()?);
    let order = match sign {
        "<" => Ordering::Less,
        "=" => Ordering::Equal,
        ">" => Ordering::Greater,
        _ => return None,
    };
    words.next().is_none().then_some((a, order, b))
}
