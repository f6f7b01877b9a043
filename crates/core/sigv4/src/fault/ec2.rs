//! What EC2 answers in words of its own. (Amazon EC2 API Reference, "Error codes for the Amazon EC2
//! API", "Client error codes".)

use bartizan_types::Fault;

use super::{Dialect, services};
use crate::SigningError;

pub(super) fn fault(error: &SigningError) -> Fault {
    use SigningError as E;
    match error {
        E::UnknownAccessKey(_)
        | E::InvalidToken
        | E::Mismatch(_)
        | E::PayloadMismatch { .. }
        | E::ChunkMismatch { .. }
        | E::ScopeDate { .. }
        | E::ScopeTerminator { .. }
        | E::ScopeService { .. }
        | E::ScopeRegion { .. }
        | E::HeadersNotSigned(_) => Fault::new(
            "AuthFailure",
            "AWS was not able to validate the provided access credentials",
            401,
        ),
        E::ExpiredToken | E::Skewed { .. } | E::Expired { .. } => {
            Fault::new("RequestExpired", "Request has expired.", 400)
        }
        other => services::fault(other, Dialect::Query),
    }
}
