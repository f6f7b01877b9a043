//! Managed rule groups: which there are, their versions, rules and labels.

use bartizan_inspect::definition::ManagedGroup;
use bartizan_inspect::language::{ActionKind, Rule};
use bartizan_inspect::managed::{AddressLists, ManagedRuleGroup, groups};
use bartizan_service::projection::each;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::entity::{Place, paged};
use crate::error::WafError;
use crate::records::EntityRecord;
use crate::scope::{Kind, Name, Scope};
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
use crate::{Waf, vendor};

/// A group in a version, or in its default one: the newest.
pub(crate) fn find(vendor: &str, name: &str, version: Option<&str>) -> Option<ManagedGroup> {
    let held = of_name(vendor, name)?;
    if version.is_some_and(|version| !held.versions.contains(&version)) {
        return None;
    }
    let group = held.group(&AddressLists::default()).into();
    Some(ManagedGroup { capacity: held.capacity, group })
}

/// Whether a group comes with Bartizan. Vendors are accounts otherwise, and none has such a name.
pub(crate) fn is_built_in(vendor: &str, name: &str) -> bool {
    of_name(vendor, name).is_some()
}

fn of_name(vendor: &str, name: &str) -> Option<&'static ManagedRuleGroup> {
    groups().iter().find(|held| held.vendor == vendor && held.name == name)
}

/// A managed rule group as customers find it.
struct Offer {
    vendor: String,
    name: String,
    id: Option<String>,
    description: String,
    label_namespace: String,
    /// The newest first, and when they were changed; of a group without versions, none.
    versions: Vec<(String, Option<Timestamp>)>,
    default: Option<String>,
}

impl Offer {
    fn built_in(held: &ManagedRuleGroup) -> Self {
        Self {
            vendor: held.vendor.to_owned(),
            name: held.name.to_owned(),
            id: None,
            description: held.description.to_owned(),
            label_namespace: held.label_namespace.to_owned(),
            versions: held.versions.iter().map(|version| ((*version).to_owned(), None)).collect(),
            default: held.versions.first().map(|version| (*version).to_owned()),
        }
    }

    /// What a vendor offers: not the versions that are going to end.
    fn of_vendor(record: &EntityRecord) -> Result<Self, WafError> {
        let set = vendor::set(record)?;
        let versions = set.published_versions.unwrap_or_default().into_iter();
        let offered = versions.filter(|(_, version)| version.expiry_timestamp.is_none());
        let mut versions: Vec<_> =
            offered.map(|(name, version)| (name, version.last_update_timestamp)).collect();
        versions.sort_by_key(|(_, updated)| std::cmp::Reverse(*updated));
        Ok(Self {
            vendor: record.name.account.to_string(),
            name: set.name,
            id: Some(set.id),
            description: String::new(),
            label_namespace: record.name.label_namespace(),
            versions,
            default: set.recommended_version,
        })
    }

    fn is_of(&self, vendor: &str, name: &str) -> bool {
        self.vendor == vendor && self.name == name
    }

    fn product(self) -> ManagedProductDescriptor {
        ManagedProductDescriptor {
            vendor_name: Some(self.vendor),
            managed_rule_set_name: Some(self.name.clone()),
            product_id: self.id,
            product_title: Some(self.name),
            product_description: Some(self.description).filter(|text| !text.is_empty()),
            is_versioning_supported: Some(!self.versions.is_empty()),
            is_advanced_managed_rule_set: Some(false),
            ..ManagedProductDescriptor::default()
        }
    }
}

/// All that is offered in a scope of the region.
fn offers(call: &Call, scope: &str) -> Result<Vec<Offer>, WafError> {
    let scope = Scope::of(scope, &call.region)?;
    let mut offers: Vec<Offer> = groups().iter().map(Offer::built_in).collect();
    let mut sets = Vec::new();
    call.read(|reader| {
        each::<EntityRecord>(reader, |_, record| {
            let Name { kind, scope: of, region, .. } = &record.name;
            if *kind == Kind::ManagedRuleSet && *of == scope && *region == call.region {
                sets.push(record);
            }
            Ok(())
        })
        .map_err(WafError::internal)
    })?;
    for set in &sets {
        offers.push(Offer::of_vendor(set)?);
    }
    Ok(offers)
}

/// Lists the groups.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListAvailableManagedRuleGroupsRequest>,
) -> Result<ListAvailableManagedRuleGroupsResponse, WafError> {
    let all = offers(call, &request.scope)?;
    let marker = request.next_marker.as_deref();
    let page = paged(all, marker, request.limit, |held| format!("{}#{}", held.vendor, held.name))?;
    let summary = |held: Offer| ManagedRuleGroupSummary {
        vendor_name: Some(held.vendor),
        name: Some(held.name),
        versioning_supported: Some(!held.versions.is_empty()),
        description: Some(held.description).filter(|text| !text.is_empty()),
    };
    Ok(ListAvailableManagedRuleGroupsResponse {
        next_marker: page.next,
        managed_rule_groups: Some(page.items.into_iter().map(summary).collect()),
    })
}

/// Lists the versions of a group.
pub(crate) async fn list_versions(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListAvailableManagedRuleGroupVersionsRequest>,
) -> Result<ListAvailableManagedRuleGroupVersionsResponse, WafError> {
    let held = offered(call, &request.scope, (&request.vendor_name, &request.name))?;
    let marker = request.next_marker.as_deref();
    let page = paged(held.versions, marker, request.limit, |(version, _)| version.clone())?;
    let version = |(name, updated)| ManagedRuleGroupVersion {
        name: Some(name),
        last_update_timestamp: updated,
    };
    Ok(ListAvailableManagedRuleGroupVersionsResponse {
        next_marker: page.next,
        versions: Some(page.items.into_iter().map(version).collect()),
        current_default_version: held.default,
    })
}

/// Shows a group.
pub(crate) async fn describe(
    _service: &Waf,
    call: &Call,
    request: Authorized<DescribeManagedRuleGroupRequest>,
) -> Result<DescribeManagedRuleGroupResponse, WafError> {
    let named = (request.vendor_name.as_str(), request.name.as_str());
    let held = offered(call, &request.scope, named)?;
    let version = request.version_name.as_deref();
    if version.is_some_and(|version| !held.versions.iter().any(|(name, _)| name == version)) {
        return Err(WafError::WAFNonexistentItem);
    }
    let near = Place::of(call, &request.scope, Kind::WebAcl)?.name("", "");
    let found = call.read(|reader| {
        let of_vendor = || vendor::group(reader, &near, named, version);
        Ok::<_, WafError>(find(named.0, named.1, version).or_else(of_vendor))
    })?;
    let found = found.ok_or(WafError::WAFNonexistentItem)?;
    let rule = |rule: &Rule| RuleSummary {
        name: Some(rule.name.clone()),
        action: Some(action(rule.action.kind)),
    };
    let labels = found.group.rules.iter().flat_map(|rule| &rule.labels);
    let label =
        |label: &String| LabelSummary { name: Some(format!("{}{label}", held.label_namespace)) };
    Ok(DescribeManagedRuleGroupResponse {
        version_name: version.map(str::to_owned).or(held.default),
        capacity: Some(i64::try_from(found.capacity).unwrap_or(i64::MAX)),
        rules: Some(found.group.rules.iter().map(rule).collect()),
        available_labels: Some(labels.map(label).collect()),
        label_namespace: Some(held.label_namespace),
        ..DescribeManagedRuleGroupResponse::default()
    })
}

fn offered(call: &Call, scope: &str, (vendor, name): (&str, &str)) -> Result<Offer, WafError> {
    let mut offers = offers(call, scope)?.into_iter();
    offers.find(|offer| offer.is_of(vendor, name)).ok_or(WafError::WAFNonexistentItem)
}

/// Shows what there is of all vendors.
pub(crate) async fn all_products(
    _service: &Waf,
    call: &Call,
    request: Authorized<DescribeAllManagedProductsRequest>,
) -> Result<DescribeAllManagedProductsResponse, WafError> {
    let offers = offers(call, &request.scope)?.into_iter();
    let managed_products = Some(offers.map(Offer::product).collect());
    Ok(DescribeAllManagedProductsResponse { managed_products })
}

/// Shows what there is of a vendor.
pub(crate) async fn products_of_vendor(
    _service: &Waf,
    call: &Call,
    request: Authorized<DescribeManagedProductsByVendorRequest>,
) -> Result<DescribeManagedProductsByVendorResponse, WafError> {
    let offers = offers(call, &request.scope)?.into_iter();
    let of_vendor = offers.filter(|offer| offer.vendor == request.vendor_name);
    let managed_products = Some(of_vendor.map(Offer::product).collect());
    Ok(DescribeManagedProductsByVendorResponse { managed_products })
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
