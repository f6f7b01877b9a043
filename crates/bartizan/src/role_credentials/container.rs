//! The protocol that gives containers their credentials. (AWS SDKs and Tools Reference Guide,
//! "Container credential provider".)

use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
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
/// The most bytes that are read of a file.
const TOKEN_BYTES_MAX: u64 = 4096;
/// What others may not do with the file: read it, and with their group, write it. The group may read
/// it, for clients are often of another user.
const OTHERS: u32 = 0o026;

/// Answers whoever shows the token.
pub(crate) struct Container {
    sessions: Sessions,
    token: Secret,
}

impl Container {
    /// Answers to the token in this file, which is made where there is none.
    ///
    /// # Errors
    /// The file cannot be read or made, others may read or could have written it, or its token is too
    /// short.
    pub(crate) fn new(sessions: Sessions, token_file: &Path) -> Result<Self, CliError> {
        let token = match std::fs::File::open(token_file) {
            Ok(file) => told(file, token_file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => make(token_file)?,
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

/// The token in a file that was there. Whoever could put it there could show it.
fn told(file: std::fs::File, path: &Path) -> Result<String, CliError> {
    let about = file.metadata().map_err(CliError::file(path))?;
    let (own, root) = (rustix::process::geteuid().as_raw(), 0);
    if about.mode() & OTHERS != 0 || ![own, root].contains(&about.uid()) {
        return Err(CliError::Usage(format!(
            "{}: others may read or write the token: let it be yours and of mode 600",
            path.display()
        )));
    }
    let mut text = String::new();
    file.take(TOKEN_BYTES_MAX).read_to_string(&mut text).map_err(CliError::file(path))?;
    Ok(text.trim().to_owned())
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

#[cfg(test)]
mod tests {
    use std::fs::{File, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_token_that_others_may_read_or_write_is_none() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), " secret-of-16-bytes\n").unwrap();
        for (mode, is_good) in [
            (0o600, true),
            (0o400, true),
            (0o640, true),
            (0o644, false),
            (0o660, false),
            (0o602, false),
            (0o666, false),
        ] {
            std::fs::set_permissions(file.path(), Permissions::from_mode(mode)).unwrap();
            let token = told(File::open(file.path()).unwrap(), file.path());
            let expected = is_good.then_some("secret-of-16-bytes");
            assert_eq!(token.ok().as_deref(), expected, "{mode:o}");
        }
    }
}
