//! Decisions for other software: may this principal do that? A batch of questions is answered by
//! the engine and the directory that decide Bartizan's own calls. It travels the one road as every
//! other service, and asks for the permission `bartizan:Authorize`.

mod answer;
mod batch;
mod error;
mod operations;
mod resource;
mod shapes;
mod subject;

pub use batch::{Batch, REQUESTS_MAX};

/// The service.
#[derive(Debug, Default)]
pub struct Authorize;
