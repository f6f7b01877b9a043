//! `bartizan explain`: why a request was allowed or denied, asked of the running server.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value as Json, json};

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::format::Format;
use crate::{narrative, output};

/// What `explain` can be told.
#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// The request's id, as answers (`x-amzn-RequestId`), errors and events show it.
    request_id: String,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
    /// The form of what is printed; `json` has the encoded authorization message, too.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Asks, and prints the answer: 0 for a request that was allowed and one that was denied alike.
///
/// # Errors
/// The server cannot be reached, or does not tell.
pub(crate) fn run(options: &ExplainOptions) -> Result<ExitCode, CliError> {
    let credentials = Credentials::find()?;
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let input = json!({ "RequestId": options.request_id });
    let answer = whole(&client::call(endpoint, &credentials, "ExplainRequest", &input)?);
    match options.format {
        Format::Json => output::line(&format!("{answer:#}")),
        Format::Text => output::print(&told(&answer)),
    }
    Ok(ExitCode::SUCCESS)
}

/// The answer with its JSON texts read.
fn whole(answer: &Json) -> Json {
    let read = |text: &Json| {
        text.as_str().and_then(|text| serde_json::from_str::<Json>(text).ok()).unwrap_or_default()
    };
    let decisions = answer.get("Decisions").and_then(Json::as_array);
    json!({
        "requestId": answer.get("RequestId"),
        "event": answer.get("Event").map(read),
        "decisions": decisions.into_iter().flatten().map(read).collect::<Vec<_>>(),
        "encodedAuthorizationMessage": answer.get("EncodedAuthorizationMessage"),
    })
}

fn told(answer: &Json) -> String {
    let text = |pointer: &str| answer.pointer(pointer).and_then(Json::as_str);
    let mut out = format!("Request   {}\n", text("/requestId").unwrap_or_default());
    if let Some(name) = text("/event/eventName") {
        let source = text("/event/eventSource").unwrap_or_default();
        let service = source.split('.').next().unwrap_or_default();
        let time = text("/event/eventTime").unwrap_or_default();
        let address = text("/event/sourceIPAddress").unwrap_or("Bartizan itself");
        let _ = writeln!(out, "Call      {service}:{name} at {time} from {address}");
    }
    let decisions = answer.get("decisions").and_then(Json::as_array);
    let decisions = decisions.map_or(&[][..], Vec::as_slice);
    if let Some(code) = text("/event/errorCode") {
        let _ = writeln!(out, "Answer    {code}");
        // A denial's message stands with its decision.
        let message = text("/event/errorMessage").unwrap_or_default();
        if !decisions.iter().any(|decision| decision["message"] == message) {
            let _ = writeln!(out, "          {message}");
        }
    }
    if decisions.is_empty() {
        out.push_str(
            "\nNo policy was asked: the call needs no permission, or was refused before.\n",
        );
    }
    for decision in decisions {
        out.push('\n');
        out.push_str(&narrative::tell(decision));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_told_with_its_event() {
        let answer = json!({
            "RequestId": "r-1",
            "Event": r#"{"eventName":"ListBuckets","eventSource":"s3.amazonaws.com",
                "eventTime":"2026-11-24T09:00:00Z","sourceIPAddress":"192.0.2.1",
                "errorCode":"AccessDenied","errorMessage":"no"}"#,
            "Decisions": [r#"{"action":"s3:ListAllMyBuckets","resource":"*"}"#],
            "EncodedAuthorizationMessage": "abc",
        });
        let text = told(&whole(&answer));
        for part in [
            "Request   r-1\n",
            "Call      s3:ListBuckets at 2026-11-24T09:00:00Z from 192.0.2.1\n",
            "Answer    AccessDenied\n          no\n",
            "Action    s3:ListAllMyBuckets\n",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
