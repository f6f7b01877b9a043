//! What an alias may be for.

use std::sync::Arc;

use bartizan_route53::Route53;
use bartizan_service::testkit::{Given, World, given};
use bartizan_service::types::AccountId;
use bartizan_service::{EdgeFront, EdgeFronts, Ports};
use serde_json::json;

use crate::sets::{alias, batch};
use crate::{ask, done, refused, zone};

/// An edge with a balancer and a distribution.
struct Fronts;

impl EdgeFronts for Fronts {
    fn of(&self, _: AccountId) -> Vec<EdgeFront> {
        Vec::new()
    }

    fn has_others(&self, _: AccountId) -> bool {
        false
    }

    fn is_given(&self, name: &str) -> bool {
        ["web-1.us-east-1.elb.amazonaws.com", "d1.cloudfront.net"].contains(&name)
    }

    fn dns(&self) -> Option<std::net::SocketAddr> {
        None
    }
}

impl Given for Fronts {
    fn offer(&self, ports: &mut Ports) {
        ports.edge_fronts = Some(Arc::new(Self));
    }
}

const BALANCERS: &str = "Z35SXDOTRQ7X7K";
const DISTRIBUTIONS: &str = "Z2FDTNDATAQYW2";

#[tokio::test]
async fn an_alias_out_of_its_zone_is_for_a_balancer_or_a_distribution() {
    let world = World::new(vec![given(Fronts)], |_| vec![Arc::new(Route53)]);
    let id = zone(&world, "shop.test").await;
    let other = zone(&world, "other.test").await;
    let change = "ChangeResourceRecordSets";
    for (at, target) in [
        (BALANCERS, "Web-1.us-east-1.elb.amazonaws.com"),
        (BALANCERS, "dualstack.web-1.us-east-1.elb.amazonaws.com."),
        (DISTRIBUTIONS, "d1.cloudfront.net"),
    ] {
        let set = alias("www.shop.test", at, target);
        done(&world, change, batch(&id, &[("UPSERT", set)])).await;
    }
    let (outside, missing) = ("does not lie within the target zone]", "was not found]");
    for (at, target, reason) in [
        (BALANCERS, "web-2.us-east-1.elb.amazonaws.com", missing),
        (BALANCERS, "us-east-1.elb.amazonaws.com", missing),
        (BALANCERS, "d1.cloudfront.net", outside),
        ("Z3AADJGX6KTTL2", "web-1.us-east-1.elb.amazonaws.com", outside),
        (DISTRIBUTIONS, "dualstack.d1.cloudfront.net", missing),
        ("Z0NOSUCHZONE", "web-1.us-east-1.elb.amazonaws.com", outside),
        (other.as_str(), "other.test", outside),
        (id.as_str(), "web-1.us-east-1.elb.amazonaws.com", outside),
    ] {
        let set = alias("new.shop.test", at, target);
        let (code, message) = refused(&world, change, batch(&id, &[("CREATE", set)])).await;
        assert_eq!(code, "InvalidChangeBatch", "{at} {target}");
        let at = at.trim_start_matches("/hostedzone/");
        let tried =
            format!("[Tried to create an alias that targets {target}., type A in zone {at}, but ");
        assert!(message.starts_with(&tried) && message.ends_with(reason), "{message}");
    }
    for (at, target, is_refused) in [
        (DISTRIBUTIONS, "d1.cloudfront.net", true),
        (BALANCERS, "web-1.us-east-1.elb.amazonaws.com", false),
    ] {
        let mut set = alias("well.shop.test", at, target);
        set["AliasTarget"]["EvaluateTargetHealth"] = true.into();
        let asked = ask(&world, change, batch(&id, &[("UPSERT", set)])).await;
        assert_eq!(asked.is_err(), is_refused, "{target}");
    }
    let mut set = alias("new.shop.test", BALANCERS, "web-1.us-east-1.elb.amazonaws.com");
    set["Type"] = json!("MX");
    let (_, message) = refused(&world, change, batch(&id, &[("CREATE", set)])).await;
    assert!(message.contains("type MX in zone") && message.ends_with(missing), "{message}");
}

/// One that leads to what is gone by now goes as any other.
#[tokio::test]
async fn an_alias_outlives_what_it_is_for() {
    let world = World::new(vec![given(Fronts)], |_| vec![Arc::new(Route53)]);
    let id = zone(&world, "shop.test").await;
    let change = "ChangeResourceRecordSets";
    let target = json!({ "Name": "to.shop.test", "Type": "A", "TTL": 60,
        "ResourceRecords": [{ "Value": "192.0.2.1" }] });
    let www = alias("www.shop.test", &id, "to.shop.test");
    let both = [("CREATE", target.clone()), ("CREATE", www.clone())];
    done(&world, change, batch(&id, &both)).await;
    done(&world, change, batch(&id, &[("DELETE", target)])).await;
    done(&world, change, batch(&id, &[("DELETE", www)])).await;
}

#[tokio::test]
async fn tags_are_of_bare_ids() {
    let world = crate::world();
    let id = zone(&world, "shop.test").await;
    let long = format!("{id}/and-more-than-that");
    for (id, code) in [(id.as_str(), "NoSuchHostedZone"), (&long, "InvalidInput")] {
        let resource = json!({ "ResourceType": "hostedzone", "ResourceId": id });
        let (found, message) = refused(&world, "ListTagsForResource", resource).await;
        assert_eq!(found, code, "{message}");
    }
}
