//! The protocol that gives containers their credentials. (AWS SDKs and Tools Reference Guide,
//! "Container credential provider".)

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use bartizan_sigv4::Secret;
use bartizan_types::{Random, SystemRandom};
use http::header::AUTHORIZATION;
use http::{Method, Request, StatusCode};
use serde_json::json;

use crate::error::CliError;
use crate::role_credentials::listener::{self, Answer, Answers};
use crate::role_credentials::session::Sessions;

/// Where the credentials are.
pub(crate) const PATH: &str = "/credentials";
/// A shorter token could be guessed.
const TOKEN_BYTES_MIN: usize = 16;

/// Answers whoever shows the token.
pub(crate) struct Container {
    sessions: Sessions,
    token: Secret,
}

impl Container {
    /// Answers to the token in this file, which is made where there is none.
    ///
    /// # Errors
    /// The file cannot be read or made, or its token is too short.
    pub(crate) fn new(sessions: Sessions, token_file: &Path) -> Result<Self, CliError> {
        let token = match std::fs::read_to_string(token_file) {
            Ok(text) => text.trim().to_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(token_file)?,
            Err(error) => return Err(CliError::file(token_file)(error)),
        };
        if token.len() < TOKEN_BYTES_MIN {
            return Err(CliError::Usage(format!(
                "{}: the token has less than {TOKEN_BYTES_MIN} bytes: delete the file to make one",
                token_file.display()
            )));
        }
        Ok(Self { sessions, token: Secret::new(token) })
    }
}

fn make(path: &Path) -> Result<String, CliError> {
    let token = random_token();
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    let written = file.and_then(|mut file| file.write_all(token.as_bytes()));
    written.map_err(CliError::file(path))?;
    Ok(token)
}

/// A fresh token: 256 random bits in hexadecimal.
pub(crate) fn random_token() -> String {
    let mut bytes = [0; 32];
    SystemRandom.fill(&mut bytes);
    hex::encode(bytes)
}

impl Answers for Container {
    async fn answer(&self, request: &Request<()>) -> Answer {
        let shown = request.headers().get(AUTHORIZATION).map(http::HeaderValue::as_bytes);
        if !listener::is_same(shown.unwrap_or_default(), self.token.expose().as_bytes()) {
            return listener::error(
                StatusCode::UNAUTHORIZED,
                "Unauthorized",
                "show the token in the header Authorization",
            );
        }
        if request.uri().path() != PATH {
            return listener::error(StatusCode::NOT_FOUND, "NotFound", "ask for /credentials");
        }
        if request.method() != Method::GET {
            return listener::only(&Method::GET);
        }
        match self.sessions.current().await {
            Ok(session) => listener::answer_json(
                StatusCode::OK,
                &json!({
                    "RoleArn": self.sessions.role().as_str(),
                    "AccessKeyId": session.access_key_id,
                    "SecretAccessKey": session.secret.expose(),
                    "Token": session.token,
                    "Expiration": session.expiration,
                }),
            ),
            Err(error) => {
                listener::error(StatusCode::BAD_GATEWAY, "RoleNotAssumed", &error.to_string())
            }
        }
    }
}
