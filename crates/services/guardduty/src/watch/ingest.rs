//! `IngestRecords`: a piece of a file of records. Who sends says by the digest which file it is, and where in
//! it the piece begins; what was read is not read again, whoever sends it and however often.

use std::io::Read;

use bartizan_detect::read::Tally;
use bartizan_service::{Authorized, Call};
use flate2::read::MultiGzDecoder;

use super::reading::Manner;
use super::record::{SourceRecord, Stream};
use super::shapes::{IngestRecordsInput, IngestRecordsOutput, UnreadableRow};
use super::state::State;
use super::turn::Turn;
use super::{RecordsApi, reading};
use crate::detector::Place;
use crate::error::GuardDutyError;
use crate::finding::publish::Publisher;

/// The longest piece, unpacked.
const PIECE_BYTES_MAX: u64 = 16 << 20;

/// Takes a piece that begins where the file was read to; of another one nothing is taken, and it is said
/// where to go on.
pub(crate) async fn take(
    api: &RecordsApi,
    call: &Call,
    request: Authorized<IngestRecordsInput>,
) -> Result<IngestRecordsOutput, GuardDutyError> {
    let (place, request) = (Place::of(call)?, request.into_inner());
    let stream = Stream::of_word(&request.stream)
        .ok_or_else(|| GuardDutyError::invalid("there is no such stream."))?;
    let manner = Manner { is_last: request.last, learns: request.learn.unwrap_or(false) };
    if manner.learns && stream != Stream::Activity {
        return Err(GuardDutyError::invalid("calls alone are learned."));
    }
    let id = SourceRecord::id(stream, &request.source);
    let offset = u64::try_from(request.offset).ok();
    let mut turn = Turn::begin(&api.0, &call.platform.store, place, id).await?;
    if turn.source.is_done || offset != Some(turn.source.offset) {
        let answer = told(&turn.source, &Tally::default(), None);
        turn.leave();
        return Ok(answer);
    }
    let before = Some(turn.source.lines);
    let data = request.data.unwrap_or_default();
    let work = move |state: &mut State, source: &mut SourceRecord| {
        let piece = unpack(&data)?;
        Ok((reading::read(state, stream, source, &piece, manner), piece.len()))
    };
    let tally = turn.read(&api.0, stream, work).await?;
    let mut answer = told(&turn.source, &tally, before);
    if !manner.is_last && !turn.is_due() {
        turn.leave();
        return Ok(answer);
    }
    let now = call.now;
    let (place, due) = (turn.place.clone(), turn.pack(&api.0, now).await?);
    let publisher = Publisher::of(&call.platform);
    let done = call.commit(move |writer| {
        let [new, again] = due.store(writer, &place, &publisher, now)?;
        (answer.new_findings, answer.repeated_findings) = (new, again);
        Ok::<_, GuardDutyError>(answer)
    });
    let answer = done.await?;
    turn.leave();
    Ok(answer)
}

/// A piece, which gzip may have packed.
fn unpack(data: &[u8]) -> Result<Vec<u8>, GuardDutyError> {
    if !data.starts_with(&[0x1f, 0x8b]) {
        return Ok(data.to_vec());
    }
    let mut piece = Vec::new();
    let read = MultiGzDecoder::new(data).take(PIECE_BYTES_MAX + 1).read_to_end(&mut piece);
    read.map_err(|error| GuardDutyError::invalid(format!("data is no whole gzip: {error}")))?;
    if piece.len() as u64 > PIECE_BYTES_MAX {
        let why = format!("data is longer than {PIECE_BYTES_MAX} bytes.");
        return Err(GuardDutyError::invalid(why));
    }
    Ok(piece)
}

/// What is answered; `lines_before` is how many lines came before the piece, where it was taken.
fn told(source: &SourceRecord, tally: &Tally, lines_before: Option<u64>) -> IngestRecordsOutput {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let unreadable = tally.first_bad.iter().map(|bad| UnreadableRow {
        line: count(bad.line.saturating_add(lines_before.unwrap_or(0))),
        reason: bad.reason.to_string(),
    });
    IngestRecordsOutput {
        next_offset: count(source.offset),
        is_taken: lines_before.is_some(),
        is_done: source.is_done,
        records: count(tally.records),
        no_data: count(tally.no_data),
        skipped: count(tally.skipped),
        new_findings: 0,
        repeated_findings: 0,
        unreadable: count(tally.bad_rows()),
        first_unreadable: unreadable.collect(),
    }
}
