//! Which parts of requests a web ACL keeps out of all that is remembered of them: samples, logs and
//! explanations. (AWS WAF Developer Guide, "Data protection", and "Data protection limitations".)

use std::borrow::Cow;

use aws_lc_rs::digest::{Context, SHA256};
use bartizan_inspect::WebRequest;
use bartizan_types::AccountId;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

use crate::error::WafError;
use crate::redaction::{REDACTED, Redaction};
use crate::shapes::{DataProtectionConfig, FieldToProtect};

/// How a part is kept out. Where two are said of the same part, the stricter one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Method {
    Hash,
    Substitution,
}

/// What a web ACL protects.
#[derive(Debug, Clone, Default)]
pub(crate) struct DataProtection {
    /// Goes into hashes.
    account: String,
    /// By names in lower case.
    headers: Vec<(String, Method)>,
    cookies: Vec<(String, Method)>,
    arguments: Vec<(String, Method)>,
    query: Option<Method>,
    /// What details of matches do not show.
    details: Redaction,
}

/// A request as it is remembered.
pub(crate) struct Shown<'a> {
    query: Cow<'a, [u8]>,
    headers: Vec<(&'a [u8], Cow<'a, [u8]>)>,
}

impl Shown<'_> {
    /// The headers, to be lent to [`Shown::request`].
    pub(crate) fn headers(&self) -> Vec<(&[u8], &[u8])> {
        self.headers.iter().map(|(name, value)| (*name, &**value)).collect()
    }

    /// The request with these in place of its own.
    pub(crate) fn request<'s>(
        &'s self,
        of: &WebRequest<'s>,
        headers: &'s [(&'s [u8], &'s [u8])],
    ) -> WebRequest<'s> {
        WebRequest { query: &self.query, headers, ..*of }
    }
}

impl DataProtection {
    /// What a web ACL's settings say.
    pub(crate) fn of(account: AccountId, settings: &Json) -> Self {
        let mut held = Self { account: account.to_string(), ..Self::default() };
        let fields = settings.pointer("/DataProtectionConfig/DataProtections");
        for field in fields.and_then(Json::as_array).into_iter().flatten() {
            let text = |pointer| field.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
            let method = match text("/Action") {
                "HASH" => Method::Hash,
                _ => Method::Substitution,
            };
            let kind = text("/Field/FieldType");
            let keys = field.pointer("/Field/FieldKeys").and_then(Json::as_array);
            let keys = keys.into_iter().flatten().filter_map(Json::as_str);
            let keys: Vec<String> = keys.map(str::to_owned).collect();
            if field.get("ExcludeRuleMatchDetails") != Some(&Json::Bool(true)) {
                held.details.protect(kind, &keys);
            }
            held.add(kind, keys, method);
        }
        held
    }

    fn add(&mut self, kind: &str, keys: Vec<String>, method: Method) {
        match kind {
            "SINGLE_HEADER" => {
                let keys = keys.into_iter().map(|key| (key.to_ascii_lowercase(), method));
                self.headers.extend(keys);
            }
            "SINGLE_COOKIE" => self.cookies.extend(keys.into_iter().map(|key| (key, method))),
            "SINGLE_QUERY_ARGUMENT" => {
                self.arguments.extend(keys.into_iter().map(|key| (key, method)));
            }
            "QUERY_STRING" => self.query = self.query.max(Some(method)),
            // Bodies are shown by details of matches alone.
            _ => {}
        }
    }

    /// What details of matches do not show, beside what a log leaves out.
    pub(crate) fn details(&self, log: Option<&Redaction>) -> Redaction {
        self.details.clone().and(log)
    }

    /// A request as it is remembered; none where all of it is.
    pub(crate) fn shown<'a>(&self, request: &WebRequest<'a>) -> Option<Shown<'a>> {
        let names = [&self.headers, &self.cookies, &self.arguments];
        if self.query.is_none() && names.iter().all(|names| names.is_empty()) {
            return None;
        }
        let headers = request.headers.iter().map(|(name, value)| (*name, self.header(name, value)));
        Some(Shown { query: self.query(request.query), headers: headers.collect() })
    }

    fn header<'a>(&self, name: &[u8], value: &'a [u8]) -> Cow<'a, [u8]> {
        let own = method(&self.headers, name);
        if name == b"cookie" && (own.is_some() || !self.cookies.is_empty()) {
            let pairs = value.split(|byte| *byte == b';').map(|pair| {
                let (cookie, value) = halves(pair);
                match own.max(method(&self.cookies, cookie.trim_ascii())) {
                    Some(method) => joined(cookie, value.map(|value| self.hidden(value, method))),
                    None => pair.to_vec(),
                }
            });
            return Cow::Owned(pairs.collect::<Vec<_>>().join(&b';'));
        }
        own.map_or(Cow::Borrowed(value), |method| Cow::Owned(self.hidden(value, method)))
    }

    fn query<'a>(&self, query: &'a [u8]) -> Cow<'a, [u8]> {
        if query.is_empty() || (self.query.is_none() && self.arguments.is_empty()) {
            return Cow::Borrowed(query);
        }
        let arguments = query.split(|byte| *byte == b'&').map(|argument| {
            let (name, value) = halves(argument);
            let decoded = percent_decoded(name);
            match self.query {
                Some(method) => {
                    let value = value.map(|value| self.hidden(value, method));
                    joined(&self.hidden(name, method), value)
                }
                None => match method(&self.arguments, &decoded) {
                    Some(method) => joined(name, value.map(|value| self.hidden(value, method))),
                    None => argument.to_vec(),
                },
            }
        });
        Cow::Owned(arguments.collect::<Vec<_>>().join(&b'&'))
    }

    /// What stands in place of a text: the digest of the account's id and the text, or a word.
    fn hidden(&self, text: &[u8], method: Method) -> Vec<u8> {
        match method {
            Method::Substitution => REDACTED.as_bytes().to_vec(),
            Method::Hash => {
                let mut context = Context::new(&SHA256);
                context.update(self.account.as_bytes());
                context.update(text);
                STANDARD.encode(context.finish()).into_bytes()
            }
        }
    }
}

/// The strictest of the methods for a name. Names of headers are in lower case; those of cookies and
/// arguments are compared as rules do it, without regard to case.
fn method(names: &[(String, Method)], name: &[u8]) -> Option<Method> {
    let is_meant = |held: &&(String, Method)| held.0.as_bytes().eq_ignore_ascii_case(name);
    names.iter().filter(is_meant).map(|(_, method)| *method).max()
}

fn halves(pair: &[u8]) -> (&[u8], Option<&[u8]>) {
    match pair.iter().position(|byte| *byte == b'=').and_then(|at| pair.split_at_checked(at)) {
        Some((name, value)) => (name, value.get(1..)),
        None => (pair, None),
    }
}

fn joined(name: &[u8], value: Option<Vec<u8>>) -> Vec<u8> {
    match value {
        Some(value) => [name, b"=", &value].concat(),
        None => name.to_vec(),
    }
}

/// A name as applications read it: `%70assword` is `password`.
fn percent_decoded(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(text);
    }
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let code = (*first == b'%').then(|| Some((digit(after.first())?, digit(after.get(1))?)));
        match code.flatten() {
            Some((high, low)) => {
                decoded.push(u8::try_from(high * 16 + low).unwrap_or_default());
                rest = after.get(2..).unwrap_or_default();
            }
            None => decoded.push(if *first == b'+' { b' ' } else { *first }),
        }
    }
    Cow::Owned(decoded)
}

/// Fields have names of what is protected where they must, and none where all of it is.
pub(crate) fn check(config: Option<&DataProtectionConfig>) -> Result<(), WafError> {
    for held in config.into_iter().flat_map(|config| &config.data_protections) {
        let FieldToProtect { field_type, field_keys } = &held.field;
        let is_named = field_type.starts_with("SINGLE_");
        let has_names = field_keys.as_ref().is_some_and(|keys| !keys.is_empty());
        if is_named != has_names || (!is_named && field_keys.is_some()) {
            return Err(WafError::format("DATA_PROTECTION_CONFIG", field_type));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ACCOUNT: &str = "123456789012";

    fn protection(fields: &Json) -> DataProtection {
        let settings = json!({ "DataProtectionConfig": { "DataProtections": fields } });
        DataProtection::of(ACCOUNT.parse().unwrap(), &settings)
    }

    fn field(kind: &str, keys: &[&str], action: &str) -> Json {
        json!({ "Field": { "FieldType": kind, "FieldKeys": keys }, "Action": action })
    }

    /// The query and the cookies of a request as they are remembered.
    fn remembered(held: &DataProtection) -> (String, String) {
        let headers: [(&[u8], &[u8]); 2] =
            [(b"cookie", b"id=7; theme=dark; lone"), (b"accept", b"*/*")];
        let request = WebRequest {
            headers: &headers,
            query: b"q=lamp&%70in=1234&Pin=&pin",
            ..WebRequest::new([192, 0, 2, 1].into(), b"/")
        };
        let Some(shown) = held.shown(&request) else { return Default::default() };
        let headers = shown.headers();
        let shown = shown.request(&request, &headers);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(shown.query), text(shown.header_values(b"cookie").next().unwrap()))
    }

    #[test]
    fn what_is_named_is_replaced_and_nothing_else() {
        let held = protection(&json!([
            field("SINGLE_QUERY_ARGUMENT", &["pin"], "SUBSTITUTION"),
            field("SINGLE_COOKIE", &["id"], "SUBSTITUTION"),
        ]));
        let (query, cookies) = remembered(&held);
        assert_eq!(query, "q=lamp&%70in=REDACTED&Pin=REDACTED&pin");
        assert_eq!(cookies, "id=REDACTED; theme=dark; lone");
        assert!(held.details(None).covers("query argument q"));
        assert!(!held.details(None).covers("body"));
    }

    #[test]
    fn a_hash_is_of_the_account_and_the_text() {
        let digest = aws_lc_rs::digest::digest(&SHA256, b"123456789012lamp");
        let hashed = STANDARD.encode(digest);
        let held = protection(&json!([field("SINGLE_QUERY_ARGUMENT", &["q"], "HASH")]));
        assert!(remembered(&held).0.starts_with(&format!("q={hashed}&")));
        let both = json!([
            field("SINGLE_QUERY_ARGUMENT", &["q"], "HASH"),
            field("QUERY_STRING", &[], "SUBSTITUTION"),
            field("SINGLE_HEADER", &["Cookie"], "SUBSTITUTION"),
            field("BODY", &[], "HASH"),
        ]);
        let held = protection(&both);
        let (query, cookies) = remembered(&held);
        assert_eq!(query, "REDACTED=REDACTED&REDACTED=REDACTED&REDACTED=REDACTED&REDACTED");
        assert_eq!(cookies, "id=REDACTED; theme=REDACTED; lone");
        assert!(held.details(None).covers("JSON body"));
    }

    #[test]
    fn details_are_shown_where_that_is_said() {
        let mut shown = field("SINGLE_HEADER", &["x-key"], "HASH");
        shown["ExcludeRuleMatchDetails"] = true.into();
        assert!(!protection(&json!([shown])).details(None).covers("header x-key"));
        let hidden = json!([field("SINGLE_HEADER", &["x-key"], "HASH")]);
        assert!(protection(&hidden).details(None).covers("header x-key"));
    }
}
