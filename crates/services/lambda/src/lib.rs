//! AWS Lambda: functions, their versions and aliases, and what invokes them. Functions are run by `bartizan-functions`.

mod alias;
mod code;
mod concurrency;
mod engine;
mod error;
mod event_config;
mod events;
mod function;
mod invoke;
mod layer;
mod list;
mod logs;
mod mapping;
mod names;
mod operations;
mod permission;
mod poll;
mod projection;
mod records;
mod role;
mod rules;
mod sealing;
mod settings;
mod shapes;
mod shown;
mod tags;
mod update;
mod variables;
mod version;
mod waiting;

pub use code::sweep;
pub use engine::{Engine, Installed, Sandbox};
pub use events::work_on_events;
pub use poll::poll_queues;
pub use projection::LambdaProjection;

/// The service.
#[derive(Debug, Default)]
pub struct Lambda {
    engine: Engine,
}

impl Lambda {
    /// The service of functions that this engine runs.
    pub const fn new(engine: Engine) -> Self {
        Self { engine }
    }
}
