//! AWS Certificate Manager: certificates that are imported, for listeners and distributions. None is
//! issued here.

mod delete;
mod describe;
mod error;
mod import;
mod list;
mod operations;
mod port;
mod projection;
mod records;
mod rules;
mod shapes;
mod tags;

pub use projection::CertificatesProjection;
pub use records::CERTIFICATES;

/// The service.
#[derive(Debug, Default)]
pub struct Certificates;
