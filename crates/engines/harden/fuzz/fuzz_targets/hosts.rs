#![no_main]

use std::collections::BTreeMap;

use bartizan_harden::{Entry, Files, Host, Kind, Live, checks};
use libfuzzer_sys::fuzz_target;

/// A host whose files the bytes tell: of each line its first part is a path, the second what is there. A line that
/// begins with a blank is one more of the file before it.
#[derive(Default)]
struct Tree(BTreeMap<String, (Entry, Vec<u8>)>);

impl Tree {
    fn read(bytes: &[u8]) -> Self {
        let mut tree = Self::default();
        let mut last = String::new();
        for line in String::from_utf8_lossy(bytes).lines() {
            if let (Some(more), Some((_, text))) = (line.strip_prefix(' '), tree.0.get_mut(&last)) {
                text.extend_from_slice(more.as_bytes());
                text.push(b'\n');
                continue;
            }
            let (path, rest) = line.split_once(' ').unwrap_or((line, ""));
            let parts: Vec<&str> =
                path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
            for end in 1..parts.len() {
                tree.put(parts[..end].join("/"), Kind::Folder, "", "");
            }
            last = parts.join("/");
            match rest.strip_prefix("-> ") {
                Some(target) => tree.put(last.clone(), Kind::Link, target, ""),
                None => tree.put(last.clone(), Kind::File, "", rest),
            }
        }
        tree
    }

    fn put(&mut self, path: String, kind: Kind, target: &str, text: &str) {
        let mode = 0o777 & !(path.len() as u32);
        let entry = Entry { kind, mode, uid: 0, gid: 0, target: target.to_owned() };
        self.0.insert(path, (entry, format!("{text}\n").into_bytes()));
    }
}

impl Files for Tree {
    fn entry(&self, path: &str) -> Result<Option<Entry>, String> {
        let root = Entry { kind: Kind::Folder, mode: 0o755, uid: 0, gid: 0, target: String::new() };
        Ok(if path.is_empty() { Some(root) } else { self.0.get(path).map(|file| file.0.clone()) })
    }

    fn read(&self, path: &str, bytes_max: usize) -> Result<Vec<u8>, String> {
        let (_, text) = self.0.get(path).ok_or("absent")?;
        Ok(text.iter().take(bytes_max).copied().collect())
    }

    fn folder(&self, path: &str, entries_max: usize) -> Result<Vec<(String, Entry)>, String> {
        let below = if path.is_empty() { String::new() } else { format!("{path}/") };
        let names = self.0.iter().filter_map(|(found, (entry, _))| {
            let name = found.strip_prefix(&below)?;
            (!name.contains('/')).then(|| (name.to_owned(), entry.clone()))
        });
        Ok(names.take(entries_max).collect())
    }
}

impl Live for Tree {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.0.get(path).map(|file| file.1.clone())
    }

    fn names(&self, path: &str) -> Vec<String> {
        self.folder(path, 1000).unwrap_or_default().into_iter().map(|one| one.0).collect()
    }
}

fuzz_target!(|bytes: &[u8]| {
    let tree = Tree::read(bytes);
    let live: Option<&dyn Live> = if bytes.len() % 2 == 0 { Some(&tree) } else { None };
    let host = Host::new(&tree, live, 20_000);
    for check in checks() {
        let _ = host.run(check);
    }
});
