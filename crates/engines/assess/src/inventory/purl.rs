//! Package URLs (ECMA-427), read into packages and written.

use super::Package;
use crate::ecosystem::Ecosystem;

/// The package that a URL names, or none if its type is of no ecosystem that is known or it has no
/// version.
pub(super) fn read(purl: &str) -> Option<Package> {
    pattern(purl).filter(|package| !package.version.is_empty())
}

/// The same, where a URL without a version is of all versions, and its version is empty.
pub fn pattern(purl: &str) -> Option<Package> {
    let rest = purl.strip_prefix("pkg:")?.trim_start_matches('/');
    let rest = rest.split('#').next()?;
    let (path, qualifiers) = rest.split_once('?').unwrap_or((rest, ""));
    let (path, version) = path.rsplit_once('@').unwrap_or((path, ""));
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
        "deb" | "apk" | "rpm" => return distributed(namespace, &name, &version, &qualifier),
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
    let ecosystem = match namespace {
        "rocky-linux" => Ecosystem::of_vendor("rocky")?,
        _ => Ecosystem::of_vendor(namespace)?,
    };
    let distro = qualifier("distro");
    // A word such as `bookworm` is no release as advisories name it.
    let number = distro.find(|letter: char| letter.is_ascii_digit());
    let number = number.and_then(|at| distro.get(at..)).unwrap_or_default();
    let release = match distro.as_str() {
        _ if distro.starts_with("opensuse-tumbleweed") => "Tumbleweed".to_owned(),
        _ => ecosystem.release(number),
    };
    let epoch = qualifier("epoch");
    let version = if epoch.is_empty() { version } else { &format!("{epoch}:{version}") };
    let upstream = qualifier("upstream");
    let source = match upstream.split_once('@') {
        Some((name, version)) => (name.to_owned(), version.to_owned()),
        None if upstream.is_empty() => (name.to_owned(), version.to_owned()),
        None => source_rpm(&upstream).unwrap_or((upstream.clone(), version.to_owned())),
    };
    Some(Package { release, source: Some(source), ..Package::new(ecosystem, name, version) })
}

/// The name and version of a source package of rpm, by the name of its file.
pub(super) fn source_rpm(file: &str) -> Option<(String, String)> {
    let stem = file.strip_suffix(".src.rpm").or_else(|| file.strip_suffix(".nosrc.rpm"))?;
    let (rest, release) = stem.rsplit_once('-')?;
    let (name, version) = rest.rsplit_once('-')?;
    Some((name.to_owned(), format!("{version}-{release}")))
}

/// The URL of a package.
pub(super) fn write(package: &Package) -> String {
    let ecosystem = package.ecosystem;
    let (namespace, name) = match ecosystem.purl_type() {
        "deb" | "apk" | "rpm" => (ecosystem.vendor().to_owned(), package.name.as_str()),
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
    let (epoch, version) = match package.version.split_once(':') {
        Some((epoch, version)) if ecosystem.purl_type() == "rpm" => (epoch, version),
        _ => ("", package.version.as_str()),
    };
    encode(version, &mut purl);
    let mut sign = '?';
    let mut add = |name: &str, value: &str| {
        purl.push(sign);
        purl.push_str(name);
        encode(value, &mut purl);
        sign = '&';
    };
    if !package.release.is_empty() {
        let version = ecosystem.version_of(&package.release);
        add("distro=", &format!("{}-{version}", ecosystem.vendor()).to_ascii_lowercase());
    }
    if !epoch.is_empty() {
        add("epoch=", epoch);
    }
    if let Some((name, version)) = &package.source
        && (name, version) != (&package.name, &package.version)
    {
        add("upstream=", &format!("{name}@{version}"));
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
