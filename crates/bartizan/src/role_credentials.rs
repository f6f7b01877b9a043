//! `bartizan credentials`: a role's credentials for programs that know how AWS hands them out.

mod container;
mod listener;
mod metadata;
mod session;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use bartizan_types::SystemClock;
use clap::{Args, Subcommand};
use serde_json::json;
use tokio::net::TcpListener;

use crate::error::CliError;
use crate::output;
use crate::role_credentials::container::Container;
use crate::role_credentials::listener::Answers;
use crate::role_credentials::metadata::Metadata;
use crate::role_credentials::session::{Role, Sessions};

/// What `credentials` can be told.
#[derive(Debug, Args)]
pub(crate) struct CredentialsOptions {
    #[command(subcommand)]
    way: Way,
}

#[derive(Debug, Subcommand)]
enum Way {
    /// Print them once, as `credential_process` of an AWS configuration file asks for them
    #[command(
        after_help = "Example, in ~/.aws/config:\n  [profile reader]\n  credential_process = \
        bartizan credentials process --role arn:aws:iam::123456789012:role/reader"
    )]
    Process(Role),
    /// Serve them as containers are given theirs
    #[command(after_help = "Example:\n  bartizan credentials serve --token-file ./token \\\n    \
        --role arn:aws:iam::123456789012:role/reader")]
    Serve {
        #[command(flatten)]
        role: Role,
        /// The address to serve on, of loopback.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
        /// The file that holds the token which clients must show; it is made where there is none.
        #[arg(long)]
        token_file: PathBuf,
    },
    /// Serve them as instances are given theirs: by the instance metadata service, version 2
    #[command(after_help = "Example:\n  bartizan credentials metadata --listen 127.0.0.1:1338 \
        \\\n    --role arn:aws:iam::123456789012:role/reader")]
    Metadata {
        #[command(flatten)]
        role: Role,
        /// The address to serve on, of loopback.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
    },
}

/// Hands the role's credentials out, once or until it is stopped.
///
/// # Errors
/// The role cannot be assumed, the address is not of loopback, or a file cannot be used.
pub(crate) fn run(options: CredentialsOptions) -> Result<ExitCode, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Failed(format!("the runtime could not be started: {error}")))?;
    runtime.block_on(hand_out(options.way))?;
    Ok(ExitCode::SUCCESS)
}

async fn hand_out(way: Way) -> Result<(), CliError> {
    let clock = Arc::new(SystemClock::default());
    match way {
        Way::Process(role) => {
            let session = Sessions::new(role, clock)?.current().await?;
            output::line(
                &json!({
                    "Version": 1,
                    "AccessKeyId": session.access_key_id,
                    "SecretAccessKey": session.secret.expose(),
                    "SessionToken": session.token,
                    "Expiration": session.expiration,
                })
                .to_string(),
            );
            Ok(())
        }
        Way::Serve { role, listen, token_file } => {
            let container = Container::new(Sessions::new(role, clock)?, &token_file)?;
            let (listener, address) = bind(listen).await?;
            let token_file = std::path::absolute(&token_file).unwrap_or(token_file);
            output::line(&format!(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://{address}{}",
                container::PATH
            ));
            output::line(&format!(
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE={}",
                token_file.display()
            ));
            serve(listener, container).await
        }
        Way::Metadata { role, listen } => {
            let metadata = Metadata::new(Sessions::new(role, clock.clone())?, clock);
            let (listener, address) = bind(listen).await?;
            output::line(&format!("AWS_EC2_METADATA_SERVICE_ENDPOINT=http://{address}"));
            serve(listener, metadata).await
        }
    }
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), CliError> {
    if !address.ip().is_loopback() {
        return Err(CliError::Usage(
            "credentials are served on loopback only: listen on 127.0.0.1 or [::1]".to_owned(),
        ));
    }
    let failed = || CliError::file(&PathBuf::from(address.to_string()));
    let listener = TcpListener::bind(address).await.map_err(failed())?;
    let bound = listener.local_addr().map_err(failed())?;
    Ok((listener, bound))
}

async fn serve(listener: TcpListener, answers: impl Answers) -> Result<(), CliError> {
    tokio::select! {
        () = listener::serve(listener, Arc::new(answers)) => Ok(()),
        stopped = tokio::signal::ctrl_c() => stopped.map_err(CliError::failed),
    }
}
