//! `bartizan mfa import`: brings the seeds of hardware MFA tokens to the running server.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bartizan_keys::{HardwareToken, SeedForm, read_seed_file};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use crate::credentials::Credentials;
use crate::error::CliError;
use crate::{client, output};

/// The most tokens of a call, as the API has it.
const TOKENS_MAX: usize = 1000;
/// The longest file that is read, in bytes.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// What `mfa` can be told.
#[derive(Debug, Args)]
pub(crate) struct MfaOptions {
    #[command(subcommand)]
    command: MfaCommand,
}

#[derive(Debug, Subcommand)]
enum MfaCommand {
    /// Bring the seeds of hardware tokens, so that users can be given them
    #[command(after_help = "A line of the file is a token: serial number, seed and, if it is not \
        30, its period in seconds, with commas between them. What follows a # is left out. \
        Delete the file afterwards: it holds secrets.\n\nExample:\n  \
        AWS_PROFILE=root bartizan mfa import tokens.csv --seeds hex")]
    Import(ImportOptions),
}

#[derive(Debug, Args)]
struct ImportOptions {
    /// The file of seeds.
    file: PathBuf,
    /// How the seeds are written.
    #[arg(long, value_enum, default_value_t)]
    seeds: Seeds,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
}

/// How the seeds of a file are written.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Seeds {
    /// Letters and the digits 2 to 7.
    #[default]
    Base32,
    /// Hexadecimal digits.
    Hex,
}

impl From<Seeds> for SeedForm {
    fn from(seeds: Seeds) -> Self {
        match seeds {
            Seeds::Base32 => Self::Base32,
            Seeds::Hex => Self::Hex,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// The file is not as it must be, or the server refuses.
pub(crate) fn run(options: &MfaOptions) -> Result<ExitCode, CliError> {
    let MfaCommand::Import(options) = &options.command;
    let text = read(&options.file)?;
    let tokens = tokens(&text, options.seeds)
        .map_err(|error| CliError::Usage(format!("{}: {error}", options.file.display())))?;
    let credentials = Credentials::find()?;
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let input = json!({ "Tokens": tokens });
    let answer = client::call(endpoint, &credentials, "ImportMFATokens", &input)?;
    let count = answer.get("ImportedCount").and_then(Json::as_u64).unwrap_or_default();
    output::line(&format!("{count} tokens imported"));
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Zeroizing<String>, CliError> {
    let length = std::fs::metadata(path).map_err(CliError::file(path))?.len();
    if length > FILE_BYTES_MAX {
        return Err(CliError::Usage(format!("{} is too long for seeds", path.display())));
    }
    Ok(Zeroizing::new(std::fs::read_to_string(path).map_err(CliError::file(path))?))
}

/// The tokens of a file, as the API takes them. No error tells a seed.
fn tokens(text: &str, form: Seeds) -> Result<Vec<Json>, String> {
    let tokens = read_seed_file(text, form.into()).map_err(|error| error.to_string())?;
    if tokens.is_empty() || tokens.len() > TOKENS_MAX {
        return Err(format!("it holds {} tokens: give 1 to {TOKENS_MAX}", tokens.len()));
    }
    Ok(tokens.iter().map(token).collect())
}

fn token(token: &HardwareToken) -> Json {
    json!({
        "SerialNumber": token.serial,
        "Seed": token.seed.base32().as_str(),
        "PeriodSeconds": token.period_seconds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_becomes_what_the_api_takes() {
        let text = "GAHT12345678,3132333435363738393031323334353637383930,60\n";
        let wanted = json!([{
            "SerialNumber": "GAHT12345678", "Seed": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "PeriodSeconds": 60,
        }]);
        assert_eq!(json!(tokens(text, Seeds::Hex).unwrap()), wanted);
        assert!(tokens("# none\n", Seeds::Hex).is_err());
    }
}
