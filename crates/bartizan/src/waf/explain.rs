//! `bartizan waf explain`: which rule, field and bytes decided about a web request, and why.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value as Json, json};

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::format::Format;
use crate::output::{self, harmless};

/// What stands below the command's help.
pub(super) const HELP: &str = "\
The id is in the answer of a blocked request, as the header x-amzn-RequestId and on its page. The
last requests that a web ACL of your account blocked or matched are remembered until Bartizan stops.
Credentials need the permission bartizan:ExplainWebRequest.

Example:
  bartizan waf explain 1-65535d81-9b1deb4d3b7d4bad9bdd2b0d";

/// What `explain` can be told.
#[derive(Debug, Args)]
#[command(override_usage = "bartizan waf explain [OPTIONS] <REQUEST_ID>")]
pub(crate) struct ExplainOptions {
    /// The request's id.
    request_id: String,
    /// Tell what each statement of every rule says, and not only of those that matched.
    #[arg(long)]
    all: bool,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
    /// The form of what is printed; `json` has every statement.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Asks, and prints the answer.
///
/// # Errors
/// The server cannot be reached, or does not tell.
pub(crate) fn run(options: &ExplainOptions) -> Result<ExitCode, CliError> {
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let input = json!({ "RequestId": options.request_id });
    let answer = client::call(endpoint, &Credentials::find()?, "ExplainWebRequest", &input)?;
    let text = answer.get("Explanation").and_then(Json::as_str).unwrap_or_default();
    let told: Json = serde_json::from_str(text).map_err(CliError::failed)?;
    match options.format {
        Format::Json => output::line(&format!("{told:#}")),
        Format::Text => output::print(&narrated(&told, options.all)),
    }
    Ok(ExitCode::SUCCESS)
}

fn narrated(told: &Json, all: bool) -> String {
    let text = |pointer: &str| told.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(out, "{name:<9} {}", harmless(value));
    };
    line("Request", text("/requestId"));
    line("Sent", &format!("{} {} by {}", text("/method"), text("/path"), text("/client")));
    line("At", &format!("{} to {}", text("/time"), text("/resource")));
    line("Web ACL", text("/webAcl"));
    let by = told.get("decidedBy").filter(|by| !by.is_null());
    let by = by.map_or("the default action".to_owned(), |by| format!("the rule {}", name_of(by)));
    line("Action", &format!("{} by {by}", text("/action")));
    for label in list(told, "labels") {
        line("Label", label.as_str().unwrap_or_default());
    }
    let rules = list(told, "rules");
    if rules.is_empty() {
        out.push_str("\nMatched, without statements, as too many requests came at that time:\n");
        for rule in list(told, "matched") {
            let action = rule.get("action").and_then(Json::as_str).unwrap_or_default();
            let _ = writeln!(out, "  {action} {}", harmless(&name_of(rule)));
        }
        return out;
    }
    let (shown, others): (Vec<&Json>, Vec<&Json>) =
        rules.iter().partition(|rule| all || (rule["isAsked"] == true && does_match(rule)));
    for rule in shown {
        out.push('\n');
        narrate_rule(&mut out, rule);
    }
    if !others.is_empty() {
        let count = others.len();
        let _ = writeln!(out, "\n{count} rules did not match, or were not asked: see --all");
    }
    out
}

fn narrate_rule(out: &mut String, rule: &Json) {
    let action = rule.get("action").and_then(Json::as_str).unwrap_or_default();
    let outcome = match (rule["isAsked"] == true, rule["decides"] == true, does_match(rule)) {
        (_, true, _) => "decided",
        (false, ..) => "not asked",
        (true, false, true) => "matched",
        (true, false, false) => "did not match",
    };
    let _ = writeln!(out, "{action} {}: {outcome}", harmless(&name_of(rule)));
    if rule["statements"].is_null() {
        out.push_str("  its statements were too many to be remembered\n");
    }
    for statement in list(rule, "statements") {
        let depth = statement.get("depth").and_then(Json::as_u64).unwrap_or(0);
        let depth = usize::try_from(depth).unwrap_or(0).min(40);
        let holds = match statement.get("holds").and_then(Json::as_bool) {
            Some(true) => "yes",
            Some(false) => "no ",
            None => "n/a",
        };
        let text = statement.get("statement").and_then(Json::as_str).unwrap_or_default();
        let _ = writeln!(out, "  {holds} {}{}", "  ".repeat(depth), harmless(text));
        if let Some(evidence) = statement.get("evidence").filter(|held| !held.is_null()) {
            let _ = writeln!(out, "      {}{}", "  ".repeat(depth), harmless(&found(evidence)));
        }
    }
}

/// Where what was found was found, and how it got there.
fn found(evidence: &Json) -> String {
    let text = |name: &str| evidence.get(name).and_then(Json::as_str).unwrap_or_default();
    let number = |name: &str| evidence.get(name).and_then(Json::as_u64).unwrap_or(0);
    let mut told = match text("found") {
        "" => format!("{} bytes", number("length")),
        found => format!("`{found}` at byte {}", number("offset")),
    };
    let _ = write!(told, " of {}", text("field"));
    let chain: Vec<&str> =
        list(evidence, "transformations").iter().filter_map(Json::as_str).collect();
    if !chain.is_empty() {
        let _ = write!(told, ", after {}", chain.join(", "));
    }
    if !text("what").is_empty() {
        let _ = write!(told, ": {}", text("what"));
    }
    told
}

/// Whether all that a rule asks holds: what its group is scoped down to, and its own statement.
fn does_match(rule: &Json) -> bool {
    let is_outer = |one: &&Json| one.get("depth").and_then(Json::as_u64) == Some(0);
    let mut outer = list(rule, "statements").iter().filter(is_outer).peekable();
    outer.peek().is_some() && outer.all(|statement| statement["holds"] == true)
}

fn name_of(rule: &Json) -> String {
    let text = |name: &str| rule.get(name).and_then(Json::as_str);
    let parts = [text("name"), text("group"), text("ruleInGroup")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" > ")
}

fn list<'j>(json: &'j Json, name: &str) -> &'j [Json] {
    json.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matched_is_told_with_what_was_found() {
        let evidence = json!({
            "field": "query arguments", "transformations": ["UrlDecode"], "found": "<script>",
            "offset": 2, "length": 8, "what": "a tag",
        });
        let rule = |name: &str, holds: bool, evidence: Json| {
            json!({
                "name": name, "group": null, "ruleInGroup": null, "action": "BLOCK",
                "isAsked": true, "decides": holds,
                "statements": [{
                    "depth": 0, "statement": "has Xss", "holds": holds, "evidence": evidence,
                }],
            })
        };
        let told = json!({
            "requestId": "1-a", "method": "GET", "path": "/", "client": "192.0.2.1",
            "action": "BLOCK", "decidedBy": { "name": "xss" }, "labels": ["awswaf:l"],
            "rules": [rule("other", false, Json::Null), rule("xss", true, evidence)],
        });
        let text = narrated(&told, false);
        for part in [
            "Action    BLOCK by the rule xss\n",
            "Label     awswaf:l\n",
            "BLOCK xss: decided\n  yes has Xss\n",
            "`<script>` at byte 2 of query arguments, after UrlDecode: a tag\n",
            "\n1 rules did not match, or were not asked: see --all\n",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(narrated(&told, true).contains("BLOCK other: did not match\n  no  has Xss\n"));
        let mut scoped = rule("scoped", true, Json::Null);
        scoped["decides"] = false.into();
        let own = json!({ "depth": 0, "statement": "has Sqli", "holds": false, "evidence": null });
        scoped["statements"].as_array_mut().unwrap().push(own);
        let text = narrated(&json!({ "action": "ALLOW", "rules": [scoped] }), true);
        assert!(text.contains("BLOCK scoped: did not match\n"), "{text}");
        let brief = json!({ "action": "BLOCK", "matched": [{ "name": "xss", "action": "BLOCK" }] });
        assert!(narrated(&brief, false).ends_with("at that time:\n  BLOCK xss\n"));
    }
}
