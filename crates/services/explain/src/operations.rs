//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Explain, authorize, request};

operations! {
    Explain = "bartizan";
    Authorize: Read Data Signed ["bartizan:Authorize"] any_resource => authorize::authorize;
    ExplainRequest: Read Management Signed ["bartizan:ExplainRequest"] any_resource => request::explain;
}
