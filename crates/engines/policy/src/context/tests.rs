use super::*;

#[test]
fn what_was_packed_is_the_same_again() {
    let mut context = Context::new();
    assert_eq!(context.pack().unpack(), context);
    context.set("aws:SourceIp", "10.0.0.1");
    context.set("app:empty", "");
    context.set_list("aws:TagKeys", &["a\0".to_owned(), "é".to_owned()]);
    context.set_list("app:none", &[]);
    context.set("AWS:sourceip", "10.0.0.2");
    assert_eq!(context.pack().unpack(), context);
}

#[test]
fn long_values_and_keys_that_were_taken_away_are_packed_too() {
    for length in [0, 1, 127, 128, 16_383, 16_384, 70_000] {
        let mut context = Context::new();
        context.set("app:gone", "x".repeat(length));
        context.set("app:long", "é".repeat(length));
        context.set_list("app:list", &["a".repeat(length), "b".to_owned()]);
        assert_eq!(context.pack().unpack(), context);
        context.remove("app:gone");
        assert_eq!(context.pack().unpack(), context, "{length}");
        context.remove("app:list");
        assert_eq!(context.pack().unpack(), context, "{length}");
    }
    let many: Vec<_> = (0..300).map(|number| number.to_string()).collect();
    let mut context = Context::new();
    context.set_list("app:many", &many);
    for name in &many {
        context.set(name, name);
    }
    assert_eq!(context.pack().unpack(), context);
}

#[test]
fn keys_ignore_case_and_values_are_replaced() {
    let mut context = Context::new();
    context.set("aws:SourceIp", "10.0.0.1");
    context.set("AWS:sourceip", "10.0.0.2");
    context.set_list("aws:TagKeys", &["a".to_owned(), "b".to_owned()]);
    assert_eq!(context.values("aws:SOURCEIP").unwrap(), ["10.0.0.2"]);
    assert_eq!(context.iter().count(), 2);
    assert!(context.is_multivalued("aws:tagkeys"));
    context.remove("AWS:TagKeys");
    assert!(context.values("aws:TagKeys").is_none());
}

#[test]
fn what_was_set_last_is_taken_away_together() {
    let mut context = Context::new();
    context.set("aws:userid", "a");
    let shared = context.len();
    context.set("app:one", "1");
    context.set("app:two", "2");
    context.truncate(shared);
    let left: Vec<_> = context.iter().map(|(key, values)| (key, values.to_vec())).collect();
    assert_eq!(left, [("aws:userid", vec!["a".to_owned()])]);
    assert!(context.values("app:one").is_none());
    assert!(!context.is_empty());
}

#[test]
fn a_shadowed_key_comes_back() {
    let mut context = Context::new();
    context.set("aws:userid", "a");
    context.set_list("app:list", &["x".to_owned()]);
    let before = context.pack().unpack();
    context.shadow("AWS:userid", ["b", "c"].into_iter(), true);
    context.shadow("app:none", std::iter::empty(), true);
    assert_eq!(context.values("aws:userid").unwrap(), ["b", "c"]);
    assert_eq!(context.pack().unpack().len(), 3, "each key is packed once");
    context.truncate(2);
    assert_eq!(context, before);
    context.shadow("app:none", std::iter::empty(), true);
    context.truncate(2);
    assert_eq!(context, before);
}

#[test]
fn a_key_that_was_set_anew_outlives_those_set_after_it() {
    let mut context = Context::new();
    context.set("aws:userid", "a");
    context.set("app:one", "1");
    context.set("aws:userid", "longer");
    context.truncate(1);
    context.set("app:two", "2");
    assert_eq!(context.values("aws:userid").unwrap(), ["longer"]);
    assert_eq!(context.values("app:two").unwrap(), ["2"]);
}
