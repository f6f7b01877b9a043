//! Every operation, a line each.

use bartizan_service::operations;

use crate::KeyManagement;

operations! {
    KeyManagement = "kms";
}
