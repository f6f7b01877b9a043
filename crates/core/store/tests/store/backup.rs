//! Backups: the same store again, from either database, or nothing.

use std::fs;

use bartizan_store::{ActivityQuery, ActivityRow, Store, StoreError};

use crate::fixture::{Fixture, Item, both, get, item, key, put_all};

fn fill(store: &Store) {
    let event = |id: &str| ActivityRow {
        time_ms: 5,
        event_id: id.to_owned(),
        request_id: String::new(),
        account: "000000000001".to_owned(),
        region: "us-east-1".to_owned(),
        body: b"{}".to_vec(),
        keys: vec![("EventId".into(), id.to_owned().into())],
    };
    store.activity().append_blocking(&[event("read")]).unwrap();
    store
        .write_blocking::<_, StoreError>(move |writer| {
            writer.put(&key("a\0\n\"é"), &item("odd", &["red"]))?;
            (0..1200).try_for_each(|n| writer.put(&key(&format!("{n:04}")), &item("many", &[])))?;
            writer.emit(&event("write"))
        })
        .unwrap();
    put_all(store, &[key("b")]);
}

fn assert_filled(store: &Store) {
    assert_eq!(get(store, &key("a\0\n\"é")), Some(item("odd", &["red"])));
    let (count, red) = store
        .read::<_, StoreError>(|reader| {
            Ok((
                reader.count::<Item>("000000000001", "eu-west-1")?,
                reader.find::<Item>("label", "red")?,
            ))
        })
        .unwrap();
    assert_eq!((count, red.len(), store.sequence()), (1202, 1, 2));
    for id in ["read", "write"] {
        let query = ActivityQuery {
            account: "000000000001".to_owned(),
            region: "us-east-1".to_owned(),
            from_ms: 0,
            to_ms: 9,
            attribute: Some(("EventId".to_owned(), id.to_owned())),
            page: None,
            limit: 9,
        };
        assert_eq!(store.activity().query(&query).unwrap().rows.len(), 1, "{id}");
    }
}

both! {
    fn a_backup_restores_all_and_the_store_goes_on_from_there(fixture: &Fixture) {
        let file = fixture.dir.path().join("backup");
        let store = fixture.open();
        fill(&store);
        store.backup(&file).unwrap();
        put_all(&store, &[key("later")]);

        let fresh = fixture.another();
        Store::restore(&file, &fresh.config).unwrap();
        let store = fresh.open();
        assert_filled(&store);
        assert_eq!(get(&store, &key("later")), None);
        assert_eq!(store.changes(0, 9), Err(StoreError::FeedTruncated { after: 0, oldest: 2 }));
        put_all(&store, &[key("c")]);
        assert_eq!(store.changes(2, 9).unwrap()[0].sequence, 3);
    }

    fn a_store_that_holds_anything_is_not_overwritten(fixture: &Fixture) {
        let file = fixture.dir.path().join("backup");
        let store = fixture.open();
        put_all(&store, &[key("a")]);
        store.backup(&file).unwrap();
        assert!(matches!(Store::restore(&file, &fixture.config), Err(StoreError::Locked(_))));
        drop(store);
        let error = Store::restore(&file, &fixture.config).unwrap_err();
        assert!(error.to_string().contains("the store is not empty"), "{error}");
    }

    fn an_incomplete_or_foreign_file_restores_nothing(fixture: &Fixture) {
        let path = fixture.dir.path().join("backup");
        let store = fixture.open();
        fill(&store);
        store.backup(&path).unwrap();
        drop(store);
        let whole = fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = whole.lines().collect();
        let newer = whole.replacen("\"format\":1", "\"format\":2", 1);
        let cases = [
            ("empty", String::new(), "it ends too early"),
            ("foreign", "hello\n".to_owned(), "its line 1 cannot be read"),
            ("without its end", lines[..lines.len() - 1].join("\n"), "it ends too early"),
            ("without its beginning", lines[1..].join("\n"), "its line 1 cannot be read"),
            (
                "with a record less",
                [&lines[..1], &lines[2..]].concat().join("\n"),
                "it does not belong there",
            ),
            ("newer", newer, "the backup has version 2"),
        ];
        let fresh = fixture.another();
        for (name, text, reason) in cases {
            fs::write(&path, text).unwrap();
            let error = Store::restore(&path, &fresh.config).unwrap_err().to_string();
            assert!(error.contains(reason), "{name}: {error}");
        }
        fs::write(&path, whole).unwrap();
        Store::restore(&path, &fresh.config).unwrap();
        assert_filled(&fresh.open());
    }

    fn a_file_that_exists_is_not_overwritten(fixture: &Fixture) {
        let file = fixture.dir.path().join("backup");
        fs::write(&file, "precious").unwrap();
        assert!(matches!(fixture.open().backup(&file), Err(StoreError::Io(_))));
        assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    }
}

#[test]
fn a_store_moves_from_sqlite_to_postgres() {
    let Some(postgres) = Fixture::postgres() else { return };
    let sqlite = Fixture::sqlite();
    let file = sqlite.dir.path().join("backup");
    let store = sqlite.open();
    fill(&store);
    store.backup(&file).unwrap();
    Store::restore(&file, &postgres.config).unwrap();
    assert_filled(&postgres.open());
}

#[cfg(unix)]
#[test]
fn a_backup_and_the_data_folder_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let sqlite = Fixture::sqlite();
    let file = sqlite.dir.path().join("backup");
    sqlite.open().backup(&file).unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(&sqlite.dir.path().join("data"))), (0o600, 0o700));
}
