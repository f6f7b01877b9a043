//! Flows that agents see at their hosts. Each piece is stored with what was found in it before it counts as
//! taken.

use std::sync::Arc;

use bartizan_detect::read::{FlowLog, Format};
use bartizan_detect::record::Label;
use bartizan_service::store::Writer;
use bartizan_service::{
    BoxFuture, HOST_FLOW_FIELDS, HostFlows, NetworkPlace, Platform, Ports, Projection, SentFlows,
    TakenFlows,
};
use bartizan_types::Fault;

use super::reading;
use super::record::{SourceRecord, Stream};
use super::state::State;
use super::turn::Turn;
use crate::GuardDuty;
use crate::detector::Place;
use crate::error::GuardDutyError;
use crate::finding::publish::Publisher;

/// Opens the port of what watches accounts. Decisions need nothing of it.
#[derive(Debug)]
pub struct DetectionProjection(GuardDuty);

impl DetectionProjection {
    /// Of what watches the accounts.
    pub fn new(service: GuardDuty) -> Self {
        Self(service)
    }
}

impl Projection for DetectionProjection {
    fn offer(&self, ports: &mut Ports) {
        ports.host_flows = Some(Arc::new(self.0.clone()));
    }
}

impl HostFlows for GuardDuty {
    fn take<'a>(
        &'a self,
        platform: &'a Arc<Platform>,
        place: &'a NetworkPlace,
        sent: SentFlows,
    ) -> BoxFuture<'a, Result<TakenFlows, Fault>> {
        Box::pin(async move {
            let place = Place { account: place.account, region: place.region.as_str().to_owned() };
            let end = sent.offset.saturating_add(sent.rows.len() as u64);
            match take(self, platform, place, sent).await {
                // Who is not watched need not be heard again.
                Err(GuardDutyError::NoDetector) => {
                    Ok(TakenFlows { next_offset: end, is_wanted: false })
                }
                taken => taken.map_err(Fault::from),
            }
        })
    }
}

async fn take(
    service: &GuardDuty,
    platform: &Arc<Platform>,
    place: Place,
    sent: SentFlows,
) -> Result<TakenFlows, GuardDutyError> {
    let SentFlows { instance, source, offset, rows } = sent;
    let id = SourceRecord::id(Stream::Flows, &format!("{instance}/{source}"));
    let mut turn = Turn::begin(service, &platform.store, place, id).await?;
    if turn.source.offset == offset && !rows.is_empty() {
        let label = Label::new(instance.as_bytes())
            .ok_or_else(|| GuardDutyError::invalid("the id of the instance is too long."))?;
        let account = Label::new(turn.place.account.to_string().as_bytes()).unwrap_or_default();
        let format = Format::header(HOST_FLOW_FIELDS.as_bytes()).unwrap_or_default();
        let log = FlowLog::of_interface(format, account, Label::default(), label);
        let work = move |state: &mut State, source: &mut SourceRecord| {
            Ok((reading::host_flows(state, source, log, &rows), rows.len()))
        };
        let tally = turn.read(service, Stream::Flows, work).await?;
        if let Some(bad) = tally.first_bad.first() {
            tracing::warn!(
                %instance, rows = tally.bad_rows(), line = bad.line, reason = %bad.reason,
                "an agent sent flows that cannot be read"
            );
        }
        let now = platform.now();
        let (place, due) = (turn.place.clone(), turn.pack(service, now).await?);
        let publisher = Publisher::of(platform);
        let store =
            move |writer: &mut Writer<'_>| due.store(writer, &place, &publisher, now).map(drop);
        platform.store.write(store).await?;
    }
    let taken = TakenFlows { next_offset: turn.source.offset, is_wanted: true };
    turn.leave();
    Ok(taken)
}
