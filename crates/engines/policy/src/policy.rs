//! Policies: read and compiled once, then attached to principals and resources.

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::PolicyError;
use crate::compile::Program;
use crate::document::Document;
use crate::validate;

/// Where a policy is attached, which decides its grammar and its part in a decision. (IAM User
/// Guide, "Policies and permissions".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum PolicyKind {
    /// A user's, group's or role's, managed or inline.
    Identity,
    /// A permissions boundary.
    Boundary,
    /// A session policy.
    Session,
    /// A resource's, such as a bucket policy or a key policy.
    Resource,
    /// A role's trust policy.
    Trust,
    /// A service control policy.
    ServiceControl,
    /// A resource control policy.
    ResourceControl,
    /// A VPC endpoint's.
    Endpoint,
}

/// A policy: read, found to fit the grammar, compiled; immutable.
pub struct Policy {
    text: Box<str>,
    kind: PolicyKind,
    program: Program,
    /// Made when somebody asks why: most policies only decide, and keep little in memory.
    document: OnceLock<Box<Document>>,
}

impl Policy {
    /// Reads and compiles a policy of this kind.
    ///
    /// # Errors
    /// The text is not JSON, or breaks the grammar of the kind.
    pub fn parse(text: &str, kind: PolicyKind) -> Result<Self, PolicyError> {
        let document = Document::parse(text)?;
        validate::check(&document, kind)?;
        Self::compile(text, kind, &document)
    }

    /// As [`Policy::parse`], but an identity policy may be of version 2008-10-17, written or by
    /// default: such as was stored long ago, or as the simulator takes it.
    ///
    /// # Errors
    /// As [`Policy::parse`].
    pub fn parse_any_version(text: &str, kind: PolicyKind) -> Result<Self, PolicyError> {
        let document = Document::parse(text)?;
        validate::check_any_version(&document, kind)?;
        Self::compile(text, kind, &document)
    }

    /// Reads and compiles a policy that AWS itself published: its own managed policies are not held
    /// to the grammar that it holds its customers to.
    ///
    /// # Errors
    /// The text is not JSON, or no policy.
    pub fn parse_published(text: &str, kind: PolicyKind) -> Result<Self, PolicyError> {
        Self::compile(text, kind, &Document::parse(text)?)
    }

    fn compile(text: &str, kind: PolicyKind, document: &Document) -> Result<Self, PolicyError> {
        let program = Program::compile(std::iter::once((document, kind)))?;
        Ok(Self { text: text.into(), kind, program, document: OnceLock::new() })
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What kind of policy it is.
    pub const fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// The document as written; the first who asks waits for it to be read.
    pub fn document(&self) -> &Document {
        let read = || Box::new(Document::parse(&self.text).unwrap_or_default());
        self.document.get_or_init(read)
    }

    pub(crate) const fn program(&self) -> &Program {
        &self.program
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} policy {}", self.kind, self.text)
    }
}

/// A policy in one of the layers of a decision.
#[derive(Debug, Clone)]
pub struct Attached {
    /// What it is called.
    pub source: PolicySource,
    /// The policy.
    pub policy: Arc<Policy>,
}

/// What a policy is called in explanations and messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicySource {
    /// The name, which the simulator prints as `SourcePolicyId`.
    pub name: Arc<str>,
    /// The ARN of a managed policy or of a policy of the organization; denial messages print it.
    pub arn: Option<Arc<str>>,
}

impl Attached {
    /// A policy that has a name only, as an inline policy.
    pub fn inline(name: &str, policy: Arc<Policy>) -> Self {
        Self { source: PolicySource { name: name.into(), arn: None }, policy }
    }

    /// A policy that has an ARN.
    pub fn managed(name: &str, arn: &str, policy: Arc<Policy>) -> Self {
        Self { source: PolicySource { name: name.into(), arn: Some(arn.into()) }, policy }
    }
}
