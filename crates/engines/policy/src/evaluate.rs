//! The order in which layers decide.

use crate::{Decision, Layer, Layers, Reason, Request};

/// Decides a request.
pub fn decide(_request: &Request<'_>, _layers: &Layers<'_>) -> Decision {
    Decision::implicit(Reason::NoAllow(Layer::Identity))
}
