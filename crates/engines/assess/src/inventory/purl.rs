//! Package URLs (ECMA-427), read into packages and written.

use super::Package;
use crate::ecosystem::Ecosystem;

/// The package that a URL names, or none if its type is of no ecosystem that is known or it has no
/// version.
pub(super) fn read(purl: &str) -> Option<Package> {
    let rest = purl.strip_prefix("pkg:")?.trim_start_matches('/');
    let rest = rest.split('#').next()?;
    let (path, qualifiers) = rest.split_once('?').unwrap_or((rest, ""));
    let (path, version) = path.rsplit_once('@')?;
    let (kind, path) = path.split_once('/')?;
    let (namespace, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (namespace, name) = (decoded(namespace), decoded(name));
    let (namespace, version) = (namespace.as_str(), decoded(version));
    let qualifier = |key: &str| {
        let mut pairs = qualifiers.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(found, _)| *found == key).map(|(_, value)| decoded(value)).unwrap_or_default()
    };
    let joined = |sign: &str| match namespace {
        "" => name.clone(),
        _ => format!("{namespace}{sign}{name}"),
    };
    let (ecosystem, name) = match kind.to_ascii_lowercase().as_str() {
        "cargo" => (Ecosystem::CRATES, name),
        "pypi" => (Ecosystem::PYPI, name),
        "gem" => (Ecosystem::RUBYGEMS, name),
        "nuget" => (Ecosystem::NUGET, name),
        "npm" => (Ecosystem::NPM, joined("/")),
        "golang" => (Ecosystem::GO, joined("/")),
        "composer" => (Ecosystem::PACKAGIST, joined("/")),
        "maven" => (Ecosystem::MAVEN, joined(":")),
        "hex" => (Ecosystem::parse("Hex")?.0, joined("/")),
        "pub" => (Ecosystem::parse("Pub")?.0, name),
        "cran" => (Ecosystem::parse("CRAN")?.0, name),
        "hackage" => (Ecosystem::parse("Hackage")?.0, name),
        "bitnami" => (Ecosystem::parse("Bitnami")?.0, name),
        "githubactions" => (Ecosystem::parse("GitHub Actions")?.0, joined("/")),
        "deb" | "apk" => return distributed(namespace, &name, &version, &qualifier),
        _ => return None,
    };
    Some(Package::new(ecosystem, &name, &version))
}

/// A package of a distribution: `distro` tells its release, `upstream` its source package.
fn distributed(
    namespace: &str,
    name: &str,
    version: &str,
    qualifier: &dyn Fn(&str) -> String,
) -> Option<Package> {
    let distro = qualifier("distro");
    let release = distro.rsplit_once('-').map_or(distro.as_str(), |(_, release)| release);
    let (ecosystem, release) = match namespace {
        "debian" => (Ecosystem::DEBIAN, release.to_owned()),
        "ubuntu" => (Ecosystem::parse("Ubuntu")?.0, release.to_owned()),
        "alpine" => {
            let minor: Vec<&str> = release.split('.').take(2).collect();
            (Ecosystem::ALPINE, format!("v{}", minor.join(".")))
        }
        _ => return None,
    };
    // A word such as `bookworm` is no release as advisories name it.
    let is_number = release.contains(|letter: char| letter.is_ascii_digit());
    let upstream = qualifier("upstream");
    let source = match upstream.split_once('@') {
        Some((name, version)) => (name.to_owned(), version.to_owned()),
        None if upstream.is_empty() => (name.to_owned(), version.to_owned()),
        None => (upstream.clone(), version.to_owned()),
    };
    Some(Package {
        release: if is_number { release } else { String::new() },
        source: Some(source),
        ..Package::new(ecosystem, name, version)
    })
}

/// The URL of a package.
pub(super) fn write(package: &Package) -> String {
    let ecosystem = package.ecosystem;
    let (namespace, name) = match ecosystem.purl_type() {
        "deb" | "apk" => (ecosystem.name().to_ascii_lowercase(), package.name.as_str()),
        "maven" => match package.name.split_once(':') {
            Some((group, artifact)) => (group.to_owned(), artifact),
            None => (String::new(), package.name.as_str()),
        },
        "cargo" | "pypi" | "gem" | "nuget" => (String::new(), package.name.as_str()),
        _ => match package.name.rsplit_once('/') {
            Some((namespace, name)) => (namespace.to_owned(), name),
            None => (String::new(), package.name.as_str()),
        },
    };
    let normal = if ecosystem == Ecosystem::PYPI { ecosystem.normalize(name) } else { name.into() };
    let mut purl = format!("pkg:{}/", ecosystem.purl_type());
    for part in namespace.split('/').filter(|part| !part.is_empty()) {
        encode(part, &mut purl);
        purl.push('/');
    }
    encode(&normal, &mut purl);
    purl.push('@');
    encode(&package.version, &mut purl);
    let mut sign = '?';
    if !package.release.is_empty() {
        purl.push_str("?distro=");
        let release = package.release.trim_start_matches('v');
        encode(&format!("{}-{release}", ecosystem.name().to_ascii_lowercase()), &mut purl);
        sign = '&';
    }
    if let Some((name, version)) = &package.source
        && (name, version) != (&package.name, &package.version)
    {
        purl.push(sign);
        purl.push_str("upstream=");
        encode(&format!("{name}@{version}"), &mut purl);
    }
    purl
}

fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'.' | b'-' | b'_' | b'~' | b':' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => {
                const DIGITS: [char; 16] = [
                    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
                ];
                let digit = |of: u8| DIGITS.get(usize::from(of)).copied().unwrap_or_default();
                out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
}

/// A text without its percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.extend(u8::try_from(high * 16 + low));
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_packages() {
        for (purl, ecosystem, name, version) in [
            ("pkg:cargo/libc@0.2.1", "crates.io", "libc", "0.2.1"),
            ("pkg:npm/%40s/a@1.0.0", "npm", "@s/a", "1.0.0"),
            ("pkg:npm/a@1.0.0?x=y#z", "npm", "a", "1.0.0"),
            ("pkg:golang/example.org/m/v2@v2.0.0", "Go", "example.org/m/v2", "v2.0.0"),
            ("pkg:maven/g.h/a@1.0%2B1", "Maven", "g.h:a", "1.0+1"),
            ("pkg:composer/a/b@1.0", "Packagist", "a/b", "1.0"),
            ("pkg:deb/debian/libssl3@3.0?arch=amd64&distro=debian-12", "Debian", "libssl3", "3.0"),
        ] {
            let found = read(purl).unwrap();
            let told = (found.ecosystem.name(), found.name.as_str(), found.version.as_str());
            assert_eq!(told, (ecosystem, name, version), "{purl}");
            assert_eq!(read(&write(&found)), Some(found), "{purl}");
        }
        for none in ["", "pkg:cargo/libc", "pkg:other/a@1", "cargo/a@1", "pkg:deb/x/a@1", "pkg:@"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn distributions_tell_release_and_source() {
        let purl = "pkg:deb/debian/libssl3@3.0-1?upstream=openssl%403.0&distro=debian-12";
        let found = read(purl).unwrap();
        assert_eq!((found.release.as_str(), found.advised()), ("12", ("openssl", "3.0")));
        let found =
            read("pkg:apk/alpine/busybox-extras@1-r0?upstream=busybox&distro=alpine-3.18.4");
        let found = found.unwrap();
        assert_eq!((found.release.as_str(), found.advised()), ("v3.18", ("busybox", "1-r0")));
        assert_eq!(read(&write(&found)), Some(found));
        assert_eq!(read("pkg:deb/debian/a@1?distro=bookworm").unwrap().release, "");
    }
}
