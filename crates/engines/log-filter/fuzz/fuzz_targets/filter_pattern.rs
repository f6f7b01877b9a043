//! Whatever a pattern and a message are, what matches is what something is extracted of.
#![no_main]

use bartizan_log_filter::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, String)| {
    let (pattern, message) = input;
    if let Ok(filter) = Filter::parse(&pattern) {
        assert_eq!(filter.matches(&message), filter.extract(&message).is_some());
    }
});
