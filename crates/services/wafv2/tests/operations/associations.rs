//! Web ACLs and the load balancers that they protect.

use std::net::IpAddr;
use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Entity;
use bartizan_service::testkit::{ACCOUNT, Given, World, given, nobody};
use bartizan_service::types::{AccountId, Arn, Fault, Principal, Tag, Timestamp};
use bartizan_service::{
    Call, Directory, Ports, Projection, SampledRequest, WebResources, WebTraffic,
};
use bartizan_wafv2::{Waf, WafProjection};
use serde_json::{Value as Json, json};

use super::{ask, done, named, path, published_world, refused, rule, web_acl, with, world};

/// A load balancer that is there.
pub(crate) const BALANCER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";

/// One that is there when a web ACL is associated, and then no more.
const PASSING: &str =
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/gone/50dc6c495c0c9189";

/// An edge with one load balancer, which has seen one request.
pub(crate) struct Edge;

struct Balancers;

impl WebResources for Balancers {
    fn is_there(&self, call: &Call, arn: &Arn) -> Result<bool, Fault> {
        Ok(arn.as_str() == BALANCER
            || (arn.as_str() == PASSING && call.operation.name == "AssociateWebACL"))
    }

    fn tags(&self, _: &Call, _: &Arn) -> Result<Vec<Tag>, Fault> {
        Ok(vec![Tag { key: "team".to_owned(), value: "shop".to_owned() }])
    }
}

/// A user who may take the protection from load balancers of this team alone.
struct Of(&'static str);

impl Given for Of {
    fn enter(&self, directory: &mut Directory) {
        let Principal::User { account, arn, id, .. } = nobody().principal else { panic!() };
        let text = json!({ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Action": "wafv2:*", "Resource": "*" },
            {
                "Effect": "Allow",
                "Action": "elasticloadbalancing:SetWebACL",
                "Resource": "*",
                "Condition": { "StringEquals": { "aws:ResourceTag/team": self.0 } },
            },
        ]});
        let policy = Policy::parse(&text.to_string(), PolicyKind::Identity).unwrap();
        directory.put_entity(Entity {
            account,
            id,
            arn,
            name: Arc::from("nobody"),
            identity: Arc::from([Attached::inline("own", Arc::new(policy))]),
            boundary: None,
            tags: Arc::from([]),
            created: Timestamp::from_seconds(0),
            role: None,
        });
    }
}

impl WebTraffic for Balancers {
    fn sampled(
        &self,
        _: &Arn,
        metric: &str,
        _: Timestamp,
        to: Timestamp,
        _: usize,
    ) -> (Vec<SampledRequest>, u64) {
        let sample = SampledRequest {
            at: to,
            client: IpAddr::from([192, 0, 2, 44]),
            country: Some("DE".to_owned()),
            method: "GET".to_owned(),
            uri: "/admin?a=1".to_owned(),
            http_version: "HTTP/1.1",
            headers: vec![("host".to_owned(), "shop.example".to_owned())],
            action: "BLOCK",
            rule_in_group: None,
            response_code: None,
            inserted_headers: Vec::new(),
            labels: vec![format!("awswaf:1:webacl:shop:{metric}")],
        };
        (vec![sample], 1)
    }

    fn explained(&self, _: AccountId, _: &str) -> Option<String> {
        None
    }

    fn limited(&self, _: &Arn, _: &str, _: Option<&str>, _: Timestamp) -> Option<Vec<IpAddr>> {
        Some(vec![IpAddr::from([192, 0, 2, 44]), "2001:db8::1".parse().unwrap()])
    }
}

/// The load balancer alone.
pub(crate) struct Balancer;

impl Given for Balancer {
    fn offer(&self, ports: &mut Ports) {
        ports.web_resources = Some(Arc::new(Balancers));
    }
}

impl Given for Edge {
    fn offer(&self, ports: &mut Ports) {
        ports.web_resources = Some(Arc::new(Balancers));
        ports.web_traffic = Some(Arc::new(Balancers));
    }
}

#[test]
fn the_balancer_is_of_the_worlds_account() {
    assert!(BALANCER.contains(ACCOUNT));
}

#[tokio::test]
async fn a_resource_that_is_not_there_has_no_protection() {
    let world = world();
    let absent = json!({ "ResourceArn": BALANCER.replace("50dc", "60dc") });
    for operation in ["GetWebACLForResource", "DisassociateWebACL"] {
        let (code, _) = refused(&world, operation, absent.clone()).await;
        assert_eq!(code, "WAFNonexistentItemException", "{operation}");
    }
}

#[tokio::test]
async fn a_protected_resource_has_its_program_until_it_is_let_go() {
    let (world, published) = published_world();
    let made = done(&world, "CreateWebACL", web_acl("shop", &[rule("a", 1, &path("/a"))])).await;
    let arn = &made["Summary"]["ARN"];
    let both = json!({ "WebACLArn": arn, "ResourceArn": BALANCER });
    let resource = json!({ "ResourceArn": BALANCER });
    assert!(published.of_resource(BALANCER).is_none());
    done(&world, "AssociateWebACL", both.clone()).await;
    let held = published.of_resource(BALANCER).unwrap();
    assert_eq!((json!(held.arn), &held.rules["a"].0), (arn.clone(), &"a".to_owned()));
    let shown = done(&world, "GetWebACLForResource", resource.clone()).await;
    assert_eq!(shown["WebACL"]["ARN"], *arn);
    let listed = done(&world, "ListResourcesForWebACL", json!({ "WebACLArn": arn })).await;
    assert_eq!(listed["ResourceArns"], json!([BALANCER]));
    let delete = with(named(&made), &json!({ "LockToken": made["Summary"]["LockToken"] }));
    assert_eq!(
        refused(&world, "DeleteWebACL", delete.clone()).await.0,
        "WAFAssociatedItemException"
    );
    done(&world, "DisassociateWebACL", resource.clone()).await;
    assert!(published.of_resource(BALANCER).is_none());
    assert_eq!(done(&world, "GetWebACLForResource", resource).await, json!({}));
    done(&world, "DeleteWebACL", delete).await;
    assert!(published.web_acl(arn.as_str().unwrap()).is_none());
}

#[tokio::test]
async fn the_tags_of_a_balancer_decide_who_changes_its_protection() {
    for (team, is_allowed) in [("shop", true), ("bank", false)] {
        let projection: Arc<dyn Projection> = Arc::new(WafProjection::default());
        let all = vec![projection, given(Edge), given(Of(team))];
        let world = World::new(all, |_| vec![Arc::new(Waf)]);
        let resource = json!({ "ResourceArn": BALANCER });
        let told = ask(&world, &nobody(), "DisassociateWebACL", resource).await;
        assert_eq!(told.is_ok(), is_allowed, "{team}");
    }
}

#[tokio::test]
async fn what_cannot_be_protected_is_refused() {
    let world = world();
    let made = done(&world, "CreateWebACL", web_acl("shop", &[])).await;
    let arn = &made["Summary"]["ARN"];
    for (resource, code) in [
        ("arn:aws:cloudfront::123456789012:distribution/E1", "WAFInvalidParameterException"),
        (&BALANCER.replace("us-east-1", "eu-west-1"), "WAFInvalidParameterException"),
        (&BALANCER.replace("/shop/", "/other/"), "WAFNonexistentItemException"),
    ] {
        let both = json!({ "WebACLArn": arn, "ResourceArn": resource });
        assert_eq!(refused(&world, "AssociateWebACL", both).await.0, code, "{resource}");
    }
}

#[tokio::test]
async fn addresses_that_a_rule_limits_are_listed_by_version() {
    let world = world();
    let limit = json!({ "RateBasedStatement": { "Limit": 100, "AggregateKeyType": "IP" } });
    let rules = [rule("limit", 1, &limit), rule("plain", 2, &path("/a"))];
    let made = done(&world, "CreateWebACL", web_acl("shop", &rules)).await;
    let of = |rule: &str| -> Json {
        let id = &made["Summary"]["Id"];
        json!({ "Scope": "REGIONAL", "WebACLName": "shop", "WebACLId": id, "RuleName": rule })
    };
    let keys = done(&world, "GetRateBasedStatementManagedKeys", of("limit")).await;
    assert_eq!(keys["ManagedKeysIPV4"]["Addresses"], json!(["192.0.2.44/32"]));
    assert_eq!(keys["ManagedKeysIPV6"]["Addresses"], json!(["2001:db8::1/128"]));
    let (code, _) = refused(&world, "GetRateBasedStatementManagedKeys", of("plain")).await;
    assert_eq!(code, "WAFNonexistentItemException");
}

#[tokio::test]
async fn a_resource_that_is_gone_holds_no_web_acl() {
    let world = world();
    let made = done(&world, "CreateWebACL", web_acl("shop", &[])).await;
    let arn = &made["Summary"]["ARN"];
    for balancer in [BALANCER, PASSING] {
        let both = json!({ "WebACLArn": arn, "ResourceArn": balancer });
        done(&world, "AssociateWebACL", both).await;
    }
    let listed = done(&world, "ListResourcesForWebACL", json!({ "WebACLArn": arn })).await;
    assert_eq!(listed["ResourceArns"], json!([BALANCER]));
    let delete = with(named(&made), &json!({ "LockToken": made["Summary"]["LockToken"] }));
    let (code, _) = refused(&world, "DeleteWebACL", delete.clone()).await;
    assert_eq!(code, "WAFAssociatedItemException");
    done(&world, "DisassociateWebACL", json!({ "ResourceArn": BALANCER })).await;
    done(&world, "DeleteWebACL", delete).await;
}
