//! What the tests share: a store of either database, and a record.

use bartizan_store::{Key, Record, Store, StoreConfig, StoreError};
use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::postgres;

/// Runs each test against both databases.
macro_rules! both {
    ($($(#[$meta:meta])* fn $name:ident($fixture:ident: &Fixture) $body:block)*) => {
        mod given {
            #[allow(unused_imports, reason = "each suite uses another part")]
            use super::*;
            $($(#[$meta])* pub(super) fn $name($fixture: &crate::fixture::Fixture) $body)*
        }
        mod sqlite {
            $(#[test] fn $name() { super::given::$name(&crate::fixture::Fixture::sqlite()); })*
        }
        mod postgres {
            $(#[test] fn $name() {
                if let Some(fixture) = crate::fixture::Fixture::postgres() {
                    super::given::$name(&fixture);
                }
            })*
        }
    };
}
pub(crate) use both;

/// A place for a store, removed at the end.
pub(crate) struct Fixture {
    pub(crate) config: StoreConfig,
    pub(crate) dir: TempDir,
}

impl Fixture {
    pub(crate) fn sqlite() -> Self {
        let dir = TempDir::new().unwrap();
        Self { config: StoreConfig::Sqlite { dir: dir.path().join("data") }, dir }
    }

    pub(crate) fn postgres() -> Option<Self> {
        let url = postgres::new_database()?;
        Some(Self { config: StoreConfig::Postgres { url }, dir: TempDir::new().unwrap() })
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.config).unwrap()
    }

    /// A second, empty place of the same database.
    pub(crate) fn another(&self) -> Self {
        match self.config {
            StoreConfig::Sqlite { .. } => Self::sqlite(),
            StoreConfig::Postgres { .. } => Self::postgres().unwrap(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) labels: Vec<String>,
}

impl Record for Item {
    const COLLECTION: &'static str = "test.item";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        self.labels.iter().map(|label| ("label", label.clone())).collect()
    }
}

pub(crate) fn item(name: &str, labels: &[&str]) -> Item {
    Item { name: name.to_owned(), labels: labels.iter().map(ToString::to_string).collect() }
}

pub(crate) fn account(number: u64) -> AccountId {
    AccountId::from_number(number).unwrap()
}

pub(crate) fn key(id: &str) -> Key {
    Key::new(account(1), "eu-west-1", id)
}

/// Writes items whose names are their ids.
pub(crate) fn put_all(store: &Store, keys: &[Key]) {
    let keys = keys.to_vec();
    store
        .write_blocking::<_, StoreError>(move |writer| {
            keys.iter().try_for_each(|key| writer.put(key, &item(&key.id, &[])))
        })
        .unwrap();
}

pub(crate) fn get(store: &Store, key: &Key) -> Option<Item> {
    store.read(|reader| reader.get::<Item>(key)).unwrap()
}

pub(crate) fn ids(rows: Vec<(Key, Item)>) -> Vec<String> {
    rows.into_iter().map(|(key, _)| key.id).collect()
}
