//! The port to MFA devices, for services that ask for a code and do not keep devices.

use bartizan_types::Fault;

use crate::{BoxFuture, Call};

/// What became of a one-time code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeVerdict {
    /// It is right, and used up.
    Accepted,
    /// It is wrong, too old, or was used before.
    Wrong,
    /// The caller has no such device that makes codes, or has tried it too often for now.
    NotChecked,
}

/// Who keeps MFA devices.
pub trait MfaDevices: Send + Sync {
    /// Uses up a code of the calling user's device. Before it answers, it is durable that the code
    /// was used, or that one more try failed.
    fn redeem<'a>(
        &'a self,
        call: &'a Call,
        serial: &'a str,
        code: &'a str,
    ) -> BoxFuture<'a, Result<CodeVerdict, Fault>>;
}
