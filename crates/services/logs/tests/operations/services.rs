//! What services do with groups, by resource policies; and what functions are handed.

use std::io::Read as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bartizan_logs::deliver;
use bartizan_service::types::{Arn, Fault, Region};
use bartizan_service::wire::Value;
use bartizan_service::{
    Access, Admission, Ask, Authorized, BoxFuture, Call, EventCategory, Mode, Operation, Reply,
    Service, ServiceCall, not_implemented,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde_json::{Value as Json, json};

use crate::{DAY, FUNCTION, Kept, named, policy, subscription};

/// Functions that keep what they are handed, until they are broken.
#[derive(Debug, Default)]
pub(crate) struct Functions {
    pub(crate) handed: Arc<Mutex<Vec<Json>>>,
}

static OPERATIONS: &[Operation] = &[Operation {
    service: "lambda",
    name: "Invoke",
    mode: Mode::Read,
    category: EventCategory::Data,
    admission: Admission::Signed,
    actions: &[],
    rule,
}];

#[expect(clippy::unnecessary_wraps, reason = "rules answer so")]
fn rule(_: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(Vec::new())
}

impl Service for Functions {
    fn name(&self) -> &'static str {
        "lambda"
    }

    fn declared() -> &'static [Operation] {
        OPERATIONS
    }

    fn operations(&self) -> &'static [Operation] {
        OPERATIONS
    }

    fn handle<'a>(
        &'a self,
        operation: &'static Operation,
        call: &'a Call,
        input: Authorized<Value>,
    ) -> BoxFuture<'a, Result<Reply, Fault>> {
        Box::pin(async move {
            let input = input.into_inner();
            let text = |name| input.field(name).and_then(Value::text).unwrap_or_default();
            assert_eq!(call.on_behalf_of.as_ref().unwrap().resource(), "log-group:/app/web:*");
            if text("FunctionName") != FUNCTION {
                return Err(not_implemented("lambda", operation.name));
            }
            if text("InvocationType") == "Event" {
                let Some(Value::Blob(payload)) = input.field("Payload") else { panic!() };
                let payload: Json = serde_json::from_slice(payload).unwrap();
                let data = STANDARD.decode(payload["awslogs"]["data"].as_str().unwrap()).unwrap();
                let mut text = String::new();
                GzDecoder::new(data.as_slice()).read_to_string(&mut text).unwrap();
                let mut handed = self.handed.lock().unwrap();
                if handed.iter().any(|held| held == "broken") {
                    return Err(Fault::new("TooManyRequestsException", "later", 429));
                }
                handed.push(serde_json::from_str(&text).unwrap());
            }
            Ok(Reply { value: Value::Struct(Vec::new()), body: None })
        })
    }
}

#[tokio::test]
async fn a_function_is_handed_what_matches() {
    let kept = Kept::new().await;
    kept.done("PutSubscriptionFilter", subscription()).await;
    kept.put("s", &[(0, "ERROR one"), (1, "fine"), (2, "ERROR two")]).await;
    kept.put("s", &[(3, "fine")]).await;
    assert!(deliver(&kept.world.road).await.unwrap());
    assert!(!deliver(&kept.world.road).await.unwrap());
    let handed = kept.handed.lock().unwrap().clone();
    assert_eq!(handed.len(), 1);
    let data = &handed[0];
    let shown = ["messageType", "owner", "logGroup", "logStream"].map(|name| data[name].as_str());
    let wanted = ["DATA_MESSAGE", "123456789012", "/app/web", "s"];
    assert_eq!(shown, wanted.map(Some));
    assert_eq!(data["subscriptionFilters"], json!(["f"]));
    let events = data["logEvents"].as_array().unwrap();
    let said: Vec<_> = events.iter().map(|event| event["message"].as_str().unwrap()).collect();
    assert_eq!(said, ["ERROR one", "ERROR two"]);
}

#[tokio::test]
async fn what_a_function_does_not_take_is_handed_to_it_again_for_a_day() {
    let kept = Kept::new().await;
    kept.done("PutSubscriptionFilter", subscription()).await;
    kept.handed.lock().unwrap().push(json!("broken"));
    kept.put("s", &[(0, "ERROR")]).await;
    assert!(deliver(&kept.world.road).await.unwrap());
    assert!(!deliver(&kept.world.road).await.unwrap(), "it waits before it is tried again");
    kept.world.clock.advance(Duration::from_secs(2));
    kept.handed.lock().unwrap().clear();
    assert!(deliver(&kept.world.road).await.unwrap());
    assert_eq!(kept.handed.lock().unwrap().len(), 1);
    kept.handed.lock().unwrap().push(json!("broken"));
    kept.put("s", &[(0, "ERROR")]).await;
    deliver(&kept.world.road).await.unwrap();
    kept.world.clock.advance(Duration::from_millis(u64::try_from(DAY).unwrap()));
    assert!(deliver(&kept.world.road).await.unwrap());
    kept.world.clock.advance(Duration::from_mins(2));
    assert!(!deliver(&kept.world.road).await.unwrap(), "it is dropped");
}

#[tokio::test]
async fn a_subscription_that_is_deleted_is_shown_nothing_more() {
    let kept = Kept::new().await;
    kept.done("PutSubscriptionFilter", subscription()).await;
    kept.put("s", &[(0, "ERROR")]).await;
    kept.done("DeleteSubscriptionFilter", json!({ "logGroupName": "/app/web", "filterName": "f" }))
        .await;
    deliver(&kept.world.road).await.unwrap();
    assert!(kept.handed.lock().unwrap().is_empty());
    let told = kept.done("DescribeSubscriptionFilters", named()).await;
    assert_eq!(told["subscriptionFilters"], json!([]));
}

#[tokio::test]
async fn a_subscription_needs_a_function_that_can_be_invoked() {
    let kept = Kept::new().await;
    for (member, value) in [
        ("destinationArn", json!("arn:aws:lambda:us-east-1:123456789012:function:other")),
        ("destinationArn", json!("arn:aws:kinesis:us-east-1:123456789012:stream/s")),
        ("destinationArn", json!("arn:aws:lambda:eu-west-1:123456789012:function:f")),
        ("roleArn", json!("arn:aws:iam::123456789012:role/r")),
        ("filterPattern", json!("{")),
        ("applyOnTransformedLogs", json!(true)),
    ] {
        let mut input = subscription();
        input[member] = value;
        let refused = kept.refused("PutSubscriptionFilter", input).await;
        assert_eq!(refused.0, "InvalidParameterException", "{refused:?}");
    }
    for name in ["a", "b", "a"] {
        let mut input = subscription();
        input["filterName"] = json!(name);
        kept.done("PutSubscriptionFilter", input).await;
    }
    let refused = kept.refused("PutSubscriptionFilter", subscription()).await;
    assert_eq!(refused.0, "LimitExceededException");
}

#[tokio::test]
async fn a_service_writes_where_a_resource_policy_lets_it() {
    let kept = Kept::new().await;
    let rule: Arn = "arn:aws:events:us-east-1:123456789012:rule/r".parse().unwrap();
    let create = async |name: &str| {
        let input = Value::Struct(vec![
            ("logGroupName", Value::of_text("/app/web")),
            ("logStreamName", Value::of_text(name)),
        ]);
        let call = ServiceCall {
            principal: "events.amazonaws.com",
            on_behalf_of: &rule,
            operation: ("logs", "CreateLogStream"),
            region: Region::new("us-east-1"),
            input,
            body: None,
        };
        kept.world.road.travel_for_service(call).await
    };
    assert!(create("a").await.is_err());
    kept.done("PutResourcePolicy", policy("delivery.logs.amazonaws.com")).await;
    assert!(create("a").await.is_err());
    kept.done("PutResourcePolicy", policy("events.amazonaws.com")).await;
    create("a").await.unwrap();
    let told = kept.done("DescribeResourcePolicies", json!({})).await;
    assert_eq!(told["resourcePolicies"].as_array().unwrap().len(), 2);
    kept.done("DeleteResourcePolicy", json!({ "policyName": "events.amazonaws.com" })).await;
    assert!(create("b").await.is_err());
    for (name, document) in [("bad", "{".to_owned()), ("long", " ".repeat(5121))] {
        let input = json!({ "policyName": name, "policyDocument": document });
        assert_eq!(kept.refused("PutResourcePolicy", input).await.0, "InvalidParameterException");
    }
}
