//! The answer, in the form that Envoy asked in.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use prost::Message;
use serde_json::json;

use super::decide::Verdict;
use super::messages::{
    CheckResponse, DeniedHttpResponse, HeaderValue as Header, HeaderValueOption, HttpStatus,
    OVERWRITE, OkHttpResponse, Status,
};
use crate::AnswerBody;

/// Who sends the request, for the server behind Envoy; it replaces what a client sent.
const PRINCIPAL: HeaderName = HeaderName::from_static("x-bartizan-principal");
/// By what the activity record's event is found.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-bartizan-request-id");

/// Codes of gRPC. (gRPC, "Status codes and their use in gRPC".)
#[derive(Debug, Clone, Copy)]
pub(super) enum Grpc {
    Ok = 0,
    InvalidArgument = 3,
    PermissionDenied = 7,
    Unimplemented = 12,
    Unavailable = 14,
}

/// The answer of the HTTP form: 200 lets the request go on. (Envoy, "External Authorization".)
pub(super) fn http(verdict: &Verdict, request_id: &str) -> Response<AnswerBody> {
    let (status, body) = match verdict {
        Verdict::Allowed { .. } => (StatusCode::OK, String::new()),
        Verdict::Denied { .. } => (StatusCode::FORBIDDEN, told(verdict, request_id)),
        Verdict::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, String::new()),
    };
    let mut response = Response::new(whole(body.into()));
    *response.status_mut() = status;
    for (name, value) in headers(verdict, request_id) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The answer of the gRPC form.
pub(super) fn grpc(verdict: &Verdict, request_id: &str) -> Response<AnswerBody> {
    let headers = headers(verdict, request_id).into_iter().map(|(name, value)| {
        let name = name.as_str().to_owned();
        let header = Header { key: name, value, raw_value: Bytes::new() };
        HeaderValueOption { header: Some(header), append_action: OVERWRITE }
    });
    let headers = headers.collect();
    let message = match verdict {
        Verdict::Unavailable => return grpc_failed(Grpc::Unavailable),
        Verdict::Allowed { .. } => CheckResponse {
            status: Some(Status { code: Grpc::Ok as i32 }),
            ok_response: Some(OkHttpResponse { headers }),
            denied_response: None,
        },
        Verdict::Denied { .. } => CheckResponse {
            status: Some(Status { code: Grpc::PermissionDenied as i32 }),
            denied_response: Some(DeniedHttpResponse {
                status: Some(HttpStatus { code: StatusCode::FORBIDDEN.as_u16().into() }),
                headers,
                body: told(verdict, request_id),
            }),
            ok_response: None,
        },
    };
    let message = message.encode_to_vec();
    let Ok(length) = u32::try_from(message.len()) else { return grpc_failed(Grpc::Unavailable) };
    let framed = [&[0], &length.to_be_bytes()[..], &message].concat();
    let trailers = std::future::ready(Some(Ok(status(Grpc::Ok))));
    let mut response = Response::new(whole(framed.into()).with_trailers(trailers).boxed_unsync());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    response
}

/// A gRPC answer without a message. (gRPC, "gRPC over HTTP2", Trailers-Only.)
pub(super) fn grpc_failed(code: Grpc) -> Response<AnswerBody> {
    let mut response = Response::new(whole(Bytes::new()));
    *response.headers_mut() = status(code);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    response
}

/// The bytes of the one message in a request's body; `None` where there is none, or one that is
/// compressed. (gRPC, "gRPC over HTTP2", Length-Prefixed-Message.)
pub(super) fn unframed(body: &[u8]) -> Option<&[u8]> {
    let ([0, a, b, c, d], message) = body.split_first_chunk()? else { return None };
    let length = u32::from_be_bytes([*a, *b, *c, *d]);
    (u32::try_from(message.len()) == Ok(length)).then_some(message)
}

fn headers(verdict: &Verdict, request_id: &str) -> Vec<(HeaderName, String)> {
    let mut headers = vec![(REQUEST_ID, request_id.to_owned())];
    match verdict {
        Verdict::Allowed { principal } => headers.push((PRINCIPAL, principal.clone())),
        Verdict::Denied { .. } => headers.push((CONTENT_TYPE, "application/json".to_owned())),
        Verdict::Unavailable => {}
    }
    headers
}

fn told(verdict: &Verdict, request_id: &str) -> String {
    let Verdict::Denied { code, message } = verdict else { return String::new() };
    json!({ "Code": code, "Message": message, "RequestId": request_id }).to_string()
}

fn status(code: Grpc) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("grpc-status", HeaderValue::from(code as u16));
    headers
}

fn whole(bytes: Bytes) -> AnswerBody {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_taken_out_of_its_frame() {
        assert_eq!(unframed(b"\0\0\0\0\x02ab"), Some(&b"ab"[..]));
        assert_eq!(unframed(b"\0\0\0\0\0"), Some(&b""[..]));
        for wrong in
            [&b""[..], b"\0\0\0\0", b"\x01\0\0\0\x02ab", b"\0\0\0\0\x03ab", b"\0\xff\xff\xff\xffa"]
        {
            assert_eq!(unframed(wrong), None, "{wrong:?}");
        }
    }
}
