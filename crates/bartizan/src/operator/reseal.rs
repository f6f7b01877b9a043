//! `bartizan operator reseal`: another seal for the same root key.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bartizan_keys::{PassphraseSeal, SealKey, Share, SharesSeal};
use bartizan_types::Random;
use clap::{Args, Subcommand};
use serde_json::json;
use zeroize::Zeroizing;

use super::{Place, event, while_stopped};
use crate::data_folder::{make_private, write_private};
use crate::error::CliError;
use crate::output;
use crate::seal::{Installation, StoredSeal, TokenSeal, Unsealed, ask, read_key, read_secret};
use crate::start::Shut;

/// The seals there are.
#[derive(Debug, Subcommand)]
pub(super) enum ResealCommand {
    /// By a key in a file: a new one in the data folder, or the one named
    #[command(after_help = "Example:\n  bartizan operator reseal key-file --data ./bartizan-data")]
    KeyFile(KeyFileOptions),
    /// By a passphrase
    #[command(after_help = "Example:\n  bartizan operator reseal passphrase")]
    Passphrase(PassphraseOptions),
    /// By shares of several people, any few of whom open it
    #[command(
        after_help = "A file is written for each share. Give each to another person, and keep none \
        where the data is.\n\nExample:\n  \
        bartizan operator reseal shares --shares 5 --threshold 3 --output ./shares"
    )]
    Shares(SharesOptions),
    /// By a key that never leaves a PKCS#11 token
    #[command(
        after_help = "The token is there already, with its PIN; the key in it is made where it is \
        missing.\n\nExample:\n  \
        bartizan operator reseal token --library /usr/lib/softhsm/libsofthsm2.so --token vault"
    )]
    Token(TokenOptions),
}

#[derive(Debug, Args)]
pub(super) struct KeyFileOptions {
    /// The key file to seal by, such as the one that a credential of systemd is made of. It is made
    /// where it is missing [default: seal.key in the data folder].
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(super) struct PassphraseOptions {
    /// A file with the new passphrase [default: asked for, twice].
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(super) struct SharesOptions {
    /// How many shares to make.
    #[arg(long, default_value_t = 5)]
    shares: u8,
    /// How many of them open the seal.
    #[arg(long, default_value_t = 3)]
    threshold: u8,
    /// The folder for a file a share, which must not exist.
    #[arg(long, short, value_name = "FOLDER")]
    output: PathBuf,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(super) struct TokenOptions {
    /// The library of the token's maker, by its whole path.
    #[arg(long, value_name = "FILE")]
    library: PathBuf,
    /// The token's label.
    #[arg(long)]
    token: String,
    /// The label of the AES key in it.
    #[arg(long, default_value = "bartizan-seal")]
    key: String,
    /// A file with the token's PIN [default: asked for].
    #[arg(long, value_name = "FILE")]
    pin_file: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Changes the seal. What the new one is opened by is in files before it is stored.
///
/// # Errors
/// Bartizan runs, the root key cannot be unsealed, or the new seal cannot be made.
pub(super) fn run(command: ResealCommand) -> Result<ExitCode, CliError> {
    match command {
        ResealCommand::KeyFile(options) => by_key_file(options),
        ResealCommand::Passphrase(options) => by_passphrase(options),
        ResealCommand::Shares(options) => by_shares(options),
        ResealCommand::Token(options) => by_token(options),
    }
}

fn by_key_file(options: KeyFileOptions) -> Result<ExitCode, CliError> {
    let (shut, unsealed) = open(options.place)?;
    let random = &*shut.random;
    let (key, path) = match options.key {
        Some(path) if path.exists() => (read_key(&path)?, path),
        named => {
            let key = SealKey::generate(random).map_err(CliError::failed)?;
            match &named {
                Some(path) => write_private(path, key.to_key_file().as_bytes())
                    .map_err(CliError::file(path))?,
                None => shut.sources.write_key_aside(&key)?,
            }
            (key, named.unwrap_or_else(|| shut.folder.key_file()))
        }
    };
    store(&shut, &unsealed, StoredSeal::KeyFile, &key)?;
    output::line(&format!("Sealed by the key in {}: keep a copy of it elsewhere", path.display()));
    Ok(ExitCode::SUCCESS)
}

fn by_passphrase(options: PassphraseOptions) -> Result<ExitCode, CliError> {
    let (shut, unsealed) = open(options.place)?;
    let passphrase = match &options.passphrase_file {
        Some(path) => read_secret(path)?,
        None => chosen()?,
    };
    let refused = |error: bartizan_keys::KeyError| CliError::Usage(error.to_string());
    PassphraseSeal::check_choice(&passphrase).map_err(refused)?;
    let seal = PassphraseSeal::new(&*shut.random);
    let key = seal.key(&passphrase).map_err(CliError::failed)?;
    store(&shut, &unsealed, StoredSeal::Passphrase(seal), &key)?;
    output::line("Sealed by the passphrase: without it nothing sealed can be recovered");
    Ok(ExitCode::SUCCESS)
}

/// A passphrase that was typed twice alike.
fn chosen() -> Result<Zeroizing<String>, CliError> {
    let chosen = ask::secret("New passphrase")?;
    if ask::secret("The same again")? != chosen {
        return Err(CliError::Usage("the two differ: nothing was changed".to_owned()));
    }
    Ok(chosen)
}

fn by_shares(options: SharesOptions) -> Result<ExitCode, CliError> {
    let SharesOptions { shares: count, threshold, output: folder, place } = options;
    if folder.exists() {
        return Err(CliError::Usage(format!("{} exists: name a new --output", folder.display())));
    }
    let (shut, unsealed) = open(place)?;
    let random = &*shut.random;
    let (seal, shares, key) = split(count, threshold, random)?;
    make_private(&folder).map_err(CliError::file(&folder))?;
    for share in &shares {
        write_share(&folder, share, count, threshold)?;
    }
    store(&shut, &unsealed, StoredSeal::Shares(seal), &key)?;
    output::line(&format!(
        "Sealed by {count} shares, any {threshold} of which open it; they are in {}: give each to \
         another person",
        folder.display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn by_token(options: TokenOptions) -> Result<ExitCode, CliError> {
    let TokenOptions { library, token, key: label, pin_file, place } = options;
    let (shut, unsealed) = open(place)?;
    let pin = match &pin_file {
        Some(path) => read_secret(path)?,
        None => ask::secret("PIN of the token")?,
    };
    let (seal, key) =
        TokenSeal::new(&library, &token, &label, &pin, &*shut.random).map_err(CliError::failed)?;
    store(&shut, &unsealed, StoredSeal::Token(seal), &key)?;
    output::line(&format!(
        "Sealed by the key `{label}` of the token `{token}`: without it nothing sealed can be \
         recovered"
    ));
    Ok(ExitCode::SUCCESS)
}

/// A fresh key in shares, which were tried: the key is of the last of them.
fn split(
    count: u8,
    threshold: u8,
    random: &dyn Random,
) -> Result<(SharesSeal, Vec<Share>, SealKey), CliError> {
    let key = SealKey::generate(random).map_err(CliError::failed)?;
    let (seal, shares) = SharesSeal::split(&key, count, threshold, random)
        .map_err(|error| CliError::Usage(error.to_string()))?;
    let last = shares.get(usize::from(count - threshold)..).unwrap_or_default();
    let key = seal.key(last).map_err(CliError::failed)?;
    Ok((seal, shares, key))
}

fn write_share(folder: &Path, share: &Share, count: u8, threshold: u8) -> Result<(), CliError> {
    let path = folder.join(format!("share-{}", share.place()));
    let head = format!(
        "# One of {count} shares of the key to a Bartizan installation: any {threshold} open it.\n\
         # Keep it to yourself. It is asked for by: bartizan operator unseal\n"
    );
    let mut text = Zeroizing::new(String::with_capacity(1024));
    text.push_str(&head);
    text.push_str(&share.to_text());
    write_private(&path, text.as_bytes()).map_err(CliError::file(&path))
}

/// The installation, stopped, and its root key by the seal that it has.
fn open(place: Place) -> Result<(Shut, Unsealed), CliError> {
    let (_, config) = place.resolve()?;
    let shut = Shut::open(&config).map_err(while_stopped("a seal is changed"))?;
    let unsealed = shut.unseal_by_asking()?;
    // An earlier resealing may have been cut off behind its commit: then the only key lies aside.
    shut.sources.settle(unsealed.key.id())?;
    Ok((shut, unsealed))
}

/// Stores the root key under the new seal; the key file of the old one is moved away.
fn store(
    shut: &Shut,
    unsealed: &Unsealed,
    seal: StoredSeal,
    key: &SealKey,
) -> Result<(), CliError> {
    let Some(known) = &shut.installation else { return Ok(()) };
    let random = &*shut.random;
    let sealed_root_key = key.seal_root(&unsealed.root, random).map_err(CliError::failed)?;
    let details = json!({ "rootKeyId": unsealed.root.id().to_string(), "seal": seal.kind() });
    let event = event(shut, "ChangeSeal", known.account, details);
    let next = Installation { account: known.account, sealed_root_key, seal };
    let stored = shut.store.write_blocking(move |writer| {
        writer.put(&Installation::key(), &next)?;
        writer.emit(&event)
    });
    stored.map_err(|error| {
        CliError::Failed(format!(
            "{error}; whether the seal was changed is not known: keep what opens the old one and \
             what opens the new one, and try both"
        ))
    })?;
    let tidied = shut.sources.retire_key_unless(key.id());
    // The new seal is in force, whatever comes of the files.
    if let Err(error) = tidied.and_then(|()| shut.sources.settle(key.id())) {
        eprintln!(
            "bartizan: warning: the seal was changed, but a key file could not be moved: {error}; \
             keep seal.key and seal.key.next"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ServeOptions;
    use crate::data_folder::{DataFolder, rename};
    use crate::init;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        options: KeyFileOptions,
    }

    fn options(folder: &DataFolder) -> KeyFileOptions {
        let line = ["key-file", "--data", folder.path().to_str().unwrap()];
        <Line as clap::Parser>::parse_from(line).options
    }

    /// A folder of a first start, and the id of its root key.
    fn installed(data: &Path) -> (DataFolder, String) {
        init::run(&ServeOptions::of(data.to_owned(), None, false).resolve().unwrap()).unwrap();
        let folder = DataFolder::existing(data).unwrap().0;
        let root = root_key(&folder);
        (folder, root)
    }

    fn root_key(folder: &DataFolder) -> String {
        open(options(folder).place).unwrap().1.root.id().to_string()
    }

    #[test]
    fn resealing_that_is_cut_off_and_repeated_loses_no_key() {
        let parent = tempfile::tempdir().unwrap();
        let (folder, root) = installed(&parent.path().join("data"));
        for _ in 0..3 {
            let before = read_key(&folder.key_file()).unwrap().id();
            by_key_file(options(&folder)).unwrap();
            assert_ne!(read_key(&folder.key_file()).unwrap().id(), before);
            // As if it was stopped behind the commit, and before the new key was settled.
            rename(&folder.key_file(), &folder.next_key_file()).unwrap();
            rename(&folder.old_key_file(before), &folder.key_file()).unwrap();
            // The next one is stopped before its commit.
            let (shut, unsealed) = open(options(&folder).place).unwrap();
            assert_eq!(read_key(&folder.key_file()).unwrap().id(), unsealed.key.id());
            let never_stored = SealKey::generate(&*shut.random).unwrap();
            shut.sources.write_key_aside(&never_stored).unwrap();
            drop(shut);
            assert_eq!(root_key(&folder), root);
        }
    }

    #[test]
    fn a_key_file_that_cannot_be_moved_fails_no_resealing() {
        let parent = tempfile::tempdir().unwrap();
        let (folder, root) = installed(&parent.path().join("data"));
        let id = read_key(&folder.key_file()).unwrap().id();
        // Nothing is renamed to the name of a folder.
        std::fs::create_dir(folder.old_key_file(id)).unwrap();
        by_key_file(options(&folder)).unwrap();
        assert!(folder.next_key_file().exists());
        std::fs::remove_dir(folder.old_key_file(id)).unwrap();
        assert_eq!(root_key(&folder), root);
        assert!(!folder.next_key_file().exists());
        assert_ne!(read_key(&folder.key_file()).unwrap().id(), id);
    }
}
