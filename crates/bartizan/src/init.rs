//! `bartizan init`, and what is said at every start.

use std::process::ExitCode;

use crate::config::Config;
use crate::error::CliError;
use crate::output;
use crate::start::{Shut, Started};

/// Makes the data folder, its account and the root user's key, and stops.
///
/// # Errors
/// As for `serve`.
pub(crate) fn run(config: &Config) -> Result<ExitCode, CliError> {
    let shut = Shut::open(config)?;
    let known = shut.installation.as_ref().map(|known| known.account);
    if let Some(key) = shut.key_from_files(config)? {
        let started = shut.start(config, key)?;
        if started.is_first {
            output::line(&format!(
                "Made account {}; its root user's access key is in {}",
                started.account,
                started.folder.credentials().display()
            ));
            return Ok(ExitCode::SUCCESS);
        }
    }
    if let Some(account) = known {
        output::line(&format!("Account {account} is there already"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Says which account this is and how to use it.
pub(crate) fn print_how_to_use(config: &Config, started: &Started, endpoint: &str) {
    let credentials = started.folder.credentials();
    let credentials =
        std::path::absolute(&credentials).unwrap_or(credentials).display().to_string();
    output::line(&format!(
        "Account {}; its root user's access key is in {credentials}",
        started.account
    ));
    if config.dev {
        output::line(&format!(
            "--dev: an access key that was never issued is the root user of account {}",
            started.account
        ));
    }
    output::line("Use it with any AWS tool:");
    output::line(&format!(
        "  export AWS_ENDPOINT_URL={endpoint} AWS_SHARED_CREDENTIALS_FILE={credentials}"
    ));
    output::line("  AWS_PROFILE=root aws sts get-caller-identity");
}
