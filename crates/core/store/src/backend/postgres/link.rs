//! A connection on a thread of its own: the driver may not wait on an asynchronous runtime's
//! thread, where readers may be.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Row, Statement};

use crate::StoreError;

/// A value of a statement.
pub(super) enum Param {
    Int(i64),
    Bytes(Vec<u8>),
    Ints(Vec<i64>),
    Texts(Vec<Vec<u8>>),
}

impl Param {
    fn as_sql(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Int(value) => value,
            Self::Bytes(value) => value,
            Self::Ints(values) => values,
            Self::Texts(values) => values,
        }
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Bytes(text.as_bytes().to_vec())
    }
}

impl From<&String> for Param {
    fn from(text: &String) -> Self {
        Self::from(&**text)
    }
}

enum Request {
    /// One statement, prepared once.
    Rows(&'static str, Vec<Param>),
    /// Statements without values.
    Run(String),
}

type Reply = Result<Vec<Row>, StoreError>;

/// The caller's end of a connection.
pub(super) struct Link {
    requests: Sender<Request>,
    replies: Receiver<Reply>,
    is_lost: Arc<AtomicBool>,
}

impl Link {
    pub(super) fn open(config: Config) -> Result<Self, StoreError> {
        let (requests, inbox) = channel();
        let (outbox, replies) = sync_channel(1);
        let is_lost = Arc::new(AtomicBool::new(false));
        let lost = Arc::clone(&is_lost);
        thread::Builder::new()
            .name("store-postgres".to_owned())
            .spawn(move || serve(&config, &inbox, &outbox, &lost))
            .map_err(|error| StoreError::Io(format!("no thread: {error}")))?;
        let link = Self { requests, replies, is_lost };
        link.answer()?;
        Ok(link)
    }

    pub(super) fn rows(&self, sql: &'static str, params: Vec<Param>) -> Reply {
        self.requests.send(Request::Rows(sql, params)).map_err(|_| gone())?;
        self.answer()
    }

    pub(super) fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.requests.send(Request::Run(sql.to_owned())).map_err(|_| gone())?;
        self.answer().map(drop)
    }

    pub(super) fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::Acquire)
    }

    fn answer(&self) -> Reply {
        self.replies.recv().map_err(|_| gone())?
    }
}

/// The connection's thread: connects, answers that, then one reply a request.
fn serve(
    config: &Config,
    inbox: &Receiver<Request>,
    outbox: &SyncSender<Reply>,
    is_lost: &AtomicBool,
) {
    let mut client = match config.connect(NoTls) {
        Ok(client) => client,
        Err(error) => {
            // Whoever asked waits for exactly this.
            let _ = outbox.send(Err(StoreError::Unavailable(describe(&error))));
            return;
        }
    };
    let mut statements = HashMap::new();
    let mut reply = Ok(Vec::new());
    while outbox.send(reply).is_ok() {
        let Ok(request) = inbox.recv() else { return };
        let answer = perform(&mut client, &mut statements, &request);
        if client.is_closed() {
            is_lost.store(true, Ordering::Release);
        }
        reply = answer.map_err(|error| failed(&error, client.is_closed()));
    }
}

fn perform(
    client: &mut Client,
    statements: &mut HashMap<&'static str, Statement>,
    request: &Request,
) -> Result<Vec<Row>, postgres::Error> {
    match request {
        Request::Run(sql) => client.batch_execute(sql).map(|()| Vec::new()),
        Request::Rows(sql, params) => {
            let statement = match statements.get(sql) {
                Some(statement) => statement.clone(),
                None => statements.entry(sql).or_insert(client.prepare(sql)?).clone(),
            };
            let params: Vec<_> = params.iter().map(Param::as_sql).collect();
            client.query(&statement, &params)
        }
    }
}

fn gone() -> StoreError {
    StoreError::Unavailable("the connection was lost".to_owned())
}

/// What an error of the driver means to a caller.
fn failed(error: &postgres::Error, is_closed: bool) -> StoreError {
    // Classes of SQLSTATE that pass: connection, transaction rollback, resources, operator
    // intervention (PostgreSQL, Appendix A).
    let passes = error
        .code()
        .is_some_and(|code| ["08", "40", "53", "57"].iter().any(|c| code.code().starts_with(c)));
    if is_closed || passes || error.is_closed() {
        StoreError::Unavailable(describe(error))
    } else {
        StoreError::Io(describe(error))
    }
}

/// The server's own words where there are some.
fn describe(error: &postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || {
            let cause = std::error::Error::source(error);
            cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
        },
        |error| error.message().to_owned(),
    )
}

/// A column of text that was stored as bytes.
pub(super) fn text(row: &Row, column: usize) -> Result<&str, StoreError> {
    std::str::from_utf8(row.get(column)).map_err(|error| StoreError::Io(error.to_string()))
}
