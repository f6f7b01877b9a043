//! What strangers may not learn: which key another account's alias or ciphertext stands for.

use bartizan_service::{Access, Call};
use bartizan_types::Fault;

/// An access to a key, and what stands in its place for those whom the key does not admit.
#[must_use]
pub(crate) struct Guarded {
    pub(super) access: Access,
    pub(super) otherwise: Otherwise,
}

/// What a caller gets whom the key does not admit.
pub(super) enum Otherwise {
    /// The access as it is: the caller named the key, or it is of the caller's account.
    Shown,
    /// An access to what the caller named.
    Named(Access),
    /// No access.
    Refused(Fault),
}

impl Guarded {
    /// An access that tells the caller no more than the caller told.
    pub(crate) const fn shown(access: Access) -> Self {
        Self { access, otherwise: Otherwise::Shown }
    }

    /// An access that only those see whom it admits; others are refused.
    pub(crate) const fn or_refused(access: Access, fault: Fault) -> Self {
        Self { access, otherwise: Otherwise::Refused(fault) }
    }

    /// An access that only those see whom it admits; others see one to what they named.
    pub(crate) const fn or_named(access: Access, named: Access) -> Self {
        Self { access, otherwise: Otherwise::Named(named) }
    }

    /// Sets condition keys that are known of the request alone.
    pub(crate) fn with(mut self, keys: impl Fn(Access) -> Access) -> Self {
        self.access = keys(self.access);
        if let Otherwise::Named(named) = self.otherwise {
            self.otherwise = Otherwise::Named(keys(named));
        }
        self
    }

    /// Sets a condition key that tells of the key.
    pub(crate) fn with_of_key(mut self, name: &'static str, value: &str) -> Self {
        self.access = self.access.key(name, value);
        self
    }

    /// What the key itself is.
    pub(crate) fn resource(&self) -> &str {
        self.access.resource()
    }

    /// The access that the caller may see, once all condition keys are set: policies may ask for any
    /// of them.
    ///
    /// # Errors
    /// What the caller gets in place of it.
    pub(crate) fn settled(self, call: &Call) -> Result<Access, Fault> {
        let Self { access, otherwise } = self;
        match otherwise {
            Otherwise::Shown => Ok(access),
            _ if call.may(&access) => Ok(access),
            Otherwise::Named(named) => Ok(named),
            Otherwise::Refused(fault) => Err(fault),
        }
    }
}
