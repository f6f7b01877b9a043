//! Functions to run in tests, and what they answer.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    missing_docs,
    unreachable_pub,
    reason = "test code: a panic is its answer, and each file uses a part"
)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use bartizan_functions::{
    Credentials, Function, FunctionError, Functions, Invocation, Issue, Kind, LogSink, Options,
    Outcome, Role, Runtime,
};
use serde_json::Value;
use tempfile::TempDir;

pub const ACCOUNT: &str = "arn:aws:lambda:us-east-1:123456789012:function";
pub const ID: &str = "8f507cfc-0b3c-4697-b07a-ac58fc914c95";

pub struct Kit {
    pub folder: TempDir,
    pub functions: Functions,
}

/// Keeps lines.
#[derive(Default)]
pub struct Kept(pub Mutex<Vec<String>>);

impl LogSink for Kept {
    fn line(&self, _: &str, _: SystemTime, line: &str) {
        self.0.lock().unwrap().push(line.to_owned());
    }
}

/// A role whose credentials are made up.
pub struct Anybody;

impl Role for Anybody {
    fn credentials(&self) -> Issue<'_> {
        let expires = SystemTime::now() + Duration::from_hours(1);
        Box::pin(async move {
            Ok(Credentials {
                access_key_id: "ASIAEXAMPLE".to_owned(),
                secret_access_key: "secret".to_owned().into(),
                session_token: "token".to_owned().into(),
                expires,
            })
        })
    }
}

pub fn installed(program: &str) -> bool {
    let there = Path::new("/usr/bin").join(program).exists();
    if !there {
        assert!(std::env::var_os("CI").is_none(), "CI needs `{program}`");
        println!("SKIPPED: {program} is not installed");
    }
    there
}

pub fn supervisor() -> PathBuf {
    env!("CARGO_BIN_EXE_bartizan-function-supervisor").into()
}

impl Kit {
    /// None, and told, without bubblewrap or Python.
    pub fn new(change: impl FnOnce(&mut Options)) -> Option<Self> {
        if !installed("bwrap") || !installed("python3") {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
        let mut options = Options::new(folder.path().join("work"), supervisor());
        change(&mut options);
        Some(Self { functions: Functions::new(options).unwrap(), folder })
    }

    /// A folder of code.
    pub fn code(&self, name: &str, files: &[(&str, &str)]) -> PathBuf {
        let code = self.folder.path().join(name);
        fs::create_dir_all(&code).unwrap();
        for (file, text) in files {
            let path = code.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        code
    }

    /// A function of Python, whose handler is `index.handler`.
    pub fn python(&self, name: &str, text: &str) -> Function {
        self.function(name, Runtime::Python, &[("index.py", text)])
    }

    pub fn function(&self, name: &str, runtime: Runtime, files: &[(&str, &str)]) -> Function {
        Function {
            arn: format!("{ACCOUNT}:{name}"),
            name: name.to_owned(),
            version: "$LATEST".to_owned(),
            revision: "1".to_owned(),
            runtime,
            handler: "index.handler".to_owned(),
            code: self.code(name, files),
            layers: None,
            environment: BTreeMap::new(),
            memory: 128,
            timeout: Duration::from_mins(1),
            storage: 64,
            reserved: None,
            region: "us-east-1".to_owned(),
            logs: None,
            log_group: format!("/aws/lambda/{name}"),
            role: Arc::new(Anybody),
        }
    }

    pub async fn invoke(&self, function: &Arc<Function>, payload: &str) -> Outcome {
        self.functions.invoke(function, &asked(function, payload)).await.unwrap()
    }

    /// What a new function answers, which is no error.
    pub async fn ask(&self, function: Function, payload: &str) -> Value {
        let outcome = self.invoke(&Arc::new(function), payload).await;
        assert_eq!(outcome.error, None, "{}", shown(&outcome));
        serde_json::from_slice(&outcome.payload).unwrap()
    }

    /// The error that a function ends with: its type, its message, and the last 4 KB of the log.
    pub async fn fault(&self, function: &Arc<Function>, payload: &str) -> Fault {
        let outcome = self.invoke(function, payload).await;
        assert_eq!(outcome.error, Some(FunctionError::Unhandled), "{}", shown(&outcome));
        let told: Value = serde_json::from_slice(&outcome.payload).unwrap();
        let text = |field: &str| told[field].as_str().unwrap_or_default().to_owned();
        let log = String::from_utf8_lossy(&outcome.log_tail).into_owned();
        Fault { kind: text("errorType"), message: text("errorMessage"), log, told }
    }

    /// Another function answers as if nothing had been, and nothing is left.
    pub async fn stands(self) {
        let text = "def handler(event, context):\n    return event['a'] + 1\n";
        assert_eq!(self.ask(self.python("neighbour", text), r#"{"a": 1}"#).await, 2);
        self.functions.close().await;
        assert_eq!((self.functions.count().running, self.functions.count().idle), (0, 0));
    }
}

#[derive(Debug)]
pub struct Fault {
    pub kind: String,
    pub message: String,
    pub log: String,
    pub told: Value,
}

pub fn asked(function: &Function, payload: &str) -> Invocation {
    Invocation {
        request_id: ID.to_owned(),
        payload: payload.to_owned().into(),
        kind: Kind::RequestResponse,
        arn: function.arn.clone(),
        client_context: None,
        trace: None,
    }
}

pub fn shown(outcome: &Outcome) -> String {
    let payload = outcome.payload.get(..2000).unwrap_or(&outcome.payload);
    let log = String::from_utf8_lossy(&outcome.log_tail);
    format!("{}\n{log}", String::from_utf8_lossy(payload))
}
