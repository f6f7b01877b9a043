//! Amazon EventBridge: buses, rules and their targets, and the delivery of events.

mod bus;
mod calls;
mod deliver;
mod error;
mod event;
mod exchange;
mod failure;
mod lanes;
mod list;
mod names;
mod operations;
mod permission;
mod port;
mod projection;
mod put_events;
mod records;
mod rule;
mod rules;
mod schedule;
mod send;
mod shapes;
mod tags;
mod target;

pub use calls::follow_calls;
pub use deliver::{deliver, deliver_due};
pub use exchange::Exchange;
pub use projection::EventsProjection;
pub use schedule::run_due;

/// The service.
#[derive(Debug, Default)]
pub struct EventBridge {
    exchange: Exchange,
}

impl EventBridge {
    /// The service of these rules, which its projection fills.
    pub const fn new(exchange: Exchange) -> Self {
        Self { exchange }
    }
}
