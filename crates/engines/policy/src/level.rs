//! The policies of one node of an organization, which many accounts have on their paths.

use std::sync::Arc;

use crate::compile::Program;
use crate::{Attached, Document, PolicyKind};

/// The service or the resource control policies that are attached to one node of an organization.
///
/// They are compiled into one program: a decision about an account that is deep in an organization
/// would otherwise read dozens of policies one after the other. Clones share it.
#[derive(Debug, Clone)]
pub struct Level(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The statements of all policies, numbered through; none where they cannot be put together.
    program: Option<Program>,
    /// The number of each policy's first statement.
    starts: Box<[u32]>,
    policies: Box<[Attached]>,
}

impl Level {
    /// The policies of a node.
    pub fn new(policies: Vec<Attached>) -> Self {
        let starts = policies.iter().scan(0_u32, |next, one| {
            let count = one.policy.program().statements().count();
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            Some(std::mem::replace(next, next.saturating_add(count)))
        });
        let starts = starts.collect();
        // Read once more, and not kept: most policies only decide.
        let read = |one: &Attached| {
            let document = Document::parse(one.policy.text()).unwrap_or_default();
            (document, one.policy.kind())
        };
        let documents: Vec<(Document, PolicyKind)> = policies.iter().map(read).collect();
        let program = Program::compile(documents.iter().map(|(document, kind)| (document, *kind)));
        Self(Arc::new(Inner { starts, program: program.ok(), policies: policies.into() }))
    }

    /// The policies, as they were given.
    pub fn policies(&self) -> &[Attached] {
        &self.0.policies
    }

    pub(crate) fn program(&self) -> Option<&Program> {
        self.0.program.as_ref()
    }

    /// Which policy a statement of the program is of, and its number there.
    pub(crate) fn place(&self, statement: u32) -> (u32, u32) {
        let policy = self.0.starts.partition_point(|start| *start <= statement).saturating_sub(1);
        let start = self.0.starts.get(policy).copied().unwrap_or_default();
        (u32::try_from(policy).unwrap_or(u32::MAX), statement.saturating_sub(start))
    }
}

impl FromIterator<Attached> for Level {
    fn from_iter<I: IntoIterator<Item = Attached>>(policies: I) -> Self {
        Self::new(policies.into_iter().collect())
    }
}

#[cfg(test)]
mod tests;
