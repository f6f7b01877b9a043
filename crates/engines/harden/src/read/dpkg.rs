//! Packages that dpkg has installed (deb-control(5), dpkg(1)).

use std::collections::BTreeMap;

/// The names of installed packages, with their versions.
#[derive(Debug, Default)]
pub(crate) struct Packages(BTreeMap<String, String>);

impl Packages {
    pub(crate) fn read(text: &str) -> Self {
        let mut packages = Self::default();
        packages.add(text);
        packages
    }

    pub(crate) fn add(&mut self, text: &str) {
        let (mut name, mut version, mut is_installed) = ("", "", true);
        // The file need not end with an empty line.
        for line in text.lines().chain([""]) {
            if line.is_empty() {
                if !name.is_empty() && is_installed {
                    self.0.insert(name.to_owned(), version.to_owned());
                }
                (name, version, is_installed) = ("", "", true);
            } else if let Some((key, value)) = line.split_once(':') {
                let value = value.trim();
                match key {
                    "Package" => name = value,
                    "Version" => version = value,
                    // What is removed may leave its configuration.
                    "Status" => is_installed = value.split(' ').nth(2) == Some("installed"),
                    _ => {}
                }
            }
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_installed_counts() {
        let packages = Packages::read(
            "Package: a\nStatus: install ok installed\nVersion: 1\n\n\
             Package: b\nStatus: deinstall ok config-files\nVersion: 2\n\nPackage: c\nVersion: 3",
        );
        assert_eq!(["a", "b", "c", "d"].map(|name| packages.has(name)), [true, false, true, false]);
    }
}
