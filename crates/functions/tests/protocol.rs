//! Runtimes that speak the Runtime API badly, and what they are answered.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::sync::Arc;
use std::time::Duration;

use bartizan_functions::{
    Confinement, Endpoint, Error, Function, FunctionError, Functions, Options, Runtime,
};
use serde_json::{Value, json};
use support::{ID, Kit, installed, shown, supervisor};

const BOOTSTRAP: &str = "#!/bin/sh\nexec /usr/bin/python3 /var/task/own.py\n";

/// What every runtime here can do: send bytes, and read an answer.
const SPEAK: &str = r"
import json, os, socket, struct
host, port = os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')
BASE = '/2018-06-01/runtime/'
def opened():
    return socket.create_connection((host, int(port)))
def read(connection):
    file = connection.makefile('rb')
    status = file.readline().split()
    fields = {}
    while (line := file.readline()) not in (b'\r\n', b''):
        name, value = line.decode().split(':', 1)
        fields[name.lower()] = value.strip()
    body = file.read(int(fields.get('content-length', 0)))
    return int(status[1]) if status else 0, fields, body
def ask(method, path, body=b'', headers=''):
    with opened() as connection:
        head = f'{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{headers}\r\n'
        connection.sendall(head.encode() + body)
        return read(connection)
def said(answer):
    return [answer[0], json.loads(answer[2]).get('errorType') if answer[2] else None]
def next():
    status, fields, body = ask('GET', BASE + 'invocation/next')
    return fields['lambda-runtime-aws-request-id'], body
def respond(id, value, headers=''):
    return ask('POST', f'{BASE}invocation/{id}/response', json.dumps(value).encode(), headers)
";

fn speaker(kit: &Kit, name: &str, text: &str) -> Function {
    let own = format!("{SPEAK}{text}");
    kit.function(name, Runtime::Provided, &[("bootstrap", BOOTSTRAP), ("own.py", &own)])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_wrongly_is_refused_by_name() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = r"
told = [said(respond('x', 1)), said(ask('GET', '/')), said(ask('PUT', BASE + 'invocation/next')),
        said(ask('POST', BASE + 'invocation/next/x')), said(ask('GET', '/2018-06-02/runtime/invocation/next'))]
while True:
    id, body = next()
    told.append(said(ask('GET', BASE + 'invocation/next')))
    told.append(said(respond('x', 1)))
    told.append(said(ask('POST', BASE + 'init/error', b'{}')))
    told.append(said(respond(id, 1, 'Lambda-Runtime-Function-Response-Mode: streaming\r\n')))
    first = respond(id, told)
    told = [[first[0], None], said(respond(id, 2)), said(ask('POST', f'{BASE}invocation/{id}/error', b'{}'))]
";
    let function = Arc::new(speaker(&kit, "wrong", text));
    let outcome = kit.invoke(&function, "{}").await;
    let running = json!([
        [403, "InvalidStateTransition"],
        [400, "InvalidRequestID"],
        [403, "InvalidStateTransition"],
        [400, "InvalidResponseMode"],
    ]);
    let mut expected = json!([
        [403, "InvalidStateTransition"],
        [404, "NotFound"],
        [405, "MethodNotAllowed"],
        [404, "NotFound"],
        [404, "NotFound"],
    ]);
    expected.as_array_mut().unwrap().extend(running.as_array().unwrap().clone());
    let told: Value = serde_json::from_slice(&outcome.payload).unwrap_or_default();
    assert_eq!(told, expected, "{}", shown(&outcome));
    // What answers twice is told so, and the second answer is nobody's.
    let outcome = kit.invoke(&function, "{}").await;
    let told: Value = serde_json::from_slice(&outcome.payload).unwrap();
    let twice = [[202, 0], [403, 1], [403, 1]].map(|[status, is]| {
        json!([status, if is == 0 { Value::Null } else { "InvalidStateTransition".into() }])
    });
    assert_eq!(told.as_array().unwrap()[..3], twice);
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_requests_are_their_functions_own_affair() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = r"
def spoiled(data, reset=False):
    with opened() as connection:
        try:
            connection.sendall(data)
            if reset:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                return None
            connection.shutdown(socket.SHUT_WR)
            return read(connection)[0]
        except OSError as error:
            return type(error).__name__
while True:
    id, body = next()
    path = f'{BASE}invocation/{id}/response'.encode()
    told = [
        spoiled(b'\0' * 100), spoiled(b'GET\r\n\r\n'), spoiled(b'GET / HTTP/9.9\r\n\r\n'),
        spoiled(b'POST ' + path + b' HTTP/1.1\r\nContent-Length: -5\r\n\r\n'),
        spoiled(b'POST ' + path + b' HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n'),
        spoiled(b'POST ' + path + b' HTTP/1.1\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n12345'),
        spoiled(b'POST ' + path + b' HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
        spoiled(b'POST ' + path + b' HTTP/1.1\r\nContent-Length: 100\r\n\r\n{}'),
        spoiled(b'POST ' + path + b' HTTP/1.1\r\nContent-Length: 100\r\n\r\n{}', True),
        spoiled(b'GET /' + b'a' * 1000000 + b' HTTP/1.1\r\n\r\n'),
        spoiled(b'GET / HTTP/1.1\r\n' + b'a: b\r\n' * 100000 + b'\r\n'),
        spoiled(b'POST ' + BASE.encode() + b'invocation/' + b'%00' * 2000 + b'/response HTTP/1.1\r\n\r\n'),
    ]
    kept = [opened() for _ in range(60)]
    respond(id, told)
    for connection in kept: connection.close()
";
    let function = Arc::new(speaker(&kit, "spoils", text));
    for _ in 0..2 {
        let outcome = kit.invoke(&function, "{}").await;
        let told: Value = serde_json::from_slice(&outcome.payload).unwrap_or_default();
        let told = told.as_array().unwrap_or_else(|| panic!("{}", shown(&outcome)));
        assert_eq!(told.len(), 12);
        let accepted =
            told.iter().filter_map(Value::as_u64).find(|status| (200..300).contains(status));
        assert_eq!(accepted, None, "{told:?}");
    }
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stops_in_the_middle_ends_by_its_time() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = r"
id, body = next()
connection = opened()
connection.sendall(f'POST {BASE}invocation/{id}/response HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf'.encode())
if body == b'1': os._exit(3)
connection.close()
while True: os.wait() if os.fork() else os.execv('/bin/sleep', ['sleep', '3600'])
";
    let fault = kit.fault(&Arc::new(speaker(&kit, "half", text)), "1").await;
    assert_eq!(
        fault.message,
        format!("RequestId: {ID} Error: Runtime exited with error: exit status 3")
    );
    let mut function = speaker(&kit, "half", text);
    function.timeout = Duration::from_secs(1);
    assert_eq!(kit.fault(&Arc::new(function), "2").await.kind, "Sandbox.Timedout");
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_own_runtimes_are_given_on() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = r"
while True:
    id, body = next()
    kind, text = json.loads(body)
    ask('POST', f'{BASE}invocation/{id}/error', text.encode(), f'Lambda-Runtime-Function-Error-Type: {kind}\r\n')
";
    let function = Arc::new(speaker(&kit, "errors", text));
    for (event, error, payload) in [
        (r#"["Handled", "{\"a\": 1}"]"#, FunctionError::Handled, r#"{"a": 1}"#),
        (
            r#"["Own.Reason", "no JSON"]"#,
            FunctionError::Unhandled,
            r#"{"errorType":"Own.Reason","errorMessage":"no JSON"}"#,
        ),
    ] {
        let outcome = kit.invoke(&function, event).await;
        assert_eq!((outcome.error, &outcome.payload[..]), (Some(error), payload.as_bytes()));
    }
    let text = "ask('POST', BASE + 'init/error', b'{\"errorType\": \"Own.Init\"}')\nos.wait()\n";
    let fault = kit.fault(&Arc::new(speaker(&kit, "init", text)), "{}").await;
    assert_eq!(fault.kind, "Own.Init");
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_while_it_waits_is_started_anew() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = "id, body = next()\nrespond(id, os.getpid())\nos._exit(1)\n";
    let function = Arc::new(speaker(&kit, "leaves", text));
    for _ in 0..5 {
        let outcome = kit.invoke(&function, "{}").await;
        assert_eq!(outcome.error, None, "{}", shown(&outcome));
        assert!(outcome.init.is_some());
    }
    kit.stands().await;
}

const ASKS: &str = r"
import os, urllib.request
def handler(event, context):
    return [urllib.request.urlopen(os.environ['AWS_ENDPOINT_URL'] + '/' + str(n)).read().decode() for n in range(2)]
";

/// Answers two requests by their paths.
fn answer_two(mut accept: impl FnMut() -> Box<dyn Stream>) {
    for _ in 0..2 {
        let mut stream = accept();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        let path = String::from_utf8(head).unwrap().split(' ').nth(1).unwrap().to_owned();
        let length = path.len();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{path}"
        )
        .unwrap();
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

#[tokio::test(flavor = "multi_thread")]
async fn the_endpoint_of_aws_is_reached_and_nothing_else() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("aws.sock");
    let socket = UnixListener::bind(&path).unwrap();
    for endpoint in [Endpoint::Address(address), Endpoint::Socket(path)] {
        let inside = matches!(endpoint, Endpoint::Address(_));
        let Some(kit) = Kit::new(|options| options.endpoint = Some(endpoint)) else { return };
        let (listener, socket) = (listener.try_clone().unwrap(), socket.try_clone().unwrap());
        let answers = std::thread::spawn(move || {
            answer_two(|| {
                if inside {
                    Box::new(listener.accept().unwrap().0)
                } else {
                    Box::new(socket.accept().unwrap().0)
                }
            });
        });
        assert_eq!(kit.ask(kit.python("asks", ASKS), "{}").await, json!(["/0", "/1"]));
        answers.join().unwrap();
        kit.stands().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_sandbox_functions_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(folder.path().join("work"), supervisor());
    options.bubblewrap = Some(folder.path().join("bwrap"));
    let refused = Functions::new(options.clone()).err().unwrap();
    assert!(matches!(refused, Error::NoSandbox));
    assert!(refused.to_string().contains("install the package `bubblewrap`"));
    options.confinement = Confinement::Unconfined;
    let text = "import os\ndef handler(event, context):\n    return [os.getcwd(), 'AWS_REGION' in os.environ]\n";
    match Functions::new(options) {
        Err(refused) => assert!(matches!(refused, Error::UnconfinedRoot)),
        Ok(functions) if installed("python3") => {
            let kit = Kit { folder, functions };
            let function = kit.python("open", text);
            let code = function.code.to_str().unwrap().to_owned();
            assert_eq!(kit.ask(function, "{}").await, json!([code, true]));
            let ends = "import os\ndef handler(event, context):\n    os._exit(137)\n";
            let fault = kit.fault(&Arc::new(kit.python("ends", ends)), "{}").await;
            assert!(fault.message.ends_with("exit status 137"));
            kit.stands().await;
        }
        Ok(_) => {}
    }
}
