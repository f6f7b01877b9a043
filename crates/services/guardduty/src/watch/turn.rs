//! A turn at a place: one source of records is read through its detectors.

use bartizan_detect::read::Tally;
use bartizan_service::store::Store;
use bartizan_types::{Fault, Timestamp};
use tokio::sync::OwnedMutexGuard;

use super::record::{SourceRecord, Stream};
use super::state::{Due, State};
use crate::GuardDuty;
use crate::detector::Place;
use crate::error::GuardDutyError;

/// Who drops it before [`Turn::leave`] has the detectors read from the store again, by the next one.
pub(super) struct Turn {
    pub(super) place: Place,
    /// How far the source was read.
    pub(super) source: SourceRecord,
    id: String,
    seat: OwnedMutexGuard<Option<Box<State>>>,
    state: Option<Box<State>>,
}

impl Turn {
    /// Waits for the turn of a source, which is known by its id.
    ///
    /// # Errors
    /// Nothing is watched here; or the store's fault.
    pub(super) async fn begin(
        service: &GuardDuty,
        store: &Store,
        place: Place,
        id: String,
    ) -> Result<Self, GuardDutyError> {
        let mut seat = service.watch.enter(&place).await;
        let state = State::open(store, &place, seat.take())?;
        let source = store.read(|reader| state.source(reader, &place, &id))?;
        Ok(Self { place, source, id, seat, state: Some(state) })
    }

    /// Reads a piece, which `read` says the length of.
    ///
    /// # Errors
    /// What `read` answers; or too much waits.
    pub(super) async fn read(
        &mut self,
        service: &GuardDuty,
        stream: Stream,
        read: impl FnOnce(&mut State, &mut SourceRecord) -> Result<(Tally, usize), GuardDutyError>
        + Send
        + 'static,
    ) -> Result<Tally, GuardDutyError> {
        let (mut state, mut source) = (self.state()?, self.source.clone());
        let id = self.id.clone();
        let work = move || {
            let (tally, bytes) = read(&mut state, &mut source)?;
            state.note(stream, id, source.clone(), bytes);
            Ok::<_, GuardDutyError>((state, source, tally))
        };
        let (state, source, tally) = service.walks.run(self.place.account, work).await?;
        (self.state, self.source) = (Some(state), source);
        Ok(tally)
    }

    /// Whether it is worth a commit.
    pub(super) fn is_due(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.is_due())
    }

    /// What is to be stored.
    ///
    /// # Errors
    /// Too much waits.
    pub(super) async fn pack(
        &mut self,
        service: &GuardDuty,
        now: Timestamp,
    ) -> Result<Due, GuardDutyError> {
        let mut state = self.state()?;
        let pack = move || {
            let due = state.take(now)?;
            Ok::<_, GuardDutyError>((state, due))
        };
        let (state, due) = service.walks.run(self.place.account, pack).await?;
        self.state = Some(state);
        Ok(due)
    }

    /// Leaves the detectors in memory for the next one.
    pub(super) fn leave(mut self) {
        *self.seat = self.state.take();
    }

    fn state(&mut self) -> Result<Box<State>, Fault> {
        let broken_off =
            || Fault::new("InternalServerErrorException", "reading the records broke off", 500);
        self.state.take().ok_or_else(broken_off)
    }
}
