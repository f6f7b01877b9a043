//! `bartizan decrypt`.

use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use bartizan_esdk::{
    CommitmentPolicy, Decryptor, Discovery, EncryptionContext, EsdkError, Header, KmsKey, Limits,
};
use bartizan_types::AccountId;
use clap::Args;
use zeroize::Zeroizing;

use super::input::{Files, Input};
use super::keys::{KeyOptions, WrappingKeys};
use super::output::Output;
use super::{BUFFER_BYTES, denied, metadata, pairs};
use crate::error::CliError;
use crate::output::harmless;

pub(crate) const HELP: &str = "It reads what any AWS Encryption SDK wrote. A file appears when the \
    whole message was found to be authentic. On standard output, plaintext of an unsigned message \
    appears frame by frame, each authentic by itself, and that of a signed one when its signature \
    was verified. Exits with 1 where the message is refused.\n\nExamples:\n  \
    bartizan decrypt --key alias/ledger --require-context tenant=blue -i ledger.db.enc -o \
    ledger.db\n  bartizan decrypt --discovery --account 123456789012 < dump.tar.enc > dump.tar";

/// What others may do with plaintext.
pub(super) const MODE: u32 = 0o600;

/// What `decrypt` can be told.
#[derive(Debug, Args)]
pub(crate) struct DecryptOptions {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    keys: KeyOptions,
    /// Ask whichever KMS key the message names, instead of keys of your choice.
    #[arg(long, conflicts_with = "kms")]
    discovery: bool,
    /// Ask only keys of this account; again for each of several.
    #[arg(long, value_name = "ID", requires = "discovery", conflicts_with = "kms")]
    account: Vec<AccountId>,
    /// Context that the message must be bound to, or the key of some.
    #[arg(long, num_args = 1.., value_name = "KEY[=VALUE]")]
    require_context: Vec<String>,
    /// Whether messages must commit to their key: require-encrypt-allow-decrypt reads older ones.
    #[arg(long, value_name = "POLICY", default_value_t)]
    commitment_policy: CommitmentPolicy,
    /// The most bytes of a frame, or of a message that has none: each is held in memory.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().piece_bytes_max)]
    max_length: u64,
    /// The most encrypted data keys that a message may have.
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().data_keys_max)]
    max_encrypted_data_keys: usize,
    /// Write what the message's header says to this file, in JSON, once the message was verified.
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Write plaintext of signed messages to standard output before their signature is verified:
    /// discard it where the exit code is not 0.
    #[arg(long)]
    stream_unverified: bool,
}

/// Decrypts a file.
///
/// # Errors
/// An option is wrong, the message is refused, or something cannot be read or written.
pub(crate) fn run(options: &DecryptOptions) -> Result<ExitCode, CliError> {
    let (names, words): (Vec<String>, Vec<String>) =
        options.require_context.iter().cloned().partition(|word| !word.contains('='));
    let required = pairs(&words)?;
    let keys = options.keys.read()?;
    if keys.are_none() && !options.discovery {
        return Err(CliError::Usage(
            "name the keys to decrypt with: --key, --raw-aes or --raw-rsa, or --discovery to ask \
             whichever KMS key the message names"
                .to_owned(),
        ));
    }
    let limits = Limits {
        data_keys_max: options.max_encrypted_data_keys,
        piece_bytes_max: options.max_length,
    };
    let path = options.files.output();
    let input = options.files.open("decrypting", !Output::is_terminal(path))?;
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, input);
    let header = Header::read(&mut reader, &limits);
    let header = header.map_err(|error| refused(error, reader.get_ref()))?;
    options.commitment_policy.check_decrypt(header.suite()).map_err(denied)?;
    if let Some(name) = names.iter().find(|name| !header.context().contains_key(*name)) {
        return Err(denied(EsdkError::ContextMismatch(name.clone())));
    }
    let context = header.whole_context(&required).map_err(denied)?;
    let data_key = opened(options, &keys, &header, &context)?;
    let body = Decryptor::start(&header, &required, &data_key, limits, &mut reader);
    let mut body = body.map_err(denied)?;
    let mut output = Output::open(path, MODE)?;
    if header.suite().signs() && !options.stream_unverified {
        output = output.held();
    }
    loop {
        match body.next_piece() {
            Ok(Some(piece)) => output.put(piece)?,
            Ok(None) => break,
            Err(error) => {
                drop(body);
                return Err(refused(error, reader.get_ref()));
            }
        }
    }
    output.finish()?;
    if let Some(path) = &options.metadata {
        metadata::write(&header, path)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The data key, from the raw keys first, and then from KMS.
fn opened(
    options: &DecryptOptions,
    keys: &WrappingKeys,
    header: &Header,
    context: &EncryptionContext,
) -> Result<Zeroizing<Vec<u8>>, CliError> {
    let raw = keys.unwrap_raw(header.data_keys(), context);
    if let Some(data_key) = raw.data_key {
        return Ok(data_key);
    }
    let mut refusals = raw.refusals;
    let discovery = Discovery { accounts: options.account.clone() };
    let mut kms = None;
    for data_key in header.data_keys() {
        let Some(sealed_by) = data_key.kms_key() else { continue };
        let found = options.discovery && discovery.may_open(&sealed_by);
        let found = found.then(|| KmsKey::Arn(sealed_by.clone()));
        let named = keys.kms().iter().filter(|key| key.may_open(&sealed_by)).cloned();
        for key in named.chain(found) {
            let kms = match &kms {
                Some(kms) => kms,
                None => kms.insert(options.keys.kms()?),
            };
            match kms.decrypt(&key, &sealed_by, data_key, context) {
                Ok(opened) => return Ok(opened),
                Err(error @ (CliError::Refused { .. } | CliError::Denied(_))) => {
                    refusals.push(format!("{key}: {error}"));
                }
                Err(other) => return Err(other),
            }
        }
    }
    refusals.dedup();
    Err(CliError::Denied(none_opened(header, &refusals)))
}

/// Which keys the message has, and why none of those that were given opened it.
fn none_opened(header: &Header, refusals: &[String]) -> String {
    let head = "none of the given keys opens the message; it was encrypted for".to_owned();
    let keys = header
        .data_keys()
        .iter()
        .map(|key| format!("  {} {}", harmless(&key.provider), harmless(&metadata::key_name(key))));
    let refusals = refusals.iter().map(|refusal| harmless(refusal).into_owned());
    [head].into_iter().chain(keys).chain(refusals).collect::<Vec<_>>().join("\n")
}

fn refused(error: EsdkError, input: &Input) -> CliError {
    match error {
        EsdkError::Io(error) => input.failure()(error),
        other => denied(other),
    }
}
