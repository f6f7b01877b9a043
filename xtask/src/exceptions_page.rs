//! The part of `docs/compatibility.md` that names each test of moto that fails, made from the list
//! that the run of these tests goes by.

use std::fmt::Write as _;
use std::fs;

use serde::Deserialize;

use crate::Result;
use crate::workspace::Workspace;

const PAGE: &str = "docs/compatibility.md";
const LIST: &str = "tests/clients/moto/exceptions.toml";
/// What begins the part; it goes on to the page's end.
const HEADING: &str = "## Tests of moto that fail\n";

#[derive(Deserialize)]
struct List {
    #[serde(rename = "group")]
    groups: Vec<Group>,
}

/// Tests that fail for one reason.
#[derive(Deserialize)]
struct Group {
    why: String,
    tests: Vec<String>,
}

/// Writes the part anew.
pub(crate) fn write(workspace: &Workspace) -> Result {
    fs::write(workspace.root.join(PAGE), page(workspace)?)?;
    println!("wrote the failing tests of moto into {PAGE}");
    Ok(())
}

/// Fails if the part is not what the list says.
pub(crate) fn check(workspace: &Workspace) -> Result {
    if fs::read_to_string(workspace.root.join(PAGE))? == page(workspace)? {
        return Ok(());
    }
    Err(format!("{PAGE} is stale: run `cargo xtask coverage` and commit the result").into())
}

fn page(workspace: &Workspace) -> Result<String> {
    let page = fs::read_to_string(workspace.root.join(PAGE))?;
    let (above, _) = page.split_once(HEADING).ok_or(format!("{PAGE} has no `{HEADING}`"))?;
    let list = fs::read_to_string(workspace.root.join(LIST))?;
    Ok(format!("{above}{}", part(&list)?))
}

/// The part, with a line for each test under what AWS documents.
fn part(list: &str) -> Result<String> {
    let list: List = toml::from_str(list)?;
    let count: usize = list.groups.iter().map(|group| group.tests.len()).sum();
    let mut part = format!(
        "{HEADING}\nMade by `cargo xtask coverage` from `{LIST}`: {count} tests or files of tests, each \
         under\nwhat AWS documents, or what Bartizan has not, and so why it fails.\n"
    );
    for group in &list.groups {
        let _infallible = write!(part, "\n{}\n\n", group.why.trim());
        for test in &group.tests {
            let _infallible = writeln!(part, "- `{test}`");
        }
    }
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_test_has_a_line_under_its_reason() -> Result {
        let part = part(
            "[[group]]\nwhy = \"A.\"\ntests = [\"one\", \"two\"]\n[[group]]\nwhy = \"B.\"\ntests = [\"three\"]",
        )?;
        assert!(part.contains("3 tests"));
        assert!(part.ends_with("\nA.\n\n- `one`\n- `two`\n\nB.\n\n- `three`\n"), "{part}");
        Ok(())
    }
}
