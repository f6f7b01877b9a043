//! Whatever a template and an event are, what a template of JSON leads to is JSON.
#![no_main]

use bartizan_events::{Input, Rule, Transformer};
use bartizan_types::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, String, String)| {
    let (path, template, event) = input;
    let Ok(transformer) = Transformer::new([("v", path.as_str())], &template) else { return };
    if Input::constant(&event).is_err() {
        return;
    }
    let rule = Rule { arn: "arn:aws:events:us-east-1:111122223333:rule/r", name: "r\"" };
    let Ok(given) = transformer.apply(&event, rule, Timestamp::from_seconds(0)) else { return };
    if template.trim_start().starts_with(['{', '[']) {
        assert!(Input::constant(&given).is_ok(), "{given}");
    }
});
