//! `DescribeInstanceStatus`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{hosts, is_heard, is_shown, state};
use crate::error::{Ec2Error, check_dry_run, refuse_without_managed};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{HostRecord, InstanceRecord};
use crate::shapes::{
    DescribeInstanceStatusRequest, DescribeInstanceStatusResult, InstanceStatus,
    InstanceStatusDetails, InstanceStatusSummary, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// An instance's status, with its tags.
struct Status {
    is_running: bool,
    shown: InstanceStatus,
    tags: Vec<Tag>,
}

/// The status of the account's instances in the region: without `IncludeAllInstances`, of those that
/// run.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeInstanceStatusRequest>,
) -> Result<DescribeInstanceStatusResult, Ec2Error> {
    refuse_without_managed(request.include_managed_resources)?;
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let request = request.into_inner();
    let mut all = call.read(|reader| {
        let (hosts, tags) = (hosts(reader, &scope)?, Shown::all(reader, &scope)?);
        let mut instances = scope.all::<InstanceRecord>(reader)?;
        instances.retain(|instance| is_shown(instance, now));
        let shown = |one: &InstanceRecord| {
            let host = hosts.get(&one.id).filter(|_| one.terminated.is_none());
            Status {
                is_running: host.is_some_and(|host| is_heard(host, now)),
                shown: shown(one, host, now),
                tags: tags.of(&one.id),
            }
        };
        Ok::<_, Ec2Error>(instances.iter().map(shown).collect::<Vec<_>>())
    })?;
    for id in request.instance_ids.iter().flatten() {
        if !all.iter().any(|one| one.id() == id) {
            return Err(super::not_found(id));
        }
    }
    let mut ids = request.instance_ids;
    if request.include_all_instances != Some(true) {
        all.retain(|one| one.is_running);
        if let Some(ids) = &mut ids {
            ids.retain(|id| all.iter().any(|one| one.id() == id));
            if ids.is_empty() {
                all.clear();
            }
        }
    }
    let page = listing::page(
        all,
        &Wanted {
            ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeInstanceStatusResult {
        instance_statuses: Some(page.items.into_iter().map(|one| one.shown).collect()),
        next_token: page.next,
    })
}

/// The status of an instance: that of a host that runs is what its agent shows, that it can be reached. Of
/// what is below a host nothing is known.
fn shown(instance: &InstanceRecord, host: Option<&HostRecord>, now: Timestamp) -> InstanceStatus {
    let none = || {
        let status = Some("not-applicable".to_owned());
        Some(InstanceStatusSummary { status, ..InstanceStatusSummary::default() })
    };
    let reached = || {
        let (name, status) = (Some("reachability".to_owned()), Some("passed".to_owned()));
        let details = InstanceStatusDetails { name, status, ..InstanceStatusDetails::default() };
        Some(InstanceStatusSummary { status: Some("ok".to_owned()), details: Some(vec![details]) })
    };
    InstanceStatus {
        availability_zone: Some(instance.zone.clone()),
        availability_zone_id: Some(instance.zone_id.clone()),
        instance_id: Some(instance.id.clone()),
        instance_status: if host.is_some_and(|host| is_heard(host, now)) {
            reached()
        } else {
            none()
        },
        instance_state: Some(state(instance, host, now)),
        system_status: none(),
        ..InstanceStatus::default()
    }
}

impl Listed for Status {
    const KIND: Kind = Kind::Instance;

    fn id(&self) -> &str {
        self.shown.instance_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for Status {
    const FILTERS: &'static [&'static str] = &[
        "availability-zone",
        "availability-zone-id",
        "event.code",
        "event.description",
        "event.instance-event-id",
        "event.not-after",
        "event.not-before",
        "event.not-before-deadline",
        "instance-state-code",
        "instance-state-name",
        "instance-status.reachability",
        "instance-status.status",
        "system-status.reachability",
        "system-status.status",
    ];

    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let state = self.shown.instance_state.as_ref();
        let summary =
            |one: Option<&InstanceStatusSummary>| text(one.and_then(|one| one.status.as_ref()));
        match name {
            "availability-zone" => text(self.shown.availability_zone.as_ref()),
            "availability-zone-id" => text(self.shown.availability_zone_id.as_ref()),
            "instance-state-code" => text(state.and_then(|one| one.code.as_ref())),
            "instance-state-name" => text(state.and_then(|one| one.name.as_ref())),
            "instance-status.status" => summary(self.shown.instance_status.as_ref()),
            "instance-status.reachability" => {
                let summary = self.shown.instance_status.as_ref();
                let details = summary.and_then(|one| one.details.as_ref()?.first());
                text(details.and_then(|one| one.status.as_ref()))
            }
            "system-status.status" => summary(self.shown.system_status.as_ref()),
            _ => Vec::new(),
        }
    }
}
