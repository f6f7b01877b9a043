//! `DescribeInstanceStatus`.

use bartizan_service::{Authorized, Call};

use super::{is_shown, state};
use crate::error::{Ec2Error, check_dry_run, refuse_without_managed};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::InstanceRecord;
use crate::shapes::{
    DescribeInstanceStatusRequest, DescribeInstanceStatusResult, InstanceStatus,
    InstanceStatusSummary, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// An instance's status, with its tags.
struct Status {
    shown: InstanceStatus,
    tags: Vec<Tag>,
}

/// The status of the account's instances in the region: without `IncludeAllInstances`, of those that
/// run, which none does.
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
        let tags = Shown::all(reader, &scope)?;
        let mut instances = scope.all::<InstanceRecord>(reader)?;
        instances.retain(|instance| is_shown(instance, now));
        let shown = |one: &InstanceRecord| Status { shown: shown(one), tags: tags.of(&one.id) };
        Ok::<_, Ec2Error>(instances.iter().map(shown).collect::<Vec<_>>())
    })?;
    for id in request.instance_ids.iter().flatten() {
        if !all.iter().any(|one| one.id() == id) {
            return Err(super::not_found(id));
        }
    }
    let mut ids = request.instance_ids;
    if request.include_all_instances != Some(true) {
        all.clear();
        ids = None;
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

fn shown(instance: &InstanceRecord) -> InstanceStatus {
    let none = || {
        let status = Some("not-applicable".to_owned());
        Some(InstanceStatusSummary { status, ..InstanceStatusSummary::default() })
    };
    InstanceStatus {
        availability_zone: Some(instance.zone.clone()),
        availability_zone_id: Some(instance.zone_id.clone()),
        instance_id: Some(instance.id.clone()),
        instance_state: Some(state(instance)),
        instance_status: none(),
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
            "system-status.status" => summary(self.shown.system_status.as_ref()),
            _ => Vec::new(),
        }
    }
}
