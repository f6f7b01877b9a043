//! The ports by which a host is looked at.

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A device, a pipe or a socket, which is never opened.
    Other,
}

/// What is known of a file without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its permission bits, with those for other users' ids and the sticky bit.
    pub mode: u32,
    /// Its owner.
    pub uid: u32,
    /// Its group.
    pub gid: u32,
    /// Where a link leads to, as it is written; else empty.
    pub target: String,
}

/// The files of a host. Paths are relative to its root, whose path is empty; no part of one is a link, `.` or
/// `..`: links are followed by [`Host`](crate::Host), so that none leads out of the root.
pub trait Files {
    /// What lies at a path, links themselves; none if nothing does.
    ///
    /// # Errors
    /// It cannot be told, in a few words.
    fn entry(&self, path: &str) -> Result<Option<Entry>, String>;

    /// The first `bytes_max` bytes of a regular file.
    ///
    /// # Errors
    /// It cannot be read, in a few words.
    fn read(&self, path: &str, bytes_max: usize) -> Result<Vec<u8>, String>;

    /// The names in a folder, no more than `entries_max`, and what they are.
    ///
    /// # Errors
    /// It cannot be read, in a few words.
    fn folder(&self, path: &str, entries_max: usize) -> Result<Vec<(String, Entry)>, String>;
}

/// What the kernel of a running host tells, below `proc` and `sys`.
pub trait Live {
    /// The bytes of a file, as `proc/self/mountinfo`; none if it is not there.
    fn read(&self, path: &str) -> Option<Vec<u8>>;

    /// The names in a folder, as `sys/class/net`; none if it is not there.
    fn names(&self, path: &str) -> Vec<String>;
}
