//! `bartizan operator recover-root`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use bartizan_iam::bootstrap::RootCredentials;
use bartizan_iam::recovery::{Recovery, RecoveryError, recover_root};
use bartizan_service::{Memberships, Platform};
use bartizan_types::{AccountId, Fault};
use clap::Args;

use super::{Place, while_stopped};
use crate::data_folder::write_private;
use crate::error::CliError;
use crate::{output, root_credentials, start};

/// What `operator recover-root` can be told.
#[derive(Debug, Args)]
pub(super) struct RecoverOptions {
    /// The account.
    account: AccountId,
    /// The file to write, which must not exist [default: root-ACCOUNT.credentials in the data
    /// folder].
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Delete the access keys that the root user has.
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    place: Place,
}

/// Runs the command.
///
/// # Errors
/// Bartizan runs, the root user may not get a key, or something cannot be written.
pub(super) fn run(options: RecoverOptions) -> Result<ExitCode, CliError> {
    let (folder, config) = options.place.resolve()?;
    let account = options.account;
    let file = options.output.unwrap_or_else(|| folder.recovered_credentials(account));
    if file.exists() {
        return Err(CliError::Usage(format!("{} exists: name a new --output", file.display())));
    }
    let started = start::resume(&config).map_err(while_stopped("credentials are recovered"))?;
    let platform = Arc::clone(started.road.platform());
    let credentials = recover(&platform, account, options.replace, &file)?;
    platform.activity().flush()?;
    output::line(&format!(
        "The root user of account {account} has the access key {}; it is in {}",
        credentials.access_key_id,
        file.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Makes the key. It is in the file before it is issued, so that no key is lost that was.
fn recover(
    platform: &Platform,
    account: AccountId,
    replaces: bool,
    file: &Path,
) -> Result<RootCredentials, CliError> {
    let memberships: Arc<dyn Memberships> =
        platform.ports.memberships.clone().ok_or_else(|| {
            CliError::Failed("there is no service that keeps organizations".to_owned())
        })?;
    if platform.directory().map_err(CliError::failed)?.account(account).is_some() {
        platform.vault.prepare_blocking(&platform.store, account).map_err(CliError::failed)?;
    }
    let recovery = Recovery { account, replaces, now: platform.now() };
    let (vault, random) = (platform.vault.clone(), Arc::clone(&platform.random));
    let path = file.to_owned();
    let recovered = platform.store.write_blocking(move |writer| {
        let made = recover_root(writer, &vault, &*random, &*memberships, recovery)?;
        let text = root_credentials::text(&made.access_key_id, &made.secret);
        write_private(&path, text.as_bytes()).map_err(|error| {
            let message = format!("{}: {error}", path.display());
            RecoveryError::Platform(Fault::new("InternalFailure", message, 500))
        })?;
        Ok::<_, RecoveryError>(made)
    });
    recovered.map_err(|error| match error {
        RecoveryError::Platform(_) if file.exists() => CliError::Failed(format!(
            "{error}; whether the key in {} was issued is not known: try it",
            file.display()
        )),
        RecoveryError::Platform(_) => CliError::failed(error),
        refused => CliError::Usage(refused.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::config::ServeOptions;
    use crate::data_folder::DataFolder;
    use crate::init;
    use crate::start::Shut;

    fn folder(parent: &Path) -> (PathBuf, AccountId) {
        let data = parent.join("data");
        let config = ServeOptions::of(data.clone(), None, false).resolve().unwrap();
        init::run(&config).unwrap();
        let account = Shut::open(&config).unwrap().installation.unwrap().account;
        (data, account)
    }

    fn recover_root(data: &Path, account: AccountId, words: &[&str]) -> Result<(), String> {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            options: RecoverOptions,
        }
        let (account, data) = (account.to_string(), data.to_str().unwrap());
        let line = ["recover-root", &account, "--data", data];
        let line = line.into_iter().chain(words.iter().copied());
        let options = <Line as clap::Parser>::parse_from(line).options;
        run(options).map(drop).map_err(|error| error.to_string())
    }

    #[test]
    fn a_root_user_gets_a_key_in_a_private_file() {
        let parent = tempfile::tempdir().unwrap();
        let (data, account) = folder(parent.path());
        recover_root(&data, account, &[]).unwrap();
        let file = data.join(format!("root-{account}.credentials"));
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let first = std::fs::read_to_string(&file).unwrap();
        assert!(first.starts_with("[root]\naws_access_key_id = AKIA"));

        let again = recover_root(&data, account, &[]).unwrap_err();
        assert!(again.contains("exists: name a new --output"), "{again}");
        let other = parent.path().join("other");
        let output = ["--output", other.to_str().unwrap()];
        let full = recover_root(&data, account, &output).unwrap_err();
        assert!(full.contains("has 2 access keys"), "{full}");
        assert!(!other.exists());
        recover_root(&data, account, &[&output[..], &["--replace"]].concat()).unwrap();
        assert_ne!(std::fs::read_to_string(&other).unwrap(), first);
    }

    #[test]
    fn a_store_without_an_installation_gets_none_made() {
        let parent = tempfile::tempdir().unwrap();
        let data = parent.path().join("data");
        DataFolder::open(&data, false).unwrap();
        std::fs::write(data.join("credentials"), "of another store").unwrap();
        let refused = recover_root(&data, AccountId::from_number(1).unwrap(), &[]).unwrap_err();
        assert!(refused.contains("holds no installation"), "{refused}");
        assert_eq!(std::fs::read_to_string(data.join("credentials")).unwrap(), "of another store");
        assert!(!data.join("seal.key").exists());
    }

    #[test]
    fn an_account_that_is_not_there_gets_none() {
        let parent = tempfile::tempdir().unwrap();
        let (data, _) = folder(parent.path());
        let nobody = AccountId::from_number(1).unwrap();
        let refused = recover_root(&data, nobody, &[]).unwrap_err();
        assert!(refused.contains("there is no account 000000000001"), "{refused}");
        let none = parent.path().join("none");
        assert!(recover_root(&none, nobody, &[]).unwrap_err().contains("is no data folder"));
        assert!(!none.exists());
    }
}
