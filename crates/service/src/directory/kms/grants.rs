//! The grants of a key, found by whom they admit and for what: a grantee may have thousands, each for
//! another encryption context.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use bartizan_policy::Granted;
use bartizan_types::{Arn, Principal, Session, SessionKind};
use imbl::{HashMap, OrdSet};

use super::Grant;

/// The grants of a key.
#[derive(Debug, Clone, Default)]
pub(super) struct Grants {
    by_id: HashMap<Arc<str>, Arc<Grant>>,
    uses: OrdSet<Use>,
}

/// A grantee, what for, and the id of a grant: one that may admit, and is asked whether it does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    grantee: Arc<str>,
    /// The digest of an operation and a [`Part`].
    digest: u64,
    id: Arc<str>,
}

/// What of the encryption context a grant is filed by.
#[derive(Hash)]
enum Part<'a> {
    /// Whatever it is: every grant is filed by this, too, for operations that have none.
    Any,
    /// It has no constraint on it.
    Free,
    /// It asks for exactly this one.
    Equals(&'a BTreeMap<String, String>),
    /// It asks for this pair, and maybe for more.
    Pair(&'a str, &'a str),
}

impl Grants {
    pub(super) fn get(&self, id: &str) -> Option<&Arc<Grant>> {
        self.by_id.get(id)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub(super) fn put(&mut self, grant: Grant) {
        // One that is replaced may have been filed otherwise.
        self.remove(&grant.id);
        self.uses.extend(uses(&grant));
        self.by_id.insert(Arc::clone(&grant.id), Arc::new(grant));
    }

    pub(super) fn remove(&mut self, id: &str) {
        if let Some(grant) = self.by_id.remove(id) {
            for one in uses(&grant) {
                self.uses.remove(&one);
            }
        }
    }

    /// The grants that admit a principal to an operation with this encryption context, `None` where the
    /// operation has none, and whom each admits: first those whose grantee it is, or what it is a
    /// session of.
    pub(super) fn admitting<'g>(
        &'g self,
        principal: &Principal,
        operation: &'g str,
        context: Option<&'g BTreeMap<String, String>>,
        source: Option<&'g Arn>,
    ) -> impl Iterator<Item = (&'g Arc<Grant>, Granted)> {
        let digests: Vec<u64> = match context {
            None => vec![digest(operation, &Part::Any)],
            Some(context) => {
                let pairs = context.iter().map(|(key, value)| Part::Pair(key, value));
                let parts = [Part::Free, Part::Equals(context)].into_iter().chain(pairs);
                parts.map(|part| digest(operation, &part)).collect()
            }
        };
        names(principal).into_iter().flat_map(move |(name, granted)| {
            let grantee: Arc<str> = Arc::from(name);
            let of = move |digest: u64| self.filed(Arc::clone(&grantee), digest);
            let found = digests.clone().into_iter().flat_map(of);
            found
                .filter(move |grant| grant.admits(operation, context, source))
                .map(move |grant| (grant, granted))
        })
    }

    fn filed(&self, grantee: Arc<str>, digest: u64) -> impl Iterator<Item = &Arc<Grant>> {
        let first = Use { grantee, digest, id: Arc::from("") };
        let is_like = {
            let first = first.clone();
            move |one: &&Use| one.grantee == first.grantee && one.digest == first.digest
        };
        self.uses.range(first..).take_while(is_like).filter_map(|one| self.by_id.get(&one.id))
    }
}

/// What a grant is filed by.
fn uses(grant: &Grant) -> impl Iterator<Item = Use> {
    let constraints = &grant.constraints;
    let pair = constraints.context_subset.as_ref().and_then(BTreeMap::first_key_value);
    let part = match (&constraints.context_equals, pair) {
        (Some(context), _) => Part::Equals(context),
        (None, Some((key, value))) => Part::Pair(key, value),
        (None, None) => Part::Free,
    };
    grant.operations.iter().flat_map(move |operation| {
        [digest(operation, &Part::Any), digest(operation, &part)].map(|digest| Use {
            grantee: Arc::clone(&grant.grantee),
            digest,
            id: Arc::clone(&grant.id),
        })
    })
}

fn digest(operation: &str, part: &Part<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (operation, part).hash(&mut hasher);
    hasher.finish()
}

/// What a principal is called as a grantee, and whom a grant to that admits. A user or role is called by
/// its unique id, so that one who was made again under the same name is not meant; an account has its
/// root user, and lets its policies say who else.
fn names(principal: &Principal) -> Vec<(String, Granted)> {
    let own = match principal {
        Principal::User { id, .. } => vec![id.to_string()],
        Principal::Session(Session { name, kind: SessionKind::Role { role_id, .. }, .. }) => {
            vec![role_id.to_string(), format!("{role_id}:{name}")]
        }
        Principal::Session(Session { arn, .. }) => vec![arn.to_string()],
        Principal::Root { .. } | Principal::OriginIdentity { .. } | Principal::Anonymous => {
            Vec::new()
        }
        Principal::Service { name } => vec![name.clone()],
    };
    let to_account = match principal {
        Principal::Root { .. } => Granted::ToCaller,
        _ => Granted::ToAccount,
    };
    let account = principal
        .account()
        .map(|account| (Arn::new("iam", "", Some(account), "root").to_string(), to_account));
    own.into_iter().map(|name| (name, Granted::ToCaller)).chain(account).collect()
}

#[cfg(test)]
mod tests {
    use bartizan_types::{AccountId, UniqueId};

    use super::super::GrantConstraints;
    use super::*;

    type Context = BTreeMap<String, String>;

    fn account() -> AccountId {
        AccountId::from_number(1).unwrap()
    }

    fn user(id: &str) -> Principal {
        Principal::User {
            account: account(),
            arn: Arn::new("iam", "", Some(account()), "user/u"),
            id: UniqueId::from_stored(id),
            name: "u".to_owned(),
        }
    }

    fn context(pairs: &[(&str, &str)]) -> Context {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn grant(id: &str, grantee: &str, constraints: GrantConstraints) -> Grant {
        Grant {
            id: Arc::from(id),
            grantee: Arc::from(grantee),
            operations: Arc::from(["Decrypt".to_owned(), "DescribeKey".to_owned()]),
            constraints,
        }
    }

    fn equals(pairs: &[(&str, &str)]) -> GrantConstraints {
        let context_equals = Some(context(pairs));
        GrantConstraints { context_equals, ..GrantConstraints::default() }
    }

    fn subset(pairs: &[(&str, &str)]) -> GrantConstraints {
        let context_subset = Some(context(pairs));
        GrantConstraints { context_subset, ..GrantConstraints::default() }
    }

    fn found(grants: &Grants, who: &Principal, context: Option<&Context>) -> Vec<String> {
        let operation = if context.is_some() { "Decrypt" } else { "DescribeKey" };
        let mut ids: Vec<_> = grants
            .admitting(who, operation, context, None)
            .map(|(grant, _)| grant.id.to_string())
            .collect();
        ids.sort();
        ids
    }

    #[test]
    fn a_grant_is_found_by_each_context_that_it_admits() {
        let mut grants = Grants::default();
        for (id, constraints) in [
            ("free", GrantConstraints::default()),
            ("equals", equals(&[("a", "1"), ("b", "2")])),
            ("nothing", equals(&[])),
            ("subset", subset(&[("b", "2"), ("c", "3")])),
            ("all", subset(&[])),
        ] {
            grants.put(grant(id, "AIDAONE", constraints));
        }
        let one = user("AIDAONE");
        for (pairs, expected) in [
            (&[][..], &["all", "free", "nothing"][..]),
            (&[("a", "1")], &["all", "free"]),
            (&[("a", "1"), ("b", "2")], &["all", "equals", "free"]),
            (&[("a", "1"), ("b", "2"), ("c", "3")], &["all", "free", "subset"]),
        ] {
            assert_eq!(found(&grants, &one, Some(&context(pairs))), expected, "{pairs:?}");
        }
        assert_eq!(found(&grants, &one, None), ["all", "equals", "free", "nothing", "subset"]);
        assert!(grants.admitting(&one, "Encrypt", None, None).next().is_none());
        assert!(found(&grants, &user("AIDATWO"), None).is_empty());
        grants.put(grant("all", "AIDATWO", GrantConstraints::default()));
        grants.remove("free");
        assert_eq!(found(&grants, &one, Some(&context(&[("a", "1")]))), [""; 0]);
        for id in ["equals", "nothing", "subset", "all", "all"] {
            grants.remove(id);
        }
        assert!(grants.is_empty() && grants.uses.is_empty());
    }

    #[test]
    fn a_grant_to_an_account_is_its_root_users_and_its_policies() {
        let mut grants = Grants::default();
        let root = Principal::Root { account: account() };
        grants.put(grant("1", root.arn().unwrap().as_str(), GrantConstraints::default()));
        let whom = |who: &Principal| {
            grants.admitting(who, "DescribeKey", None, None).map(|(_, whom)| whom).next()
        };
        assert_eq!(whom(&root), Some(Granted::ToCaller));
        assert_eq!(whom(&user("AIDAONE")), Some(Granted::ToAccount));
        assert_eq!(whom(&Principal::Anonymous), None);
    }
}
