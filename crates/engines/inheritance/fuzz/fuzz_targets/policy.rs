//! Texts of any characters are policies or refused; what is inherited of them is JSON, the same when
//! a policy is attached twice, and its tags can be judged.
#![no_main]

use bartizan_inheritance::{Attached, Policy, PolicyType, TagRules, effective};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (number, texts) = input;
    let kind = PolicyType::ALL[usize::from(number) % PolicyType::ALL.len()];
    let policies: Vec<Policy> =
        texts.split('\0').filter_map(|text| Policy::parse(kind, text).ok()).collect();
    let once: Vec<Vec<Attached>> =
        policies.iter().map(|policy| vec![Attached::new("p-example1", policy)]).collect();
    let twice: Vec<Vec<Attached>> =
        once.iter().map(|level| [level.as_slice(), level].concat()).collect();
    let policy = effective(kind, &once);
    assert!(serde_json::from_str::<serde_json::Value>(&policy.text()).is_ok());
    assert_eq!(policy, effective(kind, &twice));
    TagRules::of(&policy).breaches("ec2:instance", &[("Key", "value")]);
});
