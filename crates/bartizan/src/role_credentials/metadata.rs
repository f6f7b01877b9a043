//! The instance metadata service, version 2 alone. (EC2 User Guide, "Use the Instance Metadata
//! Service to access instance metadata".)

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bartizan_types::{Clock, Timestamp};
use http::{HeaderValue, Method, Request, StatusCode};
use serde_json::json;

use crate::role_credentials::container::random_token;
use crate::role_credentials::listener::{self, Answer, Answers};
use crate::role_credentials::session::Sessions;

/// The longest that a token may live, in seconds. (There: six hours.)
const TOKEN_SECONDS_MAX: u64 = 21_600;
/// The most tokens at a time; the oldest goes first.
const TOKENS_MAX: usize = 256;
const TOKEN: &str = "x-aws-ec2-metadata-token";
const TOKEN_TTL: &str = "x-aws-ec2-metadata-token-ttl-seconds";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

/// Answers whoever shows a token that was asked for before.
pub(crate) struct Metadata {
    sessions: Sessions,
    clock: Arc<dyn Clock>,
    tokens: Mutex<VecDeque<(String, Timestamp)>>,
}

impl Metadata {
    pub(crate) fn new(sessions: Sessions, clock: Arc<dyn Clock>) -> Self {
        Self { sessions, clock, tokens: Mutex::default() }
    }

    /// Makes a token that lives for as many seconds as the request says.
    fn token(&self, request: &Request<()>) -> Answer {
        if request.method() != Method::PUT {
            return listener::only(&Method::PUT);
        }
        let seconds = text(request, TOKEN_TTL).and_then(|text| text.parse::<u64>().ok());
        let Some(seconds) = seconds.filter(|it| (1..=TOKEN_SECONDS_MAX).contains(it)) else {
            return listener::error(
                StatusCode::BAD_REQUEST,
                "BadRequest",
                &format!("{TOKEN_TTL} is to be 1 to {TOKEN_SECONDS_MAX}"),
            );
        };
        let token = random_token();
        let ends = self.clock.now().plus(Duration::from_secs(seconds));
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        while tokens.len() >= TOKENS_MAX {
            tokens.pop_front();
        }
        tokens.push_back((token.clone(), ends));
        let mut answer = listener::answer_text(token);
        answer.headers_mut().insert(TOKEN_TTL, HeaderValue::from(seconds));
        answer
    }

    fn admits(&self, request: &Request<()>) -> bool {
        let shown = text(request, TOKEN).unwrap_or_default().as_bytes();
        let now = self.clock.now();
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = false;
        // Every token is compared, so that the time tells nothing.
        for (token, ends) in tokens.iter() {
            let is_same = listener::is_same(token.as_bytes(), shown);
            found = found || (is_same && *ends > now);
        }
        found
    }

    async fn credentials(&self) -> Answer {
        let session = match self.sessions.current().await {
            Ok(session) => session,
            Err(error) => {
                let body = json!({ "Code": "AssumeRoleUnauthorizedAccess",
                    "Message": error.to_string() });
                return listener::answer_json(StatusCode::OK, &body);
            }
        };
        listener::answer_json(
            StatusCode::OK,
            &json!({
                "Code": "Success",
                "LastUpdated": session.made.iso8601(),
                "Type": "AWS-HMAC",
                "AccessKeyId": session.access_key_id,
                "SecretAccessKey": session.secret.expose(),
                "Token": session.token,
                "Expiration": session.expiration,
            }),
        )
    }
}

impl Answers for Metadata {
    async fn answer(&self, request: &Request<()>) -> Answer {
        let path = request.uri().path();
        if path == "/latest/api/token" {
            return self.token(request);
        }
        if !self.admits(request) {
            return listener::error(
                StatusCode::UNAUTHORIZED,
                "Unauthorized",
                "get a token by PUT /latest/api/token first",
            );
        }
        if request.method() != Method::GET {
            return listener::only(&Method::GET);
        }
        match path {
            "/latest/meta-data/placement/region" => listener::answer_text(self.sessions.region()),
            // A host is no instance: what it has of the document is account and region.
            "/latest/dynamic/instance-identity/document" => listener::answer_json(
                StatusCode::OK,
                &json!({
                    "version": "2017-09-30",
                    "accountId": self.sessions.role().account(),
                    "region": self.sessions.region(),
                }),
            ),
            "/latest/meta-data/iam/security-credentials" | ROLES => {
                listener::answer_text(self.sessions.role_name())
            }
            _ if path.strip_prefix(ROLES) == Some(self.sessions.role_name()) => {
                self.credentials().await
            }
            _ => listener::error(StatusCode::NOT_FOUND, "NotFound", "there is nothing here"),
        }
    }
}

fn text<'r>(request: &'r Request<()>, name: &str) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}
