//! `bartizan mfa import`: brings the seeds of hardware MFA tokens to the running server.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bartizan_keys::TotpSeed;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use crate::credentials::Credentials;
use crate::error::CliError;
use crate::{client, output};

const DEFAULT_ENDPOINT: &str = "http://127.0.0.1:4566";
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
    seeds: SeedForm,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
}

/// How the seeds of a file are written.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum SeedForm {
    /// Letters and the digits 2 to 7.
    #[default]
    Base32,
    /// Hexadecimal digits.
    Hex,
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
    let endpoint = options.endpoint_url.as_deref().unwrap_or(DEFAULT_ENDPOINT);
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
fn tokens(text: &str, form: SeedForm) -> Result<Vec<Json>, String> {
    let mut tokens = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let token = token(line, form).map_err(|why| format!("line {number}: {why}"))?;
        tokens.push(token);
    }
    if tokens.is_empty() || tokens.len() > TOKENS_MAX {
        return Err(format!("it holds {} tokens: give 1 to {TOKENS_MAX}", tokens.len()));
    }
    Ok(tokens)
}

fn token(line: &str, form: SeedForm) -> Result<Json, &'static str> {
    let mut fields = line.split(',').map(str::trim);
    let (Some(serial), Some(seed), period, None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err("write serial number, seed and, if it is not 30, the period");
    };
    let period: u32 = period.unwrap_or("30").parse().map_err(|_| "the period is no number")?;
    let seed = match form {
        SeedForm::Base32 => TotpSeed::from_base32(seed),
        SeedForm::Hex => {
            hex::decode(seed).ok().and_then(|bytes| TotpSeed::from_bytes(Zeroizing::new(bytes)))
        }
    };
    let seed = seed.ok_or("the seed is not of this form, or too short")?;
    Ok(json!({
        "SerialNumber": serial, "Seed": seed.base32().as_str(), "PeriodSeconds": period,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_a_token_a_line() {
        let base32 = "# made in May\nGAHT12345678, GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n\n";
        let hex = "GAHT12345678,3132333435363738393031323334353637383930,60 # old\n";
        for (text, form, period) in [(base32, SeedForm::Base32, 30), (hex, SeedForm::Hex, 60)] {
            let wanted = json!([{
                "SerialNumber": "GAHT12345678", "Seed": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
                "PeriodSeconds": period,
            }]);
            assert_eq!(json!(tokens(text, form).unwrap()), wanted);
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line_and_without_the_seed() {
        for text in ["", "a", "a,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,x", "a,SECRET1", "a,b,30,d"] {
            let error = tokens(text, SeedForm::Base32).unwrap_err();
            assert!(!error.contains("SECRET1") && error.contains(['1', '0']), "{error}");
        }
    }
}
