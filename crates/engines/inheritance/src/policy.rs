//! A policy as its author wrote it, and where it is attached.

use crate::setting::Setting;
use crate::{PolicyType, Refusal, read};

/// A management policy, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    kind: PolicyType,
    root: Setting,
}

impl Policy {
    /// Reads `text` by the syntax of its type. Fields and operators are compared without case, and
    /// so are the names of tags, rules, selections and chat workspaces.
    ///
    /// # Errors
    /// If it is too long, not JSON, or not of the type's syntax.
    pub fn parse(kind: PolicyType, text: &str) -> Result<Self, Refusal> {
        Ok(Self { kind, root: read::document(kind, text)? })
    }

    /// Its type.
    pub const fn kind(&self) -> PolicyType {
        self.kind
    }

    pub(crate) const fn root(&self) -> &Setting {
        &self.root
    }
}

/// A policy and its identifier, attached to the root, a unit or an account.
#[derive(Debug, Clone, Copy)]
pub struct Attached<'p> {
    pub(crate) id: &'p str,
    pub(crate) policy: &'p Policy,
}

impl<'p> Attached<'p> {
    /// `policy`, which is called `id` where violations name what contributed.
    pub const fn new(id: &'p str, policy: &'p Policy) -> Self {
        Self { id, policy }
    }
}
