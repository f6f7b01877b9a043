//! Statements become conditions.

use base64::Engine as _;

use super::field::{chain, fallback};
use super::statement::{GeoMatch, KeyText, SizeConstraint};
use super::translate::{Translator, one_statement, refuse_groups};
use super::{
    Aggregate, ForwardedIp, Invalid, Nested, RateBased, RateKeyDefinition, StatementDefinition,
    TextStatement,
};
use crate::detect::Sensitivity;
use crate::language::{
    AddressSource, Comparison, Condition, Entries, Field, Keys, LabelScope, Oversize, Part,
    Position, RateKey, RateRule, Test,
};
use crate::program::CompileError;

/// A text to look for is at most so long. (AWS WAF's guide, "quotas".)
const SEARCH_BYTES_MAX: usize = 200;
/// Statements are nested so deep at most.
const DEPTH_MAX: usize = 20;
/// The window of a rate-based statement, unless said otherwise, and those there are. (The API's
/// page on `RateBasedStatement`.)
const WINDOW_SECONDS: u32 = 300;
const WINDOWS_SECONDS: [u32; 4] = [60, 120, 300, 600];
/// The limit is at least, and at most. (The same page.)
const LIMITS: std::ops::RangeInclusive<u64> = 10..=2_000_000_000;

impl Translator<'_> {
    /// The statement of a rule: it may be a rate-based one.
    pub(super) fn top(&self, held: &StatementDefinition) -> Result<Condition, Invalid> {
        match &held.rate_based {
            Some(rate) if held.count() == 1 => self.rate(rate),
            _ => self.nested(held, 0),
        }
    }

    /// A statement that narrows another.
    pub(super) fn scope(&self, held: &StatementDefinition) -> Result<Condition, Invalid> {
        self.nested(held, 1)
    }

    fn nested(&self, held: &StatementDefinition, depth: usize) -> Result<Condition, Invalid> {
        if held.count() != 1 {
            return Err(one_statement());
        }
        if depth > DEPTH_MAX {
            return Err(Invalid::parameter("STATEMENT", "Statement", Invalid::MAXIMUM));
        }
        refuse_groups(held)?;
        if held.rate_based.is_some() {
            let field = "RATE_BASED_STATEMENT";
            return Err(Invalid::parameter(field, "RateBasedStatement", Invalid::NESTING));
        }
        if let Some(parts) = &held.and {
            return self.parts(parts, "AND_STATEMENT", "AndStatement", depth).map(Condition::All);
        }
        if let Some(parts) = &held.or {
            return self.parts(parts, "OR_STATEMENT", "OrStatement", depth).map(Condition::Any);
        }
        if let Some(part) = &held.not {
            return Ok(Condition::Not(Box::new(self.nested(&part.statement, depth + 1)?)));
        }
        match self.of_text(held)? {
            Some(condition) => Ok(condition),
            None => self.of_origin(held),
        }
    }

    fn parts(
        &self,
        held: &Nested,
        field: &'static str,
        parameter: &str,
        depth: usize,
    ) -> Result<Vec<Condition>, Invalid> {
        if held.statements.len() < 2 {
            return Err(Invalid::parameter(field, parameter, Invalid::MINIMUM));
        }
        held.statements.iter().map(|part| self.nested(part, depth + 1)).collect()
    }

    /// A statement about a part of the request.
    fn of_text(&self, held: &StatementDefinition) -> Result<Option<Condition>, Invalid> {
        if let Some(held) = &held.byte_match {
            let position = position(&held.test.positional_constraint)?;
            let bytes = search_bytes(&held.test.search_string)?;
            let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            if position == Position::Word && !bytes.iter().all(is_part) {
                let field = "BYTE_MATCH_STATEMENT";
                return Err(Invalid::parameter(field, "SearchString", Invalid::FORMAT));
            }
            let fingerprints =
                held.field_to_match.ja3.is_some() || held.field_to_match.ja4.is_some();
            if fingerprints && position != Position::Exactly {
                let field = "FIELD_TO_MATCH";
                return Err(Invalid::parameter(field, "PositionalConstraint", Invalid::OPTION));
            }
            return text(held, Test::Bytes(bytes, position)).map(Some);
        }
        if let Some(held) = &held.sqli_match {
            let sensitivity = match held.test.sensitivity_level.as_deref() {
                None | Some("LOW") => Sensitivity::Low,
                Some("HIGH") => Sensitivity::High,
                Some(other) => {
                    let field = "SQLI_MATCH_STATEMENT";
                    return Err(Invalid::parameter(field, other, Invalid::OPTION));
                }
            };
            return text(held, Test::Sqli(sensitivity)).map(Some);
        }
        if let Some(held) = &held.xss_match {
            return text(held, Test::Xss).map(Some);
        }
        if let Some(held) = &held.size_constraint {
            return text(held, size(&held.test)?).map(Some);
        }
        if let Some(held) = &held.regex_match {
            let patterns = vec![held.test.regex_string.clone()];
            return text(held, regexes(patterns, "REGEX_MATCH_STATEMENT")?).map(Some);
        }
        if let Some(held) = &held.regex_set {
            const FIELD: &str = "REGEX_PATTERN_REFERENCE_STATEMENT";
            let arn = &held.test.arn;
            let patterns = self.references.regex_patterns(arn);
            let patterns = patterns.ok_or_else(|| Invalid::reference(FIELD, arn))?;
            return text(held, regexes(patterns, FIELD)?).map(Some);
        }
        Ok(None)
    }

    /// A statement about where the request comes from, or about its labels.
    fn of_origin(&self, held: &StatementDefinition) -> Result<Condition, Invalid> {
        if let Some(GeoMatch { country_codes, forwarded }) = &held.geo_match {
            if country_codes.is_empty() {
                let field = "GEO_MATCH_STATEMENT";
                return Err(Invalid::parameter(field, "CountryCodes", Invalid::MINIMUM));
            }
            return Ok(Condition::Country(country_codes.clone(), source(forwarded.as_ref())?));
        }
        if let Some(held) = &held.asn_match {
            return Ok(Condition::Asn(held.numbers.clone(), source(held.forwarded.as_ref())?));
        }
        if let Some(held) = &held.ip_set {
            let unknown = || Invalid::reference("IP_SET_REFERENCE_STATEMENT", &held.arn);
            let set = self.references.ip_set(&held.arn).ok_or_else(unknown)?;
            return Ok(Condition::Address(set, positioned(held.forwarded.as_ref())?));
        }
        if let Some(held) = &held.label_match {
            let scope = match held.scope.as_str() {
                "LABEL" => LabelScope::Label,
                "NAMESPACE" => LabelScope::Namespace,
                other => {
                    let field = "LABEL_MATCH_STATEMENT";
                    return Err(Invalid::parameter(field, other, Invalid::OPTION));
                }
            };
            return Ok(Condition::Label(scope, held.key.clone()));
        }
        Err(one_statement())
    }

    fn rate(&self, held: &RateBased) -> Result<Condition, Invalid> {
        let invalid =
            |parameter, reason| Invalid::parameter("RATE_BASED_STATEMENT", parameter, reason);
        if !LIMITS.contains(&held.limit) {
            return Err(invalid("Limit", Invalid::MINIMUM));
        }
        let window_seconds = held.evaluation_window_sec.unwrap_or(WINDOW_SECONDS);
        if !WINDOWS_SECONDS.contains(&window_seconds) {
            return Err(invalid("EvaluationWindowSec", Invalid::OPTION));
        }
        let is_custom = held.aggregate_key_type == Aggregate::CustomKeys;
        if is_custom == held.custom_keys.is_empty() {
            return Err(Invalid::parameter("CUSTOM_KEYS", "CustomKeys", Invalid::ONE_VALUE));
        }
        let forwarded = || match &held.forwarded {
            Some(forwarded) => source(Some(forwarded)),
            None => Err(invalid("ForwardedIPConfig", Invalid::ONE_VALUE)),
        };
        let keys = match held.aggregate_key_type {
            Aggregate::Ip => vec![RateKey::Address(AddressSource::Client)],
            Aggregate::ForwardedIp => vec![RateKey::Address(forwarded()?)],
            Aggregate::Constant if held.scope_down_statement.is_none() => {
                return Err(Invalid::parameter(
                    "SCOPE_DOWN",
                    "ScopeDownStatement",
                    Invalid::ONE_VALUE,
                ));
            }
            Aggregate::Constant => Vec::new(),
            Aggregate::CustomKeys => {
                let keys = held.custom_keys.iter().map(|key| rate_key(key, held, &forwarded));
                let keys = keys.collect::<Result<Vec<_>, _>>()?;
                if matches!(&*keys, [RateKey::Address(_)]) {
                    return Err(Invalid::parameter("CUSTOM_KEYS", "CustomKeys", Invalid::MINIMUM));
                }
                keys
            }
        };
        let scope =
            held.scope_down_statement.as_ref().map(|scope| self.scope(scope)).transpose()?;
        let (limit, settings) = (held.limit, format!("{held:?}"));
        Ok(Condition::Rate(Box::new(RateRule { limit, window_seconds, keys, scope, settings })))
    }
}

fn text<T>(held: &TextStatement<T>, test: Test) -> Result<Condition, Invalid> {
    let field = held.field_to_match.translate(&held.pre_parse_text_transformations)?;
    Ok(Condition::Text(field, chain(&held.text_transformations)?, test))
}

fn position(constraint: &str) -> Result<Position, Invalid> {
    Ok(match constraint {
        "EXACTLY" => Position::Exactly,
        "STARTS_WITH" => Position::Start,
        "ENDS_WITH" => Position::End,
        "CONTAINS" => Position::Anywhere,
        "CONTAINS_WORD" => Position::Word,
        other => return Err(Invalid::parameter("POSITION", other, Invalid::OPTION)),
    })
}

fn search_bytes(base64: &str) -> Result<Vec<u8>, Invalid> {
    const FIELD: &str = "BYTE_MATCH_STATEMENT";
    let engine = base64::engine::general_purpose::STANDARD;
    let invalid = |reason| Invalid::parameter(FIELD, "SearchString", reason);
    let bytes = engine.decode(base64).map_err(|_| invalid(Invalid::BASE64))?;
    match bytes.len() {
        0 => Err(invalid(Invalid::MINIMUM)),
        length if length > SEARCH_BYTES_MAX => Err(invalid(Invalid::MAXIMUM)),
        _ => Ok(bytes),
    }
}

fn size(held: &SizeConstraint) -> Result<Test, Invalid> {
    let comparison = match held.comparison_operator.as_str() {
        "EQ" => Comparison::Eq,
        "NE" => Comparison::Ne,
        "LE" => Comparison::Le,
        "LT" => Comparison::Lt,
        "GE" => Comparison::Ge,
        "GT" => Comparison::Gt,
        other => {
            let field = "SIZE_CONSTRAINT_STATEMENT";
            return Err(Invalid::parameter(field, other, Invalid::OPTION));
        }
    };
    Ok(Test::Size(comparison, held.size))
}

/// Expressions that compile, as far as linear time can match them.
fn regexes(patterns: Vec<String>, field: &'static str) -> Result<Test, Invalid> {
    for pattern in &patterns {
        check_regex(pattern).map_err(|_| Invalid::parameter(field, pattern, Invalid::FORMAT))?;
    }
    Ok(Test::Regex(patterns))
}

/// Checks that a regular expression is one that the firewall matches.
///
/// # Errors
///
/// If it is none, needs what linear time cannot do, or takes too much memory.
pub fn check_regex(pattern: &str) -> Result<(), CompileError> {
    crate::program::regex(pattern).map(|_| ())
}

fn source(forwarded: Option<&ForwardedIp>) -> Result<AddressSource, Invalid> {
    match forwarded {
        None => Ok(AddressSource::Client),
        Some(held) if held.position.is_some() => {
            Err(Invalid::parameter("FORWARDED_IP_CONFIG", "Position", Invalid::OPTION))
        }
        Some(held) => {
            let fallback = fallback(Some(&held.fallback_behavior))?;
            Ok(AddressSource::First(header_name(held), fallback))
        }
    }
}

fn positioned(forwarded: Option<&ForwardedIp>) -> Result<AddressSource, Invalid> {
    let Some(held) = forwarded else { return Ok(AddressSource::Client) };
    let fallback = fallback(Some(&held.fallback_behavior))?;
    match held.position.as_deref() {
        Some("FIRST") => Ok(AddressSource::First(header_name(held), fallback)),
        Some("LAST") => Ok(AddressSource::Last(header_name(held), fallback)),
        Some("ANY") => Ok(AddressSource::AnyOf(header_name(held), fallback)),
        other => {
            let parameter = other.unwrap_or("Position");
            Err(Invalid::parameter("IP_SET_FORWARDED_IP_CONFIG", parameter, Invalid::OPTION))
        }
    }
}

fn header_name(held: &ForwardedIp) -> Vec<u8> {
    held.header_name.to_ascii_lowercase().into_bytes()
}

fn rate_key(
    key: &RateKeyDefinition,
    rate: &RateBased,
    forwarded: &dyn Fn() -> Result<AddressSource, Invalid>,
) -> Result<RateKey, Invalid> {
    let mut found = Vec::new();
    let of = |held: &KeyText, field: Field| {
        chain(&held.text_transformations).map(|chain| RateKey::Text(field, chain))
    };
    if let Some(held) = &key.header {
        found.push(of(held, Field::Header(held.lower_name()))?);
    }
    if let Some(held) = &key.cookie {
        let keys = Keys::Only(vec![held.name.clone().unwrap_or_default().into_bytes()]);
        let entries = Entries { keys, part: Part::Value, oversize: Oversize::Continue };
        found.push(of(held, Field::Cookies(entries))?);
    }
    if let Some(held) = &key.query_argument {
        found.push(of(held, Field::QueryArgument(held.lower_name(), Vec::new()))?);
    }
    if let Some(held) = &key.query_string {
        found.push(of(held, Field::QueryString)?);
    }
    if let Some(held) = &key.uri_path {
        found.push(of(held, Field::Path)?);
    }
    found.extend(key.method.as_ref().map(|_| RateKey::Text(Field::Method, Vec::new())));
    found.extend(key.ip.as_ref().map(|_| RateKey::Address(AddressSource::Client)));
    if key.forwarded_ip.is_some() {
        found.push(RateKey::Address(forwarded()?));
    }
    if key.asn.is_some() {
        found.push(RateKey::Asn(source(rate.forwarded.as_ref())?));
    }
    let labels = key.label_namespace.as_ref();
    found.extend(labels.map(|held| RateKey::Labels(held.namespace.clone())));
    for (held, field) in [(&key.ja3, Field::Ja3 as fn(_) -> Field), (&key.ja4, Field::Ja4)] {
        if let Some(held) = held {
            let fallback = fallback(Some(&held.fallback_behavior))?;
            found.push(RateKey::Text(field(fallback), Vec::new()));
        }
    }
    let (Some(key), true) = (found.pop(), found.is_empty()) else {
        return Err(Invalid::parameter("CUSTOM_KEYS", "CustomKeys", Invalid::ONE_VALUE));
    };
    Ok(key)
}
