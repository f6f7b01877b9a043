//! `bartizan serve`.

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use bartizan_gateway::{Door, Gateway, Metrics};
use bartizan_service::Road;
use bartizan_service::logs::LogDelivery;
use bartizan_types::{SystemClock, SystemRandom};
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::Config;
use crate::error::CliError;
use crate::seal::Unsealing;
use crate::seal::channel::Channel;
use crate::start::{Key, Shut, Started};
use crate::{envoy, functions, housekeeping, init, inspector, metrics, output, start};

/// How long work on other threads is waited for at the end.
const GRACE: Duration = Duration::from_secs(1);

/// Serves until a signal stops it.
///
/// # Errors
/// The data cannot be opened or an address cannot be bound.
pub(crate) fn run(config: &Config) -> Result<ExitCode, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Failed(format!("the runtime could not be started: {error}")))?;
    let shut = Shut::open(config)?;
    let opened = match shut.key_to_serve(config)? {
        Some(key) => Opened::Started(Box::new(shut.start(config, key)?)),
        None => Opened::Sealed(Box::new(shut)),
    };
    let served = runtime.block_on(serve(config, opened))?;
    // Requests under way have ended: what they left in memory is stored last.
    if let Some(served) = served {
        runtime.block_on(served.store_rest(config))?;
    }
    // A query that runs is put back into the queue by the next start.
    runtime.shutdown_timeout(GRACE);
    Ok(ExitCode::SUCCESS)
}

/// What served, and what it left in memory.
struct Served {
    road: Arc<Road>,
    logs: LogDelivery,
}

impl Served {
    async fn store_rest(&self, config: &Config) -> Result<(), CliError> {
        let period = config.trails.delivery;
        // A file that a bucket refused before is let go first, and then what waited behind it.
        for _ in 0..2 {
            housekeeping::deliver_logs_once(&self.road, &self.logs, period, true).await;
        }
        let platform = self.road.platform();
        platform.activity().flush()?;
        platform.usage.store(platform).await.map_err(CliError::failed)?;
        bartizan_cloudwatch::store_counted(platform).await.map_err(CliError::failed)?;
        Ok(())
    }
}

/// How far a start comes without anybody's help.
enum Opened {
    Started(Box<Started>),
    Sealed(Box<Shut>),
}

/// Serves until it is told to stop. Answers what served, if it came to that.
async fn serve(config: &Config, opened: Opened) -> Result<Option<Served>, CliError> {
    let tls = match &config.tls {
        Some((certificate, key)) => Some(
            bartizan_gateway::acceptor(certificate, key)
                .map_err(|error| CliError::Usage(error.to_string()))?,
        ),
        None => None,
    };
    let (listener, address) = bind("--listen", config.listen).await?;
    let (stop, stopped) = watch::channel(false);
    let stop = Arc::new(stop);
    let (asked_to_stop, on_signal) = (signalled(), Arc::clone(&stop));
    tokio::spawn(async move {
        asked_to_stop.await;
        tracing::info!("stopping: requests under way are let end");
        on_signal.send_replace(true);
    });
    let door = Arc::new(Door::new(Arc::new(SystemClock::default()), Arc::new(SystemRandom)));
    let mut registry = Registry::default();
    let counters = Metrics::default();
    counters.register(&mut registry);
    let mut own = vec![address];
    if let Some(address) = config.metrics {
        let (listener, address) = bind("--metrics", address).await?;
        own.push(address);
        output::line(&format!("Metrics and health are on http://{address}/metrics and /health"));
        let stopped = has_stopped(stopped.clone());
        tokio::spawn(metrics::serve(listener, Arc::new(registry), Arc::clone(&door), stopped));
    }
    let endpoint = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
    // Functions speak HTTP over their own loopback: where the API has TLS, they have a listener of their own.
    let mut reached = address;
    if tls.is_some() {
        let loopback = SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, 0));
        let (listener, bound) = bind("--listen", loopback).await?;
        own.push(bound);
        reached = bound;
        let (door, stopped) = (Arc::clone(&door), has_stopped(stopped.clone()));
        tokio::spawn(bartizan_gateway::serve(door, listener, None, stopped));
    }
    let answering =
        bartizan_gateway::serve(Arc::clone(&door), listener, tls, has_stopped(stopped.clone()));
    let behind = Behind { config, door, counters, own, endpoint, reached, stopped };
    let working = async {
        let worked = behind.work(opened).await;
        // Nothing is answered without what stands behind the door.
        if worked.is_err() {
            stop.send_replace(true);
        }
        worked
    };
    let ((), worked) = tokio::join!(answering, working);
    worked
}

/// What is done behind the door.
struct Behind<'a> {
    config: &'a Config,
    door: Arc<Door>,
    counters: Metrics,
    /// The addresses that Bartizan listens on.
    own: Vec<SocketAddr>,
    endpoint: String,
    /// Where functions reach it.
    reached: SocketAddr,
    stopped: watch::Receiver<bool>,
}

impl Behind<'_> {
    async fn work(self, opened: Opened) -> Result<Option<Served>, CliError> {
        let is_announced = matches!(opened, Opened::Sealed(_));
        let started = match opened {
            Opened::Started(started) => started,
            Opened::Sealed(shut) => match self.unsealed(shut).await? {
                Some(started) => started,
                None => return Ok(None),
            },
        };
        self.open(&started, is_announced).await?;
        let (road, logs) = (Arc::clone(&started.road), started.joint.logs.clone());
        Ok(Some(Served { road, logs }))
    }

    /// Waits for what unseals; `None` where Bartizan is stopped first.
    async fn unsealed(&self, shut: Box<Shut>) -> Result<Option<Box<Started>>, CliError> {
        let Some(known) = shut.installation.clone() else { return Ok(None) };
        let unsealing = Unsealing::new(known, shut.sources.clone());
        let channel = Channel::open(&shut.folder)?;
        output::line(&format!("Bartizan is listening on {}", self.endpoint));
        output::line("Bartizan is sealed: open it with `bartizan operator unseal`");
        let unsealed = tokio::select! {
            unsealed = channel.unsealed(unsealing) => unsealed,
            () = has_stopped(self.stopped.clone()) => return Ok(None),
        };
        drop(channel);
        let config = self.config.clone();
        let started = tokio::task::spawn_blocking(move || {
            shut.start(&config, Key::Of(unsealed.root)).map(Box::new)
        });
        let started = started.await.map_err(CliError::failed)??;
        output::line("Bartizan is unsealed");
        Ok(Some(started))
    }

    /// Opens the door, and does what is done beside answering until Bartizan is stopped.
    async fn open(self, started: &Started, is_announced: bool) -> Result<(), CliError> {
        let Self { config, door, counters, own, endpoint, reached, stopped } = self;
        for address in own {
            started.egress.add_own(address);
        }
        housekeeping::start(started, config);
        let reset = config.dev.then(|| start::reset(started));
        let gateway = Arc::new(Gateway::new(Arc::clone(&started.road), counters, reset));
        let asked = match &config.envoy {
            Some(options) => {
                let asked = envoy::Listener::open(options, Arc::clone(&gateway)).await?;
                started.egress.add_own(asked.address);
                output::line(&format!("Envoy is answered on {}", asked.address));
                Some(asked.serve(has_stopped(stopped.clone())))
            }
            None => None,
        };
        let public_url = config.public_url.clone().unwrap_or_else(|| endpoint.clone());
        started.road.platform().enter_public_url(public_url);
        started.joint.serve(started, &config.edge, config.flood, &gateway).await?;
        started.joint.zones.serve(&started.joint, started, &config.dns, config.flood).await?;
        let checks = started.joint.zones.checks();
        checks.serve(&started.joint, started, config.health_check_interval).await?;
        started.joint.keep_detectors(started, &config.flood).await?;
        crate::edge::engage(started, config.engagement_webhook.clone());
        let advisories = started.advisories.clone();
        let functions = functions::install(started, config, reached)?;
        inspector::keep(started, config.images.clone(), advisories).await?;
        door.open(gateway);
        if !is_announced {
            output::line(&format!("Bartizan is listening on {endpoint}"));
        }
        init::print_how_to_use(config, started, &endpoint);
        let answered = async {
            if let Some(asked) = asked {
                asked.await;
            }
        };
        tokio::join!(answered, started.joint.until(has_stopped(stopped)));
        functions.close().await;
        Ok(())
    }
}

/// Listens at the address that an option names.
pub(crate) async fn bind(
    flag: &str,
    address: SocketAddr,
) -> Result<(TcpListener, SocketAddr), CliError> {
    let failed = || CliError::file(&PathBuf::from(format!("{flag} {address}")));
    let listener = TcpListener::bind(address).await.map_err(failed())?;
    let bound = listener.local_addr().map_err(failed())?;
    Ok((listener, bound))
}

async fn has_stopped(mut stopped: watch::Receiver<bool>) {
    // The sender is gone only when the process ends.
    let _ended = stopped.wait_for(|stopped| *stopped).await;
}

/// Resolves at SIGTERM or SIGINT.
fn signalled() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let caught = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    async move {
        match caught {
            (Ok(mut terminate), Ok(mut interrupt)) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::warn!(%error, "signals cannot be caught: stop Bartizan by killing it");
                std::future::pending::<()>().await;
            }
        }
    }
}
