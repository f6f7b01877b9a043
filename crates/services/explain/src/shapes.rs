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

shape! { ImportMFATokensInput {
    tokens: Vec<MFAToken> = show "Tokens",
} }

shape! { ImportMFATokensOutput {
    imported_count: i32 = show "ImportedCount",
} }

shape! { MFAToken {
    serial_number: String = show "SerialNumber",
    seed: String = hide "Seed",
    period_seconds: Option<i32> = show "PeriodSeconds",
} }
