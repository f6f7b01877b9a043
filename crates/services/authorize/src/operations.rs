//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Authorize, answer};

operations! {
    Authorize = "authorize";
    Authorize: Issue Data Signed ["bartizan:Authorize"] any_resource => answer::authorize;
}
