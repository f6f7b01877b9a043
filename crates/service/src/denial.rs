//! How a refusal is worded.

use bartizan_model::Protocol;
use bartizan_types::{Fault, Principal};

use crate::decide::Decided;
use crate::{Call, authorization_message};

/// The refusal of a caller without credentials.
pub(crate) fn anonymous(call: &Call) -> Fault {
    if call.operation.service == "s3" {
        return Fault::new("AccessDenied", "Access Denied", 403);
    }
    Fault::new("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
}

/// The refusal by policy, with AWS's code for the service and its message.
pub(crate) fn fault(call: &Call, decided: &Decided) -> Fault {
    if decided.access().by_provider {
        let message = format!("Not authorized to perform {}", decided.access().action());
        return Fault::new("AccessDenied", message, 403);
    }
    if *decided.principal() == Principal::Anonymous {
        return anonymous(call);
    }
    let (code, status) = code(call);
    if code == "UnauthorizedOperation" {
        let encoded = authorization_message::of_decision(call, decided);
        return Fault::new(
            code,
            format!(
                "You are not authorized to perform this operation. {} \
                 Encoded authorization failure message: {encoded}",
                decided.denial_message()
            ),
            status,
        );
    }
    Fault::new(code, decided.denial_message(), status)
}

/// AWS's code for the service, and its status.
fn code(call: &Call) -> (&'static str, u16) {
    let service = bartizan_model::service(call.operation.service);
    if service.is_some_and(|service| service.query_compatible) {
        return ("AccessDenied", 403);
    }
    match service.map(|service| service.protocol) {
        Some(Protocol::Json10 | Protocol::Json11 | Protocol::Cbor) => {
            ("AccessDeniedException", 400)
        }
        Some(Protocol::RestJson) => ("AccessDeniedException", 403),
        Some(Protocol::Ec2) => ("UnauthorizedOperation", 403),
        Some(Protocol::Query | Protocol::RestXml) | None => ("AccessDenied", 403),
    }
}
