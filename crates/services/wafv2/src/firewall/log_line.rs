//! A line of a web ACL's log. (AWS WAF Developer Guide, "Log fields for protection pack (web ACL)
//! traffic".)

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Decision, Matched, Token, WebRequest};
use bartizan_types::{Arn, Timestamp};
use serde_json::{Map, Value as Json, json};

use crate::redaction::{REDACTED, Redaction};

/// The most labels of a line.
const LABELS_MAX: usize = 100;
/// So much of headers and of cookies is inspected.
const INSPECTED_BYTES_MAX: usize = 8 * 1024;
const INSPECTED_HEADERS_MAX: usize = 200;

/// What a line is about.
pub(super) struct Logged<'a> {
    pub(super) web_acl: &'a str,
    pub(super) resource: &'a str,
    pub(super) request_id: &'a str,
    pub(super) request: &'a WebRequest<'a>,
    /// The same as the web ACL lets it be shown.
    pub(super) shown: &'a WebRequest<'a>,
    pub(super) decision: &'a Decision<'a>,
    pub(super) token: Token,
    pub(super) status: Option<u16>,
    pub(super) now: Timestamp,
}

impl Logged<'_> {
    /// The line.
    pub(super) fn line(&self, redaction: &Redaction) -> String {
        let Self { decision, request, .. } = self;
        let by = decision.decided_by();
        let terminating = by.map_or("Default_Action", |rule| decision.rule_name(rule));
        let kind = match by {
            None => "REGULAR",
            Some(rule) => match decision.in_group(rule) {
                Some((id, _)) if id.starts_with("arn:") => "GROUP",
                Some(_) => "MANAGED_RULE_GROUP",
                None if decision.rate_of(rule).is_some() => "RATE_BASED",
                None => "REGULAR",
            },
        };
        let labels = decision.labels().take(LABELS_MAX);
        let inserted = decision.insert_headers();
        let inserted =
            inserted.iter().map(|held| json!({ "name": held.name, "value": held.value }));
        let (source, source_id) = source(self.resource);
        let told = json!({
            "timestamp": self.now.millis(),
            "formatVersion": 1,
            "webaclId": self.web_acl,
            "terminatingRuleId": terminating,
            "terminatingRuleType": kind,
            "action": decision.action().as_str(),
            "terminatingRuleMatchDetails": [],
            "httpSourceName": source,
            "httpSourceId": source_id,
            "ruleGroupList": self.groups(),
            "rateBasedRuleList": self.rates(),
            "nonTerminatingMatchingRules": self.matched_outside_groups(),
            "requestHeadersInserted": none_if_empty(inserted.collect()),
            "responseCodeSent": self.status.filter(|_| decision.action() != ActionKind::Allow),
            "httpRequest": self.request(redaction),
            "labels": labels.map(|name| json!({ "name": name })).collect::<Vec<_>>(),
            "ja3Fingerprint": request.ja3,
            "ja4Fingerprint": request.ja4,
            "oversizeFields": self.oversize(),
            "requestBodySizeInspectedByWAF": request.body.len(),
            "captchaResponse": self.proof(ActionKind::Captcha, self.token.captcha_seconds),
            "challengeResponse": self.proof(ActionKind::Challenge, self.token.challenge_seconds),
        });
        // What there is not is not named, but for these two.
        let Json::Object(members) = told else { return String::new() };
        let is_shown = |name: &str, value: &Json| {
            !value.is_null() || matches!(name, "requestHeadersInserted" | "responseCodeSent")
        };
        let shown: Map<String, Json> =
            members.into_iter().filter(|(name, value)| is_shown(name, value)).collect();
        Json::Object(shown).to_string()
    }

    fn groups(&self) -> Vec<Json> {
        let told = self.decision.groups().map(|(entry, id)| {
            let inside = self.decision.matched().iter().filter(|held| held.rule.entry() == entry);
            let (ending, others): (Vec<&Matched>, Vec<&Matched>) =
                inside.partition(|held| held.ends);
            let is_excluded = |held: &&&Matched| held.action == ActionKind::ExcludedAsCount;
            let excluded = others.iter().filter(is_excluded).map(|held| {
                json!({ "ruleId": self.name_inside(held), "exclusionType": "EXCLUDED_AS_COUNT" })
            });
            let counted = others.iter().filter(|held| !is_excluded(held));
            json!({
                "ruleGroupId": id,
                "terminatingRule": ending.first().map(|held| self.rule_inside(held)),
                "nonTerminatingMatchingRules":
                    counted.map(|held| self.rule_inside(held)).collect::<Vec<_>>(),
                "excludedRules": none_if_empty(excluded.collect()),
                "customerConfig": null,
            })
        });
        told.collect()
    }

    fn name_inside(&self, matched: &Matched) -> &str {
        self.decision.in_group(matched.rule).map_or("", |(_, name)| name)
    }

    fn rule_inside(&self, matched: &Matched) -> Json {
        json!({
            "ruleId": self.name_inside(matched),
            "action": matched.action.as_str(),
            "ruleMatchDetails": [],
        })
    }

    fn matched_outside_groups(&self) -> Vec<Json> {
        let matched = self.decision.matched().iter();
        let counted =
            matched.filter(|held| !held.ends && self.decision.in_group(held.rule).is_none());
        let told = counted.map(|held| {
            json!({
                "ruleId": self.decision.rule_name(held.rule),
                "action": held.action.as_str(),
                "ruleMatchDetails": [],
            })
        });
        told.collect()
    }

    fn rates(&self) -> Vec<Json> {
        let limited = self.decision.matched().iter().filter_map(|held| {
            let rate = self.decision.rate_of(held.rule)?;
            let name = self
                .decision
                .in_group(held.rule)
                .map_or_else(|| self.decision.rule_name(held.rule), |(_, name)| name);
            let is_address = rate.key == "IP";
            Some(json!({
                "rateBasedRuleId": format!("{}/{name}", self.web_acl),
                "rateBasedRuleName": name,
                "limitKey": rate.key,
                "limitValue": is_address.then(|| self.request.client.to_string()),
                "maxRateAllowed": rate.limit,
                "evaluationWindowSec": rate.window_seconds.to_string(),
            }))
        });
        limited.collect()
    }

    fn request(&self, redaction: &Redaction) -> Json {
        let request = self.shown;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let or_redacted = |is_redacted: bool, bytes: &[u8]| {
            if is_redacted { REDACTED.to_owned() } else { text(bytes) }
        };
        let headers = request.headers.iter().map(|(name, value)| {
            let name = text(name);
            let value = or_redacted(redaction.has_header(&name), value);
            json!({ "name": name, "value": value })
        });
        let host = request.header_values(b"host").next().unwrap_or_default();
        json!({
            "clientIp": request.client.to_string(),
            "country": request.country.unwrap_or("-"),
            "headers": headers.collect::<Vec<_>>(),
            "uri": or_redacted(redaction.path, request.path),
            "args": or_redacted(redaction.query, request.query),
            "httpVersion": request.http_version.as_str(),
            "httpMethod": if redaction.method { REDACTED } else { request.method },
            "requestId": self.request_id,
            "fragment": request.uri_fragment.map(text).unwrap_or_default(),
            "scheme": if request.ja3.or(request.ja4).is_some() { "https" } else { "http" },
            "host": or_redacted(redaction.has_header("host"), host),
        })
    }

    fn oversize(&self) -> Option<Vec<&'static str>> {
        let request = self.request;
        let bytes = |name: Option<&[u8]>| -> usize {
            let is_meant = |held: &&(&[u8], &[u8])| name.is_none_or(|name| held.0 == name);
            request
                .headers
                .iter()
                .filter(is_meant)
                .map(|(held, value)| held.len() + value.len())
                .sum()
        };
        let has_many = request.headers.len() > INSPECTED_HEADERS_MAX;
        let fields = [
            ("REQUEST_BODY", request.body_truncated),
            ("REQUEST_HEADERS", has_many || bytes(None) > INSPECTED_BYTES_MAX),
            ("REQUEST_COOKIES", bytes(Some(b"cookie")) > INSPECTED_BYTES_MAX),
        ];
        let found: Vec<&str> =
            fields.into_iter().filter(|(_, is_over)| *is_over).map(|(name, _)| name).collect();
        (!found.is_empty()).then_some(found)
    }

    /// What came of a rule that asked for a proof.
    fn proof(&self, kind: ActionKind, solved_seconds: Option<u64>) -> Option<Json> {
        let asked = self.decision.matched().iter().find(|held| held.action == kind)?;
        let reason = match solved_seconds {
            None => "TOKEN_MISSING",
            Some(_) => "TOKEN_EXPIRED",
        };
        Some(json!({
            "responseCode": if asked.ends { self.status } else { Some(0) },
            "solveTimestamp": solved_seconds,
            "failureReason": asked.ends.then_some(reason),
        }))
    }
}

fn none_if_empty(list: Vec<Json>) -> Option<Vec<Json>> {
    (!list.is_empty()).then_some(list)
}

/// What kind of resource was asked, and its id, as AWS names them.
fn source(resource: &str) -> (&'static str, String) {
    let Ok(arn) = resource.parse::<Arn>() else { return ("-", resource.to_owned()) };
    let name = arn.resource().split_once('/').map_or(arn.resource(), |(_, name)| name);
    match (arn.service(), arn.account_id()) {
        ("elasticloadbalancing", Some(account)) => ("ALB", format!("{account}-{name}")),
        ("cloudfront", _) => ("CF", name.to_owned()),
        _ => ("-", resource.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use bartizan_inspect::{Circumstances, RateTable, Scratch};

    use super::*;
    use crate::candidate::candidate;
    use crate::log_filter::LogFilter;

    const BALANCER: &str = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";

    fn rule(name: &str, action: &str, statement: &Json) -> Json {
        json!({
            "Name": name, "Priority": 1, "Statement": statement, "Action": { action: {} },
            "RuleLabels": [{ "Name": format!("of:{name}") }],
            "VisibilityConfig": {
                "SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": name,
            },
        })
    }

    /// The line about a request for a path, and whether a filter keeps it.
    fn logged(rules: &Json, path: &str, filter: &Json) -> (Json, bool) {
        let acl = json!({ "Name": "shop", "DefaultAction": { "Allow": {} }, "Rules": rules });
        let program = candidate(&acl).unwrap();
        let headers: [(&[u8], &[u8]); 2] = [(b"host", b"shop.example"), (b"cookie", b"secret")];
        let client = [192, 0, 2, 44].into();
        let request = WebRequest {
            headers: &headers,
            query: b"q=secret",
            body_truncated: true,
            ..WebRequest::new(client, path.as_bytes())
        };
        let mut scratch = Scratch::default();
        let rates = RateTable::new(0, 10);
        let circumstances = Circumstances { rates: Some(&rates), ..Circumstances::default() };
        for _ in 0..10 {
            program.decide(&request, &circumstances, &mut scratch);
        }
        let decision = program.decide(&request, &circumstances, &mut scratch);
        let line = Logged {
            web_acl: "arn:acl",
            resource: BALANCER,
            request_id: "1-a",
            request: &request,
            shown: &request,
            decision: &decision,
            token: Token::default(),
            status: Some(405),
            now: Timestamp::from_millis(1_790_000_000_123),
        };
        let redacted = json!({ "RedactedFields": [
            { "QueryString": {} }, { "SingleHeader": { "Name": "Cookie" } },
        ] });
        let text = line.line(&Redaction::of(Some(&redacted)));
        assert!(!text.contains("secret"), "{text}");
        let keeps = LogFilter::of(&json!({ "LoggingFilter": filter })).keeps(&decision);
        (serde_json::from_str(&text).unwrap(), keeps)
    }

    fn path(start: &str) -> Json {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(start);
        json!({ "ByteMatchStatement": {
            "SearchString": text, "FieldToMatch": { "UriPath": {} },
            "TextTransformations": [{ "Priority": 0, "Type": "NONE" }],
            "PositionalConstraint": "STARTS_WITH",
        } })
    }

    #[test]
    fn a_line_tells_what_matched_and_what_decided() {
        let limit = json!({ "RateBasedStatement": { "Limit": 10, "AggregateKeyType": "IP" } });
        let mut human = rule("human", "Captcha", &path("/human"));
        human["Priority"] = 3.into();
        let mut counted = rule("seen", "Count", &path("/"));
        counted["Priority"] = 2.into();
        let rules = json!([rule("limit", "Count", &limit), counted, human]);
        let (line, _) = logged(&rules, "/human", &Json::Null);
        assert_eq!(
            (&line["action"], &line["terminatingRuleId"]),
            (&json!("CAPTCHA"), &json!("human"))
        );
        let counted = line["nonTerminatingMatchingRules"].as_array().unwrap();
        let names: Vec<&Json> = counted.iter().map(|held| &held["ruleId"]).collect();
        assert_eq!(names, ["limit", "seen"]);
        let rate = &line["rateBasedRuleList"][0];
        assert_eq!((&rate["limitKey"], &rate["limitValue"]), (&json!("IP"), &json!("192.0.2.44")));
        assert_eq!(line["captchaResponse"]["failureReason"], "TOKEN_MISSING");
        assert_eq!(line["oversizeFields"], json!(["REQUEST_BODY"]));
        assert_eq!(line["httpSourceId"], "123456789012-app/shop/50dc6c495c0c9188");
        assert_eq!(line["labels"][0]["name"], "awswaf:000000000000:webacl:shop:of:limit");
        let (line, _) = logged(&json!([]), "/", &Json::Null);
        assert_eq!(line["terminatingRuleId"], "Default_Action");
    }

    #[test]
    fn filters_are_asked_in_order() {
        let condition = |kind: &str, name: &str, value: &str| json!({ kind: { name: value } });
        let block = condition("ActionCondition", "Action", "BLOCK");
        let count = condition("ActionCondition", "Action", "COUNT");
        let label = "awswaf:000000000000:webacl:shop:of:seen";
        let labelled = condition("LabelNameCondition", "LabelName", label);
        let filter = |behavior: &str, requirement: &str, conditions: &[&Json]| json!({ "Behavior": behavior, "Requirement": requirement, "Conditions": conditions });
        let rules = json!([rule("seen", "Count", &path("/"))]);
        for (filters, default, keeps) in [
            (json!([]), "DROP", false),
            (json!([filter("KEEP", "MEETS_ANY", &[&block, &count])]), "DROP", true),
            (json!([filter("KEEP", "MEETS_ALL", &[&block, &count])]), "DROP", false),
            (json!([filter("KEEP", "MEETS_ALL", &[&labelled, &count])]), "DROP", true),
            (
                json!([
                    filter("DROP", "MEETS_ANY", &[&labelled]),
                    filter("KEEP", "MEETS_ANY", &[&count]),
                ]),
                "KEEP",
                false,
            ),
        ] {
            let wanted = json!({ "DefaultBehavior": default, "Filters": filters });
            assert_eq!(logged(&rules, "/", &wanted).1, keeps, "{wanted}");
        }
        assert!(logged(&rules, "/", &Json::Null).1);
    }
}
