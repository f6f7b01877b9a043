//! Whose host names are, where accounts share the edge.

mod support;

use std::sync::Arc;

use bartizan_edge::config::{Action, FixedResponse, Front};
use bartizan_edge::{EdgeParts, Names};
use bartizan_types::AccountId;
use support::{edge, fetch, front, listener, parts, simple, status};

/// Everything below `a.test` is account 1's, and below `b.test` account 2's. `two.a.test` leads to
/// the balancer `two.elb`, as does `b.test`, which is not its owner's.
struct Zones;

impl Names for Zones {
    fn owner(&self, host: &str) -> Option<AccountId> {
        let ends = [("a.test", 1), ("b.test", 2), (".elb.amazonaws.com", 2)];
        let (_, number) = ends.into_iter().find(|(end, _)| host.ends_with(end))?;
        AccountId::from_number(number)
    }

    fn leads_to(&self, host: &str) -> Vec<String> {
        let leads = ["two.a.test", "b.test"].contains(&host);
        if leads { vec!["gone.elb".to_owned(), "two.elb".to_owned()] } else { Vec::new() }
    }
}

fn of_account(number: u8, name: &str) -> Front {
    let content_type = "text/plain".to_owned();
    let answer = FixedResponse { status: 200, content_type, body: name.to_owned() };
    let listener = listener(80, Vec::new(), Action::Fixed(answer));
    let arn = format!("arn:aws:elasticloadbalancing:us-east-1:{number:012}:loadbalancer/{name}");
    Front { arn, ..front(name, vec![listener]) }
}

async fn answers(fronts: Vec<Front>, hosts: &[(&str, Option<&str>)]) {
    let mut config = simple(&[]);
    config.fronts = fronts;
    let edge = edge(EdgeParts { names: Arc::new(Zones), ..parts() }, &config).await;
    for (host, wanted) in hosts {
        let answer = fetch(&edge, host, "/", "").await;
        match wanted {
            Some(name) => assert!(answer.ends_with(name), "{host}: {answer}"),
            None => assert_eq!(status(&answer), 404, "{host}"),
        }
    }
}

#[tokio::test]
async fn a_name_leads_to_its_owners_fronts_alone() {
    let fronts =
        || vec![of_account(1, "one.elb"), of_account(1, "two.elb"), of_account(2, "three")];
    let hosts = [
        ("two.a.test", Some("two.elb")),
        ("TWO.a.test.:80", Some("two.elb")),
        // Its owner pointed it at another's.
        ("b.test", Some("two.elb")),
        ("www.b.test", Some("three")),
        // The owner has two, and no record says which.
        ("www.a.test", None),
        // Nobody's, and accounts share the edge.
        ("c.test", None),
        ("127.0.0.1", None),
        ("gone.us-east-1.elb.amazonaws.com", None),
    ];
    answers(fronts(), &hosts).await;
}

#[tokio::test]
async fn the_only_account_has_what_is_nobodys() {
    let hosts = [
        ("c.test", Some("one.elb")),
        ("a.test", Some("one.elb")),
        ("www.b.test", None),
        ("gone.us-east-1.elb.amazonaws.com", None),
    ];
    answers(vec![of_account(1, "one.elb")], &hosts).await;
}

#[tokio::test]
async fn the_longest_star_has_a_name_but_never_anothers() {
    let fronts =
        vec![of_account(1, "*.test"), of_account(1, "*.x.a.test"), of_account(2, "*.b.test")];
    let hosts = [
        ("www.a.test", Some("*.test")),
        ("www.x.a.test", Some("*.x.a.test")),
        ("www.b.test", Some("*.b.test")),
        ("nobodys.test", Some("*.test")),
    ];
    answers(fronts, &hosts).await;
    answers(vec![of_account(1, "*.test")], &[("www.b.test", None)]).await;
}
