//! Typed shapes: one `shape!` for each structure that a service's operations take or answer.

#![expect(clippy::indexing_slicing, reason = "an absent member of JSON is null, never a panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use super::Result;

/// The source of a service's `shapes.rs`.
pub(crate) fn text(model: &Value) -> Result<String> {
    let shapes = Shapes { model };
    let mut body = String::new();
    for name in shapes.structures() {
        body.push('\n');
        shapes.declare(&mut body, name)?;
    }
    let mut out = String::from(
        "//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.\n\n\
         #![allow(dead_code, unused_imports, \
         reason = \"some are of operations that are not real yet\")]\n",
    );
    if has_empty_values(&body) {
        out.push_str(
            "#![allow(clippy::zero_sized_map_values, reason = \"the maps are the model's\")]\n",
        );
    }
    out.push('\n');
    let used = types(&body);
    if used.contains("BTreeMap") {
        out.push_str("use std::collections::BTreeMap;\n\n");
    }
    if used.contains("Timestamp") {
        out.push_str("use bartizan_types::Timestamp;\n");
    }
    let mut list: Vec<&str> =
        ["Bytes", "Document"].into_iter().filter(|name| used.contains(name)).collect();
    list.push("shape");
    let list = match list.as_slice() {
        [sole] => (*sole).to_owned(),
        several => format!("{{{}}}", several.join(", ")),
    };
    writeln!(out, "use bartizan_wire::{list};")?;
    out.push_str(&body);
    Ok(out)
}

/// Whether a map's values are structures without members.
fn has_empty_values(body: &str) -> bool {
    let maps = body.split("BTreeMap<String, ").skip(1);
    let values = maps.filter_map(|rest| rest.split('>').next());
    values.into_iter().any(|name| body.contains(&format!("shape! {{ {name} {{\n}} }}")))
}

/// The names that the types of members use.
fn types(body: &str) -> BTreeSet<&str> {
    let members = body.lines().filter_map(|line| line.split_once(": ")?.1.split_once(" = "));
    members.flat_map(|(kind, _)| kind.split(|c: char| !c.is_alphanumeric())).collect()
}

struct Shapes<'m> {
    model: &'m Value,
}

impl<'m> Shapes<'m> {
    fn shape(&self, name: &str) -> &'m Value {
        &self.model["shapes"][name]
    }

    fn members(&self, name: &str) -> impl Iterator<Item = (&'m String, &'m Value)> {
        self.shape(name)["members"].as_object().into_iter().flatten()
    }

    /// The structures that operations reach, by name.
    fn structures(&self) -> BTreeSet<&'m str> {
        let operations = self.model["operations"].as_object().into_iter().flatten();
        let mut todo: Vec<&str> = operations
            .flat_map(|(_, operation)| [&operation["input"], &operation["output"]])
            .filter_map(|reference| reference["shape"].as_str())
            .collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = todo.pop() {
            if self.shape(name)["eventstream"] == true || !seen.insert(name) {
                continue;
            }
            let shape = self.shape(name);
            let parts = ["member", "key", "value"].map(|part| &shape[part]);
            let references = self.members(name).map(|(_, member)| member).chain(parts);
            todo.extend(references.filter_map(|reference| reference["shape"].as_str()));
        }
        seen.retain(|name| {
            self.shape(name)["type"] == "structure" && self.shape(name)["document"] != true
        });
        seen
    }

    fn declare(&self, out: &mut String, name: &str) -> Result<()> {
        writeln!(out, "shape! {{ {} {{", type_name(name))?;
        let required = self.shape(name)["required"].as_array().map_or(&[][..], Vec::as_slice);
        let mut taken = BTreeMap::new();
        for (member, reference) in self.members(name) {
            let target = reference["shape"].as_str().unwrap_or_default();
            let streams = [reference, self.shape(target)]
                .iter()
                .any(|part| part["streaming"] == true || part["eventstream"] == true);
            if streams && self.shape(name)["payload"] == **member {
                continue;
            }
            let mut kind = self.rust_type(target)?;
            if self.holds(target, name) {
                kind = format!("Box<{kind}>");
            }
            if !required.iter().any(|required| required == member) {
                kind = format!("Option<{kind}>");
            }
            let field = field_name(member);
            if let Some(other) = taken.insert(field.clone(), member) {
                return Err(format!("{name}: `{member}` and `{other}` are both `{field}`").into());
            }
            let show = if self.is_sensitive(target) { "hide" } else { "show" };
            writeln!(out, "    {field}: {kind} = {show} \"{member}\",")?;
        }
        writeln!(out, "}} }}")?;
        Ok(())
    }

    fn rust_type(&self, name: &str) -> Result<String> {
        let shape = self.shape(name);
        let part = |part: &str| self.rust_type(shape[part]["shape"].as_str().unwrap_or_default());
        Ok(match shape["type"].as_str().unwrap_or_default() {
            "structure" if shape["document"] == true => "Document".to_owned(),
            "structure" => type_name(name),
            "list" => format!("Vec<{}>", part("member")?),
            "map" => format!("BTreeMap<String, {}>", part("value")?),
            "string" | "character" => "String".to_owned(),
            "integer" | "short" | "byte" => "i32".to_owned(),
            "long" | "bigInteger" => "i64".to_owned(),
            "float" | "double" => "f64".to_owned(),
            "boolean" => "bool".to_owned(),
            "blob" => "Bytes".to_owned(),
            "timestamp" => "Timestamp".to_owned(),
            other => return Err(format!("{name}: unknown type `{other}`").into()),
        })
    }

    /// Whether a value of `from` holds one of `target` without a list or map between.
    fn holds(&self, from: &str, target: &str) -> bool {
        let mut todo = vec![from];
        let mut seen = BTreeSet::new();
        while let Some(name) = todo.pop() {
            if self.shape(name)["type"] != "structure" || !seen.insert(name) {
                continue;
            }
            if name == target {
                return true;
            }
            todo.extend(self.members(name).filter_map(|(_, member)| member["shape"].as_str()));
        }
        false
    }

    fn is_sensitive(&self, name: &str) -> bool {
        let shape = self.shape(name);
        let element = |part: &str| {
            shape[part]["shape"].as_str().is_some_and(|name| self.is_sensitive_leaf(name))
        };
        self.is_sensitive_leaf(name) || element("member") || element("key") || element("value")
    }

    fn is_sensitive_leaf(&self, name: &str) -> bool {
        self.shape(name)["sensitive"] == true
    }
}

/// The model's name with a capital first; names of the prelude get `Shape` appended.
fn type_name(name: &str) -> String {
    let mut chars = name.chars();
    let mut out: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    out.push_str(chars.as_str());
    if ["Box", "Bytes", "Document", "Option", "Result", "String", "Timestamp", "Vec"]
        .contains(&out.as_str())
    {
        out.push_str("Shape");
    }
    out
}

/// `SSEKMSKeyId` → `ssekms_key_id`, `PolicyARNs` → `policy_arns`.
fn field_name(member: &str) -> String {
    let chars: Vec<char> = member.chars().collect();
    let at = |index: usize| chars.get(index).copied();
    let mut out = String::new();
    for (index, c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(at);
        let plural = at(index + 1) == Some('s') && at(index + 2).is_none_or(char::is_uppercase);
        let begins = before.is_some_and(|before| before.is_lowercase() || before.is_numeric())
            || before.is_some_and(char::is_uppercase)
                && at(index + 1).is_some_and(char::is_lowercase)
                && !plural;
        if c.is_uppercase() && begins {
            out.push('_');
        }
        match c {
            '-' | '.' => out.push('_'),
            c => out.extend(c.to_lowercase()),
        }
    }
    match out.as_str() {
        "as" | "break" | "const" | "continue" | "dyn" | "else" | "enum" | "extern" | "false"
        | "fn" | "for" | "if" | "impl" | "in" | "let" | "loop" | "match" | "mod" | "move"
        | "mut" | "pub" | "ref" | "return" | "static" | "struct" | "trait" | "true" | "type"
        | "unsafe" | "use" | "where" | "while" | "async" | "await" | "abstract" | "box" | "do"
        | "final" | "gen" | "macro" | "override" | "priv" | "try" | "typeof" | "unsized"
        | "virtual" | "yield" => format!("r#{out}"),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_rust_writes_them() {
        for (member, field) in [
            ("UserName", "user_name"),
            ("SSEKMSKeyId", "ssekms_key_id"),
            ("PolicyARNs", "policy_arns"),
            ("ETag", "e_tag"),
            ("MFADelete", "mfa_delete"),
            ("Type", "r#type"),
            ("x-amz-id", "x_amz_id"),
        ] {
            assert_eq!(field_name(member), field);
        }
        assert_eq!(type_name("attachedPolicy"), "AttachedPolicy");
        assert_eq!(type_name("Option"), "OptionShape");
    }
}
