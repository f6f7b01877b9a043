//! Log lines, to standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Starts a server's log: what an operator wants to know, or what `BARTIZAN_LOG` says.
pub(crate) fn start(format: LogFormat) {
    begin(format, "info");
}

/// Lets a command that ends by itself say what it warns of.
pub(crate) fn start_of_command() {
    begin(LogFormat::Text, "warn");
}

fn begin(format: LogFormat, least: &str) {
    let filter = EnvFilter::try_from_env("BARTIZAN_LOG").unwrap_or_else(|_| EnvFilter::new(least));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second start in one process would fail, and there is none.
    let started = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    if let Err(error) = started {
        eprintln!("bartizan: logging could not be started: {error}");
    }
}
