//! Amazon SQS: queues, standard and FIFO, and their messages, which are sealed where they are stored.

mod attributes;
mod batch;
mod change;
mod digest;
mod error;
mod hall;
mod keep;
mod list;
mod message;
mod move_task;
mod names;
mod operations;
mod permission;
mod projection;
mod queue;
mod receive;
mod records;
mod rules;
mod sealing;
mod send;
mod settings;
mod shapes;
mod shelf;
mod tags;

use std::sync::atomic::AtomicUsize;

pub use hall::Hall;
pub use keep::{keep, move_messages};
pub use projection::SqsProjection;

use self::sealing::DataKeysKept;

/// The service.
#[derive(Debug, Default)]
pub struct Sqs {
    hall: Hall,
    data_keys: DataKeysKept,
    /// How many receives wait for messages.
    waiting: AtomicUsize,
}

impl Sqs {
    /// The service of these queues, which its projection fills.
    pub fn new(hall: Hall) -> Self {
        Self { hall, ..Self::default() }
    }
}
