//! What runs functions here, and what is kept of them in memory.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_functions::{Error as RunError, Function as Runnable, Invocation, Outcome, Runtime};
use bartizan_service::{BoxFuture, Platform, Road};
use bartizan_types::Arn;
use tokio::sync::{Notify, OnceCell};

use crate::code;
use crate::error::LambdaError;
use crate::logs::FunctionLog;
use crate::names::{LATEST, name_of};
use crate::records::{Function, Opened, Version};
use crate::role::{ExecutionRole, SharedRole};
use crate::sealing;
use crate::waiting::Waiting;

/// Who runs functions.
pub trait Sandbox: Send + Sync {
    /// The runtimes that there are, by AWS's names; or why no function is run.
    fn runtimes(&self) -> BoxFuture<'_, Result<Vec<String>, String>>;

    /// Has a function answer.
    fn invoke<'a>(
        &'a self,
        function: &'a Arc<Runnable>,
        invocation: &'a Invocation,
    ) -> BoxFuture<'a, Result<Outcome, RunError>>;

    /// Ends what is left of a function, or of one version of it.
    fn retire(&self, arn: &str, version: Option<&str>);
}

/// What the program that serves has for functions.
pub struct Installed {
    /// Who runs them.
    pub sandbox: Arc<dyn Sandbox>,
    /// The folder that their code is unpacked in: there once it is known which runtimes there are, and empty then.
    pub code: PathBuf,
    /// How long a function that failed is left alone before its event is tried again; then twice as long.
    pub retry: Duration,
}

/// What runs functions. Clones are the same one.
#[derive(Clone, Default)]
pub struct Engine(Arc<Inner>);

#[derive(Default)]
struct Inner {
    installed: OnceLock<Installed>,
    ready: Mutex<HashMap<(Arn, String), Ready>>,
    folders: Mutex<HashMap<String, Arc<OnceCell<()>>>>,
    roles: Mutex<HashMap<(Arn, Arn), SharedRole>>,
    waiting: Waiting,
    mappings: Notify,
}

/// A version that can be run.
#[derive(Clone)]
pub(crate) struct Ready {
    revision: String,
    reserved: Option<u32>,
    pub(crate) function: Arc<Runnable>,
}

impl Engine {
    /// Enters what there is for functions, once it is known.
    pub fn install(&self, installed: Installed) {
        // The first one counts: it is entered before the first request is served.
        let _ = self.0.installed.set(installed);
    }

    pub(crate) fn installed(&self) -> Result<&Installed, LambdaError> {
        self.0.installed.get().ok_or_else(|| LambdaError::internal("functions are not served yet"))
    }

    /// The runtimes that there are; where no function is run, that is refused.
    pub(crate) async fn runtimes(&self) -> Result<Vec<String>, LambdaError> {
        let runtimes = self.installed()?.sandbox.runtimes().await;
        runtimes.map_err(LambdaError::InvalidParameter)
    }

    pub(crate) fn waiting(&self) -> &Waiting {
        &self.0.waiting
    }

    /// Returns when mappings of queues may have changed.
    pub(crate) async fn mappings_changed(&self) {
        self.0.mappings.notified().await;
    }

    /// Tells that mappings of queues have changed.
    pub(crate) fn mapping_changes(&self) {
        self.0.mappings.notify_one();
    }

    /// The role of a function.
    pub(crate) fn role(&self, road: &Road, role: &Arn, function: &Arn) -> SharedRole {
        let slot = (role.clone(), function.clone());
        let make = || Arc::new(ExecutionRole::new(road.clone(), role.clone(), function.clone()));
        Arc::clone(lock(&self.0.roles).entry(slot).or_insert_with(make))
    }

    /// A version as it can be run: its code is here, and its variables are opened.
    pub(crate) async fn ready(
        &self,
        road: &Road,
        function: &Function,
        version: &Version,
    ) -> Result<Ready, LambdaError> {
        let slot = (function.arn.clone(), version.version.clone());
        let kept = lock(&self.0.ready).get(&slot).cloned();
        if let Some(kept) = kept
            && kept.revision == version.revision
            && kept.reserved == function.reserved
        {
            return Ok(kept);
        }
        self.bring(road.platform(), function, version).await?;
        let role = self.role(road, &version.role, &function.arn);
        let variables = match &version.variables {
            Some(sealed) => {
                sealing::open_to_run(road.platform(), &role, &function.arn, sealed).await?
            }
            None => Opened::new(),
        };
        let runnable = Arc::new(self.runnable(function, version, variables, &role)?);
        let ready = Ready {
            revision: version.revision.clone(),
            reserved: function.reserved,
            function: runnable,
        };
        lock(&self.0.ready).insert(slot, ready.clone());
        Ok(ready)
    }

    fn runnable(
        &self,
        function: &Function,
        version: &Version,
        variables: Opened,
        role: &SharedRole,
    ) -> Result<Runnable, LambdaError> {
        let code = &self.installed()?.code;
        let name = name_of(&function.arn).to_owned();
        let log_group = log_group(version, &name);
        let log = FunctionLog::new(log_group.clone(), function.arn.region(), Arc::clone(role));
        Ok(Runnable {
            arn: function.arn.to_string(),
            version: version.version.clone(),
            revision: version.revision.clone(),
            runtime: Runtime::parse(&version.runtime)?,
            handler: version.handler.clone().unwrap_or_default(),
            code: code.join(&version.code.archive),
            layers: layers_folder(version).map(|folder| code.join(folder)),
            environment: variables,
            memory: version.memory,
            timeout: Duration::from_secs(version.timeout.into()),
            storage: version.storage,
            reserved: function.reserved,
            region: function.arn.region().to_owned(),
            logs: Some(Arc::new(log)),
            log_group,
            role: Arc::clone(role) as _,
            name,
        })
    }

    /// Unpacks the code of a version, and its layers, if they are not here yet.
    async fn bring(
        &self,
        platform: &Arc<Platform>,
        function: &Function,
        version: &Version,
    ) -> Result<(), LambdaError> {
        // It makes the folder, too.
        self.runtimes().await?;
        let own = vec![(function.arn.clone(), version.code.archive.clone())];
        self.bring_one(platform, version.code.archive.clone(), own).await?;
        let layers = version.layers.iter();
        let layers: Vec<_> =
            layers.map(|used| (used.layer.clone(), used.code.archive.clone())).collect();
        match layers_folder(version) {
            Some(folder) => self.bring_one(platform, folder, layers).await,
            None => Ok(()),
        }
    }

    /// Unpacks zip files, which are of who has these ARNs, one over the other into a folder of this name.
    async fn bring_one(
        &self,
        platform: &Arc<Platform>,
        name: String,
        archives: Vec<(Arn, String)>,
    ) -> Result<(), LambdaError> {
        let cell = Arc::clone(lock(&self.0.folders).entry(name.clone()).or_default());
        let folder = self.installed()?.code.join(name);
        let platform = Arc::clone(platform);
        let bring = || async move {
            let work = move || {
                if folder.is_dir() {
                    return Ok(());
                }
                let load = |(arn, archive): &(Arn, String)| {
                    let account = arn.account_id().ok_or_else(|| LambdaError::no_function(arn))?;
                    code::load(&platform, account, arn.region(), archive)
                };
                let files = archives.iter().map(load).collect::<Result<Vec<_>, _>>()?;
                code::unpack_into(&folder, &files)
            };
            let done = tokio::task::spawn_blocking(work).await;
            done.map_err(|_| LambdaError::internal("code could not be unpacked"))?
        };
        cell.get_or_try_init(bring).await.copied()
    }

    /// Lets go of what was kept of a function as it was before a change, or of all of it.
    pub(crate) fn changed(&self, arn: &Arn, function: Option<&Function>) {
        let mut retired = Vec::new();
        lock(&self.0.ready).retain(|(of, version), ready| {
            if of != arn {
                return true;
            }
            let stays = match function {
                None => false,
                Some(function) if version == LATEST => function.latest.revision == ready.revision,
                Some(_) => true,
            };
            if !stays {
                retired.push(version.clone());
            }
            stays
        });
        if let Some(installed) = self.0.installed.get() {
            for version in retired {
                installed.sandbox.retire(arn.as_str(), Some(&version));
            }
        }
        if function.is_none() {
            lock(&self.0.roles).retain(|(_, of), _| of != arn);
        }
    }

    /// Lets go of a version that was deleted.
    pub(crate) fn version_deleted(&self, arn: &Arn, version: &str) {
        lock(&self.0.ready).remove(&(arn.clone(), version.to_owned()));
        if let Some(installed) = self.0.installed.get() {
            installed.sandbox.retire(arn.as_str(), Some(version));
        }
    }

    /// Removes code that was unpacked and is of no version any more.
    pub(crate) fn forget_code(&self, archive: &str) {
        lock(&self.0.folders).remove(archive);
        if let Ok(installed) = self.installed() {
            // What is left of it is removed at the next start.
            let _ = std::fs::remove_dir_all(installed.code.join(archive));
        }
    }
}

/// The name of the folder that the layers of a version are unpacked in: of one, or of several, one over the other.
fn layers_folder(version: &Version) -> Option<String> {
    let archives: Vec<&str> =
        version.layers.iter().map(|used| used.code.archive.as_str()).collect();
    match archives.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        several => {
            let digest = digest(&SHA256, several.join("+").as_bytes());
            let text = digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}"));
            Some(format!("layers-{}", text.collect::<String>()))
        }
    }
}

/// The log group of a version.
pub(crate) fn log_group(version: &Version, name: &str) -> String {
    version.log_group.clone().unwrap_or_else(|| format!("/aws/lambda/{name}"))
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Engine(…)")
    }
}
