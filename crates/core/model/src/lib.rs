//! Slim models of the AWS APIs: shapes, wire names and constraints.
//!
//! The data comes from the public service models that botocore ships (see `data/NOTICE`), without
//! their documentation, and is made by `cargo xtask codegen`. A model is parsed when its service is
//! first asked for and lives as long as the process, so that its names are `&'static str`.

mod catalog;
mod operation;
mod pattern;
mod raw;
mod resolve;
mod service;
mod shape;

pub use catalog::{service, service_names};
pub use operation::{OperationModel, Segment, UriTemplate};
pub use pattern::Pattern;
pub use resolve::InvalidModel;
pub use service::{Protocol, ServiceModel, Validation};
pub use shape::{
    ErrorTraits, ListShape, Location, MapShape, Member, Shape, ShapeId, ShapeKind, StructShape,
    TextShape, TimestampFormat, XmlNamespace,
};
