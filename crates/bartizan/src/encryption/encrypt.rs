//! `bartizan encrypt`.

use std::io::Read;
use std::process::ExitCode;

use bartizan_esdk::{AlgorithmSuite, CommitmentPolicy, DEFAULT_FRAME_BYTES, Draft, EsdkError};
use bartizan_types::SystemRandom;
use clap::Args;
use zeroize::Zeroizing;

use super::input::Files;
use super::keys::KeyOptions;
use super::output::Output;
use super::{BUFFER_BYTES, pairs, usage};
use crate::error::CliError;

pub(crate) const HELP: &str = "The message can be read by every AWS Encryption SDK. Credentials \
    for KMS are found where the AWS CLI finds them; raw keys need no server.\n\nExamples:\n  \
    bartizan encrypt --key alias/ledger --context tenant=blue -i ledger.db -o ledger.db.enc\n  \
    bartizan encrypt --raw-aes aes.key --namespace ops --name backup < dump.tar > dump.tar.enc";

/// What others may do with a message, before the umask.
const MODE: u32 = 0o666;

/// What `encrypt` can be told.
#[derive(Debug, Args)]
pub(crate) struct EncryptOptions {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    keys: KeyOptions,
    /// Encryption context: bound to the message, and shown in its header.
    #[arg(long, num_args = 1.., value_name = "KEY=VALUE")]
    context: Vec<String>,
    /// Encryption context that is bound to the message and not stored: whoever decrypts must know it.
    #[arg(long, num_args = 1.., value_name = "KEY=VALUE")]
    hidden_context: Vec<String>,
    /// The algorithm suite, by name or number [default: 0x0578, which commits to its key and signs].
    #[arg(long, value_name = "SUITE")]
    algorithm: Option<AlgorithmSuite>,
    /// Whether messages commit to their key: forbid-encrypt-allow-decrypt for readers of before
    /// 2020.
    #[arg(long, value_name = "POLICY", default_value_t)]
    commitment_policy: CommitmentPolicy,
    /// How many bytes of plaintext a frame holds; a reader holds one in memory.
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_FRAME_BYTES)]
    frame_length: u32,
    /// The most wrapping keys.
    #[arg(long, value_name = "COUNT")]
    max_encrypted_data_keys: Option<usize>,
}

/// Encrypts a file.
///
/// # Errors
/// An option is wrong, KMS refuses, or something cannot be read or written.
pub(crate) fn run(options: &EncryptOptions) -> Result<ExitCode, CliError> {
    let suite = options.algorithm.unwrap_or_else(|| options.commitment_policy.default_suite());
    options.commitment_policy.check_encrypt(suite).map_err(usage)?;
    let (shown, hidden) = (pairs(&options.context)?, pairs(&options.hidden_context)?);
    let draft = Draft::new(suite, shown, hidden).map_err(usage)?;
    let keys = options.keys.read()?;
    if keys.are_none() {
        return Err(CliError::Usage(
            "name at least one key: --key for KMS, --raw-aes or --raw-rsa".to_owned(),
        ));
    }
    let path = options.files.output();
    if Output::is_terminal(path) {
        return Err(CliError::Usage(
            "a message is no text: name a file with --output, or redirect".to_owned(),
        ));
    }
    let mut input = options.files.open("encrypting", true)?;
    let kms = if keys.kms().is_empty() { None } else { Some(options.keys.kms()?) };
    let (data_key, sealed) = keys.data_key(&draft, kms.as_ref(), &SystemRandom)?;
    if let Some(max) = options.max_encrypted_data_keys.filter(|max| sealed.len() > *max) {
        return Err(usage(EsdkError::TooManyDataKeys { found: sealed.len(), max }));
    }
    let output = Output::open(path, MODE)?;
    let mut message = draft
        .start(&data_key, &sealed, options.frame_length, &SystemRandom, output)
        .map_err(usage)?;
    let mut buffer = Zeroizing::new(vec![0; BUFFER_BYTES]);
    loop {
        let count = input.read(&mut buffer).map_err(input.failure())?;
        if count == 0 {
            break;
        }
        message.update(buffer.get(..count).unwrap_or_default()).map_err(usage)?;
    }
    message.finish().map_err(usage)?.finish()?;
    Ok(ExitCode::SUCCESS)
}
