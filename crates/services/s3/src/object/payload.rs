//! Taking a payload: into a file, with every digest that was declared or is stored.

use std::sync::Arc;

use bartizan_sealed_stream::StreamKey;
use bartizan_service::Body;

use crate::checksum::{Algorithm, Declared, Digested, Digests};
use crate::error::S3Error;
use crate::files::{Files, Incoming};

/// The largest payload of one request: 5 GiB. (Amazon S3 User Guide, "Uploading objects".)
pub(crate) const PAYLOAD_BYTES_MAX: u64 = 5 * 1024 * 1024 * 1024;

/// A payload that is what the client meant to send.
pub(crate) struct Payload {
    pub(crate) file: Incoming,
    pub(crate) digested: Digested,
    /// The algorithm the client chose, or S3's own.
    pub(crate) algorithm: Algorithm,
    /// Whether the client chose it.
    pub(crate) is_chosen: bool,
}

/// Writes the payload, sealed by the key, and compares it with what was declared, in headers or behind
/// it. `stored` is an algorithm whose sum is needed in any case.
pub(crate) async fn receive(
    files: &Arc<Files>,
    body: Body,
    mut declared: Declared,
    stored: Option<Algorithm>,
    key: Option<&StreamKey>,
) -> Result<Payload, S3Error> {
    let trailers = body.trailers();
    let wanted = wanted(&declared, stored);
    let received = files.receive(body, Digests::new(&wanted), PAYLOAD_BYTES_MAX, key).await?;
    let mut digested = received.digested;
    declared.add_trailers(&trailers)?;
    // A trailer may name an algorithm that no header announced.
    if digested.sum(declared.algorithm()).is_none() {
        let digests = Digests::new(&self::wanted(&declared, stored));
        let (id, size) = (received.file.id(), digested.length);
        digested = files.digest(&id, size, key, digests).await?;
    }
    declared.check(&digested)?;
    Ok(Payload {
        file: received.file,
        digested,
        algorithm: declared.algorithm(),
        is_chosen: declared.names_algorithm(),
    })
}

fn wanted(declared: &Declared, stored: Option<Algorithm>) -> Vec<Algorithm> {
    let mut wanted = vec![declared.algorithm()];
    wanted.extend(stored.filter(|stored| *stored != declared.algorithm()));
    wanted
}
