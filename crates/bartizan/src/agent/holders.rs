//! Which program holds a socket, and which package the program is of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::scan::walk;

/// Where dpkg lists the files of its packages, and what apk lists all in.
const DPKG: &str = "var/lib/dpkg/info";
const APK: &str = "lib/apk/db/installed";
/// The longest line that is read of them, in bytes.
const LINE_BYTES_MAX: usize = 64 * 1024;

/// A program, by its path below the root of the host, and the name of its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) program: String,
    pub(super) package: Option<String>,
}

/// Who holds sockets, by their inodes; found once for each socket.
#[derive(Debug)]
pub(super) struct Holders {
    root: PathBuf,
    known: BTreeMap<u64, Option<Holder>>,
    packages: BTreeMap<String, Option<String>>,
}

impl Holders {
    /// Those of a host whose files are below this root.
    pub(super) const fn new(root: PathBuf) -> Self {
        Self { root, known: BTreeMap::new(), packages: BTreeMap::new() }
    }

    /// Forgets which packages programs are of: others are installed.
    pub(super) fn forget_packages(&mut self) {
        self.packages.clear();
        self.known.clear();
    }

    /// Looks for who holds these sockets, and forgets others.
    pub(super) fn look(&mut self, inodes: &BTreeSet<u64>) {
        self.known.retain(|inode, _| inodes.contains(inode));
        let mut missing: BTreeSet<u64> =
            inodes.iter().copied().filter(|inode| !self.known.contains_key(inode)).collect();
        if missing.is_empty() {
            return;
        }
        for process in processes() {
            for inode in sockets_of(&process).filter(|inode| missing.contains(inode)) {
                let holder = self.program(&process);
                let holder =
                    holder.map(|program| Holder { package: self.package(&program), program });
                self.known.insert(inode, holder);
            }
            missing.retain(|inode| !self.known.contains_key(inode));
            if missing.is_empty() {
                return;
            }
        }
        // The kernel holds them, or a process that may not be looked at.
        self.known.extend(missing.into_iter().map(|inode| (inode, None)));
    }

    /// Who holds a socket, if that can be told.
    pub(super) fn of(&self, inode: u64) -> Option<&Holder> {
        self.known.get(&inode)?.as_ref()
    }

    /// The program of a process; none if it is not the host's, as those of containers, which have a root of
    /// their own. (proc(5), `/proc/pid/root`.)
    fn program(&self, process: &Path) -> Option<String> {
        let root = file_of(&process.join("root"))?;
        let is_hosts = |own: &Path| file_of(own) == Some(root);
        (is_hosts(Path::new("/")) || is_hosts(&self.root)).then_some(())?;
        let link = process.join("exe");
        let path = fs::read_link(&link).ok()?;
        let text = path.to_str()?;
        let path = Path::new(text.strip_suffix(" (deleted)").unwrap_or(text));
        let below = path.strip_prefix(&self.root).ok()?;
        // One that was replaced since it was started is the host's all the same.
        let is_replaced = text.ends_with(" (deleted)");
        let is_same = file_of(&link).is_some_and(|run| file_of(path) == Some(run));
        (is_replaced || is_same).then_some(())?;
        Some(format!("/{}", below.to_str()?))
    }

    /// The package of a program. Of one that is its user's own no list is read: there may be many.
    fn package(&mut self, program: &str) -> Option<String> {
        if let Some(known) = self.packages.get(program) {
            return known.clone();
        }
        let owner = |path: &Path| fs::metadata(path).ok().map(|about| about.uid());
        let of_program = owner(&self.root.join(program.trim_start_matches('/')));
        let lists = [DPKG, APK].map(|list| owner(&self.root.join(list)));
        if of_program.is_none() || !lists.contains(&of_program) {
            return None;
        }
        let found = of_dpkg(&self.root, program).or_else(|| of_apk(&self.root, program));
        self.packages.insert(program.to_owned(), found.clone());
        found
    }
}

/// What tells a file, or a folder, from all others.
fn file_of(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|about| (about.dev(), about.ino()))
}

/// The folders of processes.
fn processes() -> impl Iterator<Item = PathBuf> {
    let is_process = |entry: &fs::DirEntry| {
        entry.file_name().to_str().is_some_and(|name| name.bytes().all(|one| one.is_ascii_digit()))
    };
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter(is_process).map(|entry| entry.path())
}

/// The inodes of the sockets that a process has open.
fn sockets_of(process: &Path) -> impl Iterator<Item = u64> {
    let entries = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
    entries.filter_map(|entry| {
        let link = fs::read_link(entry.path()).ok()?;
        link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
    })
}

/// The names that a file may have where `/bin`, `/sbin` and `/lib` became links into `/usr`.
fn names(program: &str) -> [&str; 2] {
    let moved = program.strip_prefix("/usr").filter(|rest| rest.starts_with('/'));
    [program, moved.unwrap_or(program)]
}

/// The lines of a file of the host.
fn lines(path: &Path) -> Option<impl Iterator<Item = String>> {
    let mut reader = BufReader::new(walk::open(path).ok()?.0);
    Some(std::iter::from_fn(move || {
        let mut line = Vec::new();
        let limit = u64::try_from(LINE_BYTES_MAX).unwrap_or(u64::MAX);
        let mut limited = std::io::Read::take(&mut reader, limit);
        let read = limited.read_until(b'\n', &mut line).ok().filter(|read| *read > 0);
        read.map(|_| String::from_utf8_lossy(&line).trim_end_matches('\n').to_owned())
    }))
}

/// The package in whose list dpkg has a program. (dpkg-query(1), `info`.)
fn of_dpkg(root: &Path, program: &str) -> Option<String> {
    let wanted = names(program);
    let entries = fs::read_dir(root.join(DPKG)).ok()?.flatten();
    for entry in entries {
        let name = entry.file_name();
        let Some(package) = name.to_str().and_then(|name| name.strip_suffix(".list")) else {
            continue;
        };
        let has = lines(&entry.path())
            .is_some_and(|mut lines| lines.any(|line| wanted.contains(&line.as_str())));
        if has {
            // Of several architectures it is told.
            return package.split(':').next().map(str::to_owned);
        }
    }
    None
}

/// The package whose entry of apk's database has a program: `P` names it, `F` a folder, `R` a file there.
fn of_apk(root: &Path, program: &str) -> Option<String> {
    let wanted = names(program);
    let (mut package, mut folder) = (String::new(), String::new());
    for line in lines(&root.join(APK))? {
        match line.split_once(':') {
            Some(("P", name)) => name.clone_into(&mut package),
            Some(("F", name)) => name.clone_into(&mut folder),
            Some(("R", name)) if wanted.contains(&format!("/{folder}/{name}").as_str()) => {
                return Some(package);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::os::fd::AsFd;

    use super::*;

    #[test]
    fn programs_are_of_packages() {
        let root = tempfile::tempdir().unwrap();
        let info = root.path().join(DPKG);
        fs::create_dir_all(&info).unwrap();
        fs::write(info.join("openssh-server.list"), "/.\n/usr/sbin\n/usr/sbin/sshd\n").unwrap();
        fs::write(info.join("libc-bin:amd64.list"), "/sbin/ldconfig\n").unwrap();
        fs::write(info.join("other.md5sums"), "/usr/bin/nothing\n").unwrap();
        for (program, package) in [
            ("/usr/sbin/sshd", Some("openssh-server")),
            ("/usr/sbin/ldconfig", Some("libc-bin")),
            ("/usr/bin/nothing", None),
            ("/usrx/sbin/sshd", None),
        ] {
            assert_eq!(of_dpkg(root.path(), program).as_deref(), package, "{program}");
        }
        fs::create_dir_all(root.path().join("lib/apk/db")).unwrap();
        let installed = "P:musl\nF:lib\nR:libc.so\n\nP:dropbear\nF:usr/sbin\nR:dropbear\n";
        fs::write(root.path().join(APK), installed).unwrap();
        assert_eq!(of_apk(root.path(), "/usr/sbin/dropbear").as_deref(), Some("dropbear"));
        assert_eq!(of_apk(root.path(), "/usr/sbin/sshd"), None);
    }

    #[test]
    fn who_holds_an_own_socket_is_this_program() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let inode = rustix::fs::fstat(listener.as_fd()).unwrap().st_ino;
        let mut holders = Holders::new(PathBuf::from("/"));
        holders.look(&BTreeSet::from([inode, 1]));
        let program = std::env::current_exe().unwrap().canonicalize().unwrap();
        assert_eq!(holders.of(inode).unwrap().program, program.to_str().unwrap());
        assert_eq!(holders.of(1), None);
        holders.look(&BTreeSet::new());
        assert_eq!(holders.of(inode), None);
    }

    #[test]
    fn programs_of_containers_are_not_the_hosts() {
        let (container, host) = (tempfile::tempdir().unwrap(), Path::new("/"));
        let own = std::env::current_exe().unwrap().canonicalize().unwrap();
        let holders = Holders::new(host.to_owned());
        let replaced = PathBuf::from("/usr/sbin/sshd (deleted)");
        for (root, program, is_hosts) in [
            (host, own.clone(), true),
            (host, replaced.clone(), true),
            (container.path(), own, false),
            (container.path(), replaced, false),
            // Its file is not there.
            (host, PathBuf::from("/app/server"), false),
        ] {
            let process = tempfile::tempdir().unwrap();
            std::os::unix::fs::symlink(root, process.path().join("root")).unwrap();
            std::os::unix::fs::symlink(&program, process.path().join("exe")).unwrap();
            let found = holders.program(process.path());
            assert_eq!(found.is_some(), is_hosts, "{root:?} {program:?}");
        }
    }

    #[test]
    fn of_a_program_of_a_users_own_no_list_is_read() {
        let root = tempfile::tempdir().unwrap();
        let mut holders = Holders::new(root.path().to_owned());
        fs::create_dir_all(root.path().join(DPKG)).unwrap();
        let list = root.path().join(DPKG).join("editor.list");
        fs::write(list, "/usr/bin/editor\n").unwrap();
        assert_eq!(holders.package("/usr/bin/editor"), None, "it is not there");
        fs::create_dir_all(root.path().join("usr/bin")).unwrap();
        fs::write(root.path().join("usr/bin/editor"), "").unwrap();
        assert_eq!(holders.package("/usr/bin/editor").as_deref(), Some("editor"));
    }

    #[test]
    fn what_runs_outside_of_the_root_is_not_the_hosts() {
        let root = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let inode = rustix::fs::fstat(listener.as_fd()).unwrap().st_ino;
        let mut holders = Holders::new(root.path().to_owned());
        holders.look(&BTreeSet::from([inode]));
        assert_eq!(holders.of(inode), None);
    }
}
