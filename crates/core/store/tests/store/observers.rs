//! Observers: before any caller is answered, or nothing is served.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use bartizan_store::{Change, Observer, Reader, StoreError};

use crate::fixture::{Item, both, get, item, key, put_all};

/// Keeps what it was told, and fails when asked to.
#[derive(Clone, Default)]
struct Scribe {
    seen: Arc<Mutex<Vec<String>>>,
    fails: Arc<AtomicBool>,
}

impl Observer for Scribe {
    fn attached(&mut self, reader: &Reader<'_>) -> Result<(), String> {
        let count = reader.scan_all::<Item>(None, 99).map_err(|error| error.to_string())?.len();
        self.seen.lock().unwrap().push(format!("attached with {count}"));
        Ok(())
    }

    fn committed(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<(), String> {
        if self.fails.load(Ordering::SeqCst) {
            return Err("no more ink".to_owned());
        }
        for change in changes {
            let record = reader.get::<Item>(&change.key).map_err(|error| error.to_string())?;
            let name = record.map_or_else(|| "gone".to_owned(), |item| item.name);
            let at = reader.sequence().map_err(|error| error.to_string())?;
            assert_eq!(at, change.sequence, "the reader sees exactly this commit");
            self.seen.lock().unwrap().push(format!("{} {} {name}", at, change.key.id));
        }
        Ok(())
    }
}

both! {
    fn a_commit_is_observed_before_its_caller_is_answered(fixture: &Fixture) {
        let store = fixture.open();
        put_all(&store, &[key("early")]);
        let scribe = Scribe::default();
        store.observe(Box::new(scribe.clone())).unwrap();
        for n in 0..20 {
            let id = format!("{n}");
            put_all(&store, &[key(&id)]);
            let last = scribe.seen.lock().unwrap().last().unwrap().clone();
            assert_eq!(last, format!("{} {n} {n}", n + 2));
        }
        store.write_blocking::<_, StoreError>(|writer| writer.delete::<Item>(&key("0"))).unwrap();
        let seen = scribe.seen.lock().unwrap();
        assert_eq!(seen.first().unwrap(), "attached with 1");
        assert_eq!(seen.last().unwrap(), "22 0 gone");
    }

    fn a_refused_transaction_is_not_observed(fixture: &Fixture) {
        let store = fixture.open();
        let scribe = Scribe::default();
        store.observe(Box::new(scribe.clone())).unwrap();
        let refused = store.write_blocking::<(), StoreError>(|writer| {
            writer.put(&key("a"), &item("a", &[]))?;
            Err(StoreError::Configuration("refused".to_owned()))
        });
        assert!(refused.is_err());
        assert_eq!(*scribe.seen.lock().unwrap(), ["attached with 0"]);
    }

    fn when_an_observer_fails_the_store_is_stale_and_writes_nothing_more(fixture: &Fixture) {
        let store = fixture.open();
        let scribe = Scribe::default();
        store.observe(Box::new(scribe.clone())).unwrap();
        put_all(&store, &[key("a")]);
        assert!(store.is_current());
        scribe.fails.store(true, Ordering::SeqCst);
        let write = |id: &'static str| {
            store.write_blocking::<_, StoreError>(move |w| w.put(&key(id), &item(id, &[])))
        };
        let stale = Err(StoreError::Stale("no more ink".to_owned()));
        assert_eq!(write("b"), stale);
        assert!(!store.is_current());
        assert_eq!(store.sequence(), 1, "what is served is of the commit before");
        assert!(get(&store, &key("b")).is_some(), "the commit itself is durable");
        scribe.fails.store(false, Ordering::SeqCst);
        assert_eq!(write("c"), stale);
        assert_eq!(get(&store, &key("c")), None);

        drop(store);
        let store = fixture.open();
        assert!(store.is_current());
        assert_eq!(store.sequence(), 2);
    }

    fn an_observer_that_panics_makes_the_store_stale(fixture: &Fixture) {
        struct Broken;
        impl Observer for Broken {
            fn committed(&mut self, _: &[Change], _: &Reader<'_>) -> Result<(), String> {
                panic!("on purpose")
            }
        }
        let store = fixture.open();
        store.observe(Box::new(Broken)).unwrap();
        let write = store.write_blocking::<_, StoreError>(|w| w.put(&key("a"), &item("a", &[])));
        assert!(matches!(write, Err(StoreError::Stale(_))));
        assert!(!store.is_current());
    }

    fn an_observer_that_cannot_attach_is_not_registered(fixture: &Fixture) {
        struct Never;
        impl Observer for Never {
            fn attached(&mut self, _: &Reader<'_>) -> Result<(), String> {
                Err("not today".to_owned())
            }
            fn committed(&mut self, _: &[Change], _: &Reader<'_>) -> Result<(), String> {
                Err("never".to_owned())
            }
        }
        let store = fixture.open();
        assert_eq!(store.observe(Box::new(Never)), Err(StoreError::Stale("not today".to_owned())));
        put_all(&store, &[key("a")]);
        assert!(store.is_current());
    }
}
