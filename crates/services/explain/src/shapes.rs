//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

use bartizan_wire::shape;

shape! { ExplainRequestInput {
    request_id: String = show "RequestId",
} }

shape! { ExplainRequestOutput {
    request_id: String = show "RequestId",
    event: Option<String> = show "Event",
    decisions: Vec<String> = show "Decisions",
    encoded_authorization_message: Option<String> = show "EncodedAuthorizationMessage",
} }
