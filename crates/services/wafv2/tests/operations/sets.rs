//! IP sets and regex pattern sets.

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Circumstances, RateTable, Scratch, WebRequest};
use serde_json::{Value as Json, json};

use super::{done, locked, named, published_world, refused, rule, web_acl, with, world};

fn addresses(name: &str, version: &str, addresses: &[&str]) -> Json {
    json!({
        "Name": name, "Scope": "REGIONAL", "IPAddressVersion": version, "Addresses": addresses,
    })
}

#[tokio::test]
async fn addresses_are_blocks_of_the_version() {
    let world = world();
    for (version, address) in [
        ("IPV4", "192.0.2.1"),
        ("IPV4", "192.0.2.0/33"),
        ("IPV4", "0.0.0.0/0"),
        ("IPV4", "2001:db8::/32"),
        ("IPV6", "192.0.2.0/24"),
    ] {
        let (code, message) =
            refused(&world, "CreateIPSet", addresses("a", version, &[address])).await;
        assert_eq!(code, "WAFInvalidParameterException");
        let end = format!("field: IP_ADDRESS, parameter: {address}");
        assert!(message.ends_with(&end), "{message}");
    }
    done(&world, "CreateIPSet", addresses("a", "IPV6", &["2001:db8::/32"])).await;
    let (code, _) = refused(&world, "CreateIPSet", addresses("a", "IPV4", &[])).await;
    assert_eq!(code, "WAFDuplicateItemException");
}

#[tokio::test]
async fn a_token_locks_a_set_and_its_users_keep_it() {
    let (world, published) = published_world();
    let set = done(&world, "CreateIPSet", addresses("a", "IPV4", &["192.0.2.0/24"])).await;
    let arn = &set["Summary"]["ARN"];
    let uses = rule("r", 1, &json!({ "IPSetReferenceStatement": { "ARN": arn } }));
    let acl = done(&world, "CreateWebACL", web_acl("shop", &[uses])).await;
    let acl_arn = acl["Summary"]["ARN"].as_str().unwrap();
    let before = published.web_acl(acl_arn).unwrap();
    let update = with(locked(&set), &json!({ "Addresses": ["198.51.100.0/24"] }));
    let next = done(&world, "UpdateIPSet", update.clone()).await;
    let after = published.web_acl(acl_arn).unwrap();
    assert!(!std::sync::Arc::ptr_eq(&before, &after), "the web ACL was compiled anew");
    let (code, message) = refused(&world, "UpdateIPSet", update).await;
    assert_eq!(code, "WAFOptimisticLockException");
    assert!(message.contains("someone changed the resource after you started to edit it"));
    let token = json!({ "LockToken": next["NextLockToken"] });
    let (code, _) = refused(&world, "DeleteIPSet", with(named(&set), &token)).await;
    assert_eq!(code, "WAFAssociatedItemException");
    let shown = done(&world, "GetIPSet", named(&set)).await;
    assert_eq!(shown["IPSet"]["Addresses"], json!(["198.51.100.0/24"]));
    done(&world, "DeleteWebACL", locked(&acl)).await;
    done(&world, "DeleteIPSet", with(named(&set), &token)).await;
    let (code, _) = refused(&world, "GetIPSet", named(&set)).await;
    assert_eq!(code, "WAFNonexistentItemException");
}

#[tokio::test]
async fn what_a_set_gets_begins_no_new_count() {
    let (world, published) = published_world();
    let set = done(&world, "CreateIPSet", addresses("a", "IPV4", &["192.0.2.0/24"])).await;
    let limits = |limit: u64| {
        let scope = json!({ "IPSetReferenceStatement": { "ARN": set["Summary"]["ARN"] } });
        let rate = json!({ "RateBasedStatement": {
            "Limit": limit, "AggregateKeyType": "IP", "ScopeDownStatement": scope,
        } });
        web_acl("shop", &[rule("rate", 1, &rate)])
    };
    let acl = done(&world, "CreateWebACL", limits(10)).await;
    let rates = RateTable::new(1, 1_000);
    let blocks = || {
        let held = published.web_acl(acl["Summary"]["ARN"].as_str().unwrap()).unwrap();
        let circumstances = Circumstances { rates: Some(&rates), ..Circumstances::default() };
        let request = WebRequest::new([192, 0, 2, 1].into(), b"/");
        let mut scratch = Scratch::default();
        let decision = held.program.decide(&request, &circumstances, &mut scratch);
        decision.action() == ActionKind::Block
    };
    assert_eq!((0..12).filter(|_| blocks()).count(), 2);
    let wider = json!({ "Addresses": ["192.0.2.0/24", "198.51.100.0/24"] });
    done(&world, "UpdateIPSet", with(locked(&set), &wider)).await;
    assert!(blocks(), "the count goes on");
    done(&world, "UpdateWebACL", with(limits(11), &locked(&acl))).await;
    assert!(!blocks(), "another limit is counted anew");
}

#[tokio::test]
async fn patterns_are_those_that_linear_time_matches() {
    let world = world();
    let set = |pattern: &str| {
        json!({
            "Name": "p", "Scope": "REGIONAL", "RegularExpressionList": [{ "RegexString": pattern }],
        })
    };
    for pattern in ["(", "(a)\\1", "a(?=b)"] {
        let (code, _) = refused(&world, "CreateRegexPatternSet", set(pattern)).await;
        assert_eq!(code, "WAFInvalidParameterException", "{pattern}");
    }
    let made = done(&world, "CreateRegexPatternSet", set("(?i)^/a")).await;
    let shown = done(&world, "GetRegexPatternSet", named(&made)).await;
    let list = &shown["RegexPatternSet"]["RegularExpressionList"];
    assert_eq!(*list, json!([{ "RegexString": "(?i)^/a" }]));
}
