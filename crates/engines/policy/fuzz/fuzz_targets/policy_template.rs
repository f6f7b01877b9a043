//! Any text is taken or refused as a policy template, and any values make a short policy of it or
//! none, without a panic and in bounded time.

#![no_main]

use std::collections::BTreeMap;

use bartizan_policy::template::{ParameterValue, PolicyTemplate, RENDERED_CHARACTERS_MAX};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, Vec<String>)| {
    let (text, words) = input;
    let Ok(template) = PolicyTemplate::parse(text) else { return };
    let values: BTreeMap<_, _> = template
        .parameters()
        .enumerate()
        .map(|(number, name)| {
            let word = words.get(number).cloned().unwrap_or_default();
            let value = if number % 2 == 0 {
                ParameterValue::Text(word)
            } else {
                ParameterValue::List(words.clone())
            };
            (name.to_owned(), value)
        })
        .collect();
    if let Ok(policy) = template.render(&values) {
        assert!(policy.chars().count() <= RENDERED_CHARACTERS_MAX);
    }
});
