//! Whatever a pattern and an event are, two patterns match together as each alone.
#![no_main]

use bartizan_events::{Matcher, Pattern};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, String, String)| {
    let (left, right, event) = input;
    let (left, right) = match (Pattern::parse(&left), Pattern::parse(&right)) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(error), _) | (_, Err(error)) => {
            assert!(error.to_string().starts_with("Event pattern is not valid. Reason: "));
            return;
        }
    };
    if let Ok(matched) = Matcher::new([&left, &right]).matches(&event) {
        for (index, pattern) in [left, right].iter().enumerate() {
            if let Ok(matches) = pattern.matches(&event) {
                assert_eq!(matches, matched.contains(&index));
            }
        }
    }
});
