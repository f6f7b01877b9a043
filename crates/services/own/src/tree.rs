//! `DescribeTree`: an organization as a whole, with what its nodes' policies say.

use std::sync::Arc;

use bartizan_service::{Authorized, Call, GovernedNode, Platform};
use bartizan_types::{AccountId, Fault};

use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{DescribeTreeInput, DescribeTreeOutput, TreeNode, TreePolicy};

/// Every node of the organization that the caller's account governs.
pub(crate) async fn describe(
    _service: &OwnApi,
    call: &Call,
    _request: Authorized<DescribeTreeInput>,
) -> Result<DescribeTreeOutput, OwnError> {
    let (own, platform) = (call.account()?, Arc::clone(&call.platform));
    let done = tokio::task::spawn_blocking(move || whole(&platform, own));
    done.await.map_err(|error| {
        Fault::new("InternalFailure", format!("the organization was not read: {error}"), 500)
    })?
}

fn whole(platform: &Platform, own: AccountId) -> Result<DescribeTreeOutput, OwnError> {
    let missing =
        || Fault::new("NotImplemented", "no service here keeps organizations and accounts", 501);
    let governance = platform.ports.governance.as_ref().ok_or_else(missing)?;
    let accounts = platform.ports.accounts.as_ref().ok_or_else(missing)?;
    platform.store.read(|reader| {
        let tree = governance.tree(reader, own)?;
        let facts = |id: Option<AccountId>| {
            id.map(|id| accounts.find(reader, id)).transpose().map(Option::flatten)
        };
        let node = |node: GovernedNode| {
            let facts = facts(node.account)?;
            let kind = match (&node.account, &node.parent) {
                (Some(_), _) => "ACCOUNT",
                (None, Some(_)) => "ORGANIZATIONAL_UNIT",
                (None, None) => "ROOT",
            };
            let state =
                facts.as_ref().map(|it| if it.closed.is_some() { "CLOSED" } else { "ACTIVE" });
            let name = node.unit_name.or(facts.map(|facts| facts.name));
            Ok::<_, Fault>(TreeNode {
                id: node.id,
                parent_id: node.parent,
                r#type: kind.to_owned(),
                name: name.unwrap_or_else(|| "Root".to_owned()),
                state: state.map(str::to_owned),
                policy_ids: node.policies,
            })
        };
        let policies = tree.policies.into_iter().map(|policy| TreePolicy {
            id: policy.id,
            name: policy.name,
            r#type: policy.policy_type.to_owned(),
            content: policy.content,
        });
        Ok(DescribeTreeOutput {
            organization_id: tree.organization,
            management_account_id: tree.management.to_string(),
            policies: policies.collect(),
            nodes: tree.nodes.into_iter().map(node).collect::<Result<_, _>>()?,
        })
    })
}
