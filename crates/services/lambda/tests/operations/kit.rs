//! A world with functions that a test answers for.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use bartizan_functions::{Error, Function, FunctionError, Invocation, Outcome, ThrottleReason};
use bartizan_lambda::{Engine, Installed, Lambda, LambdaProjection, Sandbox};
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::{Entity, RoleFacts};
use bartizan_service::testkit::{ACCOUNT, Given, World, admin, given, input_of};
use bartizan_service::{BoxFuture, Directory};
use bartizan_types::{Arn, Fault, Timestamp, UniqueId};
use serde_json::{Value as Json, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::logs::Logs;
use crate::others::{Inbox, Queue, Sent};
use crate::sts::Sts;

pub(crate) const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:answer";
pub(crate) const ROLE: &str = "arn:aws:iam::123456789012:role/worker";

/// A world, and what runs its functions.
pub(crate) struct Kit {
    pub(crate) world: World,
    pub(crate) engine: Engine,
    pub(crate) runs: Arc<Runs>,
    /// What was sent to queues, by whom.
    pub(crate) sent: Sent,
    /// What was called of logs, and with what.
    pub(crate) logged: Sent,
    /// What messages that wait in the queue say.
    pub(crate) inbox: Inbox,
}

/// Answers for functions: by what the payload says.
#[derive(Default)]
pub(crate) struct Runs {
    pub(crate) asked: Mutex<Vec<Asked>>,
    pub(crate) retired: Mutex<Vec<String>>,
}

/// What a function was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) version: String,
    pub(crate) arn: String,
    pub(crate) request_id: String,
    pub(crate) payload: Json,
    pub(crate) variables: BTreeMap<String, String>,
    pub(crate) code: String,
    /// What `index.py` of its layers says.
    pub(crate) layer: Option<String>,
    pub(crate) timeout: Duration,
    pub(crate) reserved: Option<u32>,
}

impl Sandbox for Runs {
    fn runtimes(&self) -> BoxFuture<'_, Result<Vec<String>, String>> {
        let known = ["python3.11", "provided.al2023"].map(str::to_owned).to_vec();
        Box::pin(std::future::ready(Ok(known)))
    }

    fn invoke<'a>(
        &'a self,
        function: &'a Arc<Function>,
        invocation: &'a Invocation,
    ) -> BoxFuture<'a, Result<Outcome, Error>> {
        Box::pin(async move {
            function.role.credentials().await.map_err(Error::Credentials)?;
            let payload: Json = serde_json::from_slice(&invocation.payload).unwrap();
            let own = function.environment.iter();
            self.asked.lock().unwrap().push(Asked {
                version: function.version.clone(),
                arn: invocation.arn.clone(),
                request_id: invocation.request_id.clone(),
                payload: payload.clone(),
                variables: own.map(|(name, value)| (name.clone(), value.to_string())).collect(),
                code: std::fs::read_to_string(function.code.join("index.py")).unwrap(),
                layer: function
                    .layers
                    .as_ref()
                    .map(|folder| std::fs::read_to_string(folder.join("index.py")).unwrap()),
                timeout: function.timeout,
                reserved: function.reserved,
            });
            for line in ["START", "END"] {
                function.logs.as_ref().unwrap().line("stream", SystemTime::now(), line);
            }
            if payload["throttle"] == true {
                let reason = ThrottleReason::ConcurrentInvocationLimitExceeded;
                return Err(Error::TooManyInvocations { reason });
            }
            let error = (payload["fail"] == true).then_some(FunctionError::Unhandled);
            let answer = match error {
                Some(_) => json!({ "errorType": "E", "errorMessage": "it failed" }),
                None if payload.get("Records").is_some() => {
                    json!({ "batchItemFailures": [{ "itemIdentifier": "id-bad" }] })
                }
                None => json!({ "echo": payload }),
            };
            Ok(Outcome {
                payload: answer.to_string().into(),
                error,
                log_tail: b"START\n".to_vec(),
                duration: Duration::from_millis(1),
                billed: Duration::from_millis(1),
                init: None,
                memory_used: 1,
            })
        })
    }

    fn retire(&self, _arn: &str, version: Option<&str>) {
        self.retired.lock().unwrap().push(version.unwrap_or("all").to_owned());
    }
}

/// A role that Lambda may assume, and one that it may not.
struct Roles;

impl Given for Roles {
    fn enter(&self, directory: &mut Directory) {
        for (name, service) in [("worker", "lambda"), ("stranger", "ec2")] {
            let trust = format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole",
                   "Principal":{{"Service":"{service}.amazonaws.com"}}}}]}}"#
            );
            let trust = Policy::parse(&trust, PolicyKind::Trust).unwrap();
            let everything = r#"{"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
            let everything = Policy::parse(everything, PolicyKind::Identity).unwrap();
            let account = ACCOUNT.parse().unwrap();
            directory.put_entity(Entity {
                account,
                id: UniqueId::from_stored(format!("AROA{:A<17}", name.to_uppercase())),
                arn: Arn::new("iam", "", Some(account), &format!("role/{name}")),
                name: name.into(),
                identity: [Attached::inline("everything", Arc::new(everything))].into(),
                boundary: None,
                tags: [].into(),
                created: Timestamp::from_seconds(0),
                role: Some(RoleFacts {
                    trust: Some(Attached::inline("trust", Arc::new(trust))),
                    max_session_seconds: 3600,
                    service_linked: false,
                }),
            });
        }
    }
}

impl Kit {
    pub(crate) fn new() -> Self {
        let engine = Engine::default();
        let runs = Arc::new(Runs::default());
        let sent = Arc::default();
        let (logged, inbox) = (Arc::default(), Arc::default());
        let (queue, logs) =
            (Queue(Arc::clone(&sent), Arc::clone(&inbox)), Logs(Arc::clone(&logged)));
        let projections = vec![given(Roles), Arc::new(LambdaProjection::new(engine.clone())) as _];
        let world = World::new(projections, |folder| {
            let code = folder.join("code");
            std::fs::create_dir(&code).unwrap();
            let sandbox: Arc<dyn Sandbox> = Arc::clone(&runs) as _;
            engine.install(Installed { sandbox, code, retry: Duration::from_mins(1) });
            vec![
                Arc::new(Lambda::new(engine.clone())),
                Arc::new(Sts),
                Arc::new(queue),
                Arc::new(logs),
            ]
        });
        Self { world, engine, runs, sent, logged, inbox }
    }

    pub(crate) async fn call(&self, operation: &str, input: Json) -> Result<Json, Fault> {
        let input = input_of("lambda", operation, &input);
        let answer = self.world.call(&admin(), "lambda", operation, input).await;
        answer.map(|reply| reply.value.to_json())
    }

    pub(crate) async fn done(&self, operation: &str, input: Json) -> Json {
        self.call(operation, input).await.unwrap()
    }

    pub(crate) async fn refused(&self, operation: &str, input: Json) -> (String, String) {
        let fault = self.call(operation, input).await.unwrap_err();
        (fault.code.to_string(), fault.message)
    }

    /// Waits until something holds.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..2000 {
            if holds(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("it does not come to that: {what}");
    }

    /// Invokes the function, and answers what it was asked.
    pub(crate) async fn asked(&self, input: Json) -> Asked {
        self.done("Invoke", input).await;
        self.runs.asked.lock().unwrap().last().unwrap().clone()
    }
}

/// What makes the function `answer`.
pub(crate) fn made() -> Json {
    json!({
        "FunctionName": "answer", "Runtime": "python3.11", "Handler": "index.handler", "Role": ROLE,
        "Code": { "ZipFile": zipped("first") }, "Tags": { "stage": "test" },
        "Environment": { "Variables": { "TOKEN": "secret" } },
    })
}

/// The same with other members.
pub(crate) fn made_with(more: Json) -> Json {
    let mut input = made();
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

/// A zip file with `index.py` of this text, as numbers.
pub(crate) fn zipped(text: &str) -> Json {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("index.py", SimpleFileOptions::default()).unwrap();
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner().into_iter().collect()
}
