//! Actions.

#![allow(missing_docs, reason = "the names are AWS's, and its API Reference says what they mean")]

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;

use super::Invalid;
use crate::language::{Action, ActionKind, BodyType, Header, Page};

/// What the names of inserted headers begin with. (The API's page on `CustomHTTPHeader`.)
const INSERTED_PREFIX: &str = "x-amzn-waf-";
/// The most headers of one action. (AWS WAF's guide, "quotas".)
const HEADERS_MAX: usize = 10;

/// The action of a rule: one of these.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ActionSetting {
    pub allow: Option<RequestSetting>,
    pub block: Option<BlockSetting>,
    pub count: Option<RequestSetting>,
    pub captcha: Option<RequestSetting>,
    pub challenge: Option<RequestSetting>,
    pub monetize: Option<serde_json::Value>,
}

/// The action where no rule decided: one of these.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DefaultAction {
    pub allow: Option<RequestSetting>,
    pub block: Option<BlockSetting>,
}

/// The action where a rule uses a group: one of these.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OverrideAction {
    pub count: Option<CountSetting>,
    pub none: Option<CountSetting>,
}

/// Says nothing more.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CountSetting {
    /// Headers to insert.
    pub custom_request_handling: Option<CustomRequest>,
}

/// What is done with a request that goes on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RequestSetting {
    /// Headers to insert.
    pub custom_request_handling: Option<CustomRequest>,
}

/// What a blocked request is answered with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BlockSetting {
    /// Instead of a plain 403.
    pub custom_response: Option<CustomResponse>,
}

/// Headers to insert.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CustomRequest {
    /// The headers.
    pub insert_headers: Vec<CustomHeader>,
}

/// A custom answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CustomResponse {
    /// The status.
    pub response_code: u16,
    /// The key of a custom body.
    pub custom_response_body_key: Option<String>,
    /// More headers.
    #[serde(default)]
    pub response_headers: Vec<CustomHeader>,
}

/// A header.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CustomHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A custom body.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CustomBody {
    /// `TEXT_PLAIN`, `TEXT_HTML` or `APPLICATION_JSON`.
    pub content_type: String,
    /// The body.
    pub content: String,
}

/// How long something solved holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Immunity {
    /// The time.
    pub immunity_time_property: Option<ImmunityTime>,
}

/// A time.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImmunityTime {
    /// In seconds.
    pub immunity_time: u32,
}

impl Immunity {
    /// In seconds, if it is said.
    pub fn seconds(setting: Option<&Self>) -> Option<u32> {
        setting?.immunity_time_property.as_ref().map(|property| property.immunity_time)
    }
}

/// The custom bodies that actions may name.
pub(super) type Bodies = HashMap<String, CustomBody>;

/// What both kinds of settings come to: one kind with its own parameters.
type Chosen<'a> = (ActionKind, Option<&'a CustomRequest>, Option<&'a CustomResponse>);

impl ActionSetting {
    pub(super) fn translate(&self, bodies: &Bodies) -> Result<Action, Invalid> {
        if self.monetize.is_some() {
            let why = "The Monetize action needs a payment network, which Bartizan does not have.";
            return Err(Invalid::Unsupported(why.to_owned()));
        }
        let goes_on = [
            (ActionKind::Allow, &self.allow),
            (ActionKind::Count, &self.count),
            (ActionKind::Captcha, &self.captcha),
            (ActionKind::Challenge, &self.challenge),
        ];
        let goes_on = goes_on.iter().filter_map(|(kind, setting)| {
            let setting = setting.as_ref()?;
            Some((*kind, setting.custom_request_handling.as_ref(), None))
        });
        one(goes_on.chain(blocking(self.block.as_ref())), "RULE_ACTION", "RuleAction", bodies)
    }
}

impl DefaultAction {
    pub(super) fn translate(&self, bodies: &Bodies) -> Result<Action, Invalid> {
        let allow = self.allow.as_ref();
        let allow =
            allow.map(|held| (ActionKind::Allow, held.custom_request_handling.as_ref(), None));
        let block = blocking(self.block.as_ref());
        one(allow.into_iter().chain(block), "DEFAULT_ACTION", "DefaultAction", bodies)
    }
}

impl OverrideAction {
    /// Whether a group is only counted.
    pub(super) fn is_counted(&self) -> Result<bool, Invalid> {
        match (&self.count, &self.none) {
            (Some(_), None) => Ok(true),
            (None, Some(_)) => Ok(false),
            _ => Err(Invalid::parameter("OVERRIDE_ACTION", "OverrideAction", Invalid::ONE_VALUE)),
        }
    }
}

fn blocking(setting: Option<&BlockSetting>) -> impl Iterator<Item = Chosen<'_>> {
    setting.map(|held| (ActionKind::Block, None, held.custom_response.as_ref())).into_iter()
}

fn one<'a>(
    mut chosen: impl Iterator<Item = Chosen<'a>>,
    field: &'static str,
    parameter: &str,
    bodies: &Bodies,
) -> Result<Action, Invalid> {
    let (Some((kind, request, response)), None) = (chosen.next(), chosen.next()) else {
        return Err(Invalid::parameter(field, parameter, Invalid::ONE_VALUE));
    };
    let mut action = Action::plain(kind);
    if let Some(request) = request {
        check_headers(&request.insert_headers, "CUSTOM_REQUEST_HANDLING")?;
        action.insert_headers = headers(&request.insert_headers, INSERTED_PREFIX);
    }
    if let Some(response) = response {
        action.response = Some(Arc::new(page(response, bodies)?));
    }
    Ok(action)
}

fn page(response: &CustomResponse, bodies: &Bodies) -> Result<Page, Invalid> {
    check_headers(&response.response_headers, "CUSTOM_RESPONSE")?;
    if !STATUSES.contains(&response.response_code) {
        let code = response.response_code.to_string();
        return Err(Invalid::parameter("CUSTOM_RESPONSE", code, Invalid::OPTION));
    }
    let kept = |name: &&str| {
        response.response_headers.iter().any(|held| held.name.eq_ignore_ascii_case(name))
    };
    if let Some(name) = KEPT_HEADERS.into_iter().find(kept) {
        return Err(Invalid::parameter("CUSTOM_RESPONSE", name, Invalid::OPTION));
    }
    let body = match &response.custom_response_body_key {
        None => None,
        Some(key) => {
            let invalid = |reason| Invalid::parameter("CUSTOM_RESPONSE_BODY", key, reason);
            let body = bodies.get(key).ok_or_else(|| invalid(Invalid::REFERENCE))?;
            let kind = match body.content_type.as_str() {
                "TEXT_PLAIN" => BodyType::Text,
                "TEXT_HTML" => BodyType::Html,
                "APPLICATION_JSON" => BodyType::Json,
                _ => return Err(invalid(Invalid::OPTION)),
            };
            Some((kind, body.content.clone()))
        }
    };
    let headers = headers(&response.response_headers, "");
    Ok(Page { status: response.response_code, headers, body })
}

fn headers(headers: &[CustomHeader], prefix: &str) -> Vec<Header> {
    let full = |held: &CustomHeader| Header {
        name: format!("{prefix}{}", held.name),
        value: held.value.clone(),
    };
    headers.iter().map(full).collect()
}

fn check_headers(headers: &[CustomHeader], field: &'static str) -> Result<(), Invalid> {
    if headers.len() > HEADERS_MAX {
        return Err(Invalid::parameter(field, "Headers", Invalid::MAXIMUM));
    }
    for (at, header) in headers.iter().enumerate() {
        if header.value.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(Invalid::parameter("HEADER_NAME", &header.name, Invalid::FORMAT));
        }
        let is_same = |held: &CustomHeader| held.name.eq_ignore_ascii_case(&header.name);
        if headers.iter().take(at).any(is_same) {
            return Err(Invalid::parameter("HEADER_NAME", &header.name, Invalid::DUPLICATE));
        }
    }
    Ok(())
}

/// The headers of custom answers that say what the body is and where it ends, which is not the rule's to
/// say.
const KEPT_HEADERS: [&str; 9] = [
    "content-type",
    "content-length",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "upgrade",
];

/// The statuses of custom answers. (AWS WAF's guide, "Supported status codes for custom responses".)
const STATUSES: [u16; 33] = [
    200, 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409,
    411, 412, 413, 414, 415, 416, 421, 429, 500, 501, 502, 503, 504, 505,
];
