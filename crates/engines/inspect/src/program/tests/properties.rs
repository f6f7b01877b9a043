//! What holds for every request.

use proptest::prelude::*;

use super::*;

fn any_field() -> impl Strategy<Value = Field> {
    prop_oneof![
        Just(Field::Path),
        Just(Field::QueryString),
        Just(Field::QueryArguments(vec![])),
        Just(Field::QueryArguments(vec![PreParse::UrlDecodeUni, PreParse::CombineDuplicates])),
        Just(Field::Body(Oversize::Continue)),
        Just(json(None, Part::All, InvalidJson::UpToFault)),
        Just(json(Some(&["/a/0", "/b~1"]), Part::All, InvalidJson::AsText)),
        Just(Field::Headers(entries(Keys::All, Part::All))),
        Just(Field::Cookies(entries(Keys::All, Part::All))),
    ]
}

proptest! {
    /// Whatever stands together in one automaton, each literal is found as if it stood alone.
    #[test]
    fn literals_are_found_together_as_alone(
        field in any_field(),
        literals in prop::collection::vec("[ab\":{1]{1,3}", 1..5),
        path in "[ab/]{0,8}",
        query in "[ab=&%1;]{0,20}",
        body in "[\\[\\]{}ab\":,1\\\\ ]{0,40}",
    ) {
        let request = request(&path, &query, &body);
        let rules = literals.iter().map(|literal| {
            let condition = has(field.clone(), &[UrlDecode], literal, Position::Anywhere);
            labelled(rule("r", condition, ActionKind::Count), literal)
        });
        let program = Program::compile(&policy(rules.map(Entry::Rule).collect())).unwrap();
        let mut scratch = Scratch::default();
        let decision = program.decide(&request, &Circumstances::default(), &mut scratch);
        let together = decision.matched().len();
        let alone = literals.iter().filter(|literal| {
            holds(&has(field.clone(), &[UrlDecode], literal, Position::Anywhere), &request)
        });
        prop_assert_eq!(together, alone.count());
    }

    /// JSON that is whole is read as another reader reads it.
    #[test]
    fn json_is_read_as_serde_reads_it(text in "[a-z\\\\\"\\u{e9}<]{0,10}", key in "[a-z/~]{1,5}") {
        let value = serde_json::json!([{ key.clone(): [1, text.clone()] }]);
        let body = value.to_string();
        let request = request("/", "", &body);
        let pointer = format!("/0/{}/1", key.replace('~', "~0").replace('/', "~1"));
        let field = json(Some(&[&pointer]), Part::Value, InvalidJson::NoMatch);
        let is = Condition::Text(field, vec![], Test::Regex(vec![format!("^{}$", regex::escape(&text))]));
        prop_assert!(holds(&is, &request), "{}", body);
    }
}
