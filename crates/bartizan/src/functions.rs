//! Functions in this program: where they are run, and how they reach it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bartizan_functions::{
    Confinement, Endpoint, Error, Function, Functions, Invocation, Options, Outcome,
    installed_runtimes,
};
use bartizan_lambda::{Installed, Sandbox};
use bartizan_service::BoxFuture;
use tokio::sync::OnceCell;

use crate::config::Config;
use crate::error::CliError;
use crate::start::Started;

/// The name of the hidden command that runs inside of sandboxes.
const COMMAND: &str = "function-supervisor";
/// Where functions are unpacked where Bartizan is root's: its data folder is closed to all others, as which functions
/// are run.
const CACHE: &str = "/var/cache";

/// What runs functions, made when the first one is.
pub(crate) struct Runs {
    options: Options,
    /// Where code is unpacked.
    code: PathBuf,
    made: OnceCell<Result<Made, String>>,
}

struct Made {
    functions: Functions,
    runtimes: Vec<String>,
}

impl Runs {
    async fn made(&self) -> Result<&Made, &String> {
        let make = || async {
            let (options, code) = (self.options.clone(), self.code.clone());
            let made = tokio::task::spawn_blocking(move || {
                open(&code).map_err(|error| format!("{}: {error}", code.display()))?;
                let functions = Functions::new(options).map_err(|error| error.to_string())?;
                Ok(Made { functions, runtimes: installed_runtimes() })
            });
            let made = made.await.unwrap_or_else(|error| Err(error.to_string()));
            if let Err(why) = &made {
                tracing::warn!(why, "functions are not run");
            }
            made
        };
        self.made.get_or_init(make).await.as_ref()
    }

    /// Ends what waits, and removes what was unpacked.
    pub(crate) async fn close(&self) {
        if let Some(Ok(made)) = self.made.get() {
            made.functions.close().await;
        }
        if let Some(folder) = self.code.parent() {
            empty(folder);
        }
    }
}

impl Sandbox for Runs {
    fn runtimes(&self) -> BoxFuture<'_, Result<Vec<String>, String>> {
        Box::pin(async move {
            self.made().await.map(|made| made.runtimes.clone()).map_err(Clone::clone)
        })
    }

    fn invoke<'a>(
        &'a self,
        function: &'a Arc<Function>,
        invocation: &'a Invocation,
    ) -> BoxFuture<'a, Result<Outcome, Error>> {
        Box::pin(async move {
            match self.made().await {
                Ok(made) => made.functions.invoke(function, invocation).await,
                Err(why) => Err(Error::Start(why.clone())),
            }
        })
    }

    fn retire(&self, arn: &str, version: Option<&str>) {
        if let Some(Ok(made)) = self.made.get() {
            made.functions.retire(arn, version);
        }
    }
}

/// Lets functions be run that reach this program at an address, in clear.
///
/// # Errors
/// The folder for their code cannot be used.
pub(crate) fn install(
    started: &Started,
    config: &Config,
    address: SocketAddr,
) -> Result<Arc<Runs>, CliError> {
    let folder = folder(started.folder.path(), config)?;
    empty(&folder);
    let code = folder.join("code");
    let program = std::env::current_exe().map_err(CliError::failed)?;
    let lambda = &config.lambda;
    let options = Options {
        supervisor_arguments: vec![COMMAND.to_owned()],
        confinement: if lambda.unconfined {
            Confinement::Unconfined
        } else {
            Confinement::Bubblewrap
        },
        endpoint: Some(Endpoint::Address(reached(address))),
        python_libraries: lambda.python_libraries.clone(),
        node_libraries: lambda.node_libraries.clone(),
        ..Options::new(folder.join("run"), program)
    };
    let runs = Arc::new(Runs { options, code: code.clone(), made: OnceCell::new() });
    let sandbox: Arc<dyn Sandbox> = Arc::clone(&runs) as _;
    started.joint.functions.install(Installed { sandbox, code, retry: lambda.retry });
    let (engine, road) = (started.joint.functions.clone(), (*started.road).clone());
    tokio::spawn(bartizan_lambda::work_on_events(engine.clone(), road.clone()));
    tokio::spawn(bartizan_lambda::poll_queues(engine, road));
    Ok(runs)
}

/// The folder that all of it is in.
fn folder(data: &Path, config: &Config) -> Result<PathBuf, CliError> {
    if let Some(work) = &config.lambda.work {
        return std::path::absolute(work).map_err(CliError::file(work));
    }
    if !rustix::process::geteuid().is_root() {
        return std::path::absolute(data.join("functions")).map_err(CliError::file(data));
    }
    let data = data.canonicalize().map_err(CliError::file(data))?;
    let mut hasher = DefaultHasher::new();
    data.hash(&mut hasher);
    Ok(Path::new(CACHE).join(format!("bartizan-functions-{:016x}", hasher.finish())))
}

/// Makes the folder of code, which those can go through who functions are run as, but not list.
fn open(code: &Path) -> io::Result<()> {
    for path in [code.parent().unwrap_or(code), code] {
        fs::create_dir_all(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o711))?;
    }
    Ok(())
}

/// Removes what is unpacked in the folder.
fn empty(folder: &Path) {
    for own in ["code", "run"] {
        // What is not there need not be removed; what cannot be is told when it is used.
        let _ = fs::remove_dir_all(folder.join(own));
    }
    let _ = fs::remove_dir(folder);
}

/// Where this host reaches what listens at an address.
fn reached(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
