//! Transactions: whole or not at all, seen together, in order.

use std::future::Future;
use std::sync::mpsc::channel;
use std::task::{Context, Poll, Waker};
use std::thread;

use bartizan_store::{ChangeKind, Key, StoreError};
use futures_executor::block_on;

use crate::fixture::{Item, both, get, item, key, put_all};

/// A caller's own error.
#[derive(Debug, PartialEq)]
enum Refused {
    No,
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

both! {
    fn a_refused_transaction_leaves_nothing_and_others_stand(fixture: &Fixture) {
        let store = fixture.open();
        let write = |id: &'static str, refuse: bool| {
            store.write(move |writer| {
                writer.put(&key(id), &item(id, &["all"]))?;
                assert!(writer.get::<Item>(&key(id))?.is_some());
                if refuse { Err(Refused::No) } else { Ok(id) }
            })
        };
        let mut context = Context::from_waker(Waker::noop());
        let writes = [write("a", false), write("b", true), write("c", false)].map(|write| {
            let mut write = Box::pin(write);
            // Handed in with the first poll.
            let answer = write.as_mut().poll(&mut context);
            (write, answer)
        });
        let answers = writes.map(|(write, answer)| match answer {
            Poll::Ready(answer) => answer,
            Poll::Pending => block_on(write),
        });
        assert_eq!(answers, [Ok("a"), Err(Refused::No), Ok("c")]);
        let found = store.read(|reader| reader.find::<Item>("label", "all")).unwrap();
        assert_eq!(crate::fixture::ids(found), ["a", "c"]);
        let told = store.changes(0, 99).unwrap();
        assert!(told.iter().all(|change| change.key.id != "b"));
    }

    fn a_transaction_that_panics_is_abandoned_alone(fixture: &Fixture) {
        let store = fixture.open();
        let answer = store.write_blocking::<(), StoreError>(|writer| {
            writer.put(&key("a"), &item("a", &[]))?;
            panic!("on purpose")
        });
        assert_eq!(answer, Err(StoreError::Abandoned));
        assert_eq!(get(&store, &key("a")), None);
        put_all(&store, &[key("b")]);
        assert!(get(&store, &key("b")).is_some());
    }

    fn transactions_that_wait_share_a_commit_and_appear_together(fixture: &Fixture) {
        let store = fixture.open();
        // Given a transaction that keeps the writer until three more wait.
        let (entered, has_entered) = channel();
        let (go, may_go) = channel();
        let busy = thread::spawn({
            let store = store.clone();
            move || store.write_blocking::<_, StoreError>(move |writer| {
                entered.send(()).unwrap();
                may_go.recv().unwrap();
                writer.put(&key("busy"), &item("busy", &[]))
            })
        });
        has_entered.recv().unwrap();
        let names = ["a", "b", "c"];
        let mut waiting: Vec<_> = names.into_iter().map(|id| {
            Box::pin(store.write::<_, StoreError>(move |w| w.put(&key(id), &item(id, &[]))))
        }).collect();
        let mut context = Context::from_waker(Waker::noop());
        for write in &mut waiting {
            assert!(write.as_mut().poll(&mut context).is_pending());
        }
        // When it goes on, then those three are one commit.
        go.send(()).unwrap();
        busy.join().unwrap().unwrap();
        for write in waiting {
            block_on(write).unwrap();
        }
        let told = store.changes(0, 99).unwrap();
        let told: Vec<_> = told.iter().map(|c| (c.sequence, c.key.id.as_str())).collect();
        assert_eq!(told, [(1, "busy"), (2, "a"), (2, "b"), (2, "c")]);
    }

    fn the_feed_tells_whole_commits_in_order(fixture: &Fixture) {
        let store = fixture.open();
        put_all(&store, &[key("a"), key("b"), key("a")]);
        put_all(&store, &[key("c")]);
        store.write_blocking::<_, StoreError>(|writer| {
            writer.delete::<Item>(&key("a"))?;
            writer.delete::<Item>(&key("never there"))?;
            writer.put(&key("d"), &item("d", &[]))
        }).unwrap();
        let feed = |after, limit| -> Vec<(u64, String, ChangeKind)> {
            let changes = store.changes(after, limit).unwrap();
            assert!(changes.iter().all(|change| change.collection == "test.item"));
            changes.into_iter().map(|c| (c.sequence, c.key.id, c.kind)).collect()
        };
        let put = |sequence, id: &str| (sequence, id.to_owned(), ChangeKind::Put);
        let all = [
            put(1, "b"),
            put(1, "a"),
            put(2, "c"),
            (3, "a".to_owned(), ChangeKind::Delete),
            put(3, "d"),
        ];
        assert_eq!(feed(0, 99), all);
        assert_eq!(feed(0, 5), all);
        assert_eq!(feed(0, 4), all[..3], "the third commit does not fit");
        assert_eq!(feed(0, 1), all[..2], "the first commit comes whole");
        assert_eq!(feed(1, 1), all[2..3]);
        assert_eq!(feed(3, 9), all[5..]);
        assert_eq!(store.sequence(), 3);
        store.read(|reader| {
            assert_eq!(reader.sequence()?, 3);
            Ok::<_, StoreError>(())
        }).unwrap();
    }

    fn a_transaction_without_a_change_makes_no_commit(fixture: &Fixture) {
        let store = fixture.open();
        let count = store.write_blocking(|writer| writer.count::<Item>("", ""));
        assert_eq!((count, store.sequence()), (Ok::<_, StoreError>(0), 0));
    }

    fn a_reader_sees_one_state_from_beginning_to_end(fixture: &Fixture) {
        let store = fixture.open();
        put_all(&store, &[key("a")]);
        store.read::<_, StoreError>(|reader| {
            assert_eq!(reader.sequence()?, 1);
            put_all(&store, &[key("a"), key("b")]);
            assert_eq!(reader.sequence()?, 1);
            assert_eq!(reader.get::<Item>(&key("b"))?, None);
            assert_eq!(reader.scan_all::<Item>(None::<&Key>, 9)?.len(), 1);
            Ok(())
        }).unwrap();
        assert!(get(&store, &key("b")).is_some());
    }

    fn a_store_works_on_the_threads_of_an_asynchronous_runtime(fixture: &Fixture) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let store = fixture.open();
            store.write::<_, StoreError>(|w| w.put(&key("a"), &item("a", &[]))).await.unwrap();
            assert!(get(&store, &key("a")).is_some());
            store.activity().append(&[]).await.unwrap();
            store.activity().flush().unwrap();
        });
    }

    fn what_was_acknowledged_is_there_after_reopening(fixture: &Fixture) {
        let store = fixture.open();
        put_all(&store, &[key("a")]);
        drop(store);
        let store = fixture.open();
        assert!(get(&store, &key("a")).is_some());
        assert_eq!((store.sequence(), store.changes(0, 9).unwrap().len()), (1, 1));
    }
}
