//! Hosts that somebody made to do harm: no check panics or goes on for ever, whatever files hold.

use std::cell::Cell;

use bartizan_harden::{Entry, Files, Host, Kind, Outcome, checks};
use proptest::prelude::*;

use crate::base::base;
use crate::tree::{Tree, file, kernel};
use crate::verdict;

fn run_all(tree: &Tree) {
    let host = Host::new(tree, tree.live(), 20_000);
    for check in checks() {
        let verdict = host.run(check);
        assert!(verdict.outcome != Outcome::Error || !verdict.evidence.is_empty(), "{}", check.id);
    }
}

/// Pieces that the files of configuration are made of.
const PIECES: [&str; 40] = [
    "\n",
    " ",
    "=",
    ":",
    ",",
    "#",
    "\\\n",
    "\"",
    "{",
    "}",
    ";",
    "[",
    "]",
    "*",
    "/",
    "..",
    "include ",
    "@include ",
    "Include ",
    "@includedir ",
    "/etc/*",
    "/etc/sudoers",
    "common-auth",
    "Match all",
    "table inet a",
    "chain b",
    "type filter hook input",
    "policy drop",
    "-a always,exit",
    "-F arch=b64",
    "-w ",
    "Defaults",
    "!use_pty",
    "umask ",
    "TMOUT=",
    "install ",
    "root",
    "0",
    "-1",
    "\u{fffd}é",
];

fn text() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned), "\\PC{0,8}"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_in_any_file_is_judged(texts in prop::collection::vec((any::<prop::sample::Index>(), text()), 1..12)) {
        let mut tree = base();
        let paths: Vec<String> = tree.paths().cloned().collect();
        let files: Vec<&String> = paths.iter().filter(|path| tree.entry(path).ok().flatten().is_some_and(|entry| entry.kind == Kind::File)).collect();
        for (at, text) in &texts {
            tree = tree.with(&[file(files[at.index(files.len())], text)]);
        }
        run_all(&tree);
    }

    #[test]
    fn any_word_of_the_kernel_is_judged(text in text()) {
        let tree = base().with(&["proc/self/mountinfo", "proc/modules", "proc/net/tcp", "proc/sys/kernel/randomize_va_space"].map(|path| kernel(path, &text)));
        run_all(&tree);
    }
}

#[test]
fn files_that_include_themselves_end() {
    for (id, path, text) in [
        ("5.1.20", "etc/ssh/sshd_config", "Include /etc/ssh/sshd_config /etc/ssh/*\n"),
        ("5.2.2", "etc/sudoers", "@include /etc/sudoers\n@includedir /etc\n"),
        ("4.3.4", "etc/nftables.conf", "include \"/etc/nftables.conf\"\n"),
        ("5.3.3.4.1", "etc/pam.d/common-auth", "@include common-auth\n"),
    ] {
        // Each file leads to itself many times, so that depth alone would bound nothing.
        let found = verdict(&base().with(&[file(path, &text.repeat(20))]), id);
        assert_eq!(found.outcome, Outcome::Error, "{path}");
        assert!(found.evidence.iter().any(|one| one.found == "too much is included"), "{path}");
    }
}

/// A host where every path is a folder with itself in it, or a file that never ends.
struct Endless {
    asked: Cell<usize>,
}

impl Files for Endless {
    fn entry(&self, path: &str) -> Result<Option<Entry>, String> {
        let kind = if path.contains('.') { Kind::File } else { Kind::Folder };
        Ok(Some(Entry { kind, mode: 0o777, uid: 7, gid: 7, target: String::new() }))
    }

    fn read(&self, _: &str, bytes_max: usize) -> Result<Vec<u8>, String> {
        Ok(vec![b'a'; bytes_max.min(1 << 16)])
    }

    fn folder(&self, path: &str, _: usize) -> Result<Vec<(String, Entry)>, String> {
        self.asked.set(self.asked.get() + 1);
        let entry = self.entry(path)?.ok_or("absent")?;
        Ok(vec![("again".to_owned(), entry)])
    }
}

#[test]
fn folders_without_an_end_are_told() {
    let files = Endless { asked: Cell::new(0) };
    let host = Host::new(&files, None, 0);
    for check in checks() {
        let verdict = host.run(check);
        if check.id == "7.1.11" {
            assert_eq!(verdict.outcome, Outcome::Error);
        }
    }
    assert!(files.asked.get() < 5000, "{}", files.asked.get());
}
