//! What files set of the kernel's parameters (sysctl.d(5)).

use super::{glob, lines};
use crate::host::Host;

/// Where they lie, the first one first.
const FOLDERS: [&str; 4] =
    ["etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d"];

/// A value that a file sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) path: String,
    pub(crate) line: usize,
    /// With dots; `*` may stand in it.
    pub(crate) key: String,
    /// None keeps patterns from setting it.
    pub(crate) value: Option<String>,
}

/// The values that a file sets.
pub(crate) fn parameters(path: &str, text: &str) -> Vec<Parameter> {
    let read = |(line, content): (usize, &str)| {
        let (key, value) = match content.split_once('=') {
            Some((key, value)) => {
                (key.trim().trim_start_matches('-'), Some(value.trim().to_owned()))
            }
            None => (content.strip_prefix('-')?.trim(), None),
        };
        Some(Parameter { path: path.to_owned(), line, key: with_dots(key), value })
    };
    lines(text, &['#', ';']).filter_map(read).collect()
}

/// The key with dots between its parts: where the first mark is a slash, slashes part it.
pub(crate) fn with_dots(key: &str) -> String {
    if key.find(['.', '/']).and_then(|at| key.get(at..=at)) == Some("/") {
        let swapped = |letter| match letter {
            '/' => '.',
            '.' => '/',
            letter => letter,
        };
        key.chars().map(swapped).collect()
    } else {
        key.to_owned()
    }
}

/// The setting of a key that counts: the last that names it, else the last whose pattern fits.
pub(crate) fn effective<'a>(all: &'a [Parameter], key: &str) -> Option<&'a Parameter> {
    match all.iter().rfind(|parameter| parameter.key == key) {
        Some(named) => Some(named).filter(|named| named.value.is_some()),
        None => all.iter().rfind(|parameter| {
            parameter.value.is_some() && parameter.key.contains(['*', '?', '[']) && {
                let (pattern, key) = (parameter.key.split('.'), key.split('.'));
                pattern.clone().count() == key.clone().count()
                    && pattern.zip(key).all(|(pattern, part)| glob(pattern, part))
            }
        }),
    }
}

impl Host<'_> {
    /// All that files set, in the order in which it is set. ufw sets its own when it starts.
    pub(crate) fn parameters(&self) -> Vec<Parameter> {
        let mut paths = self.overlaid(&FOLDERS, ".conf");
        if self.is_ufw_enabled() {
            paths.push("etc/ufw/sysctl.conf".to_owned());
        }
        let read = |path: &String| self.text(path).map(|text| parameters(path, &text));
        paths.iter().filter_map(read).flatten().collect()
    }

    /// What the running kernel has.
    pub(crate) fn running_parameter(&self, key: &str) -> Option<String> {
        let value = self.kernel(&format!("proc/sys/{}", key.replace('.', "/")))?;
        Some(value.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_that_names_a_key_counts_before_patterns() {
        let all = parameters(
            "f",
            "net.ipv4.ip_forward=1\n-net/ipv4/ip_forward = 0\nnet.ipv4.conf.*.rp_filter=2\n\
             net.ipv4.conf.all.rp_filter = 1\n-net.ipv4.conf.lo.rp_filter\n# x=1\n;y=2",
        );
        let value = |key| effective(&all, key).and_then(|found| found.value.clone());
        assert_eq!(value("net.ipv4.ip_forward").as_deref(), Some("0"));
        assert_eq!(value("net.ipv4.conf.all.rp_filter").as_deref(), Some("1"));
        assert_eq!(value("net.ipv4.conf.default.rp_filter").as_deref(), Some("2"));
        assert_eq!(value("net.ipv4.conf.lo.rp_filter"), None);
        assert_eq!(value("x"), None);
        assert_eq!(with_dots("net/ipv4/conf/eth0.1/rp_filter"), "net.ipv4.conf.eth0/1.rp_filter");
    }
}
