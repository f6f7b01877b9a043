//! Resource record sets. (Route 53 Developer Guide, "Working with records".)

mod aliases;
mod batch;
mod list;
mod read;

use bartizan_service::{Authorized, Call};

pub(crate) use list::list;

use self::batch::Batch;
use crate::error::Route53Error;
use crate::records::{RecordSet, Routing};
use crate::shapes::{
    self, ChangeResourceRecordSetsRequest, ChangeResourceRecordSetsResponse, ResourceRecord,
};
use crate::{Route53, change as changes, id, zone};

/// Makes all changes of a batch, or none.
pub(crate) async fn change(
    _service: &Route53,
    call: &Call,
    request: Authorized<ChangeResourceRecordSetsRequest>,
) -> Result<ChangeResourceRecordSetsResponse, Route53Error> {
    let (account, now, request) = (call.account()?, call.now, request.into_inner());
    let change_id = id::of_change(&*call.platform.random, now);
    let zone_id = request.hosted_zone_id;
    call.read(|reader| zone::find(reader, account, &zone_id).map(drop))?;
    let wanted = read::changes(request.change_batch.changes, id::bare(&zone_id, id::ZONE))?;
    let comment = request.change_batch.comment;
    let fronts = call.platform.ports.edge_fronts.clone();
    let done = call.commit(move |writer| {
        let zone = zone::find(writer, account, &zone_id)?;
        Batch::new(zone, fronts.as_deref()).apply(writer, &wanted)?;
        let change_info = changes::keep(writer, account, (change_id, comment, now))?;
        Ok::<_, Route53Error>(ChangeResourceRecordSetsResponse { change_info })
    });
    Ok(done.await?)
}

/// A set as answers show it.
fn shown(set: RecordSet) -> shapes::ResourceRecordSet {
    let values = set.values.into_iter().map(|value| ResourceRecord { value });
    let values: Vec<_> = values.collect();
    let (weight, failover, is_multi) = match set.routing {
        Routing::Simple => (None, None, None),
        Routing::Weighted(weight) => (Some(weight.into()), None, None),
        Routing::Primary => (None, Some("PRIMARY".to_owned()), None),
        Routing::Secondary => (None, Some("SECONDARY".to_owned()), None),
        Routing::MultiValue => (None, None, Some(true)),
    };
    shapes::ResourceRecordSet {
        name: set.name,
        r#type: set.kind,
        set_identifier: set.set_identifier,
        weight,
        failover,
        multi_value_answer: is_multi,
        ttl: set.ttl.map(i64::from),
        resource_records: (!values.is_empty()).then_some(values),
        alias_target: set.alias.map(|alias| shapes::AliasTarget {
            hosted_zone_id: alias.zone,
            dns_name: alias.name,
            evaluate_target_health: alias.evaluates_health,
        }),
        health_check_id: set.health_check,
        ..shapes::ResourceRecordSet::default()
    }
}
