//! `bartizan serve`.

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use bartizan_gateway::{Gateway, Metrics};
use bartizan_service::Platform;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::Config;
use crate::error::CliError;
use crate::start::Started;
use crate::{envoy, housekeeping, init, metrics, output, start};

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
    let started = start::start(config)?;
    let platform = Arc::clone(started.road.platform());
    runtime.block_on(serve(config, &started))?;
    // Requests under way have ended: what they left in memory is stored last.
    runtime.block_on(store_rest(&platform))?;
    // A query that runs is put back into the queue by the next start.
    runtime.shutdown_timeout(GRACE);
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: &Config, started: &Started) -> Result<(), CliError> {
    let tls = match &config.tls {
        Some((certificate, key)) => Some(
            bartizan_gateway::acceptor(certificate, key)
                .map_err(|error| CliError::Usage(error.to_string()))?,
        ),
        None => None,
    };
    let (listener, address) = bind(config.listen).await?;
    started.egress.add_own(address);
    let counters = Metrics::default();
    let mut registry = Registry::default();
    counters.register(&mut registry);
    let (stop, stopped) = watch::channel(false);
    let asked_to_stop = signalled();
    tokio::spawn(async move {
        asked_to_stop.await;
        tracing::info!("stopping: requests under way are let end");
        stop.send_replace(true);
    });
    let platform = started.road.platform();
    housekeeping::start(started, config);
    if let Some(address) = config.metrics {
        let (listener, address) = bind(address).await?;
        started.egress.add_own(address);
        output::line(&format!("Metrics and health are on http://{address}/metrics and /health"));
        let stopped = has_stopped(stopped.clone());
        tokio::spawn(metrics::serve(listener, Arc::new(registry), Arc::clone(platform), stopped));
    }
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
    let endpoint = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
    let public_url = config.public_url.clone().unwrap_or_else(|| endpoint.clone());
    platform.enter_public_url(public_url);
    output::line(&format!("Bartizan is listening on {endpoint}"));
    init::print_how_to_use(config, started, &endpoint);
    let answering = bartizan_gateway::serve(gateway, listener, tls, has_stopped(stopped));
    tokio::join!(answering, async {
        if let Some(asked) = asked {
            asked.await;
        }
    });
    Ok(())
}

async fn store_rest(platform: &Platform) -> Result<(), CliError> {
    platform.activity().flush()?;
    platform.usage.store(platform).await.map_err(CliError::failed)?;
    Ok(())
}

pub(crate) async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), CliError> {
    let failed = || CliError::file(&PathBuf::from(address.to_string()));
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
