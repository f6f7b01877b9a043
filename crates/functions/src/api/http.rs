//! The Runtime API's HTTP.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::{Answer, Api, LARGEST_ANSWER, Refusal};
use crate::connections::each;

/// The bytes of an answer that is too large which are read all the same, so that the runtime hears why.
const READ_BEYOND: usize = 64 << 20;
const HEAD: usize = 64 << 10;
const VERSION: &str = "/2018-06-01/runtime/";
const ERROR_TYPE: &str = "lambda-runtime-function-error-type";
const RESPONSE_MODE: &str = "lambda-runtime-function-response-mode";

/// Serves one environment, until this is dropped.
pub(crate) async fn serve(api: Arc<Api>, listener: TcpListener) {
    each(listener, |stream| {
        let api = Arc::clone(&api);
        async move {
            let _ = stream.set_nodelay(true);
            let service = service_fn(|request| {
                let api = Arc::clone(&api);
                async move { Ok::<_, Infallible>(respond(&api, request).await) }
            });
            let mut http = hyper::server::conn::http1::Builder::new();
            http.header_read_timeout(None).max_buf_size(HEAD);
            // Whatever is wrong with a connection is its function's own affair.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        }
    })
    .await;
}

type Answered = Response<Full<Bytes>>;

async fn respond(api: &Api, request: Request<Incoming>) -> Answered {
    let path = request.uri().path().to_owned();
    let Some(rest) = path.strip_prefix(VERSION) else {
        return problem(StatusCode::NOT_FOUND, "NotFound", "there is no such resource");
    };
    let parts: Vec<&str> = rest.split('/').collect();
    match (request.method(), parts.as_slice()) {
        (&Method::GET, ["invocation", "next"]) => next(api).await,
        (&Method::POST, ["invocation", id, "response"]) => response(api, id, request).await,
        (&Method::POST, ["invocation", id, "error"]) => error(api, id, request).await,
        (&Method::POST, ["init", "error"]) => init_error(api, request).await,
        (
            _,
            ["invocation", "next"] | ["invocation", _, "response" | "error"] | ["init", "error"],
        ) => problem(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "use another method"),
        _ => problem(StatusCode::NOT_FOUND, "NotFound", "there is no such resource"),
    }
}

async fn next(api: &Api) -> Answered {
    match api.next().await {
        Ok((headers, payload)) => {
            let mut answer = Response::new(Full::new(payload));
            *answer.headers_mut() = headers;
            answer
        }
        Err(refusal) => refused(refusal),
    }
}

async fn response(api: &Api, id: &str, request: Request<Incoming>) -> Answered {
    if let Err(refusal) = api.expects(id) {
        return refused(refusal);
    }
    if request.headers().get(RESPONSE_MODE).is_some_and(|mode| mode == "streaming") {
        let message = "streamed responses are not supported: answer with all of it";
        return problem(StatusCode::BAD_REQUEST, "InvalidResponseMode", message);
    }
    let answer = match read(api, request.into_body()).await {
        Ok(Some(body)) => Answer::Response(body),
        Ok(None) => Answer::TooLarge,
        Err(answer) => return *answer,
    };
    let too_large = answer == Answer::TooLarge;
    match api.answer(id, answer) {
        Err(refusal) => refused(refusal),
        Ok(()) if too_large => {
            let message =
                format!("Exceeded maximum allowed payload size ({LARGEST_ANSWER} bytes).");
            problem(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", &message)
        }
        Ok(()) => accepted(),
    }
}

async fn error(api: &Api, id: &str, request: Request<Incoming>) -> Answered {
    if let Err(refusal) = api.expects(id) {
        return refused(refusal);
    }
    let kind = error_type(request.headers());
    let payload = match error_body(api, &kind, request).await {
        Ok(payload) => payload,
        Err(answer) => return *answer,
    };
    match api.answer(id, Answer::Error { payload, handled: kind == "Handled" }) {
        Ok(()) => accepted(),
        Err(refusal) => refused(refusal),
    }
}

async fn init_error(api: &Api, request: Request<Incoming>) -> Answered {
    let kind = error_type(request.headers());
    let failed = match error_body(api, &kind, request).await {
        Ok(payload) => api.fail(payload),
        Err(answer) => return *answer,
    };
    match failed {
        Ok(()) => accepted(),
        Err(refusal) => refused(refusal),
    }
}

fn error_type(headers: &HeaderMap) -> String {
    let kind = headers.get(ERROR_TYPE).and_then(|kind| kind.to_str().ok());
    kind.unwrap_or("Runtime.Unknown").to_owned()
}

/// What a runtime says of an error, or what can be said for it where that is no JSON.
async fn error_body(
    api: &Api,
    kind: &str,
    request: Request<Incoming>,
) -> Result<Bytes, Box<Answered>> {
    let body = read(api, request.into_body()).await?.unwrap_or_default();
    if serde_json::from_slice::<serde::de::IgnoredAny>(&body).is_ok() {
        return Ok(body);
    }
    let said = String::from_utf8_lossy(&body);
    let error = serde_json::json!({ "errorType": kind, "errorMessage": said });
    Ok(error.to_string().into())
}

/// A whole body, or none if it is too large.
async fn read(api: &Api, mut body: Incoming) -> Result<Option<Bytes>, Box<Answered>> {
    let _turn = api.reading.lock().await;
    let mut read = BytesMut::new();
    let mut beyond = 0;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            let message = "the body ended before its length";
            return Err(Box::new(problem(StatusCode::BAD_REQUEST, "InvalidRequest", message)));
        };
        let Some(data) = frame.data_ref() else { continue };
        if beyond > 0 || read.len() + data.len() > LARGEST_ANSWER {
            read.clear();
            beyond += data.len();
            if beyond > READ_BEYOND {
                break;
            }
        } else {
            read.extend_from_slice(data);
        }
    }
    Ok((beyond == 0).then(|| read.freeze()))
}

fn accepted() -> Answered {
    let mut answer = Response::new(Full::from(r#"{"status":"OK"}"#));
    *answer.status_mut() = StatusCode::ACCEPTED;
    answer
}

fn refused(refusal: Refusal) -> Answered {
    match refusal {
        Refusal::UnknownId => {
            problem(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID")
        }
        Refusal::WrongState => {
            let message = "State transition is not allowed";
            problem(StatusCode::FORBIDDEN, "InvalidStateTransition", message)
        }
    }
}

fn problem(status: StatusCode, kind: &str, message: &str) -> Answered {
    let text = serde_json::json!({ "errorType": kind, "errorMessage": message }).to_string();
    let mut answer = Response::new(Full::from(text));
    *answer.status_mut() = status;
    answer
}
