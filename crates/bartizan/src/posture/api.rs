//! Calls of AWS's APIs whose answers are read by the model.

use std::thread::sleep;
use std::time::Duration;

use bartizan_model::{OperationModel, ServiceModel};
use bartizan_posture::Unknown;
use bartizan_wire::decode_output;
use serde_json::{Value as Json, json};

use crate::client::{self, Message};
use crate::credentials::Credentials;
use crate::error::CliError;

/// How often a call is made that is throttled, or fails by the server's fault.
const ATTEMPTS_MAX: u32 = 6;
/// What is waited before the second attempt; each further waits twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The most pages of one listing.
const PAGES_MAX: usize = 10_000;

/// Codes of refusals that pass.
const PASSING: [&str; 6] = [
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "SlowDown",
    "PriorRequestNotComplete",
];

/// Who asks, and where.
pub(super) struct Api {
    endpoint: String,
    credentials: Credentials,
}

/// What is asked.
#[derive(Clone)]
pub(super) enum Input {
    /// Parameters, of an API that takes forms.
    Form(Vec<(String, String)>),
    /// A document, of an API that takes JSON.
    Document(Json),
    /// Nothing but a path with its query, and headers.
    Path(String, Vec<(&'static str, String)>),
}

/// Parameters of a form.
pub(super) fn form(pairs: &[(&str, &str)]) -> Input {
    Input::Form(
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    )
}

/// Why a call was not answered.
pub(super) enum Refusal {
    /// The server said so: its code and message.
    Said { code: String, message: String, status: u16 },
    /// It was not reached, or not understood.
    Failed(String),
}

impl Refusal {
    /// Whether the server said one of these codes.
    pub(super) fn is(&self, codes: &[&str]) -> bool {
        matches!(self, Self::Said { code, .. } if codes.contains(&code.as_str()))
    }

    /// What a check is told of it.
    pub(super) fn unknown(self, service: &str, operation: &str) -> Unknown {
        let what = format!("{service}:{operation}");
        match self {
            Self::Failed(said) => Unknown::Failed(format!("{what}: {said}")),
            Self::Said { code, message, .. } => {
                let said = format!("{what}: {code}: {message}");
                match code.as_str() {
                    "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" => {
                        Unknown::Denied(said)
                    }
                    "NotImplemented" | "InvalidAction" | "UnknownOperationException" => {
                        Unknown::NotServed(said)
                    }
                    _ => Unknown::Failed(said),
                }
            }
        }
    }

    fn is_for_now(&self) -> bool {
        let Self::Said { code, status, .. } = self else { return false };
        PASSING.contains(&code.as_str()) || (*status >= 500 && code != "NotImplemented")
    }
}

impl Api {
    pub(super) fn new(endpoint: &str, credentials: Credentials) -> Self {
        Self { endpoint: endpoint.to_owned(), credentials }
    }

    /// The region that the caller chose.
    pub(super) fn region(&self) -> &str {
        &self.credentials.region
    }

    /// The account that is asked.
    ///
    /// # Errors
    /// The server cannot be reached, or does not know the caller.
    pub(super) fn account(&self) -> Result<String, CliError> {
        match self.call("sts", "GetCallerIdentity", self.region(), &form(&[])) {
            Ok(identity) => {
                Ok(identity.get("Account").and_then(Json::as_str).unwrap_or_default().to_owned())
            }
            Err(Refusal::Said { code, message, .. }) => Err(CliError::Refused { code, message }),
            Err(Refusal::Failed(said)) => Err(CliError::Failed(said)),
        }
    }

    /// Makes a call, again where it is throttled; its output has the model's names.
    pub(super) fn call(
        &self,
        service: &str,
        operation: &str,
        region: &str,
        input: &Input,
    ) -> Result<Json, Refusal> {
        let mut pause = FIRST_PAUSE;
        let mut attempt = 1;
        loop {
            match self.attempt(service, operation, region, input) {
                Err(refusal) if refusal.is_for_now() && attempt < ATTEMPTS_MAX => sleep(pause),
                answered => return answered,
            }
            attempt += 1;
            pause = pause.saturating_mul(2);
        }
    }

    fn attempt(
        &self,
        service: &str,
        operation: &str,
        region: &str,
        input: &Input,
    ) -> Result<Json, Refusal> {
        let failed = |error: &dyn std::fmt::Display| Refusal::Failed(error.to_string());
        let model = client::model(service).map_err(|error| failed(&error))?;
        let known = model.operation(operation);
        let known =
            known.ok_or_else(|| Refusal::Failed(format!("{service} has no {operation}")))?;
        let unfit = || Refusal::Failed(format!("the path of {operation} depends on its input"));
        let mut message = message(model, known, input).ok_or_else(unfit)?;
        message.method = known.method.parse().map_err(|error| failed(&error))?;
        let credentials = Credentials { region: region.to_owned(), ..self.credentials.clone() };
        let answer = client::converse(self.endpoint.as_str().into(), Some(&credentials), message);
        let answer = answer.map_err(|error| failed(&error))?;
        if (200..300).contains(&answer.status) {
            let output = decode_output(model, known, &answer.body);
            return output
                .map(|output| output.to_json())
                .map_err(|fault| Refusal::Failed(fault.message));
        }
        Err(refusal(&answer))
    }

    /// All items of a listing. A page's token is asked with by `token.0` and answered as `token.1`.
    pub(super) fn list(
        &self,
        (service, operation): (&str, &str),
        region: &str,
        input: &Input,
        list: &str,
        token: (&str, &str),
    ) -> Result<Vec<Json>, Refusal> {
        let mut items = Vec::new();
        self.pages((service, operation), region, input, token, |page| {
            if let Some(Json::Array(more)) = page.get_mut(list).map(Json::take) {
                items.extend(more);
            }
        })?;
        Ok(items)
    }

    /// Goes through the pages of a listing.
    pub(super) fn pages(
        &self,
        (service, operation): (&str, &str),
        region: &str,
        input: &Input,
        token: (&str, &str),
        mut take: impl FnMut(&mut Json),
    ) -> Result<(), Refusal> {
        let mut asked = input.clone();
        let mut last = None;
        for _ in 0..PAGES_MAX {
            let mut page = self.call(service, operation, region, &asked)?;
            take(&mut page);
            let next = page.get(token.1).and_then(Json::as_str).filter(|token| !token.is_empty());
            let Some(next) = next.map(str::to_owned) else { return Ok(()) };
            if last.as_ref() == Some(&next) {
                break;
            }
            asked = with(input, token.0, &next);
            last = Some(next);
        }
        Err(Refusal::Failed("its pages do not end".to_owned()))
    }
}

/// An input with one parameter more.
fn with(input: &Input, name: &str, value: &str) -> Input {
    let mut input = input.clone();
    match &mut input {
        Input::Form(pairs) => pairs.push((name.to_owned(), value.to_owned())),
        Input::Document(document) => {
            if let Some(members) = document.as_object_mut() {
                members.insert(name.to_owned(), json!(value));
            }
        }
        Input::Path(path, _) => {
            let separator = if path.contains('?') { '&' } else { '?' };
            *path = format!("{path}{separator}{name}={}", client::encoded(value));
        }
    }
    input
}

fn message<'m>(
    model: &'m ServiceModel,
    known: &OperationModel,
    input: &Input,
) -> Option<Message<'m>> {
    let (signing, operation) = (model.signing_name, known.name);
    match input {
        Input::Form(pairs) => {
            let fixed = [("Action", operation), ("Version", model.api_version)];
            let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            Some(client::form(signing, fixed.into_iter().chain(pairs)))
        }
        Input::Document(document) => client::document(model, known, document),
        Input::Path(path, headers) => {
            let (path, query) = path.split_once('?').unwrap_or((path, ""));
            let (path, query) = (path.to_owned(), query.to_owned());
            Some(Message { path, query, ..Message::new(signing, headers.clone(), "") })
        }
    }
}

/// What an answer that is none says.
fn refusal(answer: &client::Answer) -> Refusal {
    let text = String::from_utf8_lossy(&answer.body);
    let json: Json = serde_json::from_slice(&answer.body).unwrap_or_default();
    let member = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
    let header = answer.headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok());
    let code = client::element(&text, "Code")
        .or_else(|| header.map(str::to_owned))
        .or_else(|| member("__type"))
        .unwrap_or_else(|| answer.status.to_string());
    let code = code.rsplit('#').next().unwrap_or_default();
    let code = code.split(':').next().unwrap_or_default().to_owned();
    let message = client::element(&text, "Message")
        .or_else(|| member("message"))
        .or_else(|| member("Message"));
    Refusal::Said { code, message: message.unwrap_or_default(), status: answer.status }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::*;

    fn sent(service: &str, operation: &str, input: &Input) -> (String, String, String) {
        let model = client::model(service).unwrap();
        let known = model.operation(operation).unwrap();
        let message = message(model, known, input).unwrap();
        let body = String::from_utf8(message.body.to_vec()).unwrap();
        (message.path, message.query, body)
    }

    #[test]
    fn each_protocol_is_spoken_as_its_model_says() {
        let (path, _, body) = sent("iam", "GetUser", &form(&[("UserName", "a b")]));
        let expected = "Action=GetUser&Version=2010%2D05%2D08&UserName=a%20b";
        assert_eq!((path.as_str(), body.as_str()), ("/", expected));
        let document = Input::Document(json!({"AlternateContactType": "SECURITY"}));
        let (path, _, body) = sent("account", "GetAlternateContact", &document);
        assert_eq!(path, "/getAlternateContact");
        assert_eq!(body, r#"{"AlternateContactType":"SECURITY"}"#);
        let (path, ..) = sent("kms", "ListKeys", &Input::Document(json!({})));
        assert_eq!(path, "/");
        let bucket = Input::Path("/ledger?policy".to_owned(), Vec::new());
        let (path, query, body) = sent("s3", "GetBucketPolicy", &bucket);
        assert_eq!((&*path, &*query, &*body), ("/ledger", "policy", ""));
    }

    #[test]
    fn a_page_is_asked_for_by_its_token() {
        let text = |input: &Input| match input {
            Input::Form(pairs) => format!("{pairs:?}"),
            Input::Document(document) => document.to_string(),
            Input::Path(path, _) => path.clone(),
        };
        let path = |path: &str| Input::Path(path.to_owned(), Vec::new());
        assert_eq!(text(&with(&path("/?a=1"), "t", "x=y")), "/?a=1&t=x%3Dy");
        assert_eq!(text(&with(&path("/"), "t", "x")), "/?t=x");
        assert_eq!(text(&with(&form(&[]), "Marker", "x")), r#"[("Marker", "x")]"#);
        let document = Input::Document(json!({"Limit": 1}));
        assert_eq!(text(&with(&document, "Marker", "x")), r#"{"Limit":1,"Marker":"x"}"#);
    }

    #[test]
    fn refusals_are_told_apart() {
        let answer = |status: u16, header: Option<&'static str>, body: &'static str| {
            let mut headers = HeaderMap::new();
            if let Some(kind) = header {
                headers.insert("x-amzn-errortype", HeaderValue::from_static(kind));
            }
            client::Answer { status, headers, body: body.into() }
        };
        let xml = "<E><Error><Code>AccessDenied</Code><Message>no</Message></Error></E>";
        for (answer, expected) in [
            (answer(403, None, xml), Unknown::Denied("s:O: AccessDenied: no".to_owned())),
            (
                answer(403, Some("AccessDeniedException:http://x"), r#"{"message":"no"}"#),
                Unknown::Denied("s:O: AccessDeniedException: no".to_owned()),
            ),
            (
                answer(501, None, r#"{"__type":"a#NotImplemented","Message":"later"}"#),
                Unknown::NotServed("s:O: NotImplemented: later".to_owned()),
            ),
            (answer(404, None, "?"), Unknown::Failed("s:O: 404: ".to_owned())),
        ] {
            assert_eq!(refusal(&answer).unknown("s", "O"), expected);
        }
        for (status, body, is_for_now) in [
            (400, r#"{"__type":"ThrottlingException"}"#, true),
            (503, "", true),
            (501, r#"{"__type":"NotImplemented"}"#, false),
            (403, xml, false),
        ] {
            assert_eq!(refusal(&answer(status, None, body)).is_for_now(), is_for_now, "{body}");
        }
    }
}
