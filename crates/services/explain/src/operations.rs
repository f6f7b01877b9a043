//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Explain, request};

operations! {
    Explain = "bartizan";
    ExplainRequest: Read Management Signed ["bartizan:ExplainRequest"] any_resource => request::explain;
}
