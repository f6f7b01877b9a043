use super::*;

/// What each of so many requests meets, where a rule counts by these keys and blocks over ten.
fn blocked(keys: Vec<RateKey>, request: &WebRequest<'_>, is_not: bool) -> Vec<bool> {
    let rate =
        RateRule { limit: 10, window_seconds: 60, keys, scope: None, settings: String::new() };
    let condition = Condition::Rate(Box::new(rate));
    let condition = if is_not { Condition::Not(Box::new(condition)) } else { condition };
    let entry = Entry::Rule(rule("rate", condition, ActionKind::Block));
    let program = Program::compile(&policy(vec![entry])).unwrap();
    let rates = RateTable::new(1, 1_000);
    let circumstances = Circumstances { rates: Some(&rates), ..Circumstances::default() };
    let mut scratch = Scratch::default();
    let mut decide = || program.decide(request, &circumstances, &mut scratch).action();
    (0..12).map(|_| decide() == ActionKind::Block).collect()
}

#[test]
fn a_key_that_is_missing_says_whether_a_rate_holds() {
    let forwarded = |name: &str, fallback| {
        RateKey::Address(AddressSource::First(name.as_bytes().to_vec(), fallback))
    };
    let ja3 = |fallback| RateKey::Text(Field::Ja3(fallback), Vec::new());
    let request = request("/", "", "");
    let (matches, differs) = (Fallback::Match, Fallback::NoMatch);
    for (keys, holds) in [
        (vec![forwarded("user-agent", matches)], true),
        (vec![forwarded("user-agent", differs)], false),
        (vec![forwarded("x-missing", matches)], false),
        (vec![ja3(matches)], true),
        (vec![ja3(differs)], false),
        (vec![ja3(matches), forwarded("x-forwarded-for", matches)], true),
        (vec![ja3(matches), forwarded("user-agent", differs)], false),
        (vec![ja3(matches), forwarded("x-missing", matches)], false),
    ] {
        assert_eq!(blocked(keys.clone(), &request, false), [holds; 12], "{keys:?}");
    }
    let last = blocked(vec![forwarded("x-forwarded-for", matches)], &request, false);
    assert_eq!(last.iter().filter(|is| **is).count(), 2);
    // Where there is no header the rule does not apply, and neither does its contrary.
    assert_eq!(blocked(vec![forwarded("x-missing", matches)], &request, true), [false; 12]);
}
