//! Which services there are, by the files that declare their operations.

use std::fs;
use std::path::{Path, PathBuf};

use super::Result;

/// How a declaration begins.
const MACRO: &str = "operations! {";

/// A service as its `operations.rs` declares it.
pub(crate) struct Service {
    /// The folder that botocore keeps its model in, such as `iam`.
    pub(crate) name: String,
    /// Where it is declared, and its shapes belong.
    pub(crate) folder: PathBuf,
    /// The operations that are real.
    pub(crate) operations: Vec<String>,
}

/// Every service declared below this folder, by name.
pub(crate) fn declared(folder: &Path) -> Result<Vec<Service>> {
    let mut found = Vec::new();
    for package in fs::read_dir(folder)? {
        let source = package?.path().join("src");
        if source.is_dir() {
            find(&source, &mut found)?;
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn find(folder: &Path, found: &mut Vec<Service>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, found)?;
        } else if path.ends_with("operations.rs")
            && let Some((name, operations)) = read(&fs::read_to_string(&path)?)
        {
            found.push(Service { name, folder: folder.to_path_buf(), operations });
        }
    }
    Ok(())
}

/// The service's name, and its operations' names: what stands before the first colon of a line.
fn read(source: &str) -> Option<(String, Vec<String>)> {
    let mut lines = source.lines().map(str::trim).skip_while(|line| *line != MACRO).skip(1);
    let name = lines.next()?.split('"').nth(1)?.to_owned();
    let operations = lines
        .take_while(|line| *line != "}")
        .filter_map(|line| line.split_once(": "))
        .map(|(operation, _)| operation.to_owned());
    Some((name, operations.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_read() {
        let source = "use x;\n\noperations! {\n    Sts = \"sts\";\n    \
            A: Read Management Signed [\"sts:A\"] any::rule => a;\n    \
            // of late\n    B: Issue Management Anyone [] r =>\n        b;\n}\n";
        let (name, operations) = read(source).unwrap();
        assert_eq!((name.as_str(), operations), ("sts", vec!["A".to_owned(), "B".to_owned()]));
        assert!(read("fn f() {}").is_none());
    }
}
