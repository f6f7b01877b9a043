//! Weeks of calls: what is told of, and when.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use bartizan_rates::{Insight, Rates, State};
use bartizan_types::Timestamp;
use proptest::prelude::*;

const DAY: i64 = 24 * 60;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_seconds(minute * 60)
}

fn minute(at: Timestamp) -> i64 {
    at.seconds() / 60
}

/// Some minutes with as many calls of `kind` as `calls` says, judged every five minutes.
fn pass(
    rates: &mut Rates<&'static str>,
    kind: &'static str,
    minutes: std::ops::Range<i64>,
    calls: impl Fn(i64) -> u32,
) -> Vec<Insight<&'static str>> {
    let mut insights = Vec::new();
    let end = minutes.end;
    for minute in minutes {
        for _ in 0..calls(minute) {
            assert!(rates.observe(at(minute), &kind));
        }
        if minute % 5 == 0 {
            insights.extend(rates.judge(at(minute), at(0)));
        }
    }
    insights.extend(rates.judge(at(end), at(0)));
    insights
}

#[test]
fn a_burst_is_told_of_when_it_begins_and_when_it_is_over() {
    let mut rates = Rates::new(at(0));
    let usual = pass(&mut rates, "call", 0..8 * DAY, |minute| u32::from(minute % 10 == 0));
    assert_eq!(usual, []);
    let burst = pass(&mut rates, "call", 8 * DAY..8 * DAY + 60, |minute| {
        if (30..40).contains(&(minute - 8 * DAY)) { 30 } else { 0 }
    });
    let [start, end] = &burst[..] else { panic!("{burst:?}") };
    assert_eq!(
        (start.state, minute(start.start), start.minutes()),
        (State::Start, 8 * DAY + 30, 1)
    );
    assert!((start.average() - 30.0).abs() < 1e-9);
    assert!((start.baseline.average() - 0.1).abs() < 0.001, "{}", start.baseline.average());
    assert_eq!(start.baseline.minutes(), u32::try_from(7 * DAY + 30).unwrap());
    assert_eq!((end.state, end.start, end.minutes()), (State::End, start.start, 10));
    assert_eq!((minute(end.end), end.calls), (8 * DAY + 40, 300));
    assert_eq!(end.baseline, start.baseline);
}

#[test]
fn a_short_pause_does_not_end_it_and_is_in_its_average() {
    let mut rates = Rates::new(at(0));
    pass(&mut rates, "call", 0..2 * DAY, |_| 1);
    let turns = pass(&mut rates, "call", 2 * DAY..2 * DAY + 60, |minute| match minute - 2 * DAY {
        0 | 1 | 5 => 30,
        2..5 => 2,
        _ => 0,
    });
    assert_eq!(turns.len(), 2);
    assert_eq!((turns[1].minutes(), turns[1].calls), (6, 96));
}

#[test]
fn nothing_is_told_of_before_a_day_and_a_half_was_watched() {
    let mut rates = Rates::new(at(0));
    let early = pass(&mut rates, "call", 0..DAY, |minute| if minute == DAY / 2 { 100 } else { 1 });
    assert_eq!(early, []);
    let mut rates = Rates::new(at(0));
    pass(&mut rates, "call", 0..DAY, |_| 0);
    pass(&mut rates, "other", DAY..DAY * 3 / 2, |_| 1);
    // Of a kind that was never seen the baseline is known: it is nothing.
    let first = pass(&mut rates, "call", DAY * 3 / 2..DAY * 3 / 2 + 9, |_| 5);
    assert_eq!(first.len(), 1);
    assert!(first[0].baseline.average().abs() < 1e-9);
}

#[test]
fn what_lasts_for_a_day_is_usual_from_then_on() {
    let mut rates = Rates::new(at(0));
    pass(&mut rates, "call", 0..2 * DAY, |_| 1);
    let turns = pass(&mut rates, "call", 2 * DAY..6 * DAY, |_| 40);
    let states: Vec<State> = turns.iter().map(|turn| turn.state).collect();
    assert_eq!(states, [State::Start, State::End]);
    assert_eq!(minute(turns[1].end), 3 * DAY);
}

#[test]
fn what_is_not_told_of_is_learned() {
    let mut rates = Rates::new(at(0));
    pass(&mut rates, "call", 0..3 * DAY, |_| 1);
    for _ in 0..50 {
        rates.observe(at(3 * DAY), &"call");
    }
    assert_eq!(rates.judge(at(3 * DAY + 1), at(3 * DAY + 1)), []);
    let again = pass(&mut rates, "call", 3 * DAY + 1..3 * DAY + 30, |_| 50);
    assert_eq!(again, []);
}

#[test]
fn it_goes_on_where_it_was_stored() {
    let mut rates = Rates::new(at(0));
    pass(&mut rates, "call", 0..3 * DAY, |_| 1);
    pass(&mut rates, "call", 3 * DAY..3 * DAY + 7, |_| 60);
    let stored = serde_json::to_vec(&rates.clone()).unwrap();
    let stored: &'static [u8] = stored.leak();
    let mut read: Rates<&'static str> = serde_json::from_slice(stored).unwrap();
    assert_eq!(read, rates);
    let after =
        |rates: &mut Rates<&'static str>| pass(rates, "call", 3 * DAY + 7..3 * DAY + 60, |_| 0);
    let (expected, found) = (after(&mut rates), after(&mut read));
    assert_eq!(found, expected);
    assert_eq!(found[0].state, State::End);
}

#[test]
fn invented_kinds_neither_grow_it_nor_make_it_forget() {
    let mut rates: Rates<String> = Rates::new(at(0));
    for minute in 0..3 * DAY {
        rates.observe(at(minute), &"known".to_owned());
    }
    rates.judge(at(3 * DAY), at(0));
    let mut refused = 0;
    for number in 0..100_000 {
        refused += u32::from(!rates.observe(at(3 * DAY), &format!("invented {number}")));
    }
    assert_eq!((rates.len(), refused), (1000, 99_001));
    for _ in 0..50 {
        rates.observe(at(3 * DAY), &"known".to_owned());
    }
    let told = rates.judge(at(3 * DAY + 1), at(0));
    assert_eq!(told.len(), 1, "each invented kind was seen once");
    assert_eq!(told[0].kind, "known");
    assert!(serde_json::to_vec(&rates).unwrap().len() < 200_000);
    rates.judge(at(12 * DAY), at(0));
    assert!(rates.is_empty(), "after a week without a call");
}

proptest! {
    #[test]
    fn starts_and_ends_take_turns_whatever_comes(
        calls in proptest::collection::vec((0..20_000_i64, 0..4_usize, 1..60_u32), 0..300),
        judged in proptest::collection::vec(0..25_000_i64, 0..30),
    ) {
        let kinds = ["a", "b", "c", "d"];
        let mut rates = Rates::new(at(0));
        let mut told = Vec::new();
        let mut judged = judged.into_iter();
        for (minute, kind, count) in calls {
            for _ in 0..count {
                rates.observe(at(minute), &kinds[kind]);
            }
            if let Some(until) = judged.next() {
                told.extend(rates.judge(at(until), at(0)));
            }
        }
        told.extend(rates.judge(at(40_000), at(0)));
        for kind in kinds {
            let of_kind = told.iter().filter(|turn| turn.kind == kind);
            for (number, turn) in of_kind.enumerate() {
                let expected = if number % 2 == 0 { State::Start } else { State::End };
                prop_assert_eq!(turn.state, expected);
                prop_assert!(turn.end > turn.start && turn.average().is_finite());
            }
            prop_assert_eq!(told.iter().filter(|turn| turn.kind == kind).count() % 2, 0);
        }
    }
}
