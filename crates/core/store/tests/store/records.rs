//! Records: written, found, listed, brought forward.

use std::ops::ControlFlow;

use bartizan_store::{Key, Record, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fixture::{Item, account, both, get, ids, item, key, put_all};

both! {
    fn a_record_is_written_replaced_and_removed(fixture: &Fixture) {
        let store = fixture.open();
        assert_eq!(get(&store, &key("a")), None);
        for name in ["first", "second"] {
            store.write_blocking::<_, StoreError>(move |writer| {
                writer.put(&key("a"), &item(name, &[]))
            }).unwrap();
            assert_eq!(get(&store, &key("a")), Some(item(name, &[])));
        }
        let delete = || store.write_blocking::<_, StoreError>(|w| w.delete::<Item>(&key("a")));
        assert_eq!((delete(), delete()), (Ok(true), Ok(false)));
        assert_eq!(get(&store, &key("a")), None);
    }

    fn an_insert_refuses_a_key_that_is_taken(fixture: &Fixture) {
        let store = fixture.open();
        let insert = |name: &'static str| {
            store.write_blocking::<_, StoreError>(move |w| w.insert(&key("a"), &item(name, &[])))
        };
        assert_eq!(insert("first"), Ok(()));
        let error = insert("second").unwrap_err();
        assert_eq!(
            error.to_string(),
            "test.item `000000000001:eu-west-1:a` exists already: read it, or write it with a put"
        );
        assert_eq!(get(&store, &key("a")), Some(item("first", &[])));
    }

    fn accounts_and_regions_are_kept_apart(fixture: &Fixture) {
        let store = fixture.open();
        let keys = [
            Key::installation("a"),
            Key::global(account(1), "a"),
            Key::new(account(1), "eu-west-1", "a"),
            Key::new(account(1), "us-east-1", "a"),
            Key::global(account(2), "a"),
        ];
        put_all(&store, &keys);
        store.read::<_, StoreError>(|reader| {
            for key in &keys {
                assert_eq!(reader.count::<Item>(&key.account, &key.region)?, 1);
                let found = reader.scan::<Item>(&key.account, &key.region, "", None, 9)?;
                assert_eq!(found[0].0, *key);
            }
            Ok(())
        }).unwrap();
    }

    fn what_a_secondary_key_finds_is_counted(fixture: &Fixture) {
        let store = fixture.open();
        for (id, labels) in [("a", &["red", "blue"][..]), ("b", &["red"]), ("c", &[])] {
            let put = store.write_blocking::<_, StoreError>(move |w| w.put(&key(id), &item(id, labels)));
            put.unwrap();
        }
        store.read::<_, StoreError>(|reader| {
            for (label, count) in [("red", 2), ("blue", 1), ("green", 0)] {
                assert_eq!(reader.count_found::<Item>("label", label)?, count, "{label}");
            }
            Ok(())
        }).unwrap();
    }

    fn a_scan_goes_by_prefix_in_bytewise_order_page_by_page(fixture: &Fixture) {
        let store = fixture.open();
        let names =
            ["", "B", "a", "a/", "a/1", "a/2", "a/Z", "a/é", "a/\u{10ffff}", "a0", "b", "é"];
        put_all(&store, &names.map(key));
        let scan = |prefix: &str, after: Option<&str>, limit| {
            ids(store.read(|reader| {
                reader.scan::<Item>("000000000001", "eu-west-1", prefix, after, limit)
            }).unwrap())
        };
        assert_eq!(scan("", None, 99), names);
        assert_eq!(scan("a/", None, 99), names[3..9]);
        assert_eq!(scan("a/", None, 2), names[3..5]);
        assert_eq!(scan("a/", Some("a/1"), 2), names[5..7]);
        assert_eq!(scan("a/", Some("A"), 1), names[3..4]);
        assert_eq!(scan("a/", Some("z"), 9), [""; 0]);
        assert_eq!(scan("é", None, 9), ["é"]);
        assert_eq!(scan("", None, 0), [""; 0]);
    }

    fn records_are_told_as_they_are_stored_until_that_is_enough(fixture: &Fixture) {
        let store = fixture.open();
        store.write_blocking::<_, StoreError>(|writer| {
            writer.put(&key("a"), &OldCup { size_cm: 9 })?;
            writer.put(&key("b"), &Cup { size_mm: 80 })?;
            writer.put(&key("c"), &Cup { size_mm: 70 })
        }).unwrap();
        let told = |after: Option<&str>, limit, most| {
            let mut told = Vec::new();
            let flow = store.read::<_, StoreError>(|reader| {
                let place = ("000000000001", "eu-west-1");
                reader.scan_stored::<Cup>(place, after, limit, |id, stored| {
                    let cup: Cup = serde_json::from_slice(stored).unwrap();
                    told.push((id.to_owned(), cup.size_mm));
                    // Others can be read meanwhile.
                    let same = reader.get::<Cup>(&key(id)).unwrap();
                    assert_eq!(same, Some(cup));
                    if told.len() == most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                })
            });
            (told, flow.unwrap().is_break())
        };
        let all = [("a", 90), ("b", 80), ("c", 70)].map(|(id, size)| (id.to_owned(), size));
        assert_eq!(told(None, 9, 9), (all.to_vec(), false));
        assert_eq!(told(None, 2, 9), (all[..2].to_vec(), false));
        assert_eq!(told(Some("a"), 9, 9), (all[1..].to_vec(), false));
        assert_eq!(told(None, 9, 2), (all[..2].to_vec(), true));
    }

    fn all_accounts_are_listed_in_the_order_of_keys(fixture: &Fixture) {
        let store = fixture.open();
        let keys = [
            Key::installation(""),
            Key::installation("z"),
            Key::global(account(1), "z"),
            Key::new(account(1), "eu-west-1", "a"),
            Key::global(account(2), "a"),
        ];
        put_all(&store, &keys);
        let mut seen = Vec::new();
        loop {
            let page = store.read(|reader| reader.scan_all::<Item>(seen.last(), 2)).unwrap();
            if page.is_empty() {
                break;
            }
            seen.extend(page.into_iter().map(|(key, _)| key));
        }
        assert_eq!(seen, keys);
    }

    fn a_record_is_found_by_the_keys_it_has_now(fixture: &Fixture) {
        let store = fixture.open();
        let put = |id: &'static str, labels: &'static [&'static str]| {
            store.write_blocking::<_, StoreError>(move |w| w.put(&key(id), &item(id, labels)))
                .unwrap();
        };
        let find = |label: &str| ids(store.read(|r| r.find::<Item>("label", label)).unwrap());
        put("b", &["red", "red", "nul\0"]);
        put("a", &["red", "green"]);
        assert_eq!(find("red"), ["a", "b"]);
        assert_eq!(find("nul\0"), ["b"]);
        let after = |id| store.read(|r| r.find_from::<Item>("label", "red", Some(&key(id)), 1));
        assert_eq!(ids(after("").unwrap()), ["a"]);
        assert_eq!(ids(after("a").unwrap()), ["b"]);
        assert_eq!(ids(after("b").unwrap()), [""; 0]);
        assert_eq!(find("re"), [""; 0]);
        put("a", &["green"]);
        assert_eq!(find("red"), ["b"]);
        assert_eq!(find("green"), ["a"]);
        store.write_blocking::<_, StoreError>(|w| w.delete::<Item>(&key("b"))).unwrap();
        assert_eq!(find("red"), [""; 0]);
    }

    fn a_store_is_cleared_but_for_what_is_to_be_kept(fixture: &Fixture) {
        let store = fixture.open();
        let many: Vec<_> = (0..1001).map(|n| key(&format!("{n}"))).collect();
        put_all(&store, &many);
        put_all(&store, &[Key::installation("b"), Key::global(account(2), "c")]);
        store.write_blocking::<_, StoreError>(|writer| {
            writer.put(&key("kept"), &Cup { size_mm: 1 })
        }).unwrap();
        let before = store.sequence();
        let clear = || store.write_blocking::<_, StoreError>(|w| w.clear_except("test.cup"));
        assert_eq!((clear(), clear()), (Ok(1003), Ok(0)));
        let left = store.read(|reader| reader.scan_all::<Item>(None, 9)).unwrap();
        assert_eq!(ids(left), [""; 0]);
        assert!(store.read(|reader| reader.get::<Cup>(&key("kept"))).unwrap().is_some());
        assert_eq!(store.changes(before, 2000).unwrap().len(), 1003);
    }

    fn any_text_is_an_id(fixture: &Fixture) {
        let store = fixture.open();
        let odd = ["\0", "a\0b", "'; DROP TABLE record; --", "\u{10ffff}", "%", "line\nbreak"];
        put_all(&store, &odd.map(key));
        for id in odd {
            assert_eq!(get(&store, &key(id)).unwrap().name, id);
        }
    }

    fn an_old_record_is_read_in_its_new_form_and_found_by_new_keys(fixture: &Fixture) {
        let store = fixture.open();
        store.write_blocking::<_, StoreError>(|writer| {
            (0..3).try_for_each(|n| writer.put(&key(&format!("{n}")), &OldCup { size_cm: n }))
        }).unwrap();
        let read = store.read(|reader| reader.get::<Cup>(&key("2"))).unwrap();
        assert_eq!(read, Some(Cup { size_mm: 20 }));
        let find = || store.read(|reader| reader.find::<Cup>("size", "20")).unwrap().len();
        assert_eq!(find(), 0);
        assert_eq!(store.upgrade::<Cup>(), Ok(3));
        assert_eq!(find(), 1);
        assert_eq!(store.upgrade::<Cup>(), Ok(0));
    }
}

#[derive(Serialize, Deserialize)]
struct OldCup {
    size_cm: u32,
}

impl Record for OldCup {
    const COLLECTION: &'static str = "test.cup";
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Cup {
    size_mm: u64,
}

impl Record for Cup {
    const COLLECTION: &'static str = "test.cup";
    const VERSION: u32 = 2;

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![("size", self.size_mm.to_string())]
    }

    fn migrate(from_version: u32, body: Value) -> Result<Value, String> {
        let size_cm = body["size_cm"].as_u64().ok_or("a cup has a size")?;
        assert_eq!(from_version, 1);
        Ok(json!({ "size_mm": size_cm * 10 }))
    }
}
