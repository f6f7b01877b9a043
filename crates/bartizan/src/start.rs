//! From a data folder to a road: store, seal, vault, account, services.

use std::sync::Arc;

use bartizan_egress::Connector;
use bartizan_gateway::Reset;
use bartizan_hsm::Clusters;
use bartizan_iam::bootstrap;
use bartizan_keys::{RootKey, SealKey};
use bartizan_s3::S3;
use bartizan_service::{AdvisoryFile, Platform, PlatformParts, Road, Settings, Vault};
use bartizan_store::{Store, Writer};
use bartizan_types::{AccountId, Clock, Fault, Random, SystemClock, SystemRandom, Timestamp};

use crate::config::Config;
use crate::data_folder::DataFolder;
use crate::edge::Joint;
use crate::error::CliError;
use crate::seal::{Installation, Sources, StoredSeal, Unsealed, Unsealing, ask};
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
    /// The clusters of hardware security modules, some of whose keys are deleted by the clock.
    pub(crate) hsm: Arc<Clusters>,
    /// What services and the edge have in common.
    pub(crate) joint: Joint,
    /// The advisories that vulnerabilities are told by.
    pub(crate) advisories: Option<Arc<dyn AdvisoryFile>>,
    /// The data folder.
    pub(crate) folder: DataFolder,
    /// The account of the first start.
    pub(crate) account: AccountId,
    /// Whether this was the first start.
    pub(crate) is_first: bool,
}

/// The collections that a reset leaves: the installation, its keys and what was ever issued.
const KEPT_BY_RESET: &str = "platform.";

/// Opens what an earlier start made, and asks for what no file holds.
///
/// # Errors
/// Nothing was made in this store, and nothing is; or it cannot be opened, unsealed or read.
pub(crate) fn resume(config: &Config) -> Result<Started, CliError> {
    let shut = Shut::open(config)?;
    let unsealed = shut.unseal_by_asking()?;
    shut.start(config, Key::Of(unsealed.root))
}

/// The store of a data folder, whose root key is sealed still.
pub(crate) struct Shut {
    /// The data folder.
    pub(crate) folder: DataFolder,
    /// The store.
    pub(crate) store: Store,
    /// Where files with the seal's secret may be.
    pub(crate) sources: Sources,
    /// What the first start stored; `None` before it.
    pub(crate) installation: Option<Installation>,
    /// Randomness.
    pub(crate) random: Arc<dyn Random>,
    /// The clock.
    pub(crate) clock: Arc<dyn Clock>,
}

/// The root key, and at the first start what is to be stored with it.
pub(crate) enum Key {
    /// Of the stored installation.
    Of(RootKey),
    /// Of a new one.
    New(Installation, RootKey),
}

impl Shut {
    /// Opens folder and store.
    ///
    /// # Errors
    /// They cannot be opened, or are of another account than the one asked for.
    pub(crate) fn open(config: &Config) -> Result<Self, CliError> {
        let folder = DataFolder::open(&config.data, config.dev)?;
        let store = Store::open(&config.store).map_err(CliError::failed)?;
        let installation = Installation::stored(&store)?;
        if let Some(known) = &installation
            && config.account.is_some_and(|asked| asked != known.account)
        {
            return Err(CliError::Usage(format!(
                "the data folder's account is {}: another one is for another --data",
                known.account
            )));
        }
        let sources = Sources::new(folder.clone(), config.seal.clone());
        let (random, clock) = (Arc::new(SystemRandom), Arc::new(SystemClock::default()));
        Ok(Self { folder, store, sources, installation, random, clock })
    }

    /// The root key by what files hold; at the first start, a new one. `None` where it takes people
    /// to unseal it.
    ///
    /// # Errors
    /// A file is missing, cannot be used, or does not unseal.
    pub(crate) fn key_from_files(&self, config: &Config) -> Result<Option<Key>, CliError> {
        let Some(known) = &self.installation else {
            let key = self.sources.first_key(&*self.random)?;
            let (installation, root) = new_installation(config, &key, &*self.random)?;
            return Ok(Some(Key::New(installation, root)));
        };
        let unsealed = Unsealing::new(known.clone(), self.sources.clone()).by_files()?;
        Ok(unsealed.map(|unsealed| Key::Of(unsealed.root)))
    }

    /// The root key for a server: as [`Shut::key_from_files`], but where a file's secret is wrong, or
    /// the token cannot be used, people are waited for. A restart would try the same again, and a
    /// token locks itself after some wrong PINs.
    ///
    /// # Errors
    /// A key file is missing or does not unseal, or a file cannot be read.
    pub(crate) fn key_to_serve(&self, config: &Config) -> Result<Option<Key>, CliError> {
        let takes_secrets = self.installation.as_ref().is_some_and(|known| {
            matches!(known.seal, StoredSeal::Passphrase(_) | StoredSeal::Token(_))
        });
        match self.key_from_files(config) {
            Err(CliError::Failed(why)) if takes_secrets => {
                tracing::error!(%why, "the file's secret does not unseal: Bartizan stays sealed");
                Ok(None)
            }
            other => other,
        }
    }

    /// Unseals by what files hold, or by asking for it.
    ///
    /// # Errors
    /// There is no installation, or nothing that unseals.
    pub(crate) fn unseal_by_asking(&self) -> Result<Unsealed, CliError> {
        let known = self.installation.clone().ok_or_else(|| {
            CliError::Usage(
                "this store holds no installation: name the one that is served, with --store or \
                 --config"
                    .to_owned(),
            )
        })?;
        let unsealing = Unsealing::new(known, self.sources.clone());
        match unsealing.by_files()? {
            Some(unsealed) => Ok(unsealed),
            None => ask::until_unsealed(unsealing),
        }
    }

    /// Opens the rest.
    ///
    /// # Errors
    /// Something stored cannot be read or unwrapped.
    pub(crate) fn start(self, config: &Config, key: Key) -> Result<Started, CliError> {
        let Self { folder, store, sources, installation, random, clock } = self;
        let (known, made, root) = match (installation, key) {
            (Some(known), Key::Of(root)) => (known, None, root),
            (_, Key::New(made, root)) => (made.clone(), Some(made), root),
            (None, Key::Of(_)) => {
                return Err(CliError::Failed("this store holds no installation".to_owned()));
            }
        };
        sources.settle(SealKey::id_of(&known.sealed_root_key).map_err(CliError::failed)?)?;
        let vault = Vault::new(root, Arc::clone(&random));
        store.read(|reader| vault.load(reader).map_err(CliError::Failed))?;
        let account = known.account;
        let maker = AccountMaker { folder: folder.clone(), vault: vault.clone(), random, account };
        let is_first = maker.clone().make(&store, made, clock.now())?;
        let settings = Settings {
            account,
            dev: config.dev,
            activity_days: config.activity_days,
            passkey_origin: config.passkey_origin.clone(),
        };
        let AccountMaker { random, .. } = maker;
        let parts = PlatformParts { store, clock, random, vault, settings };
        make_services(config, folder, parts, is_first)
    }
}

/// The platform and the services on it.
fn make_services(
    config: &Config,
    folder: DataFolder,
    parts: PlatformParts,
    is_first: bool,
) -> Result<Started, CliError> {
    let account = parts.settings.account;
    let joint = Joint::open(config)?;
    let services = services::list(&joint);
    let projections = services.iter().filter_map(Entry::projection);
    let projections = projections.chain([joint.projection()]).collect();
    let platform = Platform::start(parts, projections).map_err(CliError::Failed)?;
    root_credentials::settle(&folder, &*platform.directory().map_err(CliError::failed)?)?;
    let objects = folder.objects();
    let s3 = Arc::new(S3::open(&objects).map_err(CliError::file(&objects))?);
    let egress = Connector::new(config.egress.clone())
        .map(Arc::new)
        .map_err(|error| CliError::Usage(error.to_string()))?;
    let hsm = Clusters::new(&config.hsm, account)
        .map(Arc::new)
        .map_err(|error| CliError::Usage(format!("--cloudhsm: {error}")))?;
    let advisories = config.advisories.open()?;
    let means = Means {
        s3: Arc::clone(&s3),
        egress: Arc::clone(&egress),
        hsm: Arc::clone(&hsm),
        oidc_keys: config.oidc_keys.iter().cloned().collect(),
        images: config.images.clone(),
        advisories: advisories.clone(),
        detection: joint.detection.clone(),
        queues: joint.queues.clone(),
        functions: joint.functions.clone(),
        exchange: joint.exchange.clone(),
    };
    let services = services.iter().map(|entry| entry.make(&means)).collect();
    let road = Arc::new(Road::new(platform, services));
    Ok(Started { road, s3, egress, hsm, joint, advisories, folder, account, is_first })
}

/// What a first start decides; nothing is stored yet.
fn new_installation(
    config: &Config,
    key: &SealKey,
    random: &dyn Random,
) -> Result<(Installation, RootKey), CliError> {
    let root = RootKey::generate(random).map_err(CliError::failed)?;
    let sealed_root_key = key.seal_root(&root, random).map_err(CliError::failed)?;
    let account = match config.account {
        Some(account) => account,
        None if config.dev => AccountId::from_number(0).unwrap_or_else(|| random_account(random)),
        None => random_account(random),
    };
    Ok((Installation { account, sealed_root_key, seal: StoredSeal::KeyFile }, root))
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
                    writer.put(&Installation::key(), installation)?;
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

    fn start(config: &Config) -> Result<Started, CliError> {
        let shut = Shut::open(config)?;
        let key = shut.key_from_files(config)?;
        shut.start(config, key.expect("a key from files"))
    }

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
