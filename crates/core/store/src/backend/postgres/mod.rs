//! PostgreSQL: state and activity record in the schema `bartizan` of one database. Text that others
//! choose is kept as bytes, so that it sorts bytewise and may hold any character.

use std::thread;
use std::time::{Duration, Instant};

use postgres::config::SslMode;

use self::activity::Activity;
use self::link::{Link, Param, text};
use self::session::Session;
use super::schema::{Schema, migrate};
use super::{ActivityReader, ActivityWriter, Backend, ReadSession, WriteSession};
use crate::StoreError;

mod activity;
mod link;
mod session;

/// The steps of the schema.
const STEPS: &[&str] = &[include_str!("state.1.sql")];

/// The advisory lock of the one node that writes: `bartizan` in ASCII.
const LOCK: i64 = 0x6261_7274_697a_616e;
/// How long the lock is waited for: a server takes a moment to notice that a node was killed.
const LOCK_WAIT: Duration = Duration::from_secs(3);
const LOCK_RETRY: Duration = Duration::from_millis(50);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a sent packet may stay unacknowledged before the connection counts as lost.
const SILENCE_MAX: Duration = Duration::from_secs(10);

/// A server and the way to it.
pub(crate) struct Postgres {
    config: postgres::Config,
}

impl Postgres {
    pub(crate) fn new(url: &str) -> Result<Self, StoreError> {
        let unusable = |reason: &str| {
            StoreError::Configuration(format!("the address of the PostgreSQL server: {reason}"))
        };
        // The address may hold a password: errors do not repeat it.
        let no_tls = "TLS is not supported yet, so `sslmode` may only be `disable` or `prefer`; \
                      use a local server or a private network";
        if ["sslmode=require", "sslmode=verify"].iter().any(|mode| url.contains(mode)) {
            return Err(unusable(no_tls));
        }
        let mut config: postgres::Config = url.parse().map_err(|_| {
            unusable("it cannot be read: write postgres://user:password@host:port/database")
        })?;
        if config.get_ssl_mode() == SslMode::Require {
            return Err(unusable(no_tls));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE_MAX);
        }
        config.application_name("bartizan");
        Ok(Self { config })
    }

    fn connect(&self) -> Result<Link, StoreError> {
        let link = Link::open(self.config.clone())?;
        link.run("SET search_path = bartizan")?;
        // Durable before acknowledged, whatever the server's default.
        link.run(
            "SELECT set_config('synchronous_commit', 'on', false) \
             WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')",
        )?;
        Ok(link)
    }
}

impl Backend for Postgres {
    fn open_writer(&self) -> Result<Box<dyn WriteSession>, StoreError> {
        let link = self.connect()?;
        take_lock(&link)?;
        link.run("CREATE SCHEMA IF NOT EXISTS bartizan")?;
        migrate("the store", &Versioned(&link), STEPS)?;
        Ok(Box::new(Session::new(link)))
    }

    fn open_reader(&self) -> Result<Box<dyn ReadSession>, StoreError> {
        Ok(Box::new(Session::new(self.connect()?)))
    }

    fn open_activity_writer(&self) -> Result<Box<dyn ActivityWriter>, StoreError> {
        Ok(Box::new(Activity::new(self.connect()?)))
    }

    fn open_activity_reader(&self) -> Result<Box<dyn ActivityReader>, StoreError> {
        Ok(Box::new(Activity::new(self.connect()?)))
    }

    fn heartbeat(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn readers_max(&self) -> usize {
        16
    }
}

/// Makes this connection the one that writes, for as long as it lives.
fn take_lock(link: &Link) -> Result<(), StoreError> {
    let until = Instant::now() + LOCK_WAIT;
    loop {
        let rows = link.rows(
            "SELECT CASE WHEN pg_try_advisory_lock($1) THEN 1::bigint ELSE 0 END",
            vec![Param::Int(LOCK)],
        )?;
        if rows.first().is_some_and(|row| row.get::<_, i64>(0) == 1) {
            return Ok(());
        }
        let now = Instant::now();
        if now >= until {
            return Err(StoreError::Locked(
                "the database is served by another node, and one at a time can: stop it, or name \
                 another database"
                    .to_owned(),
            ));
        }
        thread::sleep(LOCK_RETRY);
    }
}

struct Versioned<'a>(&'a Link);

impl Schema for Versioned<'_> {
    fn version(&self) -> Result<u32, StoreError> {
        let made = self.0.rows("SELECT 1 WHERE to_regclass('bartizan.state') IS NOT NULL", vec![]);
        if made?.is_empty() {
            return Ok(0);
        }
        let rows = self.0.rows("SELECT value FROM state WHERE name = 'schema'", vec![])?;
        let version = rows.first().map_or(0, |row| row.get::<_, i64>(0));
        Ok(u32::try_from(version).unwrap_or(u32::MAX))
    }

    fn step(&self, sql: &str, version: u32) -> Result<(), StoreError> {
        self.0.run(&format!(
            "BEGIN; {sql}; \
             INSERT INTO state (name, value) VALUES ('schema', {version}) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value; COMMIT"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_asks_for_tls_is_refused_by_name() {
        for mode in ["require", "verify-ca", "verify-full"] {
            let url = format!("postgres://u:hunter2@host/db?sslmode={mode}");
            let error = Postgres::new(&url).err().unwrap().to_string();
            assert!(error.contains("`sslmode`") && !error.contains("hunter2"), "{error}");
        }
        let spaced = Postgres::new("host=db sslmode = require").err().unwrap().to_string();
        assert!(spaced.contains("`sslmode`"), "{spaced}");
        assert!(Postgres::new("postgres://host/db?sslmode=disable").is_ok());
    }

    #[test]
    fn an_address_that_cannot_be_read_is_not_repeated() {
        let error = Postgres::new("postgres://u:hunter2@host:port/db").err().unwrap();
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
