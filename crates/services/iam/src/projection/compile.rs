//! Policies compiled once for each distinct text, however many have it.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::Directory;

use crate::records::Policies;

/// What stands for a policy that cannot be read: nothing may be allowed that it may have denied.
const DENY_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
/// How many texts are kept before those that nobody has any more are looked for.
const SWEEP_AT: usize = 1024;

/// Compiles policies, and remembers the texts as long as somebody has them.
#[derive(Debug, Default)]
pub(super) struct Compiler {
    compiled: HashMap<(PolicyKind, Box<str>), Weak<Policy>>,
    sweep_at: usize,
}

impl Compiler {
    /// The policy of this text.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn policy(&mut self, text: &str, kind: PolicyKind) -> Result<Arc<Policy>, String> {
        let key = (kind, Box::from(text));
        if let Some(known) = self.compiled.get(&key).and_then(Weak::upgrade) {
            return Ok(known);
        }
        let policy = Policy::parse_any_version(text, kind)
            .map(Arc::new)
            .map_err(|error| error.to_string())?;
        self.compiled.insert(key, Arc::downgrade(&policy));
        if self.compiled.len() > self.sweep_at.max(SWEEP_AT) {
            self.compiled.retain(|_, policy| policy.strong_count() > 0);
            self.sweep_at = self.compiled.len().saturating_mul(2);
        }
        Ok(policy)
    }

    /// The identity policy of this text; one that denies everything where it cannot be read.
    ///
    /// # Errors
    /// Not even that one can be made.
    pub(super) fn identity(&mut self, text: &str, of: &str) -> Result<Arc<Policy>, String> {
        self.policy(text, PolicyKind::Identity).or_else(|error| {
            tracing::error!(policy = of, %error, "a stored policy cannot be read and denies all");
            self.policy(DENY_ALL, PolicyKind::Identity)
        })
    }

    /// The managed policy with this ARN; one that denies everything where there is none.
    ///
    /// # Errors
    /// Not even that one can be made.
    pub(super) fn managed(&mut self, arn: &str, directory: &Directory) -> Result<Attached, String> {
        if let Some(policy) = directory.managed_policy(arn) {
            return Ok(policy);
        }
        tracing::error!(policy = arn, "an attached policy is not there and denies all");
        let policy = self.policy(DENY_ALL, PolicyKind::Identity)?;
        Ok(Attached::managed(policy_name(arn), arn, policy))
    }

    /// The inline and attached policies of one entity.
    ///
    /// # Errors
    /// As for [`Self::managed`].
    pub(super) fn all(
        &mut self,
        policies: &Policies,
        directory: &Directory,
    ) -> Result<Vec<Attached>, String> {
        let mut all = Vec::with_capacity(policies.inline.len() + policies.attached.len());
        for inline in &policies.inline {
            let policy = self.identity(&inline.document, &inline.name)?;
            all.push(Attached::inline(&inline.name, policy));
        }
        for arn in &policies.attached {
            all.push(self.managed(arn, directory)?);
        }
        Ok(all)
    }
}

/// The name at the end of a policy's ARN.
pub(super) fn policy_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_is_compiled_once() {
        let mut compiler = Compiler::default();
        let first = compiler.identity(DENY_ALL, "a").unwrap();
        let second = compiler.identity(DENY_ALL, "b").unwrap();
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn what_cannot_be_read_denies_everything() {
        let mut compiler = Compiler::default();
        for text in ["", "{}", r#"{"Statement":{"Effect":"Allow","Action":"*"}}"#] {
            assert_eq!(compiler.identity(text, "broken").unwrap().text(), DENY_ALL, "{text}");
        }
        let missing = "arn:aws:iam::123456789012:policy/gone";
        let attached = compiler.managed(missing, &Directory::default()).unwrap();
        assert_eq!(attached.policy.text(), DENY_ALL);
        assert_eq!(&*attached.source.name, "gone");
    }
}
