//! What a mitigation matches, as the model writes it.

use std::net::IpAddr;

use bartizan_service::{MitigationRule, MitigationTerm, MitigationText};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;
use serde_json::{Value as Json, json};

use super::StoredRule;

/// Stands for the ARN of the rule's IP set.
const ADDRESSES: &str = "$addresses";

/// A rule as it is stored.
pub(super) fn stored(rule: &MitigationRule) -> Option<StoredRule> {
    let mut addresses = Vec::new();
    let terms: Option<Vec<Json>> = rule.terms.iter().map(|one| term(one, &mut addresses)).collect();
    Some(StoredRule {
        attack: rule.attack.clone(),
        statement: joined("AndStatement", terms?)?,
        addresses,
        blocks: rule.blocks,
    })
}

/// The statement with the ARN of the IP set.
pub(super) fn with_addresses(statement: &Json, arn: &str) -> Json {
    match statement {
        Json::String(text) if text == ADDRESSES => json!(arn),
        Json::Array(items) => items.iter().map(|item| with_addresses(item, arn)).collect(),
        Json::Object(members) => {
            let member = |(name, held): (&String, &Json)| (name.clone(), with_addresses(held, arn));
            Json::Object(members.iter().map(member).collect())
        }
        other => other.clone(),
    }
}

fn term(term: &MitigationTerm, addresses: &mut Vec<IpNet>) -> Option<Json> {
    match term {
        MitigationTerm::Sources(networks) => {
            let network = |(address, bits): &(IpAddr, u8)| IpNet::new(*address, *bits).ok();
            let networks: Option<Vec<_>> = networks.iter().map(network).collect();
            addresses.extend(networks?);
            Some(json!({ "IPSetReferenceStatement": { "ARN": ADDRESSES } }))
        }
        MitigationTerm::Asns(asns) => Some(json!({ "AsnMatchStatement": { "AsnList": asns } })),
        MitigationTerm::Countries(codes) => {
            Some(json!({ "GeoMatchStatement": { "CountryCodes": codes } }))
        }
        MitigationTerm::Paths(texts) => any_of(texts, &json!({ "UriPath": {} })),
        MitigationTerm::Header(name, texts) => {
            any_of(texts, &json!({ "SingleHeader": { "Name": name } }))
        }
    }
}

fn any_of(texts: &[MitigationText], field: &Json) -> Option<Json> {
    joined("OrStatement", texts.iter().map(|text| matching(text, field)).collect())
}

/// One of many statements, or the only one.
fn joined(by: &str, mut statements: Vec<Json>) -> Option<Json> {
    match statements.len() {
        0 => None,
        1 => statements.pop(),
        _ => Some(json!({ by: { "Statements": statements } })),
    }
}

fn matching(text: &MitigationText, field: &Json) -> Json {
    let plain = json!([{ "Priority": 0, "Type": "NONE" }]);
    if text.value.is_empty() {
        return json!({ "NotStatement": { "Statement": { "SizeConstraintStatement": {
            "FieldToMatch": field, "ComparisonOperator": "GE", "Size": 1,
            "TextTransformations": plain,
        } } } });
    }
    json!({ "ByteMatchStatement": {
        "SearchString": STANDARD.encode(&text.value),
        "FieldToMatch": field,
        "TextTransformations": plain,
        "PositionalConstraint": if text.is_begin { "STARTS_WITH" } else { "EXACTLY" },
    } })
}
