//! `Action` and `NotAction`.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::context::Context;
use crate::document::Text;
use crate::glob::{Pattern, Syntax};

/// An action that is asked for, hashed once for a decision. Case is ignored throughout.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ActionName<'a> {
    pub(crate) text: &'a str,
    service: u64,
    hash: u64,
}

impl<'a> ActionName<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut hasher = FxHasher::default();
        let mut service = None;
        for byte in text.bytes() {
            if byte == b':' && service.is_none() {
                service = Some(hasher.finish());
            }
            hasher.write_u8(byte.to_ascii_lowercase());
        }
        let hash = hasher.finish();
        Self { text, service: service.unwrap_or(hash), hash }
    }

    /// Whether it is this action, or any action of this service when the name ends in a colon.
    pub(crate) fn is(&self, name: &str) -> bool {
        let length = if name.ends_with(':') { name.len() } else { self.text.len() };
        self.text.get(..length).is_some_and(|head| head.eq_ignore_ascii_case(name))
    }
}

/// The actions of a statement: full names sorted by hash, patterns by service.
#[derive(Debug)]
pub(crate) struct Actions {
    any: bool,
    names: Box<[(u64, Box<str>)]>,
    patterns: Box<[ActionPattern]>,
}

#[derive(Debug)]
struct ActionPattern {
    /// The hash of the service; `None` where the service is a pattern itself.
    service: Option<u64>,
    pattern: Pattern,
}

impl Actions {
    pub(crate) fn compile(texts: &[Text]) -> Self {
        let mut names = Vec::new();
        let mut patterns = Vec::new();
        let mut any = false;
        for text in texts.iter().map(|text| text.value.as_str()) {
            match Pattern::compile(text, Syntax::Glob, false) {
                Pattern::Any => any = true,
                Pattern::Exact(name) => names.push((hash(&name), name)),
                pattern => {
                    let service = service(text);
                    let literal = !service.is_empty() && !service.contains(['*', '?']);
                    let literal = literal && service.len() < text.len();
                    patterns
                        .push(ActionPattern { service: literal.then(|| hash(service)), pattern });
                }
            }
        }
        names.sort();
        Self { any, names: names.into(), patterns: patterns.into() }
    }

    pub(crate) fn contain(&self, action: &ActionName<'_>, context: &Context) -> bool {
        self.any || self.names_contain(action) || self.patterns_match(action, context)
    }

    /// The hashes of the services that the texts name; `None` where one may be of any service.
    pub(crate) fn services(&self, texts: &[Text]) -> Option<Vec<u64>> {
        if self.any || self.patterns.iter().any(|entry| entry.service.is_none()) {
            return None;
        }
        Some(texts.iter().map(|text| hash(service(&text.value))).collect())
    }

    fn names_contain(&self, action: &ActionName<'_>) -> bool {
        let first = self.names.partition_point(|(hash, _)| *hash < action.hash);
        self.names
            .iter()
            .skip(first)
            .take_while(|(hash, _)| *hash == action.hash)
            .any(|(_, name)| name.eq_ignore_ascii_case(action.text))
    }

    fn patterns_match(&self, action: &ActionName<'_>, context: &Context) -> bool {
        self.patterns.iter().any(|entry| {
            entry.service.is_none_or(|service| service == action.service)
                && entry.pattern.matches_ignoring_case(action.text, context)
        })
    }
}

/// Which statements of a policy may speak of a service's actions.
#[derive(Debug)]
pub(crate) struct ServiceIndex {
    /// By the hash of the service: the statements that name it, and those that name none.
    named: Box<[(u64, Box<[u32]>)]>,
    /// For every other service: the statements that name none.
    others: Box<[u32]>,
}

impl ServiceIndex {
    /// Builds the index from each statement's [`Actions::services`].
    pub(crate) fn new(statements: &[Option<Vec<u64>>]) -> Self {
        let mut hashes: Vec<u64> = statements.iter().flatten().flatten().copied().collect();
        hashes.sort_unstable();
        hashes.dedup();
        let speaking_of = |hash: Option<u64>| -> Box<[u32]> {
            (0..)
                .zip(statements)
                .filter(|(_, services)| match services {
                    Some(services) => hash.is_some_and(|hash| services.contains(&hash)),
                    None => true,
                })
                .map(|(index, _)| index)
                .collect()
        };
        let named = hashes.iter().map(|hash| (*hash, speaking_of(Some(*hash)))).collect();
        Self { named, others: speaking_of(None) }
    }

    pub(crate) fn statements(&self, action: &ActionName<'_>) -> &[u32] {
        let found = self.named.iter().find(|(hash, _)| *hash == action.service);
        found.map_or(&self.others, |(_, statements)| statements)
    }
}

fn service(action: &str) -> &str {
    action.split(':').next().unwrap_or_default()
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for byte in text.bytes() {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Span;

    #[test]
    fn names_and_patterns_ignore_case() {
        for (pattern, action, expected) in [
            ("s3:GetObject", "S3:getobject", true),
            ("s3:Get*", "s3:GETOBJECT", true),
            ("s3:*et*ject", "s3:GetObject", true),
            ("s3:GetObject?", "s3:GetObject", false),
            ("*", "kms:Decrypt", true),
            ("*:Decrypt", "kms:Decrypt", true),
            ("*Object", "s3:GetObject", true),
            ("k?s:*", "kms:Decrypt", true),
            ("iam:*", "iamx:CreateUser", false),
            ("s3:*", "sqs:SendMessage", false),
        ] {
            let texts = [Text { value: pattern.to_owned(), span: Span::default() }];
            let actions = Actions::compile(&texts);
            let action = ActionName::new(action);
            assert_eq!(actions.contain(&action, &Context::new()), expected, "{pattern}");
            let index = ServiceIndex::new(&[actions.services(&texts)]);
            assert!(!expected || index.statements(&action) == [0], "{pattern}");
        }
    }
}
