//! `GetHumanReadableSummary`: what a request asks for, in sentences made from its policy.

use std::fmt::Write;

use bartizan_policy::{Document, Effect, document::Element, document::Statement};
use bartizan_service::{Authorized, Call};

use super::{id_of, request};
use crate::Iam;
use crate::error::IamError;
use crate::records::DelegationRequest;
use crate::shapes::{GetHumanReadableSummaryRequest, GetHumanReadableSummaryResponse};

/// The language where the request names none.
const DEFAULT_LOCALE: &str = "en-US";

/// Tells what a request asks for. There are sentences in English alone.
pub(crate) async fn summarize(
    _iam: &Iam,
    call: &Call,
    asked: Authorized<GetHumanReadableSummaryRequest>,
) -> Result<GetHumanReadableSummaryResponse, IamError> {
    let delegation = request::find(call, &id_of(call.account()?, &asked.entity_arn)?)?;
    let locale = asked.into_inner().locale.unwrap_or_else(|| DEFAULT_LOCALE.to_owned());
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    if !language.eq_ignore_ascii_case("en") {
        return Ok(GetHumanReadableSummaryResponse {
            summary_content: None,
            locale: Some(locale),
            summary_state: Some("NOT_SUPPORTED".to_owned()),
        });
    }
    let content = Document::parse(&delegation.policy).map(|policy| text(&delegation, &policy));
    Ok(GetHumanReadableSummaryResponse {
        summary_state: Some(if content.is_ok() { "AVAILABLE" } else { "FAILED" }.to_owned()),
        summary_content: content.ok(),
        locale: Some(locale),
    })
}

fn text(request: &DelegationRequest, policy: &Document) -> String {
    let account = request.owner_account.map_or_else(
        || "the account that takes this request on".to_owned(),
        |it| format!("account {it}"),
    );
    let mut text = format!(
        "{} (account {}) asks to act in {account} for {}, with the permissions of whoever accepts \
         this request and no more than these:\n",
        on_one_line(&request.requestor_name),
        request.requestor,
        duration(request.session_seconds),
    );
    for statement in &policy.statements {
        let sentence = on_one_line(&sentence(statement));
        // Writing to a string does not fail.
        let _ = writeln!(text, "- {sentence}");
    }
    if !request.boundaries.is_empty() {
        let boundaries = on_one_line(&request.boundaries.join(", "));
        let _ = writeln!(text, "Roles that it makes stay after that, bounded by {boundaries}.");
    }
    text
}

/// The requestor's words must not pass for lines of the summary.
fn on_one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn sentence(statement: &Statement) -> String {
    let effect = match statement.effect {
        Some(Effect::Allow) => "Allowed",
        _ => "Not allowed",
    };
    let actions = match (&statement.action, &statement.not_action) {
        (Some(actions), _) => all(actions, "every action"),
        (None, Some(actions)) => format!("every action but {}", all(actions, "every action")),
        (None, None) => "nothing".to_owned(),
    };
    let resources = match (&statement.resource, &statement.not_resource) {
        (Some(resources), _) => all(resources, "every resource"),
        (None, Some(others)) => format!("every resource but {}", all(others, "every resource")),
        (None, None) => "nothing".to_owned(),
    };
    let conditions: Vec<String> = statement
        .conditions
        .iter()
        .map(|entry| {
            let values = all(&entry.element, "*");
            format!("{} {} {values}", entry.key.value, entry.operator.value)
        })
        .collect();
    let under = if conditions.is_empty() {
        String::new()
    } else {
        format!(", if {}", conditions.join(" and "))
    };
    format!("{effect}: {actions} on {resources}{under}.")
}

fn all(element: &Element, everything: &str) -> String {
    let texts = element.values.iter().map(|text| match text.value.as_str() {
        "*" => everything,
        text => text,
    });
    texts.collect::<Vec<_>>().join(", ")
}

fn duration(seconds: u32) -> String {
    let one = |count: u32, unit: &str| match count {
        0 => None,
        1 => Some(format!("1 {unit}")),
        _ => Some(format!("{count} {unit}s")),
    };
    let parts = [
        one(seconds / 3600, "hour"),
        one(seconds / 60 % 60, "minute"),
        one(seconds % 60, "second"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_requestor_names_begins_a_line() {
        assert_eq!(on_one_line("x.\n- Not allowed\r"), "x. - Not allowed ");
    }

    #[test]
    fn durations_are_told_in_words() {
        for (seconds, told) in
            [(300, "5 minutes"), (3661, "1 hour 1 minute 1 second"), (43_200, "12 hours")]
        {
            assert_eq!(duration(seconds), told);
        }
    }

    #[test]
    fn a_statement_is_a_sentence() {
        let text = r#"{"Statement":[
            {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b/*"},
            {"Effect":"Deny","NotAction":"s3:*","Resource":"*",
             "Condition":{"Bool":{"aws:SecureTransport":false}}}]}"#;
        let document = Document::parse(text).unwrap();
        let told: Vec<_> = document.statements.iter().map(sentence).collect();
        assert_eq!(
            told,
            [
                "Allowed: s3:GetObject, s3:PutObject on arn:aws:s3:::b/*.",
                "Not allowed: every action but s3:* on every resource, if aws:SecureTransport Bool \
                 false.",
            ]
        );
    }
}
