//! What is an attack on what the edge serves.

use bartizan_edge::FloodSettings;

use super::{ServeOptions, seconds};

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
}
