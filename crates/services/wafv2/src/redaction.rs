//! Which parts of requests are kept out of what is remembered and logged.

use serde_json::Value as Json;

/// What stands in place of a part that is left out. (AWS WAF Developer Guide, "Log fields for
/// protection pack (web ACL) traffic".)
pub(crate) const REDACTED: &str = "REDACTED";

/// Headers whose values are credentials: what rules found in them is never remembered.
const CREDENTIALS: [&str; 4] =
    ["authorization", "proxy-authorization", "x-amz-security-token", "x-aws-waf-token"];

/// The parts that a logging configuration leaves out.
#[expect(clippy::struct_excessive_bools, reason = "each is a part of a request")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Redaction {
    pub(crate) path: bool,
    pub(crate) query: bool,
    pub(crate) method: bool,
    body: bool,
    /// In lower case.
    headers: Vec<String>,
}

impl Redaction {
    /// What a logging configuration says, with the model's names.
    pub(crate) fn of(configuration: Option<&Json>) -> Self {
        let fields = configuration.and_then(|held| held.get("RedactedFields"));
        let mut redaction = Self::default();
        for field in fields.and_then(Json::as_array).into_iter().flatten() {
            let has = |name: &str| field.get(name).is_some_and(|held| !held.is_null());
            redaction.path |= has("UriPath");
            redaction.query |= has("QueryString");
            redaction.method |= has("Method");
            let header = field.pointer("/SingleHeader/Name").and_then(Json::as_str);
            redaction.headers.extend(header.map(str::to_ascii_lowercase));
        }
        redaction
    }

    /// Leaves out what a web ACL protects: of one argument all of the query, and of one cookie all of
    /// them. (AWS WAF Developer Guide, "Data protection limitations".)
    pub(crate) fn protect(&mut self, field_type: &str, keys: &[String]) {
        match field_type {
            "SINGLE_HEADER" => {
                self.headers.extend(keys.iter().map(|key| key.to_ascii_lowercase()));
            }
            "SINGLE_COOKIE" => self.headers.push("cookie".to_owned()),
            "SINGLE_QUERY_ARGUMENT" | "QUERY_STRING" => self.query = true,
            "BODY" => self.body = true,
            _ => {}
        }
    }

    /// What this leaves out, and another does.
    pub(crate) fn and(mut self, other: Option<&Self>) -> Self {
        let Some(other) = other else { return self };
        self.path |= other.path;
        self.query |= other.query;
        self.method |= other.method;
        self.body |= other.body;
        self.headers.extend(other.headers.iter().cloned());
        self
    }

    /// Whether the value of a header is left out.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|held| held.eq_ignore_ascii_case(name))
    }

    /// Whether what was found in a field is left out, by the field's name in explanations.
    pub(crate) fn covers(&self, field: &str) -> bool {
        let field = field.to_ascii_lowercase();
        if let Some(name) = field.strip_prefix("header ").filter(|name| *name != "order") {
            return CREDENTIALS.contains(&name) || self.has_header(name);
        }
        match field.as_str() {
            "headers" => !self.headers.is_empty(),
            "method" => self.method,
            _ if field.starts_with("cookie") => self.has_header("cookie"),
            _ if field.starts_with("query") => self.query,
            _ if field.contains("body") => self.body,
            _ => field.starts_with("path") && self.path,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_left_out_is_found_by_any_of_its_names() {
        let redaction = Redaction::of(Some(&json!({ "RedactedFields": [
            { "QueryString": {} }, { "SingleHeader": { "Name": "Cookie" } },
        ] })));
        for (field, is_covered) in [
            ("query argument q", true),
            ("Query q", true),
            ("cookies", true),
            ("Cookie session", true),
            ("header cookie", true),
            ("header Authorization", true),
            ("headers", true),
            ("header order", false),
            ("header user-agent", false),
            ("path", false),
            ("method", false),
            ("body", false),
        ] {
            assert_eq!(redaction.covers(field), is_covered, "{field}");
        }
        assert!(!Redaction::of(None).covers("query string"));
    }
}
