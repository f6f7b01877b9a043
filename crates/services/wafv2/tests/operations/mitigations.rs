//! What AWS Shield Advanced puts into web ACLs.

use std::sync::Arc;

use bartizan_inspect::WebRequest;
use bartizan_service::testkit::World;
use bartizan_service::types::{Arn, Clock as _, Fault};
use bartizan_service::{MitigationRule, MitigationTerm, MitigationText};
use bartizan_wafv2::{Firewall, FirewallVerdict};
use serde_json::{Value as Json, json};

use super::associations::BALANCER;
use super::firewall::open;
use super::{done, locked, named, path, rule, web_acl, with};

struct Site {
    world: World,
    firewall: Arc<Firewall>,
    acl: Json,
}

impl Site {
    /// A balancer behind a web ACL.
    async fn new() -> Self {
        let (world, firewall) = open();
        let site = Self { world, firewall, acl: Json::Null };
        let acl = site.associated("shop").await;
        Self { acl, ..site }
    }

    /// A new web ACL, which protects the balancer from now on.
    async fn associated(&self, name: &str) -> Json {
        let input = web_acl(name, &[rule("admin", 1, &path("/admin"))]);
        let made = done(&self.world, "CreateWebACL", input).await;
        let both = json!({ "WebACLArn": made["Summary"]["ARN"], "ResourceArn": BALANCER });
        done(&self.world, "AssociateWebACL", both).await;
        made
    }

    async fn reserve(&self) -> bool {
        let platform = self.world.road.platform();
        let port = platform.ports.web_mitigations.clone().unwrap();
        let random = Arc::clone(&platform.random);
        let resource: Arn = BALANCER.parse().unwrap();
        let reserve = platform.store.write(move |writer| port.reserve(writer, &resource, &*random));
        reserve.await.unwrap()
    }

    async fn put(&self, terms: Option<Vec<MitigationTerm>>, blocks: bool) -> Option<String> {
        let platform = self.world.road.platform();
        let port = platform.ports.web_mitigations.clone().unwrap();
        let resource: Arn = BALANCER.parse().unwrap();
        let rule = terms.map(|terms| MitigationRule { attack: "1".to_owned(), terms, blocks });
        let put = platform.store.write(move |writer| port.put(writer, &resource, rule.as_ref()));
        put.await.unwrap()
    }

    async fn release(&self) {
        let platform = self.world.road.platform();
        let port = platform.ports.web_mitigations.clone().unwrap();
        let resource: Arn = BALANCER.parse().unwrap();
        let release = platform.store.write(move |writer| port.release(writer, &resource));
        let released: Result<(), Fault> = release.await;
        released.unwrap();
    }

    fn blocks(&self, address: [u8; 4], path: &str, agent: Option<&str>) -> bool {
        let headers: Vec<(&[u8], &[u8])> =
            agent.into_iter().map(|agent| (b"user-agent".as_slice(), agent.as_bytes())).collect();
        let request = WebRequest {
            headers: headers.as_slice(),
            ..WebRequest::new(address.into(), path.as_bytes())
        };
        let now = self.world.clock.now();
        let verdict = self.firewall.inspect((BALANCER, "1-a"), &request, now);
        matches!(verdict, FirewallVerdict::Answer { status: 403, .. })
    }

    /// The rules of a web ACL, as they are shown.
    async fn rules(&self, acl: &Json) -> Vec<Json> {
        let shown = done(&self.world, "GetWebACL", named(acl)).await;
        shown["WebACL"]["Rules"].as_array().unwrap().clone()
    }
}

fn text(value: &str) -> MitigationText {
    MitigationText { value: value.as_bytes().to_vec(), is_begin: false }
}

#[tokio::test]
async fn a_rule_matches_all_terms_by_any_of_their_values() {
    let site = Site::new().await;
    assert!(site.reserve().await);
    let agents = MitigationTerm::Header("user-agent", vec![text("flood/1"), text("")]);
    let sources = MitigationTerm::Sources(vec![([198, 51, 100, 7].into(), 32)]);
    let begin = MitigationText { is_begin: true, ..text("/page/") };
    let paths = MitigationTerm::Paths(vec![begin, text("/x")]);
    let group = site.put(Some(vec![agents, sources, paths]), true).await.unwrap();
    let id = site.acl["Summary"]["Id"].as_str().unwrap();
    assert!(group.starts_with(&format!("ShieldMitigationRuleGroup_123456789012_{id}_")));
    let (attacker, other) = ([198, 51, 100, 7], [198, 51, 100, 8]);
    for (address, path, agent, is_blocked) in [
        (attacker, "/page/1", Some("flood/1"), true),
        (attacker, "/x", None, true),
        (attacker, "/x", Some(""), true),
        (attacker, "/xy", None, false),
        (attacker, "/x", Some("flood/10"), false),
        (other, "/x", Some("flood/1"), false),
        (other, "/admin", None, true),
    ] {
        assert_eq!(site.blocks(address, path, agent), is_blocked, "{address:?} {path} {agent:?}");
    }
    assert_eq!(site.put(None, true).await, None);
    assert!(!site.blocks(attacker, "/x", None));
}

#[tokio::test]
async fn a_rule_that_counts_blocks_nothing() {
    let site = Site::new().await;
    site.reserve().await;
    let agents = || MitigationTerm::Header("user-agent", vec![text("flood/1")]);
    site.put(Some(vec![agents()]), false).await.unwrap();
    assert!(!site.blocks([192, 0, 2, 1], "/", Some("flood/1")));
    site.put(Some(vec![agents()]), true).await.unwrap();
    assert!(site.blocks([192, 0, 2, 1], "/", Some("flood/1")));
    let [_, shield] = site.rules(&site.acl).await.try_into().unwrap();
    let arn = &shield["Statement"]["RuleGroupReferenceStatement"]["ARN"];
    let group = done(&site.world, "GetRuleGroup", json!({ "ARN": arn })).await;
    assert_eq!(group["RuleGroup"]["Capacity"], 150);
    assert_eq!(group["RuleGroup"]["Rules"][0]["Action"], json!({ "Block": {} }));
}

#[tokio::test]
async fn what_needs_more_room_than_there_is_is_not_put() {
    let site = Site::new().await;
    let texts = |many: usize| (0..many).map(|one| text(&format!("/{one}"))).collect();
    let paths = |many| Some(vec![MitigationTerm::Paths(texts(many))]);
    assert_eq!(site.put(paths(1), true).await, None, "no room is kept");
    site.reserve().await;
    assert!(site.put(paths(75), true).await.is_some());
    assert_eq!(site.put(paths(76), true).await, None);
    assert!(site.blocks([192, 0, 2, 1], "/74", None), "the rule before is still there");
}

#[tokio::test]
async fn the_group_goes_where_the_resource_goes() {
    let site = Site::new().await;
    site.reserve().await;
    let agents = MitigationTerm::Header("user-agent", vec![text("flood/1")]);
    site.put(Some(vec![agents]), true).await.unwrap();
    let next = site.associated("next").await;
    assert!(site.blocks([192, 0, 2, 1], "/", Some("flood/1")));
    assert_eq!((site.rules(&site.acl).await.len(), site.rules(&next).await.len()), (1, 2));
    let update = with(
        locked(&next),
        &json!({ "DefaultAction": { "Allow": {} }, "VisibilityConfig": super::visible("next") }),
    );
    done(&site.world, "UpdateWebACL", update).await;
    assert_eq!(site.rules(&next).await.len(), 1);
    assert!(site.blocks([192, 0, 2, 1], "/", Some("flood/1")));
    site.release().await;
    assert!(!site.blocks([192, 0, 2, 1], "/", Some("flood/1")));
}
