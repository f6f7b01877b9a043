//! The port to MFA devices, for services that ask for a code and do not keep devices.

use std::fmt;

use bartizan_types::Fault;
use zeroize::Zeroizing;

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

/// A hardware token as its maker delivers it.
pub struct TokenSeed {
    /// What is printed on it.
    pub serial: String,
    /// The seed, in base32.
    pub seed: Zeroizing<String>,
    /// How long a code lasts, in seconds.
    pub period_seconds: u32,
}

impl fmt::Debug for TokenSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSeed").field("serial", &self.serial).finish_non_exhaustive()
    }
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

    /// Takes hardware tokens into the calling account: all of them, or none. The call's event goes
    /// along.
    fn import<'a>(
        &'a self,
        call: &'a Call,
        tokens: Vec<TokenSeed>,
    ) -> BoxFuture<'a, Result<(), Fault>>;
}
