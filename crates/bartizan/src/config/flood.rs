//! What is an attack on what the edge serves, and who is told of some.

use bartizan_edge::FloodSettings;

use super::{ServeOptions, seconds};
use crate::error::CliError;

impl ServeOptions {
    pub(super) fn flood(&self) -> FloodSettings {
        let usual = FloodSettings::default();
        FloodSettings {
            learning: seconds(self.flood_learning_seconds, usual.learning),
            window: seconds(self.flood_window_seconds, usual.window),
            cool_down: seconds(self.flood_cool_down_seconds, usual.cool_down),
            ..usual
        }
    }

    /// The way out speaks TLS alone.
    pub(super) fn check_webhook(&self) -> Result<(), CliError> {
        let Some(url) = &self.engagement_webhook else { return Ok(()) };
        let host = url.strip_prefix("https://").unwrap_or_default();
        if host.is_empty() || host.starts_with('/') || url.parse::<http::Uri>().is_err() {
            let message =
                "--engagement-webhook is a URL of HTTPS, as https://pager.example/bartizan";
            return Err(CliError::Usage(message.to_owned()));
        }
        Ok(())
    }
}
