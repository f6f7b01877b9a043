//! Any pattern meets any request, without a panic and in bounded time. The input's lines are the
//! action, the resource and the condition value of the policy, then those of the request.

#![no_main]

use bartizan_policy::{
    Attached, Context, Flags, Layers, Policy, PolicyKind, Request, decide, explain,
};
use bartizan_types::Principal;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let mut next = || lines.next().unwrap_or_default();
    let (action, resource, value) = (next(), next(), next());
    let policy = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Deny", "Action": {action:?},
            "Resource": {resource:?}, "Condition": {{"StringLike": {{"aws:UserAgent": {value:?}}},
            "ArnLike": {{"aws:SourceArn": {value:?}}}}}}}}}"#
    );
    let Ok(policy) = Policy::parse(&policy, PolicyKind::Identity) else { return };
    let identity = [Attached::inline("fuzzed", policy.into())];
    let Ok(account) = "123456789012".parse() else { return };
    let (action, resource, value) = (next(), next(), next());
    let mut context = Context::new();
    context.set("aws:UserAgent", value);
    context.set("aws:SourceArn", value);
    context.set("aws:username", value);
    let request = Request {
        principal: &Principal::Root { account },
        action,
        resource,
        resource_account: Some(account),
        context: &context,
        flags: Flags::default(),
    };
    let layers = Layers { identity: &identity, ..Layers::default() };
    assert_eq!(decide(&request, &layers), explain(&request, &layers).decision);
});
