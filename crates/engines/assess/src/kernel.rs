//! Kernels of a host: of all that are installed, the one that runs.

use crate::inventory::Package;

/// The kernel that runs, by its release, as `uname -r` tells it.
#[derive(Clone, Copy, Debug)]
pub struct Running<'r>(pub &'r str);

impl Running<'_> {
    /// Whether a package is built from a kernel's sources, and is not the kernel that runs: what is kept
    /// beside it, as other kernels and headers, is not at work.
    pub fn excludes(self, package: &Package) -> bool {
        let source = package.source.as_ref().map_or(package.name.as_str(), |(name, _)| name);
        match package.ecosystem.purl_type() {
            "deb" => is_debian_kernel(source, &package.name) && !self.is_debian(&package.name),
            "rpm" => {
                let is_kernel = source == "kernel" || source.starts_with("kernel-");
                is_kernel && !self.is_rpm(&package.name, &package.version)
            }
            "apk" => source.starts_with("linux-") && is_apk_kernel(source) && !self.is_apk(package),
            _ => false,
        }
    }

    /// `linux-image-6.1.0-18-amd64` and its modules bear the release.
    fn is_debian(self, name: &str) -> bool {
        let is_code = name.starts_with("linux-image-") || name.starts_with("linux-modules-");
        is_code && name.strip_suffix(self.0).is_some_and(|before| before.ends_with('-'))
    }

    /// The release is the version, and the architecture or a flavour: `5.14.0-362.8.1.el9_3.x86_64`. SUSE's
    /// leaves out how often a version was built anew.
    fn is_rpm(self, name: &str, version: &str) -> bool {
        let version = version.split_once(':').map_or(version, |(_, version)| version);
        let is_next = |rest: &str| rest.is_empty() || rest.starts_with(['.', '+', '-']);
        // What is before a flavour still has a version and a release.
        let without_flavour = self.0.rsplit_once('-').map(|(before, _)| before);
        let without_flavour = without_flavour.filter(|before| before.contains('-'));
        let is_code = name.starts_with("kernel")
            && !["-headers", "-devel", "-tools", "-doc", "-source", "-macros"]
                .iter()
                .any(|part| name.contains(part));
        let begins = |text: &str, start: &str| text.strip_prefix(start).is_some_and(is_next);
        let is_rebuilt = without_flavour.is_some_and(|release| begins(version, release));
        is_code && (begins(self.0, version) || is_rebuilt)
    }

    /// `6.6.14-0-lts` is `linux-lts` of version `6.6.14-r0`.
    fn is_apk(self, package: &Package) -> bool {
        let flavour = package.name.strip_prefix("linux-").unwrap_or_default();
        self.0 == format!("{}-{flavour}", package.version.replace("-r", "-"))
    }
}

/// What is built from the sources of a kernel; Ubuntu has sources for each flavour.
fn is_debian_kernel(source: &str, name: &str) -> bool {
    const PARTS: [&str; 5] =
        ["linux-image-", "linux-headers-", "linux-modules-", "linux-tools-", "linux-buildinfo-"];
    source == "linux"
        || source.starts_with("linux-signed")
        || source.starts_with("linux-") && PARTS.iter().any(|part| name.starts_with(part))
}

fn is_apk_kernel(source: &str) -> bool {
    ["linux-lts", "linux-virt", "linux-edge", "linux-rpi", "linux-stable"].contains(&source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecosystem::Ecosystem;

    #[test]
    fn only_the_kernel_that_runs_counts() {
        let ecosystem = |name| Ecosystem::parse(name).unwrap().0;
        let debian = ("Debian", "6.1.0-18-amd64");
        let ubuntu = ("Ubuntu", "5.15.0-100-aws");
        let alma = ("AlmaLinux", "5.14.0-362.8.1.el9_3.x86_64");
        let suse = ("SUSE", "5.14.21-150400.24.100-default");
        let alpine = ("Alpine", "6.6.14-0-lts");
        for ((distribution, release), source, name, version, is_excluded) in [
            (debian, "linux", "linux-image-6.1.0-18-amd64", "6.1.76-1", false),
            (debian, "linux", "linux-image-6.1.0-17-amd64", "6.1.69-1", true),
            (debian, "linux", "linux-image-16.1.0-18-amd64", "16.1.69-1", true),
            (debian, "linux", "linux-libc-dev", "6.1.76-1", true),
            (debian, "linux", "linux-headers-6.1.0-18-amd64", "6.1.76-1", true),
            (debian, "linux-base", "linux-base", "4.9", false),
            (debian, "openssl", "libssl3", "3.0", false),
            (ubuntu, "linux-aws", "linux-modules-5.15.0-100-aws", "5.15.0-100.110", false),
            (ubuntu, "linux-aws", "linux-image-5.15.0-99-aws", "5.15.0-99.109", true),
            (ubuntu, "linux-firmware", "linux-firmware", "2022", false),
            (alma, "kernel", "kernel-core", "5.14.0-362.8.1.el9_3", false),
            (alma, "kernel", "kernel-core", "5.14.0-362.8.el9_3", true),
            (alma, "kernel", "kernel-headers", "5.14.0-362.8.1.el9_3", true),
            (alma, "kernel", "bpftool", "7.2.0-362.8.1.el9_3", true),
            (alma, "bash", "bash", "5.1", false),
            (suse, "kernel-default", "kernel-default", "5.14.21-150400.24.100.2", false),
            (suse, "kernel-default", "kernel-default", "5.14.21-150400.24.103.1", true),
            (alpine, "linux-lts", "linux-lts", "6.6.14-r0", false),
            (alpine, "linux-lts", "linux-lts", "6.6.13-r0", true),
            (alpine, "linux-pam", "linux-pam", "1.5", false),
        ] {
            let package = Package {
                source: Some((source.to_owned(), version.to_owned())),
                ..Package::new(ecosystem(distribution), name, version)
            };
            assert_eq!(Running(release).excludes(&package), is_excluded, "{name} {version}");
        }
    }
}
