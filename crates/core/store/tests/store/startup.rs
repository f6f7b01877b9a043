//! Opening: one process at a time, no newer schema, and what a lost server means.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bartizan_store::{Change, Observer, Reader, Store, StoreConfig, StoreError};

use crate::fixture::{Fixture, both, get, item, key, put_all};

both! {
    fn a_second_process_is_refused_until_the_first_ends(fixture: &Fixture) {
        let store = fixture.open();
        let error = Store::open(&fixture.config).err().unwrap();
        assert!(matches!(error, StoreError::Locked(_)), "{error}");
        assert!(error.to_string().contains("stop it, or name another"), "{error}");
        drop(store);
        fixture.open();
    }

    fn a_store_of_a_newer_program_is_refused(fixture: &Fixture) {
        drop(fixture.open());
        run(fixture, "UPDATE state SET value = 99 WHERE name = 'schema'");
        let error = Store::open(&fixture.config).err().unwrap();
        assert!(matches!(error, StoreError::NewerSchema { found: 99, .. }), "{error}");
    }

    fn a_damaged_record_is_named(fixture: &Fixture) {
        let store = fixture.open();
        put_all(&store, &[key("a")]);
        drop(store);
        run(fixture, "UPDATE record SET body = CAST('{' AS BYTEA)");
        let error = fixture.open().read(|r| r.get::<crate::fixture::Item>(&key("a"))).unwrap_err();
        let named = "test.item `000000000001:eu-west-1:a` cannot be read";
        assert!(error.to_string().starts_with(named), "{error}");
    }
}

/// Runs SQL beside the store.
fn run(fixture: &Fixture, sql: &str) {
    match &fixture.config {
        StoreConfig::Sqlite { dir } => {
            let connection = rusqlite::Connection::open(dir.join("store.db")).unwrap();
            connection.execute_batch(&sql.replace("BYTEA", "BLOB")).unwrap();
        }
        StoreConfig::Postgres { url } => {
            let mut client = ::postgres::Client::connect(url, ::postgres::NoTls).unwrap();
            client.batch_execute("SET search_path = bartizan").unwrap();
            client.batch_execute(sql).unwrap();
        }
    }
}

#[test]
fn a_server_that_cannot_be_reached_can_be_tried_again() {
    let url = "postgres://u:hunter2@%2Fnowhere/db".to_owned();
    let error = Store::open(&StoreConfig::Postgres { url }).err().unwrap();
    assert!(matches!(error, StoreError::Unavailable(_)) && error.is_retryable(), "{error}");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

/// Tells which changes it was told of.
struct Teller(Arc<Mutex<Vec<String>>>);

impl Observer for Teller {
    fn committed(&mut self, changes: &[Change], _: &Reader<'_>) -> Result<(), String> {
        let told = changes.iter().map(|change| format!("{} {}", change.sequence, change.key.id));
        self.0.lock().unwrap().extend(told);
        Ok(())
    }
}

#[test]
fn a_lost_connection_refuses_writes_until_it_is_back() {
    let Some(fixture) = Fixture::postgres() else { return };
    let store = fixture.open();
    let told = Arc::new(Mutex::new(Vec::new()));
    store.observe(Box::new(Teller(Arc::clone(&told)))).unwrap();
    put_all(&store, &[key("before")]);
    // A commit whose answer is lost with the connection is one the writer has not seen.
    run(
        &fixture,
        "INSERT INTO change VALUES (2, 1, 'test.item', '', '', 'unseen', 0); \
         UPDATE state SET value = 2 WHERE name = 'sequence'; \
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    let write = || store.write_blocking::<_, StoreError>(|w| w.put(&key("a"), &item("a", &[])));
    assert!(write().is_err_and(|error| matches!(error, StoreError::Unavailable(_))));
    write().unwrap();
    assert!(store.is_current());
    assert!(get(&store, &key("a")).is_some());
    assert_eq!(*told.lock().unwrap(), ["1 before", "2 unseen", "3 a"]);
    let until = Instant::now() + Duration::from_secs(10);
    while store.activity().flush().is_err() {
        assert!(Instant::now() < until, "the activity record did not come back");
        std::thread::yield_now();
    }
}
