//! Functions on JSON. (Trino documentation, "JSON functions and operators".)

use rusqlite::{Connection, Result};
use serde_json::Value as Json;

use super::{failed, strict, text};

pub(super) fn install(connection: &Connection) -> Result<()> {
    strict(connection, "lake_json_extract", 2, |call| {
        let found = extract(&text(call, 0), &text(call, 1))?;
        Ok(found.map(|found| found.to_string()))
    })?;
    strict(connection, "lake_json_extract_scalar", 2, |call| {
        let found = extract(&text(call, 0), &text(call, 1))?;
        Ok(found.and_then(|found| match found {
            Json::String(text) => Some(text),
            Json::Bool(_) | Json::Number(_) => Some(found.to_string()),
            Json::Null | Json::Array(_) | Json::Object(_) => None,
        }))
    })
}

/// The value at a path such as `$.a[0]["b"]`; none where the text is no JSON or has no such value.
fn extract(json: &str, path: &str) -> Result<Option<Json>> {
    let steps = steps(path).ok_or_else(|| failed(format!("`{path}` is not a valid JSON path")))?;
    let Ok(mut value) = serde_json::from_str::<Json>(json) else { return Ok(None) };
    for step in steps {
        let inner = match &step {
            Step::Member(name) => value.get_mut(name.as_str()),
            Step::Item(place) => value.get_mut(place),
        };
        let Some(inner) = inner else { return Ok(None) };
        value = inner.take();
    }
    Ok(Some(value))
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Item(usize),
}

fn steps(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.trim().strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, tail) = after.split_at_checked(end)?;
            if name.is_empty() {
                return None;
            }
            steps.push(Step::Member(name.to_owned()));
            rest = tail;
        } else {
            let (inside, tail) = rest.strip_prefix('[')?.split_once(']')?;
            let unquoted = ['"', '\'']
                .into_iter()
                .find_map(|quote| inside.strip_prefix(quote)?.strip_suffix(quote));
            steps.push(match unquoted {
                Some(name) => Step::Member(name.to_owned()),
                None => Step::Item(inside.parse().ok()?),
            });
            rest = tail;
        }
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn values_are_found_by_paths() {
        let text = json!({ "a": { "b": [1, { "c d": "x" }] } }).to_string();
        for (path, found) in [
            ("$.a.b[0]", Some(json!(1))),
            (r#"$.a["b"][1]['c d']"#, Some(json!("x"))),
            ("$.a.c", None),
            ("$.a.b[7]", None),
        ] {
            assert_eq!(extract(&text, path).unwrap(), found, "{path}");
        }
        assert_eq!(extract("no json", "$.a").unwrap(), None);
        for wrong in ["", "a", "$.", "$a", "$[", "$[x]", "$..a"] {
            assert!(extract(&text, wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_path_is_read_without_a_panic(path in "[$.\\[\\]\"'a0é]{0,20}") {
            let _ = steps(&path);
        }
    }
}
