//! `bartizan org tree`: an organization drawn, with what the policies of each node say.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use bartizan_policy::document::{Element, Statement};
use bartizan_policy::{Document, Effect};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Server;
use crate::client;
use crate::error::CliError;
use crate::format::Format;
use crate::output::{self, harmless};

/// What stands below the command's help.
pub(super) const HELP: &str = "\
Below each node stand the policies that are attached to it, and of service and resource control
policies each statement: what it allows or denies, on what and if what. What an account may do at most
is what every node on its path allows and none denies.

Example:
  bartizan org tree";

/// What `tree` can be told.
#[derive(Debug, Args)]
pub(crate) struct TreeOptions {
    #[command(flatten)]
    server: Server,
    /// The form of what is printed.
    #[arg(long = "output", alias = "format", value_enum, default_value_t)]
    output: Format,
}

/// An organization as a whole.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
pub(super) struct Tree {
    pub(super) organization_id: String,
    pub(super) management_account_id: String,
    /// Each behind the one above it.
    pub(super) nodes: Vec<Node>,
    policies: Vec<Policy>,
}

/// The root, a unit or an account.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) parent_id: Option<String>,
    #[serde(rename(serialize = "type", deserialize = "Type"))]
    pub(super) kind: String,
    pub(super) name: String,
    state: Option<String>,
    policy_ids: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
struct Policy {
    id: String,
    name: String,
    #[serde(rename(serialize = "type", deserialize = "Type"))]
    kind: String,
    #[serde(skip_serializing)]
    content: String,
    /// What each statement says, in words.
    #[serde(default, skip_deserializing)]
    statements: Vec<String>,
}

impl Tree {
    /// Asks for the organization that the caller's account governs.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub(super) fn fetch(server: &Server) -> Result<Self, CliError> {
        let (endpoint, credentials) = server.reach()?;
        let answer = client::call(endpoint, &credentials, "DescribeTree", &json!({}))?;
        let mut tree: Self = serde_json::from_value(answer).map_err(CliError::failed)?;
        for policy in &mut tree.policies {
            policy.statements = policy.told();
        }
        Ok(tree)
    }
}

/// Asks, and draws.
///
/// # Errors
/// As [`Tree::fetch`].
pub(crate) fn run(options: &TreeOptions) -> Result<ExitCode, CliError> {
    let tree = Tree::fetch(&options.server)?;
    match options.output {
        Format::Json => output::line(&format!("{:#}", json!(tree))),
        Format::Text => output::print(&drawn(&tree)),
    }
    Ok(ExitCode::SUCCESS)
}

fn drawn(tree: &Tree) -> String {
    let policies: HashMap<&str, &Policy> =
        tree.policies.iter().map(|policy| (policy.id.as_str(), policy)).collect();
    let mut below: HashMap<Option<&str>, Vec<&Node>> = HashMap::new();
    for node in &tree.nodes {
        below.entry(node.parent_id.as_deref()).or_default().push(node);
    }
    let mut out = format!("{}\n", tree.organization_id);
    let mut open: Vec<(&Node, String, bool)> = children(&below, None, "");
    while let Some((node, indent, is_last)) = open.pop() {
        let (branch, rest) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let _ = writeln!(out, "{indent}{branch}{}", heading(tree, node));
        let inner = format!("{indent}{rest}");
        let under = children(&below, Some(&node.id), &inner);
        let bar = if under.is_empty() { "   " } else { "│  " };
        for policy in node.policy_ids.iter().filter_map(|id| policies.get(id.as_str())) {
            let name = harmless(&policy.name);
            let _ = writeln!(out, "{inner}{bar}{} {name} ({})", policy.label(), policy.id);
            for statement in &policy.statements {
                let _ = writeln!(out, "{inner}{bar}    {}", harmless(statement));
            }
        }
        open.extend(under);
    }
    out
}

/// What is below a node, the last one first, with what stands before each.
fn children<'t>(
    below: &HashMap<Option<&str>, Vec<&'t Node>>,
    parent: Option<&str>,
    indent: &str,
) -> Vec<(&'t Node, String, bool)> {
    let nodes = below.get(&parent).map(Vec::as_slice).unwrap_or_default();
    let reversed = nodes.iter().rev().enumerate();
    reversed.map(|(at, node)| (*node, indent.to_owned(), at == 0)).collect()
}

fn heading(tree: &Tree, node: &Node) -> String {
    let is_management = node.id == tree.management_account_id;
    let more = [
        is_management
            .then_some(", management account: no service or resource control policy binds it"),
        (node.state.as_deref() == Some("CLOSED")).then_some(", closed"),
    ];
    let more: String = more.into_iter().flatten().collect();
    let name = harmless(&node.name);
    match node.kind.as_str() {
        "ROOT" => format!("{name} ({})", node.id),
        "ACCOUNT" => format!("{name} (account {}{more})", node.id),
        _ => format!("{name}/ ({})", node.id),
    }
}

impl Policy {
    fn label(&self) -> String {
        match self.kind.as_str() {
            "SERVICE_CONTROL_POLICY" => "SCP".to_owned(),
            "RESOURCE_CONTROL_POLICY" => "RCP".to_owned(),
            other => other.to_ascii_lowercase().replace('_', " "),
        }
    }

    /// What each statement says; nothing of policies that neither allow nor deny.
    fn told(&self) -> Vec<String> {
        if !matches!(&*self.kind, "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY") {
            return Vec::new();
        }
        let document = Document::parse(&self.content).unwrap_or_default();
        document.statements.iter().map(told).collect()
    }
}

fn told(statement: &Statement) -> String {
    let mut out = match statement.effect {
        Some(Effect::Allow) => "allows ".to_owned(),
        _ => "denies ".to_owned(),
    };
    match (&statement.action, &statement.not_action) {
        (Some(actions), _) => out.push_str(&everything(actions, "everything")),
        (None, Some(actions)) => {
            let _ = write!(out, "everything but {}", list(actions));
        }
        (None, None) => {}
    }
    match (&statement.resource, &statement.not_resource) {
        (Some(resources), _) if is_all(resources) => {}
        (Some(resources), _) => {
            let _ = write!(out, " on {}", list(resources));
        }
        (None, Some(resources)) => {
            let _ = write!(out, " on all but {}", list(resources));
        }
        (None, None) => {}
    }
    for (number, entry) in statement.conditions.iter().enumerate() {
        let word = if number == 0 { "if" } else { "and" };
        let (key, operator) = (&entry.key.value, &entry.operator.value);
        let _ = write!(out, " {word} {key} {operator} {}", list(&entry.element));
    }
    out
}

fn everything(element: &Element, all: &str) -> String {
    if is_all(element) { all.to_owned() } else { list(element) }
}

fn is_all(element: &Element) -> bool {
    element.values.iter().any(|text| text.value == "*")
}

fn list(element: &Element) -> String {
    element.values.iter().map(|text| text.value.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tree_is_drawn_with_what_its_policies_say() {
        let node = |id: &str, parent: Option<&str>, kind: &str, name: &str, policies: &[&str]| {
            json!({ "Id": id, "ParentId": parent, "Type": kind, "Name": name,
                "State": (kind == "ACCOUNT").then_some("ACTIVE"), "PolicyIds": policies })
        };
        let full = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
        let regions = r#"{"Statement":[{"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*",
            "Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]}}},
            {"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::ledger/\u001b*"}]}"#;
        let policy = |id: &str, name: &str, content: &str| json!({ "Id": id, "Name": name, "Type": "SERVICE_CONTROL_POLICY", "Content": content });
        let mut tree: Tree = serde_json::from_value(json!({
            "OrganizationId": "o-abc",
            "ManagementAccountId": "111122223333",
            "Nodes": [
                node("r-ab12", None, "ROOT", "Root", &["p-full"]),
                node("ou-ab12-1", Some("r-ab12"), "ORGANIZATIONAL_UNIT", "prod\u{1b}", &["p-regions"]),
                node("444455556666", Some("ou-ab12-1"), "ACCOUNT", "ada", &[]),
                node("111122223333", Some("r-ab12"), "ACCOUNT", "main", &[]),
            ],
            "Policies": [policy("p-full", "FullAWSAccess", full), policy("p-regions", "regions\n", regions)],
        }))
        .unwrap();
        for policy in &mut tree.policies {
            policy.statements = policy.told();
        }
        let expected = "\
o-abc
└─ Root (r-ab12)
   │  SCP FullAWSAccess (p-full)
   │      allows everything
   ├─ prod\u{fffd}/ (ou-ab12-1)
   │  │  SCP regions\u{fffd} (p-regions)
   │  │      denies everything but iam:*, sts:* if aws:RequestedRegion StringNotEquals eu-west-1, eu-central-1
   │  │      denies s3:GetObject on arn:aws:s3:::ledger/\u{fffd}*
   │  └─ ada (account 444455556666)
   └─ main (account 111122223333, management account: no service or resource control policy binds it)
";
        assert_eq!(drawn(&tree), expected);
    }
}
