//! What accounts keep while what they inherit is invalid, and what is stored for it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/accounts.rs"]
mod accounts;
mod members {
    /// The account that others invite.
    pub(crate) const STRANGER: &str = "210987654321";
}

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bartizan_inheritance::{Attached, Policy, PolicyType, effective};
use bartizan_organizations::{Organizations, OrganizationsProjection};
use bartizan_service::testkit::{World, admin, given, input_of};
use bartizan_types::{Random, SeededRandom};
use bartizan_wire::Value;
use serde_json::{Value as Json, json};

const TYPE: &str = "BACKUP_POLICY";

/// A backup plan that lacks nothing.
const WHOLE: &str = r#"{"plans":{"p":{"regions":{"@@append":["us-east-1"]},"rules":{"daily":{"target_backup_vault_name":{"@@assign":"vault"}}},"selections":{"tags":{"s":{"iam_role_arn":{"@@assign":"arn:aws:iam::$account:role/backup"},"tag_key":{"@@assign":"k"},"tag_value":{"@@assign":["v"]}}}}}}}"#;
/// One more Region for it.
const MORE: &str = r#"{"plans":{"p":{"regions":{"@@append":["eu-west-1"]}}}}"#;
/// A rule that lacks its vault.
const PART: &str =
    r#"{"plans":{"p":{"rules":{"weekly":{"start_backup_window_minutes":{"@@assign":"60"}}}}}}"#;
/// No Region, of which a plan has one at least.
const NONE: &str = r#"{"plans":{"p":{"regions":{"@@remove":["us-east-1","eu-west-1"]}}}}"#;

/// An organization with backup policies, which are easily made incomplete.
struct Organization {
    world: World,
    root: String,
}

impl Organization {
    async fn new() -> Self {
        let projection = Arc::new(OrganizationsProjection::default());
        let world =
            World::new(vec![given(accounts::Kept), projection], |_| vec![Arc::new(Organizations)]);
        let mut one = Self { world, root: String::new() };
        one.call("CreateOrganization", json!({})).await;
        one.root = text(&one.call("ListRoots", json!({})).await, "Roots.0.Id");
        one.call("EnablePolicyType", json!({ "RootId": one.root, "PolicyType": TYPE })).await;
        one
    }

    async fn try_call(&self, operation: &'static str, input: Json) -> Result<Value, String> {
        // No two calls are at the same time.
        self.world.clock.advance(Duration::from_secs(1));
        let input = input_of("organizations", operation, &input);
        let reply = self.world.call(&admin(), "organizations", operation, input).await;
        reply.map(|reply| reply.value).map_err(|fault| fault.code.to_string())
    }

    async fn call(&self, operation: &'static str, input: Json) -> Value {
        self.try_call(operation, input).await.unwrap_or_else(|code| panic!("{operation}: {code}"))
    }

    async fn unit(&self, parent: &str, name: &str) -> String {
        let input = json!({ "ParentId": parent, "Name": name });
        text(&self.call("CreateOrganizationalUnit", input).await, "OrganizationalUnit.Id")
    }

    async fn account(&self, name: &str) -> String {
        let input = json!({ "Email": format!("{name}@example.com"), "AccountName": name });
        text(&self.call("CreateAccount", input).await, "CreateAccountStatus.AccountId")
    }

    async fn relocate(&self, account: &str, from: &str, to: &str) {
        let input = json!({
            "AccountId": account, "SourceParentId": from, "DestinationParentId": to,
        });
        self.call("MoveAccount", input).await;
    }

    async fn policy(&self, name: &str, content: &str) -> String {
        let input = json!({
            "Name": name, "Description": "", "Type": TYPE, "Content": content,
        });
        text(&self.call("CreatePolicy", input).await, "Policy.PolicySummary.Id")
    }

    async fn attach(&self, policy: &str, node: &str) {
        self.call("AttachPolicy", json!({ "PolicyId": policy, "TargetId": node })).await;
    }

    async fn detach(&self, policy: &str, node: &str) {
        self.call("DetachPolicy", json!({ "PolicyId": policy, "TargetId": node })).await;
    }

    async fn update(&self, policy: &str, content: &str) {
        self.call("UpdatePolicy", json!({ "PolicyId": policy, "Content": content })).await;
    }

    /// The account's effective policy, and when it became so.
    async fn described(&self, account: &str) -> Option<(String, Value)> {
        let input = json!({ "PolicyType": TYPE, "TargetId": account });
        match self.try_call("DescribeEffectivePolicy", input).await {
            Ok(found) => {
                let updated = found.path("EffectivePolicy.LastUpdatedTimestamp").unwrap();
                Some((text(&found, "EffectivePolicy.PolicyContent"), updated.clone()))
            }
            Err(code) => {
                assert_eq!(code, "EffectivePolicyNotFoundException");
                None
            }
        }
    }

    async fn effective(&self, account: &str) -> Option<String> {
        self.described(account).await.map(|(content, _)| content)
    }

    /// The accounts that inherit what is invalid.
    async fn invalid(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut token = Json::Null;
        loop {
            let mut input = json!({ "PolicyType": TYPE, "MaxResults": 2 });
            if !token.is_null() {
                input["NextToken"] = token;
            }
            let page = self.call("ListAccountsWithInvalidEffectivePolicy", input).await;
            let ids = (0..).map_while(|at| page.path(&format!("Accounts.{at}.Id")));
            found.extend(ids.map(|id| id.text().unwrap().to_owned()));
            match page.path("NextToken").and_then(Value::text) {
                Some(next) => token = json!(next),
                None => break,
            }
        }
        found.sort();
        found
    }

    /// How often a record of what bears on a node was written, or removed, in the call.
    async fn writes(&self, call: impl Future<Output = ()>) -> usize {
        let store = &self.world.road.platform().store;
        let before = store.sequence();
        call.await;
        let changes = store.changes(before, 10_000).unwrap();
        changes.iter().filter(|change| change.collection == "organizations.bearing").count()
    }
}

fn text(found: &Value, path: &str) -> String {
    found.path(path).and_then(Value::text).unwrap_or_else(|| panic!("{path}")).to_owned()
}

#[tokio::test]
async fn a_change_at_the_root_is_held_once_for_all_accounts() {
    let one = Organization::new().await;
    let mut accounts = Vec::new();
    for number in 0..5 {
        accounts.push(one.account(&format!("a{number}")).await);
    }
    let unit = one.unit(&one.root, "prod").await;
    one.relocate(&accounts[0], &one.root, &unit).await;
    let policy = one.policy("plan", WHOLE).await;
    assert_eq!(one.writes(one.attach(&policy, &one.root)).await, 1);
    let whole = one.described(&accounts[0]).await;
    assert!(whole.is_some() && one.invalid().await.is_empty());
    assert_eq!(one.writes(one.update(&policy, MORE)).await, 1);
    for account in &accounts {
        assert_eq!(one.described(account).await, whole);
    }
    assert_eq!(one.invalid().await.len(), 6, "the management account, too");
    // Who joins now has never had a valid one.
    let late = one.account("late").await;
    assert_eq!(one.effective(&late).await, None);
    assert_eq!(one.writes(one.update(&policy, WHOLE)).await, 1);
    assert!(one.invalid().await.is_empty());
    assert_eq!(one.effective(&late).await, one.effective(&accounts[0]).await);
}

#[tokio::test]
async fn an_account_takes_what_it_has_along() {
    let one = Organization::new().await;
    let (good, bad) = (one.unit(&one.root, "good").await, one.unit(&one.root, "bad").await);
    let (account, other) = (one.account("ada").await, one.account("bob").await);
    one.relocate(&account, &one.root, &good).await;
    one.relocate(&other, &one.root, &bad).await;
    let (whole, part) = (one.policy("whole", WHOLE).await, one.policy("part", PART).await);
    one.attach(&whole, &good).await;
    one.attach(&part, &bad).await;
    let had = one.described(&account).await;
    assert_eq!(one.writes(one.relocate(&account, &good, &bad)).await, 1);
    assert_eq!(one.described(&account).await, had, "it keeps what it had");
    assert_eq!(one.effective(&other).await, None);
    assert_eq!(one.writes(one.relocate(&account, &bad, &good)).await, 1);
    let back = one.described(&account).await;
    assert_eq!(back.as_ref().map(|(text, _)| text), had.as_ref().map(|(text, _)| text));
    assert_ne!(back, had, "it became so when the account came back");
    // What is turned off is held for nobody.
    one.relocate(&account, &good, &bad).await;
    for operation in ["DisablePolicyType", "EnablePolicyType"] {
        one.call(operation, json!({ "RootId": one.root, "PolicyType": TYPE })).await;
        let listed =
            one.try_call("ListAccountsWithInvalidEffectivePolicy", json!({ "PolicyType": TYPE }));
        assert_eq!(listed.await.is_ok(), operation == "EnablePolicyType");
    }
    one.attach(&part, &bad).await;
    assert_eq!(one.effective(&account).await, None);
}

/// What each account is to have, looked at one by one.
#[derive(Default)]
struct Model {
    parents: BTreeMap<String, String>,
    attached: BTreeMap<String, Vec<String>>,
    contents: BTreeMap<String, &'static str>,
    /// The last valid policy of each account.
    has: BTreeMap<String, Option<String>>,
    invalid: Vec<String>,
}

impl Model {
    fn settle(&mut self) {
        let read = |text: &&str| Policy::parse(PolicyType::Backup, text).unwrap();
        let policies: BTreeMap<&String, Policy> =
            self.contents.iter().map(|(id, text)| (id, read(text))).collect();
        self.invalid.clear();
        for (account, has) in &mut self.has {
            let mut path = vec![account];
            while let Some(above) = self.parents.get(*path.last().unwrap()) {
                path.push(above);
            }
            let levels: Vec<Vec<Attached<'_>>> = path
                .iter()
                .rev()
                .filter_map(|node| self.attached.get(*node))
                .map(|ids| ids.iter().map(|id| Attached::new(id, &policies[id])).collect())
                .collect();
            let found = effective(PolicyType::Backup, &levels);
            if levels.iter().all(Vec::is_empty) {
                *has = None;
            } else if found.violations().is_empty() {
                *has = Some(found.text());
            } else {
                self.invalid.push(account.clone());
            }
        }
    }
}

/// Whatever happens, accounts have what they would have if each were looked at alone.
#[tokio::test]
async fn accounts_have_what_each_would_have_alone() {
    for seed in 0..2 {
        walk(&SeededRandom::new(seed)).await;
    }
}

async fn walk(random: &SeededRandom) {
    let pick = |count: usize| usize::try_from(random.next_u64() % count as u64).unwrap();
    let one = Organization::new().await;
    let mut model = Model::default();
    let mut nodes = vec![one.root.clone()];
    for (name, above) in [("a", 0), ("b", 0), ("c", 1), ("d", 3)] {
        let parent = nodes[above].clone();
        nodes.push(one.unit(&parent, name).await);
        model.parents.insert(nodes.last().unwrap().clone(), parent);
    }
    let parents = nodes.clone();
    for number in 0..4 {
        let content = [WHOLE, MORE, PART, NONE][number];
        let policy = one.policy(&format!("p{number}"), content).await;
        model.contents.insert(policy, content);
    }
    let policies: Vec<String> = model.contents.keys().cloned().collect();
    for step in 0..150 {
        let policy = policies[pick(4)].clone();
        match pick(10) {
            0..=3 => {
                let node = nodes[pick(nodes.len())].clone();
                let attached = model.attached.entry(node.clone()).or_default();
                if let Some(at) = attached.iter().position(|one| *one == policy) {
                    attached.remove(at);
                    one.detach(&policy, &node).await;
                } else {
                    attached.push(policy.clone());
                    one.attach(&policy, &node).await;
                }
            }
            4..=6 => {
                let content = [WHOLE, WHOLE, MORE, PART, NONE][pick(5)];
                model.contents.insert(policy.clone(), content);
                one.update(&policy, content).await;
            }
            7..=8 if !model.has.is_empty() => {
                let account = model.has.keys().nth(pick(model.has.len())).unwrap().clone();
                let (from, to) = (model.parents[&account].clone(), parents[pick(5)].clone());
                if from != to {
                    one.relocate(&account, &from, &to).await;
                    model.parents.insert(account, to);
                }
            }
            _ if model.has.len() < 6 => {
                let account = one.account(&format!("s{step}")).await;
                model.parents.insert(account.clone(), one.root.clone());
                model.has.insert(account.clone(), None);
                nodes.push(account);
            }
            _ => {}
        }
        model.settle();
        for (account, has) in &model.has {
            assert_eq!(one.effective(account).await, *has, "step {step}");
        }
        let mut invalid = one.invalid().await;
        invalid.retain(|account| model.has.contains_key(account));
        assert_eq!(invalid, model.invalid, "step {step}");
    }
}
