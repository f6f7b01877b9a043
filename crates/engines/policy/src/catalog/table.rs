//! The embedded table: found by prefix, read a service at a time.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::OnceLock;

use flate2::read::GzDecoder;

use super::ArnPattern;
use super::service::{
    AccessLevel, Action, ActionResource, ConditionKey, ResourceType, Service, ValueType,
};

/// Made by `cargo xtask codegen`, which tells its form.
static COMPRESSED: &[u8] = include_bytes!("../../data/authorization.tsv.gz");

/// The table, unpacked, with the place of every service.
pub(super) struct Table {
    version: &'static str,
    services: BTreeMap<&'static str, Entry>,
}

struct Entry {
    lines: &'static str,
    service: OnceLock<Service>,
}

impl Table {
    pub(super) fn embedded() -> &'static Self {
        static TEXT: OnceLock<String> = OnceLock::new();
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| Self::index(TEXT.get_or_init(unpacked)))
    }

    fn index(text: &'static str) -> Self {
        let mut sections = text.split("\nS\t");
        let version = sections.next().and_then(|it| it.strip_prefix("V\t")).unwrap_or_default();
        let services = sections
            .filter_map(|lines| {
                let (prefix, _) = lines.split_once('\t')?;
                Some((prefix, Entry { lines, service: OnceLock::new() }))
            })
            .collect();
        Self { version, services }
    }

    pub(super) const fn version(&self) -> &'static str {
        self.version
    }

    pub(super) fn prefixes(&'static self) -> impl Iterator<Item = &'static str> {
        self.services.keys().copied()
    }

    pub(super) fn service(&'static self, prefix: &str) -> Option<&'static Service> {
        let entry = match self.services.get(prefix) {
            Some(entry) => entry,
            None if prefix.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                self.services.get(prefix.to_ascii_lowercase().as_str())?
            }
            None => return None,
        };
        Some(entry.service.get_or_init(|| read(entry.lines)))
    }
}

/// The embedded bytes come from the build, so they always unpack; a test reads every line.
fn unpacked() -> String {
    let mut text = String::new();
    match GzDecoder::new(COMPRESSED).read_to_string(&mut text) {
        Ok(_) => text,
        Err(_) => String::new(),
    }
}

fn read(lines: &'static str) -> Service {
    let mut service = Service::default();
    let mut lines = lines.lines();
    let mut head = lines.next().unwrap_or_default().split('\t');
    service.prefix = head.next().unwrap_or_default();
    service.name = head.next().unwrap_or_default();
    service.supports_resource_control_policies = head.next() == Some("1");
    for line in lines {
        let mut fields = line.split('\t');
        let kind = fields.next().unwrap_or_default();
        let mut field = || fields.next().unwrap_or_default();
        match kind {
            "K" => service.condition_keys.push(condition_key(field(), field())),
            "R" => service.resource_types.push(ResourceType {
                name: field(),
                arns: field().split(", ").filter_map(ArnPattern::new).collect(),
                keys: places(field()),
            }),
            "A" => service.actions.push(Action {
                name: field(),
                access_level: access_level(field()),
                resources: resources(field()),
                keys: places(field()),
            }),
            _ => {}
        }
    }
    service
}

fn condition_key(key: &'static str, written_type: &str) -> ConditionKey {
    let (multivalued, of_each) = match written_type.strip_prefix('*') {
        Some(of_each) => (true, of_each),
        None => (false, written_type),
    };
    let value_type = match of_each {
        "ARN" => ValueType::Arn,
        "Bool" => ValueType::Bool,
        "Numeric" => ValueType::Numeric,
        "Date" => ValueType::Date,
        "IPAddress" => ValueType::IpAddress,
        _ => ValueType::String,
    };
    ConditionKey { key, value_type, multivalued }
}

fn access_level(letter: &str) -> AccessLevel {
    match letter {
        "L" => AccessLevel::List,
        "R" => AccessLevel::Read,
        "T" => AccessLevel::Tagging,
        "P" => AccessLevel::PermissionsManagement,
        _ => AccessLevel::Write,
    }
}

fn resources(field: &str) -> Vec<ActionResource> {
    field
        .split_ascii_whitespace()
        .filter_map(|word| {
            let (number, required) = match word.strip_suffix('!') {
                Some(number) => (number, true),
                None => (word, false),
            };
            Some(ActionResource { place: number.parse().ok()?, required })
        })
        .collect()
}

fn places(field: &str) -> Vec<u16> {
    field.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect()
}
