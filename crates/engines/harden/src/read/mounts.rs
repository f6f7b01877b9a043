//! What is mounted: fstab(5), and the kernel's `mountinfo` (proc(5)).

use super::lines;
use crate::host::Host;
use crate::read::ini;

/// Something that is mounted, or is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mount {
    pub(crate) file: String,
    pub(crate) line: usize,
    /// Where, relative to the root.
    pub(crate) path: String,
    /// The type of its file system.
    pub(crate) kind: String,
    pub(crate) options: Vec<String>,
}

impl Mount {
    pub(crate) fn has(&self, option: &str) -> bool {
        self.options.iter().any(|one| one == option)
    }
}

/// What `fstab` mounts by itself.
pub(crate) fn fstab(file: &str, text: &str) -> Vec<Mount> {
    let read = |(line, content): (usize, &str)| {
        let mut fields = content.split_whitespace().skip(1);
        let path = below_root(fields.next()?);
        let kind = fields.next()?.to_owned();
        let options = options(fields.next().unwrap_or("defaults"));
        Some(Mount { file: file.to_owned(), line, path, kind, options })
    };
    lines(text, &['#'])
        .filter_map(read)
        .filter(|mount| mount.kind != "swap" && !mount.has("noauto"))
        .collect()
}

/// What the kernel has mounted.
pub(crate) fn mountinfo(text: &str) -> Vec<Mount> {
    let read = |(line, content): (usize, &str)| {
        let (own, source) = content.split_once(" - ")?;
        let mut fields = own.split(' ').skip(4);
        let path = below_root(fields.next()?);
        let options = options(fields.next()?);
        let kind = source.split(' ').next()?.to_owned();
        Some(Mount { file: "proc/self/mountinfo".to_owned(), line, path, kind, options })
    };
    lines(text, &[]).filter_map(read).collect()
}

fn options(field: &str) -> Vec<String> {
    field.split(',').map(str::to_owned).collect()
}

/// A path as these files write it, whose blanks are octal numbers.
fn below_root(field: &str) -> String {
    let mut path = field.to_owned();
    for (written, meant) in [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")] {
        path = path.replace(written, meant);
    }
    path.trim_matches('/').to_owned()
}

impl Host<'_> {
    /// What is mounted at a path: now, if the host runs, else when it starts.
    pub(crate) fn mount(&self, path: &str) -> Option<Mount> {
        if let Some(text) = self.kernel("proc/self/mountinfo") {
            return mountinfo(&text).into_iter().rfind(|mount| mount.path == path);
        }
        let text = self.text("etc/fstab").unwrap_or_default();
        let listed = fstab("etc/fstab", &text).into_iter().find(|mount| mount.path == path);
        listed.or_else(|| self.mount_unit(path)).or_else(|| self.mounted_by_systemd(path))
    }

    /// A unit that mounts something there (systemd.mount(5)); Debian has one for `/tmp`, to be enabled.
    fn mount_unit(&self, path: &str) -> Option<Mount> {
        let name = format!("{}.mount", path.replace('-', "\\x2d").replace('/', "-"));
        if !self.unit(&name).is_enabled() {
            return None;
        }
        let units = ["etc/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"];
        let file = units.map(|folder| format!("{folder}/{name}"));
        let file = file.into_iter().find(|path| self.entry(path).is_some())?;
        let paths =
            [vec![file.clone()], self.matching(&format!("etc/systemd/system/{name}.d/*.conf"))];
        let settings = self.settings(&paths.concat());
        let last = |key: &str| settings.iter().rfind(|one: &&ini::Setting| one.key == key);
        let listed = last("Options");
        Some(Mount {
            file: listed.map_or(file, |listed| listed.path.clone()),
            line: listed.map_or(0, |listed| listed.line),
            path: path.to_owned(),
            kind: last("Type").map_or_else(String::new, |kind| kind.value.clone()),
            options: options(listed.map_or("", |listed| listed.value.as_str())),
        })
    }

    /// systemd mounts shared memory before it reads any file, `nosuid` and `nodev`.
    fn mounted_by_systemd(&self, path: &str) -> Option<Mount> {
        let is_mounted = path == "dev/shm" && self.entry("usr/lib/systemd/systemd").is_some();
        is_mounted.then(|| Mount {
            file: "usr/lib/systemd/systemd".to_owned(),
            line: 0,
            path: path.to_owned(),
            kind: "tmpfs".to_owned(),
            options: options("nosuid,nodev,strictatime"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let listed =
            fstab("f", "# x\nUUID=1 /a\\040b ext4 ro,nodev 0 1\nx none swap sw\ny /z ext4 noauto");
        assert_eq!(listed.len(), 1);
        assert_eq!(
            (listed[0].path.as_str(), listed[0].has("nodev"), listed[0].line),
            ("a b", true, 2)
        );
        let text = "22 1 8:1 / /tmp rw,nosuid shared:1 - tmpfs tmpfs rw,size=1k\nbad line\n";
        let mounted = mountinfo(text);
        assert_eq!((mounted.len(), mounted[0].kind.as_str()), (1, "tmpfs"));
        assert!(mounted[0].has("nosuid") && !mounted[0].has("size=1k"));
    }
}
