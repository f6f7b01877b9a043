//! Active findings, counted. (Amazon Inspector API Reference, `ListFindingAggregations`.)

use std::ops::ControlFlow;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call, paging};

use super::criteria::{are_asked_for, are_tags_asked_for};
use super::groups::{Group, Groups};
use super::shelf::Fact;
use super::view::{self, View};
use crate::Inspector;
use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{
    AccountAggregation, AccountAggregationResponse, AggregationRequest, AggregationResponse,
    AmiAggregation, AmiAggregationResponse, Ec2InstanceAggregation, Ec2InstanceAggregationResponse,
    FindingTypeAggregation, FindingTypeAggregationResponse, ListFindingAggregationsRequest,
    ListFindingAggregationsResponse, PackageAggregation, PackageAggregationResponse,
    TitleAggregation, TitleAggregationResponse,
};

/// How many answers a page has at most, and unless the request says.
const PAGE_ITEMS: usize = 100;

/// How images come to be scanned.
const SOURCE: &str = "INSTANCE_SCAN";

/// How findings are counted together.
enum By {
    Account(AccountAggregation),
    Ami(AmiAggregation),
    Instance(Ec2InstanceAggregation),
    FindingType(FindingTypeAggregation),
    Package(PackageAggregation),
    Title(TitleAggregation),
    /// By what no resource that is scanned has.
    Nothing,
}

/// Counts active findings of the caller's account, and of its members.
pub(crate) async fn list(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListFindingAggregationsRequest>,
) -> Result<ListFindingAggregationsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let by = By::read(&request.aggregation_type, request.aggregation_request.clone())?;
    service.read(call, move |reader| page(reader, &look, &by, request)).await
}

fn page(
    reader: &Reader<'_>,
    look: &Look,
    by: &By,
    request: ListFindingAggregationsRequest,
) -> Result<ListFindingAggregationsResponse, InspectorError> {
    let accounts = request.account_ids;
    let mut groups = Groups::default();
    let is_asked_for = |account: &str| are_asked_for(accounts.as_ref(), &[account]);
    view::each(reader, look, None, is_asked_for, |view| {
        if !view.row.is_closed() && view.status()? == "ACTIVE" {
            by.add(&mut groups, view)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let groups = groups.into_groups().filter(|((_, name), group)| by.admits(name, group));
    let placed = groups.map(|(key, group)| (by.place(&key, &group), key, group));
    let placed: Vec<(String, (String, String), Group)> = placed.collect();
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let (token, limit) = (request.next_token.as_deref(), limit.unwrap_or(PAGE_ITEMS));
    let page = paging::page(placed, token, limit, |one| one.0.clone());
    let unknown = "nextToken is not one that an earlier answer gave.";
    let page = page.map_err(|_| InspectorError::Invalid(unknown.to_owned()))?;
    let responses =
        page.items.into_iter().map(|(_, (account, name), group)| by.shown(account, name, group));
    Ok(ListFindingAggregationsResponse {
        aggregation_type: request.aggregation_type,
        responses: Some(responses.collect()),
        next_token: page.next,
    })
}

impl By {
    fn read(kind: &str, request: Option<AggregationRequest>) -> Result<Self, InspectorError> {
        let given = request.is_some();
        let request = request.unwrap_or_default();
        let other = || {
            let why = format!("aggregationRequest is not one of the aggregation type {kind}.");
            InspectorError::Invalid(why)
        };
        macro_rules! own {
            ($member:ident, $by:ident) => {
                match request.$member {
                    Some(request) => Self::$by(request),
                    None if given => return Err(other()),
                    None => Self::$by(Default::default()),
                }
            };
        }
        Ok(match kind {
            "ACCOUNT" => own!(account_aggregation, Account),
            "AMI" => own!(ami_aggregation, Ami),
            "AWS_EC2_INSTANCE" => own!(ec2_instance_aggregation, Instance),
            "FINDING_TYPE" => own!(finding_type_aggregation, FindingType),
            "PACKAGE" => own!(package_aggregation, Package),
            "TITLE" => own!(title_aggregation, Title),
            _ => Self::Nothing,
        })
    }

    /// Adds a finding to the groups that it is of.
    fn add(&self, groups: &mut Groups, view: &View<'_>) -> Result<(), InspectorError> {
        let of_resource = |path: &str| view.resource().and_then(|one| one.pointer(path)?.as_str());
        let is_of = |finding_type: &Option<String>, resource_type: &Option<String>| {
            let is = |asked: &Option<String>, found: &str| {
                asked.as_deref().is_none_or(|asked| asked == found)
            };
            is(finding_type, view.row.text(Fact::Type))
                && is(resource_type, of_resource("/type").unwrap_or_default())
        };
        match self {
            Self::Account(by) if is_of(&by.finding_type, &by.resource_type) => groups.add(view, ""),
            Self::FindingType(by) if is_of(&by.finding_type, &by.resource_type) => {
                groups.add(view, "")
            }
            Self::Title(by) if is_of(&by.finding_type, &by.resource_type) => {
                groups.add(view, view.row.text(Fact::Title))
            }
            Self::Instance(_) => groups.add_instance(view),
            // Images are scanned as the disks of instances only.
            Self::Ami(by)
                if by
                    .scan_sources
                    .as_ref()
                    .is_some_and(|asked| !asked.iter().any(|one| one == SOURCE)) =>
            {
                Ok(())
            }
            Self::Ami(_) => {
                let image = of_resource("/details/awsEc2Instance/imageId");
                groups.add(view, image.unwrap_or_default())
            }
            Self::Package(_) => {
                view.row.texts(Fact::Packages).try_for_each(|name| groups.add(view, name))
            }
            _ => Ok(()),
        }
    }

    /// Whether a group is asked for.
    fn admits(&self, name: &str, group: &Group) -> bool {
        match self {
            Self::Ami(by) => are_asked_for(by.amis.as_ref(), &[name]),
            Self::Package(by) => are_asked_for(by.package_names.as_ref(), &[name]),
            Self::Title(by) => {
                are_asked_for(by.titles.as_ref(), &[name])
                    && are_asked_for(by.vulnerability_ids.as_ref(), &[&group.vulnerability])
            }
            Self::Instance(by) => {
                let of_instance = |name| group.of_instance(name);
                are_asked_for(by.instance_ids.as_ref(), &[name])
                    && are_asked_for(by.amis.as_ref(), &[of_instance("imageId")])
                    && are_asked_for(by.operating_systems.as_ref(), &[of_instance("platform")])
                    && are_tags_asked_for(by.instance_tags.as_ref(), |key| group.tag(key))
            }
            Self::Account(_) | Self::FindingType(_) | Self::Nothing => true,
        }
    }

    /// Where a group stands: a text whose order is that of the list.
    fn place(&self, (account, name): &(String, String), group: &Group) -> String {
        let (by, order) = match self {
            Self::Account(by) => (&by.sort_by, &by.sort_order),
            Self::Ami(by) => (&by.sort_by, &by.sort_order),
            Self::Instance(by) => (&by.sort_by, &by.sort_order),
            Self::FindingType(by) => (&by.sort_by, &by.sort_order),
            Self::Package(by) => (&by.sort_by, &by.sort_order),
            Self::Title(by) => (&by.sort_by, &by.sort_order),
            Self::Nothing => return String::new(),
        };
        let count = &group.count;
        let count = match by.as_deref() {
            Some("CRITICAL") => count.of("CRITICAL"),
            Some("HIGH") => count.of("HIGH"),
            Some("NETWORK_FINDINGS") => count.of_network,
            Some("AFFECTED_INSTANCES") => count.resources,
            _ => count.all,
        };
        let count = if order.as_deref() == Some("ASC") { count } else { i64::MAX - count };
        format!("{count:020}/{account}/{name}")
    }

    fn shown(&self, account: String, name: String, group: Group) -> AggregationResponse {
        let count = &group.count;
        let counts = Some(count.severities());
        let (exploits, fixes) = (Some(count.with_exploit), Some(count.with_fix));
        let text = |text: String| Some(text).filter(|text| !text.is_empty());
        let account_id = Some(account);
        let mut shown = AggregationResponse::default();
        match self {
            Self::Account(_) => {
                shown.account_aggregation = Some(AccountAggregationResponse {
                    account_id,
                    severity_counts: counts,
                    exploit_available_count: exploits,
                    fix_available_count: fixes,
                });
            }
            Self::FindingType(_) => {
                shown.finding_type_aggregation = Some(FindingTypeAggregationResponse {
                    account_id,
                    severity_counts: counts,
                    exploit_available_count: exploits,
                    fix_available_count: fixes,
                    ..FindingTypeAggregationResponse::default()
                });
            }
            Self::Title(_) => {
                shown.title_aggregation = Some(TitleAggregationResponse {
                    title: name,
                    vulnerability_id: text(group.vulnerability),
                    account_id,
                    severity_counts: counts,
                });
            }
            Self::Package(_) => {
                shown.package_aggregation = Some(PackageAggregationResponse {
                    package_name: name,
                    account_id,
                    severity_counts: counts,
                });
            }
            Self::Ami(_) => {
                shown.ami_aggregation = Some(AmiAggregationResponse {
                    ami: name,
                    account_id,
                    severity_counts: counts,
                    affected_instances: Some(count.resources),
                    scan_source: Some(SOURCE.to_owned()),
                    ..AmiAggregationResponse::default()
                });
            }
            Self::Instance(_) => {
                shown.ec2_instance_aggregation = Some(Ec2InstanceAggregationResponse {
                    instance_id: name,
                    ami: text(group.of_instance("imageId").to_owned()),
                    operating_system: text(group.of_instance("platform").to_owned()),
                    instance_tags: Some(group.tags()),
                    account_id,
                    severity_counts: counts,
                    network_findings: Some(count.of_network),
                });
            }
            Self::Nothing => {}
        }
        shown
    }
}
