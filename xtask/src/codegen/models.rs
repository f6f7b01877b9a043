//! Slim models: botocore's service models without documentation, with the corrections of
//! `overlay.json`, one operation or shape a line.

#![expect(clippy::indexing_slicing, reason = "an absent member of JSON is null, never a panic")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::{Map, Value, json};

use super::Result;

const METADATA: [&str; 11] = [
    "apiVersion",
    "awsQueryCompatible",
    "endpointPrefix",
    "jsonVersion",
    "protocol",
    "protocols",
    "serviceFullName",
    "serviceId",
    "signingName",
    "targetPrefix",
    "xmlNamespace",
];

const SHAPE: [&str; 19] = [
    "document",
    "enum",
    "error",
    "eventstream",
    "exception",
    "fault",
    "flattened",
    "locationName",
    "max",
    "min",
    "pattern",
    "payload",
    "required",
    "sensitive",
    "streaming",
    "timestampFormat",
    "type",
    "union",
    "xmlNamespace",
];

const REFERENCE: [&str; 11] = [
    "flattened",
    "jsonvalue",
    "location",
    "locationName",
    "queryName",
    "resultWrapper",
    "shape",
    "streaming",
    "timestampFormat",
    "xmlAttribute",
    "xmlNamespace",
];

/// Reads a service's newest model from the unpacked package and strips it.
pub(crate) fn slim(packages: &Path, service: &str, overlay: &str) -> Result<Value> {
    let folder = packages.join("botocore/data").join(service);
    let mut versions: Vec<_> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    versions.sort();
    let newest = versions.pop().ok_or_else(|| format!("botocore has no model of `{service}`"))?;
    let mut text = String::new();
    GzDecoder::new(fs::File::open(newest.join("service-2.json.gz"))?).read_to_string(&mut text)?;
    let full: Value = serde_json::from_str(&text)?;
    let mut model = json!({
        "metadata": pick(&full["metadata"], &METADATA),
        "operations": each(&full["operations"], operation),
        "shapes": each(&full["shapes"], shape),
    });
    correct(&mut model, service, overlay)?;
    Ok(model)
}

/// Keeps of a model the operations of the list whole, and of the others only where they are, so
/// that they are still known as not implemented; and the shapes that are left in use.
pub(crate) fn keep(model: &mut Value, whole: &[String]) -> Result<()> {
    let mut wanted = Vec::new();
    let operations = model["operations"].as_object_mut().ok_or("the model has no operations")?;
    for (name, operation) in operations.iter_mut() {
        if whole.contains(name) {
            references(operation, &mut wanted);
        } else {
            *operation = pick(operation, &["http"]);
        }
    }
    let mut kept = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if model["shapes"][&name].is_object() && kept.insert(name.clone()) {
            references(&model["shapes"][&name], &mut wanted);
        }
    }
    let shapes = model["shapes"].as_object_mut().ok_or("the model has no shapes")?;
    shapes.retain(|name, _| kept.contains(name));
    Ok(())
}

/// Adds the names of the shapes that a part of the model refers to.
fn references(part: &Value, found: &mut Vec<String>) {
    match part {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("shape", Value::String(name)) => found.push(name.clone()),
                    ("errors", Value::Array(names)) => {
                        found.extend(names.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// The text of a model's data file.
pub(crate) fn text(model: &Value) -> Result<String> {
    let mut out = String::from("{\n");
    writeln!(out, "\"metadata\":{},", model["metadata"])?;
    for (section, end) in [("operations", "},"), ("shapes", "}")] {
        writeln!(out, "\"{section}\":{{")?;
        let entries = object(&model[section]);
        for (index, (name, entry)) in entries.iter().enumerate() {
            let comma = if index + 1 == entries.len() { "" } else { "," };
            writeln!(out, "{}:{entry}{comma}", Value::from(name.as_str()))?;
        }
        writeln!(out, "{end}")?;
    }
    out.push_str("}\n");
    Ok(out)
}

/// The Rust source that embeds the data files.
pub(crate) fn catalog(services: &[&str]) -> String {
    let mut out = String::from("// Made by `cargo xtask codegen`: do not edit.\n");
    let _ = writeln!(
        out,
        "/// Each service's name and data file.\nconst SOURCES: [(&str, &str); {}] = [",
        services.len()
    );
    for service in services {
        let _ = writeln!(out, "    (\"{service}\", include_str!(\"{service}.json\")),");
    }
    out.push_str("];\n");
    out
}

/// Where the data comes from and under which licence.
pub(crate) fn notice(version: &str) -> String {
    format!(
        "The JSON files of services in this folder are made by `cargo xtask codegen` from the\n\
         service models in botocore {version} (https://github.com/boto/botocore), Copyright\n\
         Amazon.com, Inc. or its affiliates, licensed under the Apache License, Version 2.0.\n\
         Documentation is removed, and the corrections of overlay.json are applied.\n\
         authorize.json and bartizan.json are Bartizan's own and written by hand.\n"
    )
}

/// Applies the overlay: entries of `service`, `pointer` (RFC 6901), `value` (null removes) and
/// `reason`.
fn correct(model: &mut Value, service: &str, overlay: &str) -> Result<()> {
    let entries: Vec<Value> = serde_json::from_str(overlay)?;
    for entry in entries.iter().filter(|entry| entry["service"] == service) {
        let pointer = entry["pointer"].as_str().ok_or("an overlay entry lacks its pointer")?;
        if entry["reason"].as_str().is_none_or(str::is_empty) {
            return Err(format!("overlay entry {pointer} lacks its reason").into());
        }
        let (parent, key) = pointer.rsplit_once('/').ok_or("an overlay pointer needs a `/`")?;
        let parent = model
            .pointer_mut(parent)
            .and_then(Value::as_object_mut)
            .ok_or_else(|| format!("overlay entry {pointer} points nowhere in `{service}`"))?;
        match &entry["value"] {
            Value::Null => drop(parent.remove(key)),
            value => drop(parent.insert(key.to_owned(), value.clone())),
        }
    }
    Ok(())
}

fn operation(full: &Value) -> Value {
    let mut slim = Map::new();
    slim.insert("http".into(), pick(&full["http"], &["method", "requestUri", "responseCode"]));
    for part in ["input", "output"] {
        if full[part].is_object() {
            slim.insert(part.into(), pick(&full[part], &REFERENCE));
        }
    }
    let errors: Vec<Value> = full["errors"]
        .as_array()
        .map(|errors| errors.iter().map(|error| error["shape"].clone()).collect())
        .unwrap_or_default();
    if !errors.is_empty() {
        slim.insert("errors".into(), errors.into());
    }
    if full["deprecated"] == true {
        slim.insert("deprecated".into(), true.into());
    }
    slim.into()
}

fn shape(full: &Value) -> Value {
    let mut slim = pick(full, &SHAPE);
    if let Some(slim) = slim.as_object_mut() {
        for part in ["member", "key", "value"] {
            if full[part].is_object() {
                slim.insert(part.into(), pick(&full[part], &REFERENCE));
            }
        }
        if full["members"].is_object() {
            slim.insert("members".into(), each(&full["members"], |m| pick(m, &REFERENCE)));
        }
    }
    slim
}

fn each(entries: &Value, slim: impl Fn(&Value) -> Value) -> Value {
    object(entries)
        .iter()
        .map(|(name, entry)| (name.clone(), slim(entry)))
        .collect::<Map<_, _>>()
        .into()
}

fn pick(full: &Value, keys: &[&str]) -> Value {
    let kept = object(full).iter().filter(|(key, _)| keys.contains(&key.as_str()));
    kept.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>().into()
}

fn object(value: &Value) -> &Map<String, Value> {
    static EMPTY: std::sync::OnceLock<Map<String, Value>> = std::sync::OnceLock::new();
    value.as_object().unwrap_or_else(|| EMPTY.get_or_init(Map::new))
}
