//! A piece of a file, read through the detectors.

use bartizan_detect::read::{FlowLog, Format, ResolverLog, Tally, TrailLog};
use bartizan_detect::record::Activity;
use bartizan_detect::{Finding, Surroundings};

use super::around::Around;
use super::record::{SourceRecord, Stream};
use super::state::State;
use crate::finding::seen::Seen;

/// Operations of S3 that are data events. (Amazon S3 User Guide, "CloudTrail events", object level.)
const DATA_EVENTS: [&str; 5] =
    ["GetObject", "PutObject", "DeleteObject", "CopyObject", "HeadObject"];

/// How a piece is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// Whether nothing comes after it.
    pub(super) is_last: bool,
    /// Whether it is of the past: what is in it is usual, and nothing is told of it.
    pub(super) learns: bool,
}

/// Reads a piece that begins where a source was read to, notes how far that was, and says what was read.
pub(super) fn read(
    state: &mut State,
    stream: Stream,
    source: &mut SourceRecord,
    piece: &[u8],
    manner: Manner,
) -> Tally {
    let Manner { is_last, .. } = manner;
    let passed = passed_over(source, piece);
    let rest = piece.get(passed..).unwrap_or_default();
    let (used, tally) = match stream {
        Stream::Flows => flows(state, source, rest, is_last),
        Stream::Dns => queries(state, rest, is_last),
        Stream::Activity => calls(state, rest, manner),
    };
    let consumed = passed + used;
    // A line that is too long is used up piece by piece.
    let taken = piece.get(..consumed).unwrap_or_default();
    let is_of_lines = stream != Stream::Activity;
    source.is_within_line =
        is_of_lines && !is_last && taken.last().is_some_and(|last| *last != b'\n');
    source.offset = source.offset.saturating_add(consumed as u64);
    source.lines = source.lines.saturating_add(tally.lines);
    source.is_done = is_last;
    tally
}

/// How many bytes are the rest of a line that was refused.
fn passed_over(source: &SourceRecord, piece: &[u8]) -> usize {
    if !source.is_within_line {
        return 0;
    }
    let end = piece.iter().position(|byte| *byte == b'\n');
    end.map_or(piece.len(), |end| end + 1)
}

fn flows(
    state: &mut State,
    source: &mut SourceRecord,
    piece: &[u8],
    is_last: bool,
) -> (usize, Tally) {
    if source.offset == 0 {
        let first = piece.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let first = first.strip_suffix(b"\r").unwrap_or(first);
        source.header = Format::header(first).map(|_| String::from_utf8_lossy(first).into_owned());
    }
    let header = source.header.as_deref().and_then(|line| Format::header(line.as_bytes()));
    let mut log = header.map_or_else(FlowLog::default, FlowLog::new);
    let used = observe(state, &mut log, piece, is_last);
    if is_last {
        let State { flows, around, found, .. } = state;
        let mut findings = Vec::new();
        flows.settle(&mut findings);
        tell(&mut findings, None, around, found);
    }
    (used, log.tally().clone())
}

fn observe(state: &mut State, log: &mut FlowLog, piece: &[u8], is_last: bool) -> usize {
    let State { flows, around, found, .. } = state;
    let mut findings = Vec::new();
    log.read(piece, is_last, |flow| {
        flows.observe(flow, &around.flows, &mut findings);
        tell(&mut findings, None, around, found);
    })
}

/// Reads whole lines of what was seen at a host, and notes how far that was.
pub(super) fn host_flows(
    state: &mut State,
    source: &mut SourceRecord,
    mut log: FlowLog,
    rows: &[u8],
) -> Tally {
    // A last line that lacks its end is complete all the same.
    observe(state, &mut log, rows, true);
    source.offset = source.offset.saturating_add(rows.len() as u64);
    source.lines = source.lines.saturating_add(log.tally().lines);
    log.tally().clone()
}

fn queries(state: &mut State, piece: &[u8], is_last: bool) -> (usize, Tally) {
    let State { dns, around, found, .. } = state;
    let (mut log, mut findings) = (ResolverLog::default(), Vec::new());
    let used = log.read(piece, is_last, |query| {
        dns.observe(query, &around.dns, &mut findings);
        tell(&mut findings, None, around, found);
    });
    (used, log.tally().clone())
}

fn calls(state: &mut State, piece: &[u8], manner: Manner) -> (usize, Tally) {
    let has_data_events = state.has_data_events;
    let State { activity, around, found, .. } = state;
    let surroundings: &Surroundings = &around.flows;
    let (mut log, mut findings) = (TrailLog::default(), Vec::new());
    let used = log.read(piece, manner.is_last, |call| {
        let is_data = call.service == "s3" && DATA_EVENTS.contains(&&*call.operation);
        if is_data && !has_data_events {
            return;
        }
        if manner.learns {
            activity.learn(call, surroundings);
            return;
        }
        activity.observe(call, surroundings, &mut findings);
        tell(&mut findings, Some(call), around, found);
    });
    (used, log.tally().clone())
}

/// Reads calls, one a line, as they were made.
pub(super) fn live(state: &mut State, text: &[u8]) {
    state.touch(Stream::Activity);
    calls(state, text, Manner { is_last: true, learns: false });
}

/// Hands on what was found, in GuardDuty's words.
fn tell(
    findings: &mut Vec<Finding>,
    call: Option<&Activity<'_>>,
    around: &Around,
    found: &mut Vec<Seen>,
) {
    for finding in findings.drain(..) {
        found.push(Seen::new(&finding, call, &around.named(&finding)));
    }
}
