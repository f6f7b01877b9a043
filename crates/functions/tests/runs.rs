//! What functions are given and what is made of their answers: by each runtime, cold and warm.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bartizan_functions::{Error, Kind, Runtime, ThrottleReason};
use serde_json::{Value, json};
use support::{ACCOUNT, ID, Kept, Kit, asked, installed, shown};

const CONTEXT: &str = r"
import os, sys, logging
started = []
def handler(event, context):
    started.append(1)
    print('told', event)
    logging.getLogger().warning('careful')
    remaining = context.get_remaining_time_in_millis()
    return {
        'event': event, 'starts': len(started), 'in_time': 0 < remaining <= 60000,
        'context': [context.function_name, context.function_version, context.invoked_function_arn,
                    context.memory_limit_in_mb, context.aws_request_id, context.log_group_name],
        'client': context.client_context.client.app_title,
        'environment': {name: os.environ.get(name) for name in ('OWN', 'AWS_REGION',
            'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', '_X_AMZN_TRACE_ID',
            'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT')},
        'uid': os.getuid(), 'here': sorted(os.listdir('.')),
    }
";

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_of_python_is_told_all_and_kept_warm() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let kept = Arc::new(Kept::default());
    let mut function = kit.python("told", CONTEXT);
    function.logs = Some(kept.clone());
    function.environment = BTreeMap::from([
        ("OWN".to_owned(), "own".to_owned().into()),
        ("AWS_REGION".to_owned(), "elsewhere".to_owned().into()),
    ]);
    let function = Arc::new(function);
    let mut invocation = asked(&function, r#"{"é": [1, null]}"#);
    invocation.trace = Some("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700".to_owned());
    invocation.client_context = Some(r#"{"client": {"app_title": "phone"}}"#.to_owned());

    let cold = kit.functions.invoke(&function, &invocation).await.unwrap();
    let answer: Value = serde_json::from_slice(&cold.payload).unwrap_or_default();
    let expected = json!({
        "event": { "é": [1, null] }, "starts": 1, "in_time": true,
        "context": ["told", "$LATEST", format!("{ACCOUNT}:told"), "128", ID, "/aws/lambda/told"],
        "client": "phone",
        "environment": {
            "OWN": "own", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
            "_X_AMZN_TRACE_ID": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001", "LAMBDA_TASK_ROOT": "/var/task",
        },
        "uid": 993, "here": ["index.py"],
    });
    assert_eq!(answer, expected, "{}", shown(&cold));
    assert!(cold.init.is_some() && cold.memory_used > 0);

    let warm = kit.functions.invoke(&function, &invocation).await.unwrap();
    let answer: Value = serde_json::from_slice(&warm.payload).unwrap();
    assert_eq!((answer["starts"].as_u64(), warm.init), (Some(2), None));
    let log = String::from_utf8(warm.log_tail).unwrap();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines[0], format!("START RequestId: {ID} Version: $LATEST"));
    assert_eq!(lines[1], "told {'é': [1, None]}");
    let careful: Vec<&str> = lines[2].split('\t').collect();
    assert_eq!((careful[0], careful[2], careful[3]), ("[WARNING]", ID, "careful"));
    assert_eq!(lines[3], format!("END RequestId: {ID}"));
    let report: Vec<&str> = lines[4].split('\t').collect();
    assert_eq!(report[0], format!("REPORT RequestId: {ID}"));
    assert_eq!(report[3], "Memory Size: 128 MB");
    assert_eq!((lines.len(), kept.0.lock().unwrap().len()), (5, 10));
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_told_as_lambdas_runtimes_tell_them() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text =
        "class Worse(Exception): pass\ndef handler(event, context):\n    raise Worse('bad')\n";
    let function = Arc::new(kit.python("raises", text));
    let fault = kit.fault(&function, "{}").await;
    let frame = "  File \"/var/task/index.py\", line 3, in handler\n    raise Worse('bad')\n";
    let told = json!({
        "errorMessage": "bad", "errorType": "Worse", "requestId": ID, "stackTrace": [frame],
    });
    assert_eq!(fault.told, told);
    assert!(fault.log.contains("[ERROR] Worse: bad\nTraceback (most recent call last):"));
    assert_eq!(kit.functions.count().idle, 1);

    let broken = "def handler(event, context):\n    return {1, 2}\n";
    let bad = kit.fault(&Arc::new(kit.python("set", broken)), "{}").await;
    let message = "Unable to marshal response: Object of type set is not JSON serializable";
    assert_eq!((bad.kind.as_str(), bad.message.as_str()), ("Runtime.MarshalError", message));
    for (handler, text, kind, message) in [
        ("index.none", "", "Runtime.HandlerNotFound", "Handler 'none' missing on module 'index'"),
        (
            "nothing.handler",
            "",
            "Runtime.ImportModuleError",
            "Unable to import module 'nothing': No module named 'nothing'",
        ),
        (
            "handler",
            "",
            "Runtime.MalformedHandlerName",
            "Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
        ),
        ("index.handler", "raise KeyError('start')", "KeyError", "'start'"),
    ] {
        let mut function = kit.python(&format!("init-{kind}"), text);
        function.handler = handler.to_owned();
        let fault = kit.fault(&Arc::new(function), "{}").await;
        assert_eq!((fault.kind.as_str(), fault.message.as_str()), (kind, message));
        let start = format!("START RequestId: {ID} Version: $LATEST");
        assert!(fault.log.contains(&start) && fault.log.contains("Init Duration: "));
    }
    assert_eq!(kit.functions.count().idle, 2);
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_is_told_and_started_anew() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = "import os, time\ndef handler(event, context):\n    print('so far', end='', flush=True)\n    \
                if event == 'kill': os.kill(os.getpid(), 9)\n    \
                if event == 'wait': time.sleep(3600)\n    os._exit(event)\n";
    let exit = |how: &str| format!("RequestId: {ID} Error: Runtime exited {how}");
    for (event, kind, message) in [
        ("1", "Runtime.ExitError", exit("with error: exit status 1")),
        ("0", "Runtime.ExitError", exit("without providing a reason")),
        ("\"kill\"", "Runtime.ExitError", exit("with error: signal: killed")),
        (
            "\"wait\"",
            "Sandbox.Timedout",
            format!("RequestId: {ID} Error: Task timed out after 1.00 seconds"),
        ),
    ] {
        let mut function = kit.python("ends", text);
        if kind == "Sandbox.Timedout" {
            function.timeout = Duration::from_secs(1);
        }
        let fault = kit.fault(&Arc::new(function), event).await;
        assert_eq!((fault.kind.as_str(), &fault.message), (kind, &message));
        let written = fault.log.contains("\nso far\n");
        assert!(written || kind == "Sandbox.Timedout", "{}", fault.log);
        assert!(fault.log.contains("Init Duration"), "{}", fault.log);
        assert_eq!(kit.functions.count().idle, 0);
    }
    kit.stands().await;
}

const NODE: &str = r"
let calls = 0;
exports.handler = async (event, context) => {
  console.log('told', event);
  if (event.bad) throw new TypeError('bad');
  if (event.late) { setTimeout(() => { throw new RangeError('late'); }, 1); await new Promise(() => setInterval(() => {}, 1000)); }
  return { calls: ++calls, id: context.awsRequestId, left: context.getRemainingTimeInMillis() > 0 };
};
exports.called = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = event.waits;
  setTimeout(() => callback(null, 'back'), 1);
  if (!event.waits) setInterval(() => {}, 1000);
};
exports.nothing = (event, context, callback) => {};
exports.waits = (event, context, callback) => {
  const order = [];
  setTimeout(() => order.push('timer'), 5);
  callback(null, order);
};
";

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_of_node_answers_by_promises_and_callbacks() {
    if !installed("node") {
        return;
    }
    let Some(kit) = Kit::new(|_| {}) else { return };
    let node = |name: &str, handler: &str| {
        let mut function = kit.function(name, Runtime::Node, &[("index.js", NODE)]);
        function.handler = handler.to_owned();
        Arc::new(function)
    };
    let function = node("node", "index.handler");
    for calls in [1, 2] {
        let outcome = kit.invoke(&function, r#"{"é": 1}"#).await;
        let answer: Value = serde_json::from_slice(&outcome.payload).unwrap_or_default();
        assert_eq!(
            answer,
            json!({ "calls": calls, "id": ID, "left": true }),
            "{}",
            shown(&outcome)
        );
        let log = String::from_utf8(outcome.log_tail).unwrap();
        assert!(log.contains(&format!("\t{ID}\tINFO\ttold {{ 'é': 1 }}\n")), "{log}");
    }
    let fault = kit.fault(&function, r#"{"bad": true}"#).await;
    assert_eq!((fault.kind.as_str(), fault.message.as_str()), ("TypeError", "bad"));
    let trace = fault.told["trace"].as_array().unwrap();
    assert!(trace[1].as_str().unwrap().contains("/var/task/index.js:5"), "{trace:?}");
    let fault = kit.fault(&function, r#"{"late": true}"#).await;
    assert_eq!((fault.kind.as_str(), fault.message.as_str()), ("RangeError", "late"));
    assert_eq!(kit.invoke(&function, "{}").await.error, None);

    for (handler, event, answer) in [
        ("index.called", r#"{"waits": true}"#, json!("back")),
        ("index.called", r#"{"waits": false}"#, json!("back")),
        ("index.nothing", "{}", Value::Null),
        ("index.waits", "{}", json!(["timer"])),
    ] {
        let outcome = kit.invoke(&node("callbacks", handler), event).await;
        let told: Value = serde_json::from_slice(&outcome.payload).unwrap();
        assert_eq!((told, outcome.error), (answer, None), "{handler} {event}");
        kit.functions.retire(&format!("{ACCOUNT}:callbacks"), None);
    }
    let module = "export const handler = async (event) => event.a;";
    let module = kit.function("module", Runtime::Node, &[("index.mjs", module)]);
    assert_eq!(kit.ask(module, r#"{"a": 7}"#).await, 7);
    let missing = Arc::new(kit.function("missing", Runtime::Node, &[]));
    assert_eq!(kit.fault(&missing, "{}").await.kind, "Runtime.ImportModuleError");
    kit.stands().await;
}

const BOOTSTRAP: &str = r#"#!/bin/sh
exec /usr/bin/python3 "$LAMBDA_TASK_ROOT/own.py"
"#;
const OWN: &str = r"
import os, urllib.request
base = 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/'
with open('/opt/shared/word') as file: word = file.read()
while True:
    with urllib.request.urlopen(base + 'invocation/next') as asked:
        id = asked.headers['Lambda-Runtime-Aws-Request-Id']
        body = asked.read()
    urllib.request.urlopen(base + 'invocation/' + id + '/response', word.encode() + body).close()
";

#[tokio::test(flavor = "multi_thread")]
async fn code_brings_its_own_runtime_and_layers() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let files = [("bootstrap", BOOTSTRAP), ("own.py", OWN)];
    let mut function = kit.function("own", Runtime::Provided, &files);
    function.layers = Some(kit.code("layers", &[("shared/word", "not even JSON: ")]));
    let function = Arc::new(function);
    for _ in 0..2 {
        let outcome = kit.invoke(&function, "[1]").await;
        assert_eq!(outcome.payload, "not even JSON: [1]", "{}", shown(&outcome));
    }
    let python = "from told import word\ndef handler(event, context):\n    return word\n";
    let mut layered = kit.python("layered", python);
    layered.layers = Some(kit.code("more", &[("python/told.py", "word = 'layer'")]));
    assert_eq!(kit.ask(layered, "{}").await, "layer");
    let none = Arc::new(kit.function("none", Runtime::Provided, &[]));
    let refused = kit.functions.invoke(&none, &asked(&none, "{}")).await.unwrap_err();
    let said = "the function's sandbox could not be started: there is no /var/task/bootstrap or /opt/bootstrap";
    assert_eq!(refused.to_string(), said);
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invocations_have_limits_and_environments_end() {
    let Some(kit) = Kit::new(|options| options.idle = Duration::ZERO) else { return };
    let mut function = kit.python("none", "def handler(event, context):\n    return len(event)\n");
    function.reserved = Some(0);
    let refused = kit.functions.invoke(&Arc::new(function), &asked(&kit.python("a", ""), "")).await;
    let reason = ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded;
    assert!(matches!(refused, Err(Error::TooManyInvocations { reason: told }) if told == reason));

    let text = "import os\ndef handler(event, context):\n    return [len(event), os.getpid()]\n";
    let function = Arc::new(kit.python("sizes", text));
    let largest = format!("\"{}\"", "x".repeat((6 << 20) - 2));
    let outcome = kit.invoke(&function, &largest).await;
    assert_eq!(outcome.error, None);
    let mut event = asked(&function, &largest);
    event.kind = Kind::Event;
    for invocation in [event, asked(&function, &format!("{largest} "))] {
        let limit = invocation.kind.limit();
        let refused = kit.functions.invoke(&function, &invocation).await;
        assert!(matches!(refused, Err(Error::PayloadTooLarge { limit: told }) if told == limit));
    }
    assert_eq!(kit.functions.count().idle, 1);
    kit.functions.sweep();
    assert_eq!(kit.functions.count().idle, 0);
    assert!(kit.invoke(&function, "[]").await.init.is_some());
    kit.functions.retire(&function.arn, Some("1"));
    assert_eq!(kit.functions.count().idle, 1);
    kit.functions.retire(&function.arn, Some("$LATEST"));
    assert_eq!(kit.functions.count().idle, 0);
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn environments_make_room_and_versions_share_none() {
    let Some(kit) = Kit::new(|options| options.environments = 2) else { return };
    let text = "seen = []\ndef handler(event, context):\n    seen.append(event)\n    return seen\n";
    for (version, revision) in [("1", "a"), ("2", "a"), ("2", "b")] {
        let mut function = kit.python("versions", text);
        (function.version, function.revision) = (version.to_owned(), revision.to_owned());
        assert_eq!(kit.ask(function, "1").await, json!([1]));
        assert!(kit.functions.count().idle <= 2);
    }
    let mut gone = kit.python("versions", text);
    gone.version = "1".to_owned();
    gone.revision = "a".to_owned();
    assert_eq!(kit.ask(gone, "1").await, json!([1]), "the oldest one made room");
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_environment_answers_one_at_a_time() {
    let Some(kit) = Kit::new(|options| options.concurrency = 2) else { return };
    let text = "import os, time\ndef handler(event, context):\n    \
                time.sleep(3600 if event == 'wait' else 0)\n    return event\n";
    let function = Arc::new(kit.python("one", text));
    let wait = asked(&function, "\"wait\"");
    tokio::select! {
        _ = kit.functions.invoke(&function, &wait) => panic!("it never answers"),
        outcome = kit.invoke(&function, "2") => assert_eq!(&outcome.payload[..], b"2"),
    }
    assert_eq!(kit.functions.count().running, 0, "who stops waiting ends what runs");
    tokio::select! {
        biased;
        _ = kit.functions.invoke(&function, &wait) => panic!("it never answers"),
        _ = kit.functions.invoke(&function, &wait) => panic!("it never answers"),
        refused = kit.functions.invoke(&function, &wait) => {
            let reason = ThrottleReason::ConcurrentInvocationLimitExceeded;
            let told = matches!(refused, Err(Error::TooManyInvocations { reason: told }) if told == reason);
            assert!(told);
        }
    }
    kit.stands().await;
}
