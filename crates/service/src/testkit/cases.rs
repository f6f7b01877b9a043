//! A denied case and a golden for every operation.

use std::collections::BTreeSet;

use bartizan_types::Fault;
use bartizan_wire::Value;
use serde_json::Value as Json;

use super::{World, admin, input_of, nobody};
use crate::{Body, Caller, Operation, Reply};

/// A sample call of one operation: what must be there before, and its input as JSON.
#[derive(Debug, Clone)]
pub struct Case {
    /// The operation.
    pub operation: &'static str,
    /// Calls that `admin` makes first: operation, input and streamed payload.
    pub before: Vec<(&'static str, Json, Option<&'static str>)>,
    /// The input. In it and in the inputs of calls before, the text `$Operation.Path` stands for
    /// what is at the path of that operation's answer.
    pub input: Json,
    /// The streamed payload.
    pub body: Option<&'static str>,
    /// Where even the caller who may do everything is refused: by this code.
    pub refused: Option<&'static str>,
    /// Whether denials are items of an answer, as of `DeleteObjects`.
    pub denies_items: bool,
}

impl Case {
    /// A case that needs nothing before.
    pub const fn new(operation: &'static str, input: Json) -> Self {
        Self {
            operation,
            before: Vec::new(),
            input,
            body: None,
            refused: None,
            denies_items: false,
        }
    }

    /// Something that root does first.
    #[must_use]
    pub fn after(mut self, operation: &'static str, input: Json) -> Self {
        self.before.push((operation, input, None));
        self
    }

    /// Something that root does first, with a streamed payload.
    #[must_use]
    pub fn after_sending(
        mut self,
        operation: &'static str,
        input: Json,
        body: &'static str,
    ) -> Self {
        self.before.push((operation, input, Some(body)));
        self
    }

    /// Refused to everyone, by this code.
    #[must_use]
    pub const fn refused_by(mut self, code: &'static str) -> Self {
        self.refused = Some(code);
        self
    }

    /// Denied by items of the answer.
    #[must_use]
    pub const fn denying_items(mut self) -> Self {
        self.denies_items = true;
        self
    }

    /// With a streamed payload.
    #[must_use]
    pub const fn with_body(mut self, body: &'static str) -> Self {
        self.body = Some(body);
        self
    }
}

/// Runs each case in a world of its own: a user without permissions is denied, by a message that
/// names the action; the user who may do everything succeeds, and the event of that is handed to
/// `golden` with the operation's name.
///
/// # Panics
/// An operation has no case, a case names no operation, or one of the above does not hold.
pub async fn check_operations(
    service: &str,
    world: impl Fn() -> World,
    cases: &[Case],
    mut golden: impl FnMut(&str, &Json),
) {
    let operations =
        world().road.services().find(|known| known.name() == service).unwrap().operations();
    let declared: BTreeSet<_> = operations.iter().map(|operation| operation.name).collect();
    let covered: BTreeSet<_> = cases.iter().map(|case| case.operation).collect();
    assert_eq!(covered, declared, "each operation of {service} needs a denied case and a golden");
    for case in cases {
        let world = world();
        let mut answers = Vec::new();
        for (operation, input, body) in &case.before {
            let input = input_of(service, operation, &filled(input, &answers));
            let body = body.map(|text| Body::from_bytes(text.into()));
            let made = world.send(&admin(), service, operation, input, body).await;
            assert!(made.is_ok(), "{}: before, {operation}: {made:?}", case.operation);
            answers.push((*operation, made.unwrap().value));
        }
        let operation = world.road.operation(service, case.operation).unwrap();
        let input = || input_of(service, case.operation, &filled(&case.input, &answers));
        let body = || case.body.map(|text| Body::from_bytes(text.into()));
        let stranger = if operation.actions.is_empty() { Caller::anonymous() } else { nobody() };
        let denied = world.send(&stranger, service, case.operation, input(), body()).await;
        check_denied(case, operation, denied);
        // What a refusal leaves takes another way than what a commit leaves: let it arrive first.
        world.road.platform().activity().flush().unwrap();
        let done = world.send(&admin(), service, case.operation, input(), body()).await;
        match (case.refused, done) {
            (None, done) => assert!(done.is_ok(), "{}: {:?}", case.operation, done.err()),
            (Some(code), done) => assert_eq!(done.unwrap_err().code, code, "{}", case.operation),
        }
        golden(case.operation, &world.last_event());
    }
}

fn check_denied(case: &Case, operation: &Operation, denied: Result<Reply, Fault>) {
    let said = if case.denies_items {
        denied.unwrap().value.to_json().to_string()
    } else {
        let fault = denied.unwrap_err();
        assert!(matches!(fault.status, 400 | 403), "{}: {fault}", case.operation);
        fault.message
    };
    let names_action = operation.actions.iter().any(|action| said.contains(action));
    assert!(
        names_action || operation.actions.is_empty(),
        "{}: the denial must name the action: {said}",
        case.operation
    );
}

/// An input with what earlier answers hold in place of `$Operation.Path`.
fn filled(input: &Json, answers: &[(&str, Value)]) -> Json {
    match input {
        Json::String(text) => {
            let reference = text.strip_prefix('$').and_then(|rest| rest.split_once('.'));
            let found = reference.and_then(|(operation, path)| {
                let (_, answer) = answers.iter().rev().find(|(known, _)| *known == operation)?;
                answer.path(path)
            });
            match found {
                Some(Value::Blob(bytes)) => bytes.iter().copied().collect(),
                found => found.map_or_else(|| input.clone(), Value::to_json),
            }
        }
        Json::Array(items) => items.iter().map(|item| filled(item, answers)).collect(),
        Json::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), filled(value, answers))).collect()
        }
        other => other.clone(),
    }
}
