//! Whatever a schedule is, it runs later than the instant that is asked about.
#![no_main]

use bartizan_events::Schedule;
use bartizan_types::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, i64, i64)| {
    let (text, since, after) = input;
    let [since, after] = [since, after].map(Timestamp::from_millis);
    if let Ok(schedule) = Schedule::parse(&text)
        && let Some(next) = schedule.next(since, after)
    {
        assert!(next > after);
    }
});
