//! The tag policies of an organization, read, and what they amount to for its accounts.

use std::collections::HashMap;
use std::sync::Arc;

use bartizan_inheritance::{
    Attached, Policy as Document, PolicyType as ManagementType, TagRules, effective,
};

use crate::records::{Bearing, Held, Node, Policy, PolicyType};

/// The type.
pub(super) const TAG: PolicyType = PolicyType::Management(ManagementType::Tag);

/// The tag policies of an organization.
#[derive(Debug, Default)]
pub(super) struct TagPolicies {
    bearings: HashMap<String, Bearing>,
    documents: HashMap<String, Document>,
}

/// What was found for accounts so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By the nearest node with tag policies: all that inherit from it have the same rules; `None`
    /// where they are invalid.
    inherited: HashMap<String, Option<Arc<TagRules>>>,
    /// By the node that holds them.
    held: HashMap<String, Arc<TagRules>>,
}

impl TagPolicies {
    /// Enters a policy, or that it is gone. One that is no tag policy is passed by.
    pub(super) fn enter_policy(&mut self, id: &str, policy: Option<&Policy>) {
        let tag = policy.filter(|policy| policy.kind == TAG);
        let read = tag.and_then(|tag| Document::parse(ManagementType::Tag, &tag.content).ok());
        match read {
            Some(document) => drop(self.documents.insert(id.to_owned(), document)),
            None => drop(self.documents.remove(id)),
        }
    }

    /// Enters what bears on a node, or that nothing does any more.
    pub(super) fn enter_bearing(&mut self, node: &str, bearing: Option<Bearing>) {
        match bearing {
            Some(bearing) => drop(self.bearings.insert(node.to_owned(), bearing)),
            None => drop(self.bearings.remove(node)),
        }
    }

    /// The ids of the tag policies that are attached to a node itself.
    pub(super) fn attached(&self, node: &str) -> &[String] {
        self.bearings.get(node).map_or(&[], |bearing| &bearing.policies)
    }

    /// The rules for the account at the end of this path: of its last valid effective policy.
    pub(super) fn rules(&self, path: &[&Node], found: &mut Found) -> Option<Arc<TagRules>> {
        let at = path.iter().rposition(|node| !self.attached(&node.id).is_empty())?;
        let (above, nearest) = (path.get(..=at)?, path.get(at)?);
        let inherited = found.inherited.entry(nearest.id.clone());
        let rules = inherited.or_insert_with(|| self.valid(above)).clone();
        rules.or_else(|| self.held(path, &mut found.held))
    }

    /// What the policies on a path amount to, if that is valid.
    fn valid(&self, path: &[&Node]) -> Option<Arc<TagRules>> {
        let attached = |node: &&Node| -> Vec<Attached<'_>> {
            let ids = self.attached(&node.id).iter();
            ids.filter_map(|id| Some(Attached::new(id, self.documents.get(id)?))).collect()
        };
        let levels: Vec<Vec<Attached<'_>>> = path.iter().map(attached).collect();
        let policy = effective(ManagementType::Tag, &levels);
        policy.violations().is_empty().then(|| Arc::new(TagRules::of(&policy)))
    }

    /// What is held for the account at the end of a path.
    fn held<'p>(
        &self,
        path: &[&'p Node],
        found: &mut HashMap<String, Arc<TagRules>>,
    ) -> Option<Arc<TagRules>> {
        let account = path.last()?;
        let holder = |node: &&'p Node| -> Option<(&'p str, &Held)> {
            Some((&node.id, self.bearings.get(&node.id)?.held.as_ref()?))
        };
        let (node, held) = path.iter().rev().find_map(holder)?;
        let text = if node == account.id {
            held.text.as_deref()
        } else {
            held.for_one_who_joined(account.since)
        }?;
        let rules = found.entry(node.to_owned());
        Some(Arc::clone(rules.or_insert_with(|| Arc::new(TagRules::read(text)))))
    }
}

#[cfg(test)]
mod tests {
    use bartizan_types::{AccountId, Timestamp};

    use super::*;
    use crate::records::{JoinedMethod, Member, NodeKind};

    /// More tags than may be required of one type.
    fn too_many() -> String {
        let tag =
            |n| format!(r#""t{n}":{{"report_required_tag_for":{{"@@assign":["s3:bucket"]}}}}"#);
        let tags: Vec<String> = (0..51).map(tag).collect();
        format!(r#"{{"tags":{{{}}}}}"#, tags.join(","))
    }

    fn node(id: &str, parent: Option<&str>, since: i64) -> Node {
        let account = AccountId::from_number(7).unwrap();
        let member = Member { account, joined: JoinedMethod::Created };
        Node {
            management: AccountId::from_number(1).unwrap(),
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            since: Timestamp::from_seconds(since),
            tags: Vec::new(),
            attached: Vec::new(),
            kind: if parent.is_some() { NodeKind::Account(member) } else { NodeKind::Root },
        }
    }

    fn bearing(node: &str, policies: &[&str], held: Option<&str>) -> Bearing {
        let held = held.map(|text| Held {
            text: Some(text.to_owned()),
            updated: Timestamp::from_seconds(0),
            since: Timestamp::from_seconds(10),
        });
        let management = AccountId::from_number(1).unwrap();
        let now = Timestamp::from_seconds(10);
        let fresh = Bearing::none(management, node, ManagementType::Tag, now);
        Bearing { policies: policies.iter().map(|id| (*id).to_owned()).collect(), held, ..fresh }
    }

    #[test]
    fn accounts_keep_the_rules_that_were_valid() {
        let red = r#"{"tags":{"team":{"tag_key":"Team","tag_value":["red"]}}}"#;
        let blue = r#"{"tags":{"team":{"tag_key":"Team","tag_value":["blue"]}}}"#;
        let mut policies = TagPolicies::default();
        let document = Document::parse(ManagementType::Tag, &too_many()).unwrap();
        policies.documents.insert("p-1".to_owned(), document);
        policies.enter_bearing("r-1", Some(bearing("r-1", &["p-1"], Some(red))));
        policies.enter_bearing("3", Some(bearing("3", &[], Some(blue))));
        let root = node("r-1", None, 0);
        let mut found = Found::default();
        for (account, wanted) in [
            (node("1", Some("r-1"), 5), Some(red)),
            (node("2", Some("r-1"), 15), None),
            (node("3", Some("r-1"), 15), Some(blue)),
            (node("4", Some("r-1"), 5), Some(red)),
        ] {
            let rules = policies.rules(&[&root, &account], &mut found);
            let wanted = wanted.map(TagRules::read);
            assert_eq!(rules.as_deref(), wanted.as_ref(), "{}", account.id);
        }
    }
}
