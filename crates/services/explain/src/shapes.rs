//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

use bartizan_wire::shape;

shape! { Answer {
    decision: String = show "Decision",
    message: Option<String> = show "Message",
    explanation: Option<String> = show "Explanation",
} }

shape! { AuthorizeInput {
    requests: Vec<Question> = hide "Requests",
    explain: Option<bool> = show "Explain",
} }

shape! { AuthorizeOutput {
    decisions: Vec<Answer> = show "Decisions",
} }

shape! { ContextEntry {
    key: String = show "Key",
    values: Vec<String> = show "Values",
    multivalued: Option<bool> = show "Multivalued",
} }

shape! { ExplainRequestInput {
    request_id: String = show "RequestId",
} }

shape! { ExplainRequestOutput {
    request_id: String = show "RequestId",
    event: Option<String> = show "Event",
    decisions: Vec<String> = show "Decisions",
    encoded_authorization_message: Option<String> = show "EncodedAuthorizationMessage",
} }

shape! { Question {
    principal: Option<String> = show "Principal",
    action: String = show "Action",
    resource: String = show "Resource",
    resource_policy: Option<String> = show "ResourcePolicy",
    context: Option<Vec<ContextEntry>> = show "Context",
} }
