//! Why a target was not reached, in the words that dead letters have. (Amazon EventBridge User Guide, "Using
//! dead-letter queues".)

use bartizan_types::{Fault, FaultKind};

/// Codes of services that something is not there.
const ABSENT: [&str; 6] = [
    "ResourceNotFoundException",
    "QueueDoesNotExist",
    "AWS.SimpleQueueService.NonExistentQueue",
    "InvalidAddress",
    "NoSuchEntity",
    "NotImplemented",
];
/// Codes of services that too much is asked of them.
const THROTTLING: [&str; 7] = [
    "ThrottlingException",
    "Throttling",
    "TooManyRequestsException",
    "OverLimit",
    "RequestThrottled",
    "SlowDown",
    "KmsThrottled",
];

/// What is to be made is there already.
pub(crate) const EXISTS: &str = "ALREADY_EXISTS";

/// Why a target was not reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// Whether it may be otherwise later.
    pub(crate) is_passing: bool,
}

impl Failure {
    /// What a target is given cannot be made of the event.
    pub(crate) fn invalid(message: &str) -> Self {
        Self { code: "INVALID_PARAMETER", message: message.to_owned(), is_passing: false }
    }

    /// A target did not answer in time.
    pub(crate) fn timeout() -> Self {
        let message = "the target did not answer in time".to_owned();
        Self { code: "TIMEOUT", message, is_passing: true }
    }

    /// An event was sent from bus to bus once already.
    pub(crate) fn hop() -> Self {
        let message = "An event that came from another bus is sent to no further one.".to_owned();
        Self { code: "THIRD_ACCOUNT_HOP_DETECTED", message, is_passing: false }
    }

    /// The role of a target could not be assumed.
    pub(crate) fn of_role(fault: Fault) -> Self {
        let is_passing = fault.kind() == FaultKind::Server;
        let code = if is_passing { "TRANSIENT_ASSUME_ROLE" } else { "FAILED_TO_ASSUME_ROLE" };
        Self { code, message: fault.message, is_passing }
    }

    /// What a service answered.
    pub(crate) fn of(fault: Fault) -> Self {
        let code = &*fault.code;
        let (code, is_passing) = if ABSENT.contains(&code) {
            ("NO_RESOURCE", false)
        } else if code == "ResourceAlreadyExistsException" {
            (EXISTS, false)
        } else if THROTTLING.contains(&code) || fault.status == 429 {
            ("THROTTLING", true)
        } else if code.starts_with("AccessDenied") || fault.status == 403 {
            ("NO_PERMISSIONS", false)
        } else if fault.kind() == FaultKind::Server {
            ("ERROR_FROM_TARGET", true)
        } else {
            ("SDK_CLIENT_ERROR", false)
        };
        Self { code, message: fault.message, is_passing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_told_from_what_stays() {
        for (code, status, told, is_passing) in [
            ("QueueDoesNotExist", 400, "NO_RESOURCE", false),
            ("NotImplemented", 501, "NO_RESOURCE", false),
            ("AccessDenied", 403, "NO_PERMISSIONS", false),
            ("AccessDeniedException", 400, "NO_PERMISSIONS", false),
            ("ThrottlingException", 400, "THROTTLING", true),
            ("InvalidMessageContents", 400, "SDK_CLIENT_ERROR", false),
            ("KmsThrottled", 400, "THROTTLING", true),
            ("ResourceAlreadyExistsException", 400, EXISTS, false),
            ("InternalError", 500, "ERROR_FROM_TARGET", true),
        ] {
            let failure = Failure::of(Fault::new(code, "", status));
            assert_eq!((failure.code, failure.is_passing), (told, is_passing), "{code}");
        }
    }
}
