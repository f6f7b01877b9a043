//! Packages that a vulnerability affects, as findings tell them.

use bartizan_assess::inventory::Package;

use crate::shapes::VulnerablePackage;

/// Which package managers files are of, by the ends of their paths. (Amazon Inspector API Reference,
/// `VulnerablePackage`.)
const MANAGERS: [(&str, &str); 21] = [
    ("Cargo.lock", "CARGO"),
    ("package-lock.json", "NPM"),
    ("npm-shrinkwrap.json", "NPM"),
    ("pnpm-lock.yaml", "NPM"),
    ("yarn.lock", "YARN"),
    ("package.json", "NODEPKG"),
    ("poetry.lock", "POETRY"),
    ("uv.lock", "POETRY"),
    ("Pipfile.lock", "PIPENV"),
    (".txt", "PIP"),
    ("METADATA", "PYTHONPKG"),
    ("PKG-INFO", "PYTHONPKG"),
    (".egg-info", "PYTHONPKG"),
    ("go.mod", "GOMOD"),
    ("pom.xml", "POM"),
    (".jar", "JAR"),
    (".war", "JAR"),
    (".ear", "JAR"),
    ("Gemfile.lock", "BUNDLER"),
    ("composer.lock", "COMPOSER"),
    ("packages.lock.json", "NUGET"),
];

/// A package at a path.
pub(super) fn package(package: &Package, path: &str, fixed_in: Option<&str>) -> VulnerablePackage {
    let kind = package.ecosystem.purl_type();
    let (epoch, version, release) = parts(kind, &package.version);
    // What a host calls its packages is no part of a command that someone may run.
    let kind_of_command = if is_plain(&package.name) { kind } else { "" };
    let remediation = fixed_in.map(|fixed_in| match kind_of_command {
        "deb" => format!("apt-get update && apt-get install --only-upgrade {}", package.name),
        "rpm" => format!("dnf upgrade {}", package.name),
        "apk" => format!("apk upgrade {}", package.name),
        _ => format!("Update {} to {fixed_in}", package.name),
    });
    VulnerablePackage {
        name: package.name.clone(),
        version: version.to_owned(),
        epoch,
        release: release.map(str::to_owned),
        package_manager: manager(kind, path).map(str::to_owned),
        file_path: Some(path.to_owned()).filter(|path| !path.is_empty()),
        fixed_in_version: Some(fixed_in.unwrap_or("NotAvailable").to_owned()),
        remediation,
        ..VulnerablePackage::default()
    }
}

/// Whether a name is one that package managers of distributions have.
fn is_plain(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._~".contains(&byte);
    !name.starts_with('-') && !name.is_empty() && name.bytes().all(is_part)
}

/// Epoch, version and release, of distributions that have them.
fn parts<'v>(kind: &str, version: &'v str) -> (Option<i32>, &'v str, Option<&'v str>) {
    if !matches!(kind, "deb" | "rpm" | "apk") {
        return (None, version, None);
    }
    let (epoch, rest) = match version.split_once(':') {
        Some((epoch, rest)) if epoch.parse::<i32>().is_ok() => (epoch.parse().ok(), rest),
        _ => (Some(0), version),
    };
    match rest.rsplit_once('-') {
        Some((version, release)) => (epoch, version, Some(release)),
        None => (epoch, rest, None),
    }
}

fn manager(kind: &str, path: &str) -> Option<&'static str> {
    if matches!(kind, "deb" | "rpm" | "apk") {
        return Some("OS");
    }
    let found = MANAGERS.iter().find(|(end, _)| path.ends_with(end));
    // What no name tells was read from a program.
    found.map(|(_, manager)| *manager).or(match kind {
        "golang" => Some("GOBINARY"),
        "cargo" => Some("CARGO"),
        "gem" => Some("GEMSPEC"),
        "nuget" => Some("DOTNET_CORE"),
        _ => None,
    })
}

/// Whether there are fixes for all, some or none of them.
pub(super) fn fix_available(packages: &[VulnerablePackage]) -> &'static str {
    match packages.iter().filter(|package| package.remediation.is_some()).count() {
        0 => "NO",
        fixed if fixed == packages.len() => "YES",
        _ => "PARTIAL",
    }
}

/// What to do. So many more packages are affected than there are.
pub(super) fn recommendation(packages: &[VulnerablePackage], unlisted: usize) -> String {
    const TOLD_MAX: usize = 10;
    let mut updates: Vec<String> = packages
        .iter()
        .filter(|package| package.remediation.is_some())
        .filter_map(|package| {
            let fixed_in = package.fixed_in_version.as_ref()?;
            Some(format!("{} to {fixed_in}", package.name))
        })
        .collect();
    updates.sort();
    updates.dedup();
    if updates.is_empty() {
        return "None Provided".to_owned();
    }
    let more = updates.len().saturating_sub(TOLD_MAX);
    updates.truncate(TOLD_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let unlisted = match unlisted {
        0 => String::new(),
        count => format!(" It affects {count} more packages than are listed."),
    };
    format!("Update {}{more}.{unlisted}", updates.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_distributions_have_parts() {
        for (kind, version, expected) in [
            ("deb", "1:2.3-4+deb12u1", (Some(1), "2.3", Some("4+deb12u1"))),
            ("deb", "2.3", (Some(0), "2.3", None)),
            ("rpm", "3:1-2.el9", (Some(3), "1", Some("2.el9"))),
            ("apk", "1.36.1-r2", (Some(0), "1.36.1", Some("r2"))),
            ("npm", "1:2-3", (None, "1:2-3", None)),
        ] {
            assert_eq!(parts(kind, version), expected, "{kind} {version}");
        }
    }

    #[test]
    fn what_a_host_calls_a_package_is_no_command() {
        for (name, is_command) in [
            ("libstdc++6", true),
            ("x; rm -rf ~", false),
            ("$(id)", false),
            ("-o", false),
            ("a\nb", false),
        ] {
            let purl = "pkg:deb/debian/x@1.0-1?distro=debian-12";
            let found = bartizan_assess::inventory::purl_pattern(purl).unwrap();
            let found = Package { name: name.to_owned(), ..found };
            let text = package(&found, "", Some("2")).remediation.unwrap();
            assert_eq!(text.contains("apt-get"), is_command, "{text}");
        }
    }

    #[test]
    fn files_tell_package_managers() {
        for (kind, path, expected) in [
            ("deb", "var/lib/dpkg/status", Some("OS")),
            ("npm", "app/package-lock.json", Some("NPM")),
            ("npm", "app/node_modules/a/package.json", Some("NODEPKG")),
            ("golang", "usr/bin/server", Some("GOBINARY")),
            ("golang", "go.mod", Some("GOMOD")),
            ("pypi", "sbom.json", None),
        ] {
            assert_eq!(manager(kind, path), expected, "{path}");
        }
    }
}
