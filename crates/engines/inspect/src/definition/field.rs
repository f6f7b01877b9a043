//! Fields to match and text transformations.

#![allow(missing_docs, reason = "the names are AWS's, and its API Reference says what they mean")]

use serde::Deserialize;

use super::Invalid;
use crate::language::{Entries, Fallback, Field, InvalidJson, Keys, Oversize, Part, PreParse};
use crate::transform::Transformation;

/// So many transformations of one statement. (AWS WAF's guide, "quotas".)
const TRANSFORMATIONS_MAX: usize = 10;

/// A part of the request: one of these.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct FieldToMatch {
    pub single_header: Option<Named>,
    pub single_query_argument: Option<Named>,
    pub all_query_arguments: Option<Empty>,
    pub uri_path: Option<Empty>,
    pub query_string: Option<Empty>,
    pub body: Option<ByOversize>,
    pub method: Option<Empty>,
    pub json_body: Option<JsonBody>,
    pub headers: Option<MapSetting>,
    pub cookies: Option<MapSetting>,
    pub header_order: Option<ByOversize>,
    #[serde(rename = "JA3Fingerprint")]
    pub ja3: Option<ByFallback>,
    #[serde(rename = "JA4Fingerprint")]
    pub ja4: Option<ByFallback>,
    pub uri_fragment: Option<ByFallback>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Empty {}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Named {
    pub name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ByOversize {
    pub oversize_handling: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ByFallback {
    pub fallback_behavior: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct JsonBody {
    pub match_pattern: JsonPattern,
    pub match_scope: String,
    pub invalid_fallback_behavior: Option<String>,
    pub oversize_handling: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct JsonPattern {
    pub all: Option<Empty>,
    pub included_paths: Option<Vec<String>>,
}

/// Some headers or cookies.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MapSetting {
    pub match_pattern: MapPattern,
    pub match_scope: String,
    pub oversize_handling: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MapPattern {
    pub all: Option<Empty>,
    #[serde(alias = "IncludedHeaders", alias = "IncludedCookies")]
    pub included: Option<Vec<String>>,
    #[serde(alias = "ExcludedHeaders", alias = "ExcludedCookies")]
    pub excluded: Option<Vec<String>>,
}

/// A transformation and its place in the order.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Transform {
    pub priority: i64,
    #[serde(rename = "Type")]
    pub kind: String,
}

impl FieldToMatch {
    /// The field, in the engine's own language.
    pub(super) fn translate(&self, pre_parse: &[Transform]) -> Result<Field, Invalid> {
        let steps = pre_parsed(pre_parse)?;
        let lower = |named: &Named| named.name.to_ascii_lowercase().into_bytes();
        let mut held = Vec::new();
        held.extend(self.single_header.as_ref().map(|named| Field::Header(lower(named))));
        let argument = self.single_query_argument.as_ref();
        held.extend(argument.map(|named| Field::QueryArgument(lower(named), steps.clone())));
        let arguments = self.all_query_arguments.as_ref();
        held.extend(arguments.map(|_| Field::QueryArguments(steps.clone())));
        held.extend(self.uri_path.as_ref().map(|_| Field::Path));
        held.extend(self.query_string.as_ref().map(|_| Field::QueryString));
        held.extend(self.method.as_ref().map(|_| Field::Method));
        if let Some(body) = &self.body {
            held.push(Field::Body(oversize(body.oversize_handling.as_deref())?));
        }
        if let Some(order) = &self.header_order {
            held.push(Field::HeaderOrder(oversize(order.oversize_handling.as_deref())?));
        }
        if let Some(body) = &self.json_body {
            held.push(body.translate()?);
        }
        if let Some(headers) = &self.headers {
            held.push(Field::Headers(headers.translate("HEADER_MATCH_PATTERN", true)?));
        }
        if let Some(cookies) = &self.cookies {
            held.push(Field::Cookies(cookies.translate("COOKIE_MATCH_PATTERN", false)?));
        }
        for (setting, field) in [
            (&self.ja3, Field::Ja3 as fn(Fallback) -> Field),
            (&self.ja4, Field::Ja4),
            (&self.uri_fragment, Field::Fragment),
        ] {
            if let Some(setting) = setting {
                held.push(field(fallback(setting.fallback_behavior.as_deref())?));
            }
        }
        let (Some(field), true) = (held.pop(), held.is_empty()) else {
            return Err(Invalid::parameter("FIELD_TO_MATCH", "FieldToMatch", Invalid::ONE_VALUE));
        };
        let is_of_arguments = matches!(field, Field::QueryArgument(..) | Field::QueryArguments(_));
        if !pre_parse.is_empty() && !is_of_arguments {
            let field = "PRE_PARSE_TEXT_TRANSFORMATION";
            return Err(Invalid::parameter(field, "FieldToMatch", Invalid::OPTION));
        }
        Ok(field)
    }
}

impl JsonBody {
    fn translate(&self) -> Result<Field, Invalid> {
        let pattern = &self.match_pattern;
        let paths = match (&pattern.all, &pattern.included_paths) {
            (Some(_), None) => None,
            (None, Some(paths)) => Some(paths.clone()),
            _ => {
                let field = "JSON_MATCH_PATTERN";
                return Err(Invalid::parameter(field, "JsonMatchPattern", Invalid::ONE_VALUE));
            }
        };
        let invalid = match self.invalid_fallback_behavior.as_deref() {
            None => InvalidJson::UpToFault,
            Some("MATCH") => InvalidJson::Match,
            Some("NO_MATCH") => InvalidJson::NoMatch,
            Some("EVALUATE_AS_STRING") => InvalidJson::AsText,
            Some(other) => {
                let field = "BODY_PARSING_FALLBACK_BEHAVIOR";
                return Err(Invalid::parameter(field, other, Invalid::OPTION));
            }
        };
        Ok(Field::Json {
            paths,
            part: part(&self.match_scope, "JSON_MATCH_SCOPE")?,
            invalid,
            oversize: oversize(self.oversize_handling.as_deref())?,
        })
    }
}

impl MapSetting {
    fn translate(&self, field: &'static str, is_caseless: bool) -> Result<Entries, Invalid> {
        let names = |names: &Vec<String>| {
            let name = |name: &String| {
                let name = if is_caseless { name.to_ascii_lowercase() } else { name.clone() };
                name.into_bytes()
            };
            names.iter().map(name).collect()
        };
        let pattern = &self.match_pattern;
        let keys = match (&pattern.all, &pattern.included, &pattern.excluded) {
            (Some(_), None, None) => Keys::All,
            (None, Some(included), None) => Keys::Only(names(included)),
            (None, None, Some(excluded)) => Keys::Except(names(excluded)),
            _ => return Err(Invalid::parameter(field, "MatchPattern", Invalid::ONE_VALUE)),
        };
        Ok(Entries {
            keys,
            part: part(&self.match_scope, "MAP_MATCH_SCOPE")?,
            oversize: oversize(Some(&self.oversize_handling))?,
        })
    }
}

fn part(scope: &str, field: &'static str) -> Result<Part, Invalid> {
    match scope {
        "ALL" => Ok(Part::All),
        "KEY" => Ok(Part::Key),
        "VALUE" => Ok(Part::Value),
        other => Err(Invalid::parameter(field, other, Invalid::OPTION)),
    }
}

fn oversize(handling: Option<&str>) -> Result<Oversize, Invalid> {
    match handling {
        None | Some("CONTINUE") => Ok(Oversize::Continue),
        Some("MATCH") => Ok(Oversize::Match),
        Some("NO_MATCH") => Ok(Oversize::NoMatch),
        Some(other) => Err(Invalid::parameter("OVERSIZE_HANDLING", other, Invalid::OPTION)),
    }
}

pub(super) fn fallback(behavior: Option<&str>) -> Result<Fallback, Invalid> {
    match behavior {
        Some("MATCH") => Ok(Fallback::Match),
        None | Some("NO_MATCH") => Ok(Fallback::NoMatch),
        Some(other) => Err(Invalid::parameter("FALLBACK_BEHAVIOR", other, Invalid::OPTION)),
    }
}

/// Transformations in their order; there must be one at least.
pub(super) fn chain(transforms: &[Transform]) -> Result<Vec<Transformation>, Invalid> {
    const FIELD: &str = "TEXT_TRANSFORMATION";
    if transforms.is_empty() {
        return Err(Invalid::parameter(FIELD, "TextTransformations", Invalid::MINIMUM));
    }
    ordered(transforms, FIELD, |name| serde_json::from_value(name.into()).ok())
}

fn pre_parsed(transforms: &[Transform]) -> Result<Vec<PreParse>, Invalid> {
    let step = |name: &str| {
        Some(match name {
            "NONE" => None,
            "URL_DECODE" => Some(PreParse::UrlDecode),
            "URL_DECODE_UNI" => Some(PreParse::UrlDecodeUni),
            "COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA" => Some(PreParse::CombineDuplicates),
            "REPLACE_SEMICOLONS_WITH_AMPERSANDS" => Some(PreParse::SemicolonsToAmpersands),
            _ => return None,
        })
    };
    let steps = ordered(transforms, "PRE_PARSE_TEXT_TRANSFORMATION", step)?;
    Ok(steps.into_iter().flatten().collect())
}

fn ordered<T>(
    transforms: &[Transform],
    field: &'static str,
    named: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Invalid> {
    if transforms.len() > TRANSFORMATIONS_MAX {
        return Err(Invalid::parameter(field, "TextTransformations", Invalid::MAXIMUM));
    }
    let mut sorted: Vec<&Transform> = transforms.iter().collect();
    sorted.sort_by_key(|transform| transform.priority);
    if sorted.windows(2).any(|pair| matches!(pair, [a, b] if a.priority == b.priority)) {
        return Err(Invalid::parameter(field, "Priority", Invalid::DUPLICATE));
    }
    let kind = |transform: &&Transform| {
        let unknown = || Invalid::parameter(field, &transform.kind, Invalid::OPTION);
        named(&transform.kind).ok_or_else(unknown)
    };
    sorted.iter().map(kind).collect()
}
