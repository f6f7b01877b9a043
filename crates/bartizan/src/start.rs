//! From a data folder to a road: store, seal, vault, account, services.

use std::sync::Arc;

use bartizan_egress::Connector;
use bartizan_gateway::Reset;
use bartizan_iam::bootstrap;
use bartizan_keys::{KeyFile, RootKey, Seal};
use bartizan_s3::S3;
use bartizan_service::{Platform, PlatformParts, Road, Settings, Vault};
use bartizan_store::{Key, Record, Store, Writer};
use bartizan_types::{AccountId, Clock, Fault, Random, SystemClock, SystemRandom, Timestamp};
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::data_folder::{DataFolder, write_private};
use crate::error::CliError;
use crate::services::{Entry, Means};
use crate::{root_credentials, services};

/// A started Bartizan.
pub(crate) struct Started {
    /// The road to its services.
    pub(crate) road: Arc<Road>,
    /// S3, whose files want housekeeping.
    pub(crate) s3: Arc<S3>,
    /// The way out.
    pub(crate) egress: Arc<Connector>,
    /// The data folder.
    pub(crate) folder: DataFolder,
    /// The account of the first start.
    pub(crate) account: AccountId,
    /// Whether this was the first start.
    pub(crate) is_first: bool,
}

/// What the first start decided: the sealed root key, and the installation's account.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Installation {
    account: AccountId,
    sealed_root_key: Vec<u8>,
}

impl Record for Installation {
    const COLLECTION: &'static str = "platform.installation";
}

const INSTALLATION: &str = "this";
/// The collections that a reset leaves: the installation, its keys and what was ever issued.
const KEPT_BY_RESET: &str = "platform.";

/// Opens everything, and makes it at the first start.
///
/// # Errors
/// The data folder or the store cannot be opened, or the root key cannot be unsealed.
pub(crate) fn start(config: &Config) -> Result<Started, CliError> {
    open(config, true)
}

/// Opens what an earlier start made.
///
/// # Errors
/// As for [`start`]; or nothing was made in this store, and nothing is.
pub(crate) fn resume(config: &Config) -> Result<Started, CliError> {
    open(config, false)
}

fn open(config: &Config, may_be_first: bool) -> Result<Started, CliError> {
    let folder = DataFolder::open(&config.data, config.dev)?;
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let store = Store::open(&config.store).map_err(CliError::failed)?;
    let stored = stored_installation(&store)?;
    if stored.is_none() && !may_be_first {
        return Err(CliError::Usage(
            "this store holds no installation: name the one that is served, with --store or --config"
                .to_owned(),
        ));
    }
    let key = key_file(&folder, &store, &*random)?;
    let (installation, root) = match &stored {
        Some(known) => (known.clone(), unseal(&folder, config, &key, known, &*random)?),
        None => new_installation(config, &key, &*random)?,
    };
    let vault = Vault::new(root, Arc::clone(&random));
    store.read(|reader| vault.load(reader).map_err(CliError::Failed))?;
    let account = installation.account;
    let maker = AccountMaker { folder: folder.clone(), vault: vault.clone(), random, account };
    let made = stored.is_none().then_some(installation);
    let is_first = maker.clone().make(&store, made, clock.now())?;
    let settings = Settings {
        account,
        dev: config.dev,
        activity_days: config.activity_days,
        passkey_origin: config.passkey_origin.clone(),
    };
    let AccountMaker { random, .. } = maker;
    let parts = PlatformParts { store, clock, random, vault, settings };
    let services = services::list();
    let projections = services.iter().filter_map(Entry::projection).collect();
    let platform = Platform::start(parts, projections).map_err(CliError::Failed)?;
    root_credentials::settle(&folder, &*platform.directory().map_err(CliError::failed)?)?;
    let objects = folder.objects();
    let s3 = Arc::new(S3::open(&objects).map_err(CliError::file(&objects))?);
    let egress = Connector::new(config.egress.clone())
        .map(Arc::new)
        .map_err(|error| CliError::Usage(error.to_string()))?;
    let oidc_keys = config.oidc_keys.iter().cloned().collect();
    let means = Means { s3: Arc::clone(&s3), egress: Arc::clone(&egress), oidc_keys };
    let services = services.iter().map(|entry| entry.make(&means)).collect();
    let road = Arc::new(Road::new(platform, services));
    Ok(Started { road, s3, egress, folder, account, is_first })
}

/// The key file of the seal; made only where nothing was sealed yet.
fn key_file(folder: &DataFolder, store: &Store, random: &dyn Random) -> Result<KeyFile, CliError> {
    let path = folder.key_file();
    if path.exists() {
        let text = std::fs::read_to_string(&path).map_err(CliError::file(&path))?;
        return KeyFile::parse(&text)
            .map_err(|error| CliError::Failed(format!("{}: {error}", path.display())));
    }
    if stored_installation(store)?.is_some() {
        return Err(CliError::Failed(format!(
            "{} is missing: without it nothing sealed can be read; put the copy back",
            path.display()
        )));
    }
    let key = KeyFile::generate(random).map_err(CliError::failed)?;
    write_private(&path, key.to_text().as_bytes()).map_err(CliError::file(&path))?;
    Ok(key)
}

fn stored_installation(store: &Store) -> Result<Option<Installation>, CliError> {
    store.read(|reader| reader.get(&Key::installation(INSTALLATION)).map_err(CliError::from))
}

/// The root key of the stored installation.
fn unseal(
    folder: &DataFolder,
    config: &Config,
    key: &KeyFile,
    known: &Installation,
    random: &dyn Random,
) -> Result<RootKey, CliError> {
    if config.account.is_some_and(|asked| asked != known.account) {
        return Err(CliError::Usage(format!(
            "the data folder's account is {}: another one is for another --data",
            known.account
        )));
    }
    key.seal(random).unseal_root(&known.sealed_root_key).map_err(|error| {
        CliError::Failed(format!(
            "the root key cannot be unsealed with {}: {error}",
            folder.key_file().display()
        ))
    })
}

/// What a first start decides; nothing is stored yet.
fn new_installation(
    config: &Config,
    key: &KeyFile,
    random: &dyn Random,
) -> Result<(Installation, RootKey), CliError> {
    let root = RootKey::generate(random).map_err(CliError::failed)?;
    let sealed_root_key = key.seal(random).seal_root(&root).map_err(CliError::failed)?;
    let account = match config.account {
        Some(account) => account,
        None if config.dev => AccountId::from_number(0).unwrap_or_else(|| random_account(random)),
        None => random_account(random),
    };
    Ok((Installation { account, sealed_root_key }, root))
}

/// A random account id that does not begin with zero.
fn random_account(random: &dyn Random) -> AccountId {
    loop {
        let number = random.next_u64() % (AccountId::MAX + 1);
        if number > AccountId::MAX / 10
            && let Some(account) = AccountId::from_number(number)
        {
            return account;
        }
    }
}

/// Makes the installation's account with its root user's key: at the first start, and anew after
/// a reset.
#[derive(Clone)]
struct AccountMaker {
    folder: DataFolder,
    vault: Vault,
    random: Arc<dyn Random>,
    account: AccountId,
}

impl AccountMaker {
    /// Whether the account was made; it is there in any case. A new installation is stored with its
    /// keys and its account or not at all.
    fn make(
        self,
        store: &Store,
        new: Option<Installation>,
        now: Timestamp,
    ) -> Result<bool, CliError> {
        store
            .write_blocking(move |writer| {
                if let Some(installation) = &new {
                    writer.put(&Key::installation(INSTALLATION), installation)?;
                }
                self.vault.prepare_in(writer, self.account)?;
                self.make_in(writer, now)
            })
            .map_err(CliError::failed)
    }

    fn make_in(&self, writer: &mut Writer<'_>, now: Timestamp) -> Result<bool, Fault> {
        let made =
            bootstrap::create_account(writer, &self.vault, &*self.random, now, self.account)?;
        let Some(credentials) = &made else { return Ok(false) };
        root_credentials::write_aside(
            &self.folder,
            &credentials.access_key_id,
            &credentials.secret,
        )
        .map_err(|error| {
            let message = format!("the root user's key cannot be written to a file: {error}");
            Fault::new("InternalFailure", message, 500)
        })?;
        Ok(true)
    }
}

/// What `POST /_bartizan/reset` does: everything that services stored goes, the installation's
/// account and keys stay, the root user has a new key.
pub(crate) fn reset(started: &Started) -> Reset {
    let platform: Arc<Platform> = Arc::clone(started.road.platform());
    let maker = AccountMaker {
        folder: started.folder.clone(),
        vault: platform.vault.clone(),
        random: Arc::clone(&platform.random),
        account: started.account,
    };
    Box::new(move || {
        let (platform, maker) = (Arc::clone(&platform), maker.clone());
        Box::pin(async move {
            let now = platform.now();
            let (in_writer, store) = (maker.clone(), platform.store.clone());
            store
                .write(move |writer| {
                    writer.clear_except(KEPT_BY_RESET)?;
                    in_writer.make_in(writer, now)
                })
                .await?;
            root_credentials::settle(&maker.folder, &*platform.directory()?)
                .map_err(|error| Fault::new("InternalFailure", error.to_string(), 500))
        })
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use clap::Parser;

    use super::*;
    use crate::config::ServeOptions;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: ServeOptions,
    }

    fn config(data: &Path, words: &[&str]) -> Config {
        let data = data.to_str().unwrap();
        let line = ["bartizan", "--data", data].into_iter().chain(words.iter().copied());
        Line::parse_from(line).options.resolve().unwrap()
    }

    #[test]
    fn the_first_start_makes_what_later_ones_find() {
        let parent = tempfile::tempdir().unwrap();
        let data = parent.path().join("data");
        let first = start(&config(&data, &["--account", "123456789012"])).unwrap();
        assert!(first.is_first);
        assert_eq!(first.account.to_string(), "123456789012");
        let credentials = fs::read_to_string(first.folder.credentials()).unwrap();
        assert!(credentials.starts_with("[root]\naws_access_key_id = AKIA"));
        drop(first);

        let again = start(&config(&data, &[])).unwrap();
        assert!(!again.is_first);
        assert_eq!(again.account.to_string(), "123456789012");
        assert_eq!(fs::read_to_string(again.folder.credentials()).unwrap(), credentials);
        drop(again);
        let other = start(&config(&data, &["--account", "210987654321"]));
        assert!(matches!(other, Err(CliError::Usage(_))));
    }

    #[test]
    fn a_kill_behind_the_first_commit_loses_no_key() {
        let parent = tempfile::tempdir().unwrap();
        let data = parent.path().join("data");
        let folder = start(&config(&data, &[])).unwrap().folder;
        let credentials = fs::read_to_string(folder.credentials()).unwrap();
        fs::rename(folder.credentials(), folder.next_credentials()).unwrap();
        start(&config(&data, &[])).unwrap();
        assert_eq!(fs::read_to_string(folder.credentials()).unwrap(), credentials);
    }

    #[test]
    fn a_development_folder_has_the_account_of_unissued_keys() {
        let parent = tempfile::tempdir().unwrap();
        for (name, words, account) in [
            ("a", &["--dev"][..], "000000000000"),
            ("b", &["--dev", "--dev-account", "123456789012"], "123456789012"),
        ] {
            let started = start(&config(&parent.path().join(name), words)).unwrap();
            assert_eq!(started.account.to_string(), account);
        }
    }
}
