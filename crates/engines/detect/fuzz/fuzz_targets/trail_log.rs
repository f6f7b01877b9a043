//! Any bytes are read as records of CloudTrail, wherever they are cut, and looked at.

#![no_main]

use bartizan_detect::read::TrailLog;
use bartizan_detect::{ActivityDetectors, Surroundings};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let around = Surroundings::default();
    let mut whole = TrailLog::default();
    let mut detectors = ActivityDetectors::new(64);
    let mut found = Vec::new();
    whole.read(bytes, true, |call| detectors.observe(call, &around, &mut found));
    let mut pieces = TrailLog::default();
    let half = bytes.len() / 2;
    let used = pieces.read(bytes.get(..half).unwrap_or_default(), false, |_| {});
    pieces.read(bytes.get(used..).unwrap_or_default(), true, |_| {});
    assert_eq!(whole.tally().records, pieces.tally().records);
    assert!(ActivityDetectors::restore(&detectors.checkpoint()).is_ok());
});
