//! Active findings, counted. (Amazon Inspector API Reference, `ListFindingAggregations`.)

use bartizan_service::{Authorized, Call, paging};

use super::criteria::{are_asked_for, are_tags_asked_for};
use super::groups::{self, Group, Groups};
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
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListFindingAggregationsRequest>,
) -> Result<ListFindingAggregationsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let by = By::read(&request.aggregation_type, request.aggregation_request)?;
    let accounts = request.account_ids;
    let mut groups = Groups::new();
    call.read(|reader| {
        view::each(reader, &look, |view| {
            if view.is_active() && are_asked_for(accounts.as_ref(), &[&view.key.account]) {
                by.add(&mut groups, view);
            }
            Ok(())
        })
    })?;
    by.retain(&mut groups);
    let mut sorted: Vec<(String, (String, String), Group)> =
        groups.into_iter().map(|(key, group)| (by.place(&key, &group), key, group)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let (token, limit) = (request.next_token.as_deref(), limit.unwrap_or(PAGE_ITEMS));
    let page = paging::page(sorted, token, limit, |one| one.0.clone());
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
    fn add(&self, groups: &mut Groups, view: &View<'_>) {
        let record = view.record;
        let is_of = |finding_type: &Option<String>, resource_type: &Option<String>| {
            let is = |asked: &Option<String>, path: &[&str]| {
                asked.as_deref().is_none_or(|asked| asked == record.text(path))
            };
            is(finding_type, &["type"]) && is(resource_type, &["resources", "type"])
        };
        match self {
            Self::Account(by) if is_of(&by.finding_type, &by.resource_type) => {
                groups::add(groups, view, "");
            }
            Self::FindingType(by) if is_of(&by.finding_type, &by.resource_type) => {
                groups::add(groups, view, "");
            }
            Self::Title(by) if is_of(&by.finding_type, &by.resource_type) => {
                groups::add(groups, view, record.text(&["title"]));
            }
            Self::Instance(_) => groups::add(groups, view, &record.resource),
            // Images are scanned as the disks of instances only.
            Self::Ami(by)
                if by
                    .scan_sources
                    .as_ref()
                    .is_some_and(|asked| !asked.iter().any(|one| one == SOURCE)) => {}
            Self::Ami(_) => {
                let image = record.text(&["resources", "details", "awsEc2Instance", "imageId"]);
                groups::add(groups, view, image);
            }
            Self::Package(_) => {
                let mut names =
                    record.texts(&["packageVulnerabilityDetails", "vulnerablePackages", "name"]);
                names.sort_unstable();
                names.dedup();
                for name in names {
                    groups::add(groups, view, name);
                }
            }
            _ => {}
        }
    }

    /// Leaves the groups that are asked for.
    fn retain(&self, groups: &mut Groups) {
        groups.retain(|(_, name), group| match self {
            Self::Ami(by) => are_asked_for(by.amis.as_ref(), &[name]),
            Self::Package(by) => are_asked_for(by.package_names.as_ref(), &[name]),
            Self::Title(by) => {
                are_asked_for(by.titles.as_ref(), &[name])
                    && are_asked_for(by.vulnerability_ids.as_ref(), &[&group.vulnerability])
            }
            Self::Instance(by) => {
                are_asked_for(by.instance_ids.as_ref(), &[name])
                    && are_asked_for(by.amis.as_ref(), &[&group.image])
                    && are_asked_for(by.operating_systems.as_ref(), &[&group.platform])
                    && are_tags_asked_for(by.instance_tags.as_ref(), |key| {
                        group.tags.get(key).map(String::as_str)
                    })
            }
            Self::Account(_) | Self::FindingType(_) | Self::Nothing => true,
        });
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
            Some("AFFECTED_INSTANCES") => i64::try_from(count.resources.len()).unwrap_or(i64::MAX),
            _ => count.all,
        };
        let count = if order.as_deref() == Some("ASC") { count } else { i64::MAX - count };
        format!("{count:020}/{account}/{name}")
    }

    fn shown(&self, account: String, name: String, group: Group) -> AggregationResponse {
        let Group { count, tags, image, platform, vulnerability } = group;
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
                    vulnerability_id: text(vulnerability),
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
                    affected_instances: i64::try_from(count.resources.len()).ok(),
                    scan_source: Some(SOURCE.to_owned()),
                    ..AmiAggregationResponse::default()
                });
            }
            Self::Instance(_) => {
                shown.ec2_instance_aggregation = Some(Ec2InstanceAggregationResponse {
                    instance_id: name,
                    ami: text(image),
                    operating_system: text(platform),
                    instance_tags: Some(tags),
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
