//! The library of AWS managed policies, made from the `PyPI` package `moto`, which keeps the
//! documents as AWS publishes them.
//!
//! The library is lines of tab-separated fields, compressed; `zcat` shows it: name, path, default
//! version, when it was made, when it was last changed, document.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write as _};
use std::path::Path;

use flate2::{Compression, GzBuilder, read::GzDecoder};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The package that holds the documents, pinned.
pub(crate) const PACKAGE: &str = "moto==5.2.1";

/// Where the library lives in the workspace.
const LIBRARY: &str = "crates/services/iam/data/managed_policies.tsv.gz";

/// What delimits the text of JSON in the package's module.
const QUOTES: &str = "\"\"\"";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Writes the library from the unpacked package, or, with `check`, fails where the one in the
/// workspace is another.
pub(crate) fn run(check: bool, workspace: &Path, site_packages: &Path) -> Result<()> {
    let module = fs::read_to_string(site_packages.join("moto/iam/aws_managed_policies.py"))?;
    let text = library(&module)?;
    let path = workspace.join(LIBRARY);
    if !check {
        let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
        encoder.write_all(text.as_bytes())?;
        return Ok(fs::write(path, encoder.finish()?)?);
    }
    let mut present = String::new();
    GzDecoder::new(fs::File::open(&path)?).read_to_string(&mut present)?;
    if present == text {
        return Ok(());
    }
    Err(format!("{LIBRARY} is stale: run `cargo xtask codegen`").into())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    path: String,
    default_version_id: String,
    create_date: String,
    update_date: String,
    document: Map<String, Value>,
}

fn library(module: &str) -> Result<String> {
    let literal = module.split(QUOTES).nth(1).ok_or("the package's module holds no text")?;
    if literal.contains('\\') {
        return Err("the package's text has escapes, which are not read".into());
    }
    let policies: BTreeMap<String, Policy> = serde_json::from_str(literal)?;
    let mut text = String::new();
    for (name, policy) in policies {
        let Policy { path, default_version_id, create_date, update_date, document } = policy;
        let document = Value::Object(version_first(document));
        writeln!(
            text,
            "{name}\t{path}\t{default_version_id}\t{create_date}\t{update_date}\t{document}"
        )?;
    }
    Ok(text)
}

/// The elements in the order in which AWS writes them; the package sorts them.
fn version_first(mut document: Map<String, Value>) -> Map<String, Value> {
    let mut ordered = Map::new();
    for key in ["Version", "Id", "Statement"] {
        if let Some(value) = document.remove(key) {
            ordered.insert(key.to_owned(), value);
        }
    }
    ordered.extend(document);
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_becomes_a_line() {
        let module = r#"data = """{"Look": {"CreateDate": "2015-02-06T18:39:46+00:00",
            "DefaultVersionId": "v2", "Document": {"Statement": [], "Version": "2012-10-17"},
            "Path": "/job-function/", "UpdateDate": "2016-02-06T18:39:46+00:00"}}""""#;
        assert_eq!(
            library(module).unwrap(),
            "Look\t/job-function/\tv2\t2015-02-06T18:39:46+00:00\t2016-02-06T18:39:46+00:00\t\
             {\"Version\":\"2012-10-17\",\"Statement\":[]}\n"
        );
        assert!(library(r#"data = """{"a": "\\n"}""""#).is_err());
    }
}
