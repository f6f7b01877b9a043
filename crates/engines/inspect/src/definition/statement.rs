//! Statements.

#![allow(missing_docs, reason = "the names are AWS's, and its API Reference says what they mean")]

use serde::Deserialize;

use super::{ActionSetting, FieldToMatch, Transform};

/// A statement: one of these.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct StatementDefinition {
    #[serde(rename = "ByteMatchStatement")]
    pub byte_match: Option<TextStatement<ByteMatch>>,
    #[serde(rename = "SqliMatchStatement")]
    pub sqli_match: Option<TextStatement<SqliMatch>>,
    #[serde(rename = "XssMatchStatement")]
    pub xss_match: Option<TextStatement<Nothing>>,
    #[serde(rename = "SizeConstraintStatement")]
    pub size_constraint: Option<TextStatement<SizeConstraint>>,
    #[serde(rename = "RegexMatchStatement")]
    pub regex_match: Option<TextStatement<RegexMatch>>,
    #[serde(rename = "RegexPatternSetReferenceStatement")]
    pub regex_set: Option<TextStatement<Referenced>>,
    #[serde(rename = "GeoMatchStatement")]
    pub geo_match: Option<GeoMatch>,
    #[serde(rename = "AsnMatchStatement")]
    pub asn_match: Option<AsnMatch>,
    #[serde(rename = "IPSetReferenceStatement")]
    pub ip_set: Option<IpSetReference>,
    #[serde(rename = "LabelMatchStatement")]
    pub label_match: Option<LabelMatch>,
    #[serde(rename = "RateBasedStatement")]
    pub rate_based: Option<Box<RateBased>>,
    #[serde(rename = "RuleGroupReferenceStatement")]
    pub rule_group: Option<GroupReference>,
    #[serde(rename = "ManagedRuleGroupStatement")]
    pub managed: Option<Box<ManagedReference>>,
    #[serde(rename = "AndStatement")]
    pub and: Option<Nested>,
    #[serde(rename = "OrStatement")]
    pub or: Option<Nested>,
    #[serde(rename = "NotStatement")]
    pub not: Option<Box<Negated>>,
}

/// A test of a part of the request.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TextStatement<T> {
    pub field_to_match: FieldToMatch,
    pub text_transformations: Vec<Transform>,
    #[serde(default)]
    pub pre_parse_text_transformations: Vec<Transform>,
    #[serde(flatten)]
    pub test: T,
}

/// Nothing more is said.
#[derive(Debug, Clone, Deserialize)]
pub struct Nothing {}

/// Bytes to look for.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ByteMatch {
    /// In Base64.
    pub search_string: String,
    pub positional_constraint: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SqliMatch {
    pub sensitivity_level: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SizeConstraint {
    pub comparison_operator: String,
    pub size: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RegexMatch {
    pub regex_string: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Referenced {
    #[serde(rename = "ARN")]
    pub arn: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct GeoMatch {
    #[serde(rename = "CountryCodes", default)]
    pub country_codes: Vec<String>,
    #[serde(rename = "ForwardedIPConfig")]
    pub forwarded: Option<ForwardedIp>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct AsnMatch {
    #[serde(rename = "AsnList")]
    pub numbers: Vec<u32>,
    #[serde(rename = "ForwardedIPConfig")]
    pub forwarded: Option<ForwardedIp>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct IpSetReference {
    #[serde(rename = "ARN")]
    pub arn: String,
    #[serde(rename = "IPSetForwardedIPConfig")]
    pub forwarded: Option<ForwardedIp>,
}

/// An address in a header instead of the client's.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ForwardedIp {
    pub header_name: String,
    pub fallback_behavior: String,
    /// Of IP sets only.
    pub position: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct LabelMatch {
    pub scope: String,
    pub key: String,
}

/// A limit on rates.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RateBased {
    pub limit: u64,
    pub evaluation_window_sec: Option<u32>,
    pub aggregate_key_type: Aggregate,
    pub scope_down_statement: Option<StatementDefinition>,
    #[serde(rename = "ForwardedIPConfig")]
    pub forwarded: Option<ForwardedIp>,
    #[serde(default)]
    pub custom_keys: Vec<RateKeyDefinition>,
}

/// What requests are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Aggregate {
    #[serde(rename = "IP")]
    Ip,
    #[serde(rename = "FORWARDED_IP")]
    ForwardedIp,
    CustomKeys,
    Constant,
}

/// A key of a limit on rates: one of these.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RateKeyDefinition {
    pub header: Option<KeyText>,
    pub cookie: Option<KeyText>,
    pub query_argument: Option<KeyText>,
    pub query_string: Option<KeyText>,
    #[serde(rename = "HTTPMethod")]
    pub method: Option<Nothing>,
    #[serde(rename = "ForwardedIP")]
    pub forwarded_ip: Option<Nothing>,
    #[serde(rename = "IP")]
    pub ip: Option<Nothing>,
    pub label_namespace: Option<KeyLabels>,
    pub uri_path: Option<KeyText>,
    #[serde(rename = "JA3Fingerprint")]
    pub ja3: Option<KeyFingerprint>,
    #[serde(rename = "JA4Fingerprint")]
    pub ja4: Option<KeyFingerprint>,
    #[serde(rename = "ASN")]
    pub asn: Option<Nothing>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyText {
    pub name: Option<String>,
    pub text_transformations: Vec<Transform>,
}

impl KeyText {
    pub(super) fn lower_name(&self) -> Vec<u8> {
        self.name.as_deref().unwrap_or_default().to_ascii_lowercase().into_bytes()
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyLabels {
    pub namespace: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyFingerprint {
    pub fallback_behavior: String,
}

/// The use of a rule group.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupReference {
    #[serde(rename = "ARN")]
    pub arn: String,
    #[serde(flatten)]
    pub overridden: Overridden,
}

/// Rules of a group whose actions are others.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Overridden {
    #[serde(default)]
    pub excluded_rules: Vec<Excluded>,
    #[serde(default)]
    pub rule_action_overrides: Vec<ActionOverride>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Excluded {
    pub name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ActionOverride {
    pub name: String,
    pub action_to_use: ActionSetting,
}

/// The use of a managed rule group.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ManagedReference {
    pub vendor_name: String,
    pub name: String,
    pub version: Option<String>,
    pub scope_down_statement: Option<StatementDefinition>,
    #[serde(default)]
    pub managed_rule_group_configs: Vec<serde_json::Value>,
    #[serde(flatten)]
    pub overridden: Overridden,
}

impl ManagedReference {
    /// What refusals call it: the vendor, the name, and the version if one is said.
    pub(super) fn full_name(&self) -> String {
        let Self { vendor_name, name, version, .. } = self;
        let version = version.iter().map(|version| format!("/{version}"));
        format!("{vendor_name}/{name}{}", version.collect::<String>())
    }
}

/// Statements of which all, or one, must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Nested {
    pub statements: Vec<StatementDefinition>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Negated {
    pub statement: StatementDefinition,
}
