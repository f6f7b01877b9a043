//! Managed rule groups: which there are, their versions, rules and labels.

use bartizan_inspect::definition::ManagedGroup;
use bartizan_inspect::language::{ActionKind, Rule};
use bartizan_inspect::managed::{AddressLists, ManagedRuleGroup, groups};
use bartizan_service::{Authorized, Call};

use crate::Waf;
use crate::entity::paged;
use crate::error::WafError;
use crate::scope::Scope;
use crate::shapes::{
    AllowAction, BlockAction, CaptchaAction, ChallengeAction, CountAction,
    DescribeAllManagedProductsRequest, DescribeAllManagedProductsResponse,
    DescribeManagedProductsByVendorRequest, DescribeManagedProductsByVendorResponse,
    DescribeManagedRuleGroupRequest, DescribeManagedRuleGroupResponse, LabelSummary,
    ListAvailableManagedRuleGroupVersionsRequest, ListAvailableManagedRuleGroupVersionsResponse,
    ListAvailableManagedRuleGroupsRequest, ListAvailableManagedRuleGroupsResponse,
    ManagedProductDescriptor, ManagedRuleGroupSummary, ManagedRuleGroupVersion, RuleAction,
    RuleSummary,
};

/// A group in a version, or in its default one: the newest.
pub(crate) fn find(vendor: &str, name: &str, version: Option<&str>) -> Option<ManagedGroup> {
    let held = of_name(vendor, name)?;
    if version.is_some_and(|version| !held.versions.contains(&version)) {
        return None;
    }
    let group = held.group(&AddressLists::default()).into();
    Some(ManagedGroup { capacity: held.capacity, group })
}

fn of_name(vendor: &str, name: &str) -> Option<&'static ManagedRuleGroup> {
    groups().iter().find(|held| held.vendor == vendor && held.name == name)
}

/// Lists the groups.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListAvailableManagedRuleGroupsRequest>,
) -> Result<ListAvailableManagedRuleGroupsResponse, WafError> {
    Scope::of(&request.scope, &call.region)?;
    let all: Vec<&ManagedRuleGroup> = groups().iter().collect();
    let marker = request.next_marker.as_deref();
    let page = paged(all, marker, request.limit, |held| held.name.to_owned())?;
    let summary = |held: &&ManagedRuleGroup| ManagedRuleGroupSummary {
        vendor_name: Some(held.vendor.to_owned()),
        name: Some(held.name.to_owned()),
        versioning_supported: Some(!held.versions.is_empty()),
        description: Some(held.description.to_owned()),
    };
    Ok(ListAvailableManagedRuleGroupsResponse {
        next_marker: page.next,
        managed_rule_groups: Some(page.items.iter().map(summary).collect()),
    })
}

/// Lists the versions of a group.
pub(crate) async fn list_versions(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListAvailableManagedRuleGroupVersionsRequest>,
) -> Result<ListAvailableManagedRuleGroupVersionsResponse, WafError> {
    Scope::of(&request.scope, &call.region)?;
    let held = of_name(&request.vendor_name, &request.name).ok_or(WafError::WAFNonexistentItem)?;
    let versions = held.versions.to_vec();
    let marker = request.next_marker.as_deref();
    let page = paged(versions, marker, request.limit, |version| (*version).to_owned())?;
    let version = |name: &&str| ManagedRuleGroupVersion {
        name: Some((*name).to_owned()),
        last_update_timestamp: None,
    };
    Ok(ListAvailableManagedRuleGroupVersionsResponse {
        next_marker: page.next,
        versions: Some(page.items.iter().map(version).collect()),
        current_default_version: held.versions.first().map(|version| (*version).to_owned()),
    })
}

/// Shows a group.
pub(crate) async fn describe(
    _service: &Waf,
    call: &Call,
    request: Authorized<DescribeManagedRuleGroupRequest>,
) -> Result<DescribeManagedRuleGroupResponse, WafError> {
    Scope::of(&request.scope, &call.region)?;
    let version = request.version_name.as_deref();
    let missing = || WafError::WAFNonexistentItem;
    let held = of_name(&request.vendor_name, &request.name).ok_or_else(missing)?;
    let found = find(held.vendor, held.name, version).ok_or_else(missing)?;
    let rule = |rule: &Rule| RuleSummary {
        name: Some(rule.name.clone()),
        action: Some(action(rule.action.kind)),
    };
    let labels = found.group.rules.iter().flat_map(|rule| &rule.labels);
    let label =
        |label: &String| LabelSummary { name: Some(format!("{}{label}", held.label_namespace)) };
    Ok(DescribeManagedRuleGroupResponse {
        version_name: version.or(held.versions.first().copied()).map(str::to_owned),
        capacity: Some(i64::try_from(held.capacity).unwrap_or(i64::MAX)),
        rules: Some(found.group.rules.iter().map(rule).collect()),
        label_namespace: Some(held.label_namespace.to_owned()),
        available_labels: Some(labels.map(label).collect()),
        ..DescribeManagedRuleGroupResponse::default()
    })
}

/// Shows what there is of all vendors.
pub(crate) async fn all_products(
    _service: &Waf,
    call: &Call,
    request: Authorized<DescribeAllManagedProductsRequest>,
) -> Result<DescribeAllManagedProductsResponse, WafError> {
    Scope::of(&request.scope, &call.region)?;
    let managed_products = Some(groups().iter().map(product).collect());
    Ok(DescribeAllManagedProductsResponse { managed_products })
}

/// Shows what there is of a vendor.
pub(crate) async fn products_of_vendor(
    _service: &Waf,
    call: &Call,
    request: Authorized<DescribeManagedProductsByVendorRequest>,
) -> Result<DescribeManagedProductsByVendorResponse, WafError> {
    Scope::of(&request.scope, &call.region)?;
    let of_vendor = groups().iter().filter(|held| held.vendor == request.vendor_name);
    let managed_products = Some(of_vendor.map(product).collect());
    Ok(DescribeManagedProductsByVendorResponse { managed_products })
}

fn product(held: &ManagedRuleGroup) -> ManagedProductDescriptor {
    ManagedProductDescriptor {
        vendor_name: Some(held.vendor.to_owned()),
        managed_rule_set_name: Some(held.name.to_owned()),
        product_title: Some(held.name.to_owned()),
        product_description: Some(held.description.to_owned()),
        is_versioning_supported: Some(!held.versions.is_empty()),
        is_advanced_managed_rule_set: Some(false),
        ..ManagedProductDescriptor::default()
    }
}

fn action(kind: ActionKind) -> RuleAction {
    let mut action = RuleAction::default();
    match kind {
        ActionKind::Allow => action.allow = Some(AllowAction::default()),
        ActionKind::Block => action.block = Some(BlockAction::default()),
        ActionKind::Count | ActionKind::ExcludedAsCount => {
            action.count = Some(CountAction::default());
        }
        ActionKind::Captcha => action.captcha = Some(CaptchaAction::default()),
        ActionKind::Challenge => action.challenge = Some(ChallengeAction::default()),
    }
    action
}
