//! The activity record: nothing lost, nothing twice, newest first.

use bartizan_store::{ActivityQuery, ActivityRow, Store, StoreError};

use crate::fixture::{both, item, key};

fn event(id: &str, time_ms: i64) -> ActivityRow {
    ActivityRow {
        time_ms,
        event_id: id.to_owned(),
        request_id: format!("request of {id}"),
        account: "000000000001".to_owned(),
        region: "us-east-1".to_owned(),
        body: format!("{{\"eventID\":\"{id}\"}}").into_bytes(),
        keys: vec![("EventId".into(), id.to_owned().into()), ("ReadOnly".into(), "true".into())],
    }
}

fn all() -> ActivityQuery {
    ActivityQuery {
        account: "000000000001".to_owned(),
        region: "us-east-1".to_owned(),
        from_ms: 0,
        to_ms: i64::MAX,
        attribute: None,
        page: None,
        limit: 50,
    }
}

fn found(store: &Store, query: &ActivityQuery) -> Vec<String> {
    let page = store.activity().query(query).unwrap();
    page.rows.into_iter().map(|row| row.event_id).collect()
}

fn append(store: &Store, rows: &[ActivityRow]) {
    store.activity().append_blocking(rows).unwrap();
    store.activity().flush().unwrap();
}

both! {
    fn events_come_back_as_they_were_newest_first(fixture: &Fixture) {
        let store = fixture.open();
        append(&store, &[event("b", 2), event("c", 3), event("a", 1), event("b2", 2)]);
        assert_eq!(found(&store, &all()), ["c", "b2", "b", "a"]);
        let page = store.activity().query(&ActivityQuery { limit: 1, ..all() }).unwrap();
        assert_eq!(page.rows, [event("c", 3)]);
    }

    fn a_query_is_bounded_by_time_attribute_account_and_region(fixture: &Fixture) {
        let store = fixture.open();
        let elsewhere = ActivityRow { region: "eu-west-1".to_owned(), ..event("elsewhere", 2) };
        let other = ActivityRow { account: "000000000002".to_owned(), ..event("other", 2) };
        append(&store, &[event("a", 1), event("b", 2), event("c", 3), elsewhere, other]);
        let by = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
        let cases = [
            (ActivityQuery { from_ms: 2, ..all() }, vec!["c", "b"]),
            (ActivityQuery { to_ms: 2, ..all() }, vec!["b", "a"]),
            (ActivityQuery { attribute: by("EventId", "b"), ..all() }, vec!["b"]),
            (
                ActivityQuery { attribute: by("ReadOnly", "true"), from_ms: 2, to_ms: 2, ..all() },
                vec!["b"],
            ),
            (ActivityQuery { attribute: by("ReadOnly", "nul\0"), ..all() }, vec![]),
            (ActivityQuery { region: "eu-west-1".to_owned(), ..all() }, vec!["elsewhere"]),
            (ActivityQuery { account: "000000000002".to_owned(), ..all() }, vec!["other"]),
        ];
        for (query, expected) in cases {
            assert_eq!(found(&store, &query), expected, "{query:?}");
        }
        let of_request = store.activity().by_request("request of b").unwrap();
        assert_eq!(of_request, [event("b", 2)]);
    }

    fn pages_join_without_gap_even_while_events_arrive(fixture: &Fixture) {
        let store = fixture.open();
        append(&store, &(0..10).map(|n| event(&format!("{n}"), n / 3)).collect::<Vec<_>>());
        for attribute in [None, Some(("ReadOnly".into(), "true".into()))] {
            let mut query = ActivityQuery { limit: 4, attribute, ..all() };
            let mut seen = Vec::new();
            loop {
                let page = store.activity().query(&query).unwrap();
                assert!(page.rows.len() <= 4);
                seen.extend(page.rows.into_iter().map(|row| row.event_id));
                append(&store, &[event(&format!("late {}", seen.len()), 99)]);
                match page.next {
                    Some(next) => query.page = Some(next),
                    None => break,
                }
            }
            seen.retain(|id| !id.starts_with("late"));
            assert_eq!(seen, ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
        }
        let wrong = ActivityQuery { page: Some("x".to_owned()), ..all() };
        assert_eq!(store.activity().query(&wrong), Err(StoreError::InvalidPage));
    }

    fn an_event_is_stored_once_however_often_it_comes(fixture: &Fixture) {
        let store = fixture.open();
        append(&store, &[event("a", 1), event("a", 1)]);
        append(&store, &[event("a", 9), event("b", 2)]);
        assert_eq!(found(&store, &all()), ["b", "a"]);
    }

    fn a_transactions_event_is_recorded_with_it_or_not_at_all(fixture: &Fixture) {
        let store = fixture.open();
        let write = |id: &'static str, kept: bool| {
            store.write_blocking::<_, StoreError>(move |writer| {
                writer.put(&key(id), &item(id, &[]))?;
                writer.emit(&event(id, 1))?;
                if kept { Ok(()) } else { Err(StoreError::InvalidPage) }
            })
        };
        write("a", true).unwrap();
        write("b", false).unwrap_err();
        store.activity().flush().unwrap();
        assert_eq!(found(&store, &all()), ["a"]);
        // The next commit clears the outbox; reopening moves the rest again, and nothing twice.
        write("c", true).unwrap();
        drop(store);
        let store = fixture.open();
        store.activity().flush().unwrap();
        assert_eq!(found(&store, &all()), ["c", "a"]);
    }

    fn an_event_alone_is_no_change(fixture: &Fixture) {
        let store = fixture.open();
        store.write_blocking::<_, StoreError>(|writer| writer.emit(&event("a", 1))).unwrap();
        store.activity().flush().unwrap();
        assert_eq!((found(&store, &all()).len(), store.sequence()), (1, 0));
    }

    fn what_was_handed_in_is_there_after_closing(fixture: &Fixture) {
        let store = fixture.open();
        let rows: Vec<_> = (0..500).map(|n| event(&format!("{n}"), n)).collect();
        store.activity().append_blocking(&rows).unwrap();
        let log = store.activity().clone();
        drop(store);
        assert!(!log.is_recording());
        let late = log.append_blocking(&[event("late", 1)]);
        assert!(matches!(late, Err(StoreError::Unavailable(_))));
        drop(log);
        assert_eq!(found(&fixture.open(), &ActivityQuery { limit: 999, ..all() }).len(), 500);
    }

    fn old_events_are_removed_with_all_they_were_found_by(fixture: &Fixture) {
        let store = fixture.open();
        append(&store, &(0..2500).map(|n| event(&format!("{n}"), n)).collect::<Vec<_>>());
        assert_eq!(store.activity().prune(2499), Ok(2499));
        assert_eq!(store.activity().prune(2499), Ok(0));
        let attribute = Some(("ReadOnly".into(), "true".into()));
        assert_eq!(found(&store, &ActivityQuery { attribute, ..all() }), ["2499"]);
        assert_eq!(found(&store, &all()), ["2499"]);
    }

    fn events_follow_each_other_as_they_were_stored(fixture: &Fixture) {
        let store = fixture.open();
        append(&store, &[event("b", 20), event("a", 10)]);
        append(&store, &[event("c", 30), event("d", 40)]);
        let following = |id: &str, limit: usize| {
            let rows = store.activity().following(id, limit).unwrap();
            rows.into_iter().map(|row| row.event_id).collect::<Vec<_>>()
        };
        assert_eq!(following("", 3), ["b", "a", "c"]);
        assert_eq!(following("a", 9), ["c", "d"]);
        assert_eq!(following("d", 9), [""; 0]);
        let last_before = |time_ms| store.activity().last_before(time_ms).unwrap();
        assert_eq!(last_before(15), None, "the first event is of a later time");
        assert_eq!(last_before(21).as_deref(), Some("a"));
        assert_eq!(last_before(99).as_deref(), Some("d"));
        assert!(store.activity().holds("a").unwrap());
        store.activity().prune(30).unwrap();
        assert!(!store.activity().holds("a").unwrap());
        assert_eq!(following("a", 9), ["c", "d"], "from a place that is forgotten: what is left");
    }

    fn an_accounts_events_follow_and_those_of_others_are_passed_by(fixture: &Fixture) {
        let store = fixture.open();
        let other = |id, time_ms| ActivityRow { account: "2".repeat(12), ..event(id, time_ms) };
        append(&store, &[event("b", 20), other("x", 25), event("a", 10), other("y", 30)]);
        let stretch = |id: &str, limit: usize| {
            let found = store.activity().stretch("000000000001", id, limit).unwrap();
            let ids: Vec<_> = found.rows.into_iter().map(|row| row.event_id).collect();
            (ids.concat(), found.end.map(|end| (end.event_id, end.time_ms)), found.goes_on)
        };
        let end = |id: &str, time_ms| Some((id.to_owned(), time_ms));
        assert_eq!(stretch("", 2), ("b".to_owned(), end("x", 25), true));
        assert_eq!(stretch("x", 2), ("a".to_owned(), end("y", 30), true));
        assert_eq!(stretch("y", 2), (String::new(), None, false));
        assert_eq!(stretch("a", 2), (String::new(), end("y", 30), false));
        assert_eq!(stretch("gone", 9), ("ba".to_owned(), end("y", 30), false));
        let whole = store.activity().stretch("000000000001", "x", 1).unwrap();
        assert_eq!(whole.rows, [event("a", 10)]);
    }

    fn events_are_found_by_their_ids_in_the_order_they_were_stored(fixture: &Fixture) {
        let store = fixture.open();
        append(&store, &[event("b", 20), event("a", 10), event("c", 30)]);
        let found = |ids: &[&str]| {
            let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
            store.activity().events(&ids).unwrap()
        };
        assert_eq!(found(&["c", "gone", "b"]), [event("b", 20), event("c", 30)]);
        assert_eq!(found(&[]), []);
    }

    fn a_body_that_is_no_text_is_refused(fixture: &Fixture) {
        let store = fixture.open();
        let odd = ActivityRow { body: vec![0xff], ..event("a", 1) };
        assert!(store.activity().append_blocking(&[event("b", 1), odd.clone()]).is_err());
        assert!(store.write_blocking::<_, StoreError>(move |writer| writer.emit(&odd)).is_err());
        store.activity().flush().unwrap();
        assert_eq!(found(&store, &all()), [""; 0]);
    }
}
