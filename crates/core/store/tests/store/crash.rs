//! Kills: what was acknowledged is there, what was not is whole or absent.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use bartizan_store::{ActivityRow, Store, StoreConfig, StoreError};

use crate::fixture::{Item, both, item, key};

/// How many times each database's process is killed; `cargo xtask verify` asks for more.
const KILLS: &str = "BARTIZAN_STORE_KILLS";
const CHILD: &str = "BARTIZAN_STORE_CHILD";
const WRITERS: u64 = 8;

both! {
    fn a_kill_loses_nothing_that_was_acknowledged(fixture: &Fixture) {
        let kills = std::env::var(KILLS).map_or(3, |kills| kills.parse().unwrap());
        let mut acknowledged = HashSet::new();
        for kill in 0..kills {
            // A different moment each time: some acknowledgements, then in the middle of writes.
            let after = 5 + (kill * 37) % 100;
            acknowledged.extend(write_until_killed(&fixture.config, kill, after));
            check(&fixture.open(), &acknowledged);
        }
        assert!(acknowledged.len() >= kills * 5);
    }
}

/// Runs a process that writes, kills it after some acknowledgements, and returns all that it gave.
fn write_until_killed(config: &StoreConfig, kill: usize, after: usize) -> Vec<String> {
    let place = match config {
        StoreConfig::Sqlite { dir } => dir.display().to_string(),
        StoreConfig::Postgres { url } => url.clone(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture", "--quiet"])
        .env(CHILD, format!("{kill} {place}"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let acknowledgement = |line: String| Some(line.strip_prefix("acknowledged ")?.to_owned());
    let mut given: Vec<_> = lines.by_ref().filter_map(acknowledgement).take(after).collect();
    child.kill().unwrap();
    // A last line may be cut off: only whole ones end with a full stop.
    given.extend(lines.filter_map(acknowledgement));
    child.wait().unwrap();
    assert!(given.len() >= after, "the child ended by itself after {}", given.len());
    given.iter().filter_map(|id| Some(id.strip_suffix('.')?.to_owned())).collect()
}

/// Both records of a transaction are there, and its event, once.
fn check(store: &Store, acknowledged: &HashSet<String>) {
    store.activity().flush().unwrap();
    let there: HashSet<_> = store
        .read(|reader| reader.scan_all::<Item>(None, usize::MAX))
        .unwrap()
        .into_iter()
        .map(|(key, _)| key.id)
        .collect();
    for id in acknowledged {
        assert!(there.contains(id), "{id} was acknowledged and is lost");
    }
    for id in there.iter().filter(|id| !id.starts_with("twin of ")) {
        assert!(there.contains(&format!("twin of {id}")), "half a transaction: {id}");
        let events = store.activity().by_request(id).unwrap();
        assert_eq!(events.len(), 1, "the event of {id}");
    }
    assert_eq!(there.len() % 2, 0);
}

/// Not a test by itself: the process that is killed.
#[test]
fn child() {
    let Ok(given) = std::env::var(CHILD) else { return };
    let (run, place) = given.split_once(' ').unwrap();
    let config = if place.starts_with("postgres:") {
        StoreConfig::Postgres { url: place.to_owned() }
    } else {
        StoreConfig::Sqlite { dir: place.into() }
    };
    let store = Store::open(&config).unwrap();
    let number = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                loop {
                    let id = format!("{run}-{}", number.fetch_add(1, Ordering::Relaxed));
                    write(&store, id.clone()).unwrap();
                    // One write to the pipe, so that lines stay whole among threads.
                    let line = format!("acknowledged {id}.\n");
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                }
            });
        }
    });
}

fn write(store: &Store, id: String) -> Result<(), StoreError> {
    store.write_blocking(move |writer| {
        writer.put(&key(&id), &item(&id, &[]))?;
        writer.put(&key(&format!("twin of {id}")), &item(&id, &[]))?;
        writer.emit(&ActivityRow {
            time_ms: 0,
            event_id: id.clone(),
            request_id: id.clone(),
            account: String::new(),
            region: String::new(),
            body: b"{}".to_vec(),
            keys: Vec::new(),
        })
    })
}
