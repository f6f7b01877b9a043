//! Calls Bartizan's own API, KMS and STS at a running server.

mod transport;
mod trust;

use bartizan_model::{OperationModel, Protocol, Segment, ServiceModel};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value as Json;

use self::transport::send;
pub(crate) use self::transport::{Answer, Message, Server, converse, place};
pub(crate) use self::trust::trust;
use crate::credentials::Credentials;
use crate::error::CliError;

/// Where Bartizan listens unless it is told otherwise.
pub(crate) const DEFAULT_ENDPOINT: &str = "http://127.0.0.1:4566";
const JSON: &str = "application/x-amz-json-1.1";
const REST_JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

/// Sends one operation of Bartizan's own API and answers its output.
///
/// # Errors
/// As [`operate`].
pub(crate) fn call(
    endpoint: &str,
    credentials: &Credentials,
    operation: &str,
    input: &Json,
) -> Result<Json, CliError> {
    operate(endpoint, credentials, "bartizan", operation, input)
}

/// Sends one operation of a service that takes JSON, and answers its output.
///
/// # Errors
/// The server cannot be reached, or refuses: with its code and message.
pub(crate) fn operate(
    endpoint: &str,
    credentials: &Credentials,
    service: &str,
    operation: &str,
    input: &Json,
) -> Result<Json, CliError> {
    operate_at(endpoint.into(), Some(credentials), service, operation, input)
}

/// Sends one operation of a service that takes JSON to a server, signed where there are credentials.
///
/// # Errors
/// As [`operate`].
pub(crate) fn operate_at(
    server: Server<'_>,
    credentials: Option<&Credentials>,
    service: &str,
    operation: &str,
    input: &Json,
) -> Result<Json, CliError> {
    let model = model(service)?;
    let unknown = || CliError::Failed(format!("{service} has no operation {operation}"));
    let known = model.operation(operation).ok_or_else(unknown)?;
    let message = document(model, known, input)
        .ok_or_else(|| CliError::Failed(format!("the path of {operation} depends on its input")))?;
    let endpoint = server.endpoint;
    read(endpoint, converse(server, credentials, message)?)
}

/// Sends an operation whose input is bytes, and words of the query, and answers its output.
///
/// # Errors
/// As [`operate`].
pub(crate) fn hand_over(
    endpoint: &str,
    credentials: &Credentials,
    (service, operation): (&str, &str),
    query: &[(&str, &str)],
    bytes: Vec<u8>,
) -> Result<Json, CliError> {
    let model = model(service)?;
    let unknown = || CliError::Failed(format!("{service} has no operation {operation}"));
    let known = model.operation(operation).ok_or_else(unknown)?;
    let headers = vec![("content-type", BYTES.to_owned())];
    let mut message = Message::new(model.signing_name, headers, bytes);
    message.method = known.method.parse().map_err(CliError::failed)?;
    message.path = path(known).ok_or_else(unknown)?;
    let pairs = query.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    message.query = pairs.collect::<Vec<_>>().join("&");
    read(endpoint, converse(endpoint.into(), Some(credentials), message)?)
}

/// What an answer of JSON says.
fn read(endpoint: &str, answer: Answer) -> Result<Json, CliError> {
    let Answer { status, headers, body } = answer;
    // An operation without output may answer nothing.
    let body: &[u8] = if status == 200 && body.is_empty() { b"{}" } else { &body };
    let answer: Json = serde_json::from_slice(body).map_err(|_| {
        CliError::Failed(format!("{endpoint} answered {status} and no JSON: is it Bartizan?"))
    })?;
    if status == 200 {
        return Ok(answer);
    }
    let text = |names: [&str; 2]| {
        names.iter().find_map(|name| answer.get(name)?.as_str()).unwrap_or_default()
    };
    // Services of REST tell it apart from the body.
    let told = headers.get("x-amzn-errortype").and_then(|code| code.to_str().ok());
    let code = told.unwrap_or_else(|| text(["__type", "code"]));
    let code = code.rsplit('#').next().unwrap_or_default().to_owned();
    Err(CliError::Refused { code, message: text(["message", "Message"]).to_owned() })
}

/// A request whose input is a JSON document; none where its path depends on the input.
pub(crate) fn document<'m>(
    model: &'m ServiceModel,
    known: &OperationModel,
    input: &Json,
) -> Option<Message<'m>> {
    let kind = if model.protocol == Protocol::RestJson { REST_JSON } else { JSON };
    let target = model.target_prefix.map(|prefix| format!("{prefix}.{}", known.name));
    let target = target.map(|target| ("x-amz-target", target));
    let headers = [("content-type", kind.to_owned())].into_iter().chain(target).collect();
    let mut message = Message::new(model.signing_name, headers, input.to_string());
    message.method = known.method.parse().ok()?;
    message.path = path(known)?;
    Some(message)
}

/// A request whose input is a form.
pub(crate) fn form<'m, 'p>(
    service: &'m str,
    pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
) -> Message<'m> {
    let pairs = pairs.into_iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    let body = pairs.collect::<Vec<_>>().join("&");
    Message::new(service, vec![("content-type", FORM.to_owned())], body)
}

/// A value as queries and forms take it.
pub(crate) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}

/// The path of an operation; none where it depends on the input.
fn path(operation: &OperationModel) -> Option<String> {
    let mut path = String::new();
    for segment in &operation.uri.segments {
        let Segment::Literal(part) = segment else { return None };
        path.push('/');
        path.push_str(part);
    }
    Some(if path.is_empty() { "/".to_owned() } else { path })
}

/// Sends one operation of a service that takes forms, and answers the XML of its output.
///
/// # Errors
/// As [`call`].
pub(crate) async fn query(
    endpoint: &str,
    credentials: &Credentials,
    service: &str,
    form: &[(&str, &str)],
) -> Result<String, CliError> {
    let message = self::form(service, form.iter().copied());
    let Answer { status, body, .. } = send(endpoint.into(), Some(credentials), message).await?;
    let answer = String::from_utf8_lossy(&body).into_owned();
    if status == 200 {
        return Ok(answer);
    }
    let code = element(&answer, "Code").ok_or_else(|| {
        CliError::Failed(format!("{endpoint} answered {status} and no error: is it Bartizan?"))
    })?;
    let said = element(&answer, "Message").unwrap_or_default();
    Err(CliError::Failed(format!("{code}: {said}")))
}

/// The text of the first XML element of this name that holds nothing else.
pub(crate) fn element(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
    Some(plain)
}

/// The model of a service.
///
/// # Errors
/// There is none.
pub(crate) fn model(service: &str) -> Result<&'static ServiceModel, CliError> {
    bartizan_model::service(service)
        .ok_or_else(|| CliError::Failed(format!("this build lacks the model of {service}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_an_element_is_unescaped_once() {
        let xml = "<Error><Code>AccessDenied</Code><Message>a &lt;b&gt; &amp;lt;</Message></Error>";
        assert_eq!(element(xml, "Code").as_deref(), Some("AccessDenied"));
        assert_eq!(element(xml, "Message").as_deref(), Some("a <b> &lt;"));
        for broken in ["", "<Code>", "</Code><Code>", "<Codes>x</Codes>"] {
            assert_eq!(element(broken, "Code"), None, "{broken}");
        }
    }
}
