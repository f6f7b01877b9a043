//! The matcher beside a reading of the same language that is as plain as can be: each conjunction of
//! each pattern by itself, each way to choose a value for each field.

#![allow(
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic is its answer, and numbers are compared as they are"
)]

use std::collections::BTreeMap;

use bartizan_events::{Matcher, Pattern};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Which element of which array was entered, by the array's place among all.
type Path = Vec<(usize, usize)>;
type Fields = BTreeMap<String, Vec<(Value, Path)>>;
type Conjunction = BTreeMap<String, Vec<Value>>;

fn matches(pattern: &Value, event: &Value) -> bool {
    let mut fields = Fields::new();
    flatten(event, "", &mut Path::new(), &mut 0, &mut fields);
    let conjunctions = multiply(vec![Conjunction::new()], "", pattern);
    conjunctions.iter().any(|conjunction| {
        let tests: Vec<_> = conjunction.iter().collect();
        choose(&tests, &fields, &BTreeMap::new())
    })
}

fn flatten(value: &Value, name: &str, path: &mut Path, arrays: &mut usize, fields: &mut Fields) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(value, &name, path, arrays, fields);
            }
        }
        Value::Array(elements) => {
            let array = *arrays;
            *arrays += 1;
            for (index, element) in elements.iter().enumerate() {
                let is_told_apart = element.is_object() || element.is_array();
                if is_told_apart {
                    path.push((array, index));
                }
                flatten(element, name, path, arrays, fields);
                if is_told_apart {
                    path.pop();
                }
            }
        }
        plain => fields.entry(name.to_owned()).or_default().push((plain.clone(), path.clone())),
    }
}

fn multiply(mut found: Vec<Conjunction>, name: &str, pattern: &Value) -> Vec<Conjunction> {
    for (key, value) in pattern.as_object().unwrap() {
        if key == "$or" {
            let branches = value.as_array().unwrap().iter();
            found = branches.flat_map(|branch| multiply(found.clone(), name, branch)).collect();
            continue;
        }
        let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
        match value {
            Value::Array(values) => found.iter_mut().for_each(|conjunction| {
                conjunction.insert(name.clone(), values.clone());
            }),
            object => found = multiply(found, &name, object),
        }
    }
    found
}

fn choose(
    tests: &[(&String, &Vec<Value>)],
    fields: &Fields,
    chosen: &BTreeMap<usize, usize>,
) -> bool {
    let Some(((name, values), rest)) = tests.split_first() else { return true };
    let fitting = fields.get(*name).into_iter().flatten().filter(|(_, path)| {
        path.iter().all(|(array, index)| chosen.get(array).is_none_or(|chosen| chosen == index))
    });
    let fitting: Vec<_> = fitting.collect();
    let is_absent = fitting.is_empty() && values.contains(&json!({"exists": false}));
    if is_absent && choose(rest, fields, chosen) {
        return true;
    }
    fitting.into_iter().filter(|(value, _)| values.iter().any(|is| holds(is, value))).any(
        |(_, path)| {
            let mut chosen = chosen.clone();
            chosen.extend(path.iter().copied());
            choose(rest, fields, &chosen)
        },
    )
}

fn holds(expression: &Value, value: &Value) -> bool {
    let Value::Object(members) = expression else { return equal(expression, value) };
    let (kind, operand) = members.iter().next().unwrap();
    let text = value.as_str();
    let lower = text.map(str::to_lowercase);
    match kind.as_str() {
        "exists" => operand == &json!(true),
        "anything-but" => match operand {
            Value::Array(values) => !values.iter().any(|is| equal(is, value)),
            Value::Object(members) => {
                let (kind, operand) = members.iter().next().unwrap();
                !holds(&json!({ kind.as_str(): operand }), value)
            }
            one => !equal(one, value),
        },
        "numeric" => value.as_f64().is_some_and(|number| {
            let terms = operand.as_array().unwrap();
            terms.chunks(2).all(|term| {
                let bound = term[1].as_f64().unwrap();
                match term[0].as_str().unwrap() {
                    "<" => number < bound,
                    "<=" => number <= bound,
                    ">" => number > bound,
                    ">=" => number >= bound,
                    _ => number == bound,
                }
            })
        }),
        "cidr" => {
            let net: ipnet::IpNet = operand.as_str().unwrap().parse().unwrap();
            text.and_then(|text| text.parse().ok())
                .is_some_and(|ip: std::net::IpAddr| net.contains(&ip))
        }
        "prefix" => affix(operand, text, lower.as_deref(), |text, affix| text.starts_with(affix)),
        "suffix" => affix(operand, text, lower.as_deref(), |text, affix| text.ends_with(affix)),
        "equals-ignore-case" => {
            lower.is_some_and(|lower| lower == operand.as_str().unwrap().to_lowercase())
        }
        "wildcard" => text.is_some_and(|text| {
            glob(
                &operand.as_str().unwrap().chars().collect::<Vec<_>>(),
                &text.chars().collect::<Vec<_>>(),
            )
        }),
        other => panic!("{other}"),
    }
}

fn affix(
    operand: &Value,
    text: Option<&str>,
    lower: Option<&str>,
    has: impl Fn(&str, &str) -> bool,
) -> bool {
    match operand {
        Value::Object(members) => {
            let affix = members["equals-ignore-case"].as_str().unwrap().to_lowercase();
            lower.is_some_and(|lower| has(lower, &affix))
        }
        affix => text.is_some_and(|text| has(text, affix.as_str().unwrap())),
    }
}

fn glob(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skipped| glob(rest, &text[skipped..])),
        Some((first, rest)) => {
            text.split_first().is_some_and(|(c, text)| c == first && glob(rest, text))
        }
    }
}

fn equal(is: &Value, value: &Value) -> bool {
    match (is.as_f64(), value.as_f64()) {
        (Some(is), Some(value)) => is == value,
        _ => is == value,
    }
}

static TEXTS: [&str; 10] = ["", "a", "ab", "aB", "b", "ba", "abab", "10.0.0.1", "10.0.1.7", "::1"];
static NUMBERS: [f64; 5] = [0.0, 1.0, 1.5, -2.0, 1000.0];
static KEYS: [&str; 4] = ["a", "b", "c", "a-b"];

fn plain() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => select(&TEXTS[..]).prop_map(Value::from),
        2 => select(&NUMBERS[..]).prop_map(Value::from),
        1 => select(vec![json!(null), json!(true), json!(false)]),
    ]
}

fn event() -> impl Strategy<Value = Value> {
    let value =
        plain().prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                object(inner),
            ]
        });
    object(value)
}

fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::btree_map(select(&KEYS[..]), value, 0..4).prop_map(|members| {
        Value::Object(members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
    })
}

fn expression() -> impl Strategy<Value = Value> {
    let text = || select(&TEXTS[..]);
    let some = || select(&TEXTS[1..]);
    let number = || select(&NUMBERS[..]);
    let glob = || select(vec!["*", "a*", "*b", "a*b", "*a*", "*b*a*"]);
    prop_oneof![
        4 => plain(),
        1 => any::<bool>().prop_map(|is| json!({"exists": is})),
        1 => text().prop_map(|text| json!({"prefix": text})),
        1 => text().prop_map(|text| json!({"suffix": text})),
        1 => text().prop_map(|text| json!({"prefix": {"equals-ignore-case": text}})),
        1 => text().prop_map(|text| json!({"suffix": {"equals-ignore-case": text}})),
        1 => text().prop_map(|text| json!({"equals-ignore-case": text})),
        1 => glob().prop_map(|text| json!({"wildcard": text})),
        1 => select(vec!["10.0.0.0/24", "10.0.0.0/8", "::/0", "0.0.0.0/0"]).prop_map(|net| json!({"cidr": net})),
        1 => (select(vec!["<", "<=", ">", ">=", "="]), number()).prop_map(|(is, n)| json!({"numeric": [is, n]})),
        1 => (select(vec![">", ">="]), select(vec!["<", "<="]), number(), 0_u8..3)
            .prop_map(|(low, high, n, more)| json!({"numeric": [low, n, high, n + f64::from(more)]})),
        1 => text().prop_map(|text| json!({"anything-but": text})),
        1 => prop::collection::vec(number(), 1..3).prop_map(|numbers| json!({"anything-but": numbers})),
        1 => prop::collection::vec(text(), 1..3).prop_map(|texts| json!({"anything-but": texts})),
        1 => some().prop_map(|text| json!({"anything-but": {"prefix": text}})),
        1 => some().prop_map(|text| json!({"anything-but": {"suffix": text}})),
        1 => glob().prop_map(|text| json!({"anything-but": {"wildcard": text}})),
        1 => text().prop_map(|text| json!({"anything-but": {"equals-ignore-case": text}})),
    ]
}

fn pattern() -> impl Strategy<Value = Value> {
    let list = prop::collection::vec(expression(), 1..4).prop_map(Value::from);
    let value = list.prop_recursive(3, 8, 3, |inner| {
        let members = prop::collection::btree_map(select(&KEYS[..]), inner, 1..4);
        let object = members.prop_map(|members| {
            Value::Object(members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
        });
        (object.clone(), prop::option::weighted(0.3, prop::collection::vec(object, 2..3))).prop_map(
            |(mut object, or)| {
                if let Some(or) = or {
                    object.as_object_mut().unwrap().insert("$or".to_owned(), or.into());
                }
                object
            },
        )
    });
    value.prop_filter("a pattern is an object", Value::is_object)
}

/// Arrays in arrays, of which much fits.
fn arrays(depth: u32) -> BoxedStrategy<Value> {
    let bit = || (0_u8..2).prop_map(Value::from);
    let elements = if depth == 0 {
        prop::collection::vec(bit(), 0..3).boxed()
    } else {
        prop::collection::vec(arrays(depth - 1), 0..4).boxed()
    };
    let value = prop_oneof![2 => bit(), 2 => elements.prop_map(Value::from)];
    prop::collection::btree_map(select(&KEYS[..]), value, 2..5)
        .prop_map(|members| members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
        .boxed()
}

/// Some fields of such arrays, mostly in the same.
fn fields() -> impl Strategy<Value = Value> {
    let expression = || {
        let one = select(vec![json!(0), json!(1), json!({"anything-but": 0})]);
        let absent = Just(json!({"exists": false}));
        prop_oneof![4 => one.prop_map(|one| vec![one]), 1 => absent.prop_map(|is| vec![is])]
    };
    let path =
        (select(&KEYS[..2]), prop::option::weighted(0.8, (select(&KEYS[..]), select(&KEYS[..]))));
    let path = path.prop_map(|(first, rest)| match rest {
        Some((second, third)) => format!("{first}.{second}.{third}"),
        None => first.to_owned(),
    });
    let two = (select(&KEYS[..2]), select(&KEYS[..])).prop_map(|(a, b)| format!("{a}.{b}"));
    let path = prop_oneof![path, two];
    prop::collection::btree_map(path, expression(), 1..4)
        .prop_map(|fields| fields.into_iter().map(|(name, is)| (name, Value::from(is))).collect())
}

/// Whether patterns find in events what each finds by itself, plainly read.
fn compare(patterns: Vec<Value>, events: &[Value]) -> Result<(), TestCaseError> {
    let (mut texts, mut compiled) = (Vec::new(), Vec::new());
    for text in patterns {
        // Too many wildcards in one field are refused.
        if let Ok(pattern) = Pattern::parse_within(&text.to_string(), 100_000) {
            texts.push(text);
            compiled.push(pattern);
        }
    }
    let matcher = Matcher::new(&compiled);
    for event in events {
        let naive: Vec<usize> =
            (0..texts.len()).filter(|index| matches(&texts[*index], event)).collect();
        prop_assert_eq!(matcher.matches(&event.to_string()).unwrap(), naive, "{}", event);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn all_patterns_at_once_match_as_each_alone(
        patterns in prop::collection::vec(pattern(), 1..12),
        events in prop::collection::vec(event(), 1..6),
    ) {
        compare(patterns, &events)?;
    }

    #[test]
    fn elements_are_told_apart_as_by_each_alone(
        patterns in prop::collection::vec(fields(), 1..12),
        events in prop::collection::vec(arrays(3), 1..6),
    ) {
        compare(patterns, &events)?;
    }
}
