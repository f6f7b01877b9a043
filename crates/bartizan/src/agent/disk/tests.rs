use std::fs;
use std::sync::atomic::AtomicU64;

use super::super::look::tell;
use super::*;

/// Looks by this process.
pub(in crate::agent) struct Here<'r> {
    pub(in crate::agent) root: &'r Path,
    /// A file that no look gets over.
    pub(in crate::agent) ends_at: Option<&'r str>,
}

impl Begin<Order> for Here<'_> {
    type Told = io::Cursor<Vec<u8>>;

    fn begin(&self, order: &Order) -> io::Result<Self::Told> {
        let mut told = Vec::new();
        tell(self.root, order, &mut told, &AtomicU64::new(0)).unwrap();
        let text = String::from_utf8(told).unwrap();
        let mut heard: String = text
            .split_inclusive('\n')
            .take_while(|line| !self.ends_at.is_some_and(|path| is_after(line, path)))
            .collect();
        if self.ends_at.is_some() && heard.len() < text.len() {
            heard.push_str("{\"Package");
        }
        Ok(io::Cursor::new(heard.into_bytes()))
    }
}

/// Looks the first of which ends.
struct Once<'h>(Here<'h>, std::cell::Cell<bool>);

impl Begin<Order> for Once<'_> {
    type Told = io::Cursor<Vec<u8>>;

    fn begin(&self, order: &Order) -> io::Result<Self::Told> {
        let ends_at = self.0.ends_at.filter(|_| !self.1.replace(true));
        Here { ends_at, ..self.0 }.begin(order)
    }
}

/// Looks each of which ends at its first file.
struct Broken;

impl Begin<Order> for Broken {
    type Told = io::Cursor<Vec<u8>>;

    fn begin(&self, order: &Order) -> io::Result<Self::Told> {
        let before = order.after.as_ref().map_or(0, |(_, path)| path.parse::<u32>().unwrap());
        let place = (true, (before + 1).to_string());
        let line = Line::File { place, stamp: Some((0, 0, 0, 0)), is_watched: true };
        Ok(io::Cursor::new(serde_json::to_vec(&line).unwrap()))
    }
}

/// Looks that tell nothing.
struct Silent;

impl Begin<Order> for Silent {
    type Told = io::Empty;

    fn begin(&self, _: &Order) -> io::Result<Self::Told> {
        Ok(io::empty())
    }
}

/// Whether a line is of what comes when this file was read.
fn is_after(line: &str, path: &str) -> bool {
    match serde_json::from_str(line).unwrap() {
        Line::File { place, .. } => place > (true, path.to_owned()),
        Line::Package { .. } => false,
        Line::Done { .. } => true,
    }
}

pub(in crate::agent) fn looked(root: &Path) -> Disk {
    Disk::look_through(root, &mut BTreeMap::new(), &Here { root, ends_at: None }).unwrap()
}

pub(in crate::agent) fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

pub(in crate::agent) fn tree() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\n"),
        ("var/lib/dpkg/status", &status("1.2-3")),
        ("proc/1/requirements.txt", "kernel==1\n"),
        ("srv/app/requirements.txt", "flask==2.0.0\n"),
    ] {
        put(root.path(), path, text);
    }
    root
}

pub(in crate::agent) fn status(version: &str) -> String {
    format!(
        "Package: openssh-server\nStatus: install ok installed\nSource: openssh\n\
         Architecture: amd64\nVersion: {version}\n\n"
    )
}

fn names(disk: &Disk) -> Vec<&str> {
    disk.packages.iter().map(|one| one.purl.as_str()).collect()
}

#[test]
fn the_disk_is_looked_through_when_a_list_changed_and_after_a_while() {
    let root = tree();
    let mut disk = looked(root.path());
    let (ended, took) = disk.looked.unwrap();
    let rested = ended + took * REST;
    let later = rested + Duration::from_mins(30);
    assert!(Disk::default().is_due(ended));
    assert!(!disk.is_due(rested));
    assert!(disk.is_due(ended + LOOKED_THROUGH_EVERY.max(took * REST)));
    put(root.path(), "var/lib/dpkg/status", &status("1.2-4.1"));
    assert!(disk.is_due(later));
    disk.checked = Some((later, Duration::from_secs(1)));
    assert!(!disk.is_due(later + Duration::from_secs(99)), "it rests a hundred times as long");
    disk.looked = Some((ended, Duration::from_secs(10)));
    assert!(!disk.is_due(ended + Duration::from_secs(999)), "it rests a hundred times as long");
}

#[test]
fn what_ends_a_look_is_left_out_until_it_changes() {
    let root = tree();
    put(root.path(), "srv/bad/requirements.txt", "poison==1\n");
    put(root.path(), "srv/late/requirements.txt", "jinja2==3.0\n");
    let bad = "srv/bad/requirements.txt";
    let (ending, mut left_out) = (Here { root: root.path(), ends_at: Some(bad) }, BTreeMap::new());
    let disk = Disk::look_through(root.path(), &mut left_out, &Once(ending, false.into())).unwrap();
    let own = "pkg:deb/debian/openssh-server@1.2-3?arch=amd64";
    assert!(names(&disk)[0].starts_with(&own[..20]), "{:?}", names(&disk));
    assert_eq!(
        names(&disk)[1..],
        ["pkg:pypi/flask@2.0.0", "pkg:pypi/jinja2@3.0", "pkg:pypi/poison@1"]
    );
    assert_eq!(disk.problems, 1);
    assert_eq!(left_out.keys().collect::<Vec<_>>(), [bad]);

    let whole = Here { root: root.path(), ends_at: None };
    let disk = Disk::look_through(root.path(), &mut left_out, &whole).unwrap();
    assert_eq!(names(&disk)[1..], ["pkg:pypi/flask@2.0.0", "pkg:pypi/jinja2@3.0"]);
    assert_eq!(disk.problems, 1);
    put(root.path(), bad, "good==1.0\n");
    let disk = Disk::look_through(root.path(), &mut left_out, &whole).unwrap();
    assert_eq!(names(&disk)[2], "pkg:pypi/good@1.0");
}

#[test]
fn a_disk_full_of_files_that_end_looks_is_told_as_far_as_it_goes() {
    let (root, mut left_out) = (tree(), BTreeMap::new());
    let disk = Disk::look_through(root.path(), &mut left_out, &Broken).unwrap();
    assert_eq!((disk.problems, left_out.len(), names(&disk).len()), (ENDED_MAX, ENDED_MAX, 0));

    let told = Disk::look_through(root.path(), &mut left_out, &Silent).unwrap_err().to_string();
    assert!(told.contains("could not be looked through"), "{told}");
}

#[test]
fn no_more_is_told_than_the_server_takes() {
    let mut disk = Disk::default();
    let purl = |number: usize| format!("pkg:npm/{number:0>1991}@1");
    let path = "a".repeat(100);
    disk.add(&path, purl(0), Some("first".to_owned()));
    let each = disk.bytes;
    assert_eq!(each, purl(0).len() + 100 + PACKAGE_BYTES);
    let most = BYTES_MAX / each;
    for number in 1..=most {
        disk.add(&path, purl(number), Some("last".to_owned()));
    }
    assert_eq!((disk.packages.len(), disk.untold), (most, 1));
    assert!(disk.bytes <= BYTES_MAX && disk.bytes + each > BYTES_MAX);
    // What there is no room for is no package of a program either.
    assert_eq!(disk.installed["last"], purl(most - 1));

    let mut disk = Disk::default();
    for number in 0..=PACKAGES_MAX {
        disk.add("lock", format!("pkg:npm/a@{number}"), None);
    }
    assert_eq!((disk.packages.len(), disk.untold), (PACKAGES_MAX, 1));
    disk.add("lock", "a".repeat(TEXT_BYTES_MAX + 1), None);
    assert_eq!(disk.untold, 1, "no package has such a name");
}
