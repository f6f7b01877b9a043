//! A port may be reached by more than one way: findings are about all of them.

use serde_json::json;

use super::ask;
use super::scene::Stage;

#[tokio::test]
async fn what_closes_a_port_is_told_by_all_ways_in() {
    let stage = Stage::new();
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    // What closes all of the instance closes too much.
    *stage.scene.open.lock().unwrap() = Some(443);
    let text = async || {
        stage.assess();
        let told = ask(&stage.world, "ListFindings", json!({})).await.unwrap();
        let found = told["findings"].as_array().unwrap();
        let found = found.iter().find(|one| one["title"].as_str().unwrap().contains("22-23"));
        found.unwrap()["remediation"]["recommendation"]["text"].as_str().unwrap().to_owned()
    };
    let rules = |one, other| {
        let rules = vec![(one, (22, 22), "198.51.100.0/24"), (other, (22, 23), "192.0.2.0/24")];
        *stage.scene.rules.lock().unwrap() = rules;
    };
    for (one, other) in
        [("sgr-a", "sgr-b"), ("sgr-a", "sgr-c"), ("sgr-d", "sgr-c"), ("sgr-d", "sgr-b")]
    {
        rules(one, other);
        let text = text().await;
        for rule in [one, other] {
            assert!(text.contains(rule), "{rule}: {text}");
        }
    }
}
