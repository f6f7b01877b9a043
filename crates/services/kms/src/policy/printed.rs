//! Policies as KMS prints them: members on lines of their own, lists on one, and blanks around colons.

use serde_json::Value as Json;

/// The text, printed so; text that is no JSON stays as it is.
pub(super) fn printed(text: &str) -> String {
    let Ok(document) = serde_json::from_str::<Json>(text) else { return text.to_owned() };
    let mut out = String::with_capacity(text.len().saturating_mul(2));
    print(&document, 0, &mut out);
    out
}

fn print(value: &Json, depth: usize, out: &mut String) {
    match value {
        Json::Object(members) if !members.is_empty() => {
            out.push('{');
            for (place, (name, value)) in members.iter().enumerate() {
                out.push_str(if place == 0 { "\n" } else { ",\n" });
                indent(depth + 1, out);
                out.push_str(&Json::from(name.as_str()).to_string());
                out.push_str(" : ");
                print(value, depth + 1, out);
            }
            out.push('\n');
            indent(depth, out);
            out.push('}');
        }
        Json::Array(items) if !items.is_empty() => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place == 0 { " " } else { ", " });
                print(item, depth, out);
            }
            out.push_str(" ]");
        }
        other => out.push_str(&other.to_string()),
    }
}

fn indent(depth: usize, out: &mut String) {
    (0..depth).for_each(|_| out.push_str("  "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_on_lines_and_lists_on_one() {
        let text = r#"{"Version":"2012-10-17","Statement":[{"Action":["kms:Get*","kms:List*"],"Principal":{"AWS":"*"}},{}]}"#;
        let expected = "{\n  \"Version\" : \"2012-10-17\",\n  \"Statement\" : [ {\n    \"Action\" : [ \
                        \"kms:Get*\", \"kms:List*\" ],\n    \"Principal\" : {\n      \"AWS\" : \"*\"\n    \
                        }\n  }, {} ]\n}";
        assert_eq!(printed(text), expected);
        assert_eq!(printed("no JSON"), "no JSON");
    }
}
