//! What of a host is not on its own disks: other hosts' files, what the kernel makes up, and what belongs
//! to containers. It is not looked through.

use std::fs;
use std::path::{Path, PathBuf};

/// The file systems of disks.
const OF_DISKS: [&str; 11] =
    ["bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "jfs", "vfat", "xfs", "zfs"];
/// Where runtimes of containers keep images, below the root.
const OF_CONTAINERS: [&str; 4] =
    ["var/lib/containerd", "var/lib/containers", "var/lib/docker", "var/lib/lxc"];
/// Where the kernel makes files up, below the root.
const OF_KERNEL: [&str; 3] = ["dev", "proc", "sys"];

/// The folders below a root that are not looked through.
pub(super) fn foreign(root: &Path) -> Vec<PathBuf> {
    let table = fs::read("/proc/self/mountinfo").unwrap_or_default();
    let below = OF_KERNEL.into_iter().chain(OF_CONTAINERS).map(|name| root.join(name));
    below.chain(mounted(&String::from_utf8_lossy(&table), root)).collect()
}

/// What is mounted below a root and on no disk. (proc(5), `/proc/pid/mountinfo`.)
fn mounted(table: &str, root: &Path) -> Vec<PathBuf> {
    let mount = |line: &str| {
        let (about, system) = line.split_once(" - ")?;
        let kind = system.split(' ').next()?;
        let path = PathBuf::from(unescaped(about.split(' ').nth(4)?));
        (!OF_DISKS.contains(&kind) && path != root && path.starts_with(root)).then_some(path)
    };
    table.lines().filter_map(mount).collect()
}

/// A path without the octal escapes of blanks.
fn unescaped(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n\
        23 22 0:20 / /run rw - tmpfs tmpfs rw\n\
        24 22 0:30 / /mnt/far\\040away rw shared:9 - nfs4 far:/x rw\n\
        25 22 254:2 / /home rw - xfs /dev/vda2 rw\n\
        broken\n";

    #[test]
    fn what_is_on_no_disk_is_foreign() {
        let found = mounted(TABLE, Path::new("/"));
        assert_eq!(found, [PathBuf::from("/run"), PathBuf::from("/mnt/far away")]);
        assert!(mounted(TABLE, Path::new("/run")).is_empty());
        assert_eq!(mounted(TABLE, Path::new("/mnt")), [PathBuf::from("/mnt/far away")]);
        assert!(foreign(Path::new("/srv/root")).contains(&PathBuf::from("/srv/root/proc")));
    }
}
