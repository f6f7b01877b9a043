//! What is covered by scans. (Amazon Inspector API Reference, `ListCoverage` and
//! `ListCoverageStatistics`.)

mod criteria;
pub(crate) mod record;

use std::collections::BTreeMap;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call, paging};
use bartizan_types::{AccountId, Timestamp};

use self::criteria::Criteria;
use self::record::CoveredRecord;
use crate::error::InspectorError;
use crate::finding::view::seen_accounts;
use crate::look::Look;
use crate::shapes::{
    Counts, CoveredResource, Ec2Metadata, ListCoverageRequest, ListCoverageResponse,
    ListCoverageStatisticsRequest, ListCoverageStatisticsResponse, ResourceScanMetadata,
    ScanStatus,
};
use crate::{Inspector, scan};

/// How many items a page has at most, and unless the request says.
const PAGE_ITEMS: usize = 200;

/// An instance under one kind of scan.
pub(crate) struct Covered {
    pub(crate) account: AccountId,
    pub(crate) record: CoveredRecord,
    /// `NETWORK` or `PACKAGE`.
    pub(crate) scan: &'static str,
}

impl Covered {
    fn status(&self) -> (&str, &str) {
        match self.scan {
            "PACKAGE" => (&self.record.packages.0, &self.record.packages.1),
            _ => ("ACTIVE", "SUCCESSFUL"),
        }
    }

    /// How its packages are found; nothing of its network.
    fn mode(&self) -> Option<&'static str> {
        (self.scan == "PACKAGE" && self.record.inventory.is_some()).then_some(
            if self.record.is_agent_based { "EC2_SSM_AGENT_BASED" } else { "EC2_AGENTLESS" },
        )
    }

    fn scanned(&self) -> Option<Timestamp> {
        match self.scan {
            "PACKAGE" => self.record.packages_scanned,
            _ => Some(self.record.network_scanned),
        }
    }

    /// Where it stands in a list.
    fn place(&self) -> String {
        format!("{}/{}/{}", self.account, self.record.instance, self.scan)
    }

    fn shown(self) -> CoveredResource {
        let (code, reason) = self.status();
        let scan_status = ScanStatus { status_code: code.to_owned(), reason: reason.to_owned() };
        let (scan_mode, last_scanned_at) = (self.mode().map(str::to_owned), self.scanned());
        let is_known = !self.record.platform.is_empty();
        let metadata = Ec2Metadata {
            tags: Some(self.record.tags),
            ami_id: Some(self.record.image).filter(|image| !image.is_empty()),
            platform: Some(if is_known { "LINUX" } else { "UNKNOWN" }.to_owned()),
        };
        CoveredResource {
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_id: self.record.instance,
            account_id: self.account.to_string(),
            scan_type: self.scan.to_owned(),
            scan_status: Some(scan_status),
            resource_metadata: Some(ResourceScanMetadata {
                ec2: Some(metadata),
                ..ResourceScanMetadata::default()
            }),
            last_scanned_at,
            scan_mode,
            ..CoveredResource::default()
        }
    }
}

/// The kind of all that is covered.
pub(crate) const RESOURCE_TYPE: &str = "AWS_EC2_INSTANCE";

/// Lists what is covered of the caller's account, and of its members.
pub(crate) async fn list(
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListCoverageRequest>,
) -> Result<ListCoverageResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = Criteria::read(request.filter_criteria)?;
    let covered = call.read(|reader| covered(reader, &look, &criteria))?;
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let (token, limit) = (request.next_token.as_deref(), limit.unwrap_or(PAGE_ITEMS));
    let page = paging::page(covered, token, limit, Covered::place);
    let page = page.map_err(|_| unknown_token())?;
    let shown = page.items.into_iter().map(Covered::shown).collect();
    Ok(ListCoverageResponse { next_token: page.next, covered_resources: Some(shown) })
}

/// Counts it.
pub(crate) async fn count(
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListCoverageStatisticsRequest>,
) -> Result<ListCoverageStatisticsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = Criteria::read(request.filter_criteria)?;
    let covered = call.read(|reader| covered(reader, &look, &criteria))?;
    let total = i64::try_from(covered.len()).unwrap_or(i64::MAX);
    let mut groups: BTreeMap<String, i64> = BTreeMap::new();
    for one in &covered {
        let (code, reason) = one.status();
        let key = match request.group_by.as_deref() {
            Some("SCAN_STATUS_CODE") => code.to_owned(),
            Some("SCAN_STATUS_REASON") => reason.to_owned(),
            Some("ACCOUNT_ID") => one.account.to_string(),
            Some("RESOURCE_TYPE") => RESOURCE_TYPE.to_owned(),
            // No instance has a repository, or a provider but this one.
            _ => continue,
        };
        *groups.entry(key).or_default() += 1;
    }
    let token = request.next_token.as_deref();
    let page =
        paging::page(groups.into_iter().collect(), token, PAGE_ITEMS, |one: &(String, i64)| {
            one.0.clone()
        });
    let page = page.map_err(|_| unknown_token())?;
    let shown = page
        .items
        .into_iter()
        .map(|(key, count)| Counts { count: Some(count), group_key: Some(key) });
    let counts_by_group = request.group_by.is_some().then(|| shown.collect());
    Ok(ListCoverageStatisticsResponse {
        counts_by_group,
        total_counts: total,
        next_token: page.next,
    })
}

fn unknown_token() -> InspectorError {
    InspectorError::Invalid("nextToken is not one that an earlier answer gave.".to_owned())
}

fn covered(
    reader: &Reader<'_>,
    look: &Look,
    criteria: &Criteria,
) -> Result<Vec<Covered>, InspectorError> {
    let mut found = Vec::new();
    for account in seen_accounts(reader, look)? {
        for (_, record) in scan::all::<CoveredRecord>(reader, account, &look.region)? {
            for scan in ["NETWORK", "PACKAGE"] {
                let one = Covered { account, record: record.clone(), scan };
                if criteria.matches(&one) {
                    found.push(one);
                }
            }
        }
    }
    Ok(found)
}
