//! Events that nobody waits for: handled, tried again, and told of.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::kit::{ARN, Kit, made_with};

const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:dead";

impl Kit {
    /// A function with a dead-letter queue, and who works on its events.
    async fn working() -> Self {
        let kit = Self::new();
        let dead = json!({ "DeadLetterConfig": { "TargetArn": QUEUE } });
        kit.done("CreateFunction", made_with(dead)).await;
        tokio::spawn(bartizan_lambda::work_on_events(kit.engine.clone(), kit.world.road.clone()));
        kit
    }

    async fn event(&self, payload: Json) {
        let input = json!({ "FunctionName": "answer", "InvocationType": "Event",
            "Payload": payload.to_string() });
        assert_eq!(self.done("Invoke", input).await, json!({ "StatusCode": 202 }));
    }

    /// How often the function was asked this.
    fn times(&self, payload: &Json) -> usize {
        self.runs.asked.lock().unwrap().iter().filter(|asked| asked.payload == *payload).count()
    }

    /// Lets time pass, and has who works on events look at the clock.
    async fn later(&self, seconds: u64, number: usize) {
        self.world.clock.advance(Duration::from_secs(seconds));
        let nudge = json!({ "nudge": number });
        self.event(nudge.clone()).await;
        self.until("a nudge is handled", |kit| kit.times(&nudge) == 1).await;
    }
}

#[tokio::test]
async fn an_event_that_fails_is_tried_twice_more_and_goes_to_the_dead_letters() {
    let kit = Kit::working().await;
    let failing = json!({ "fail": true });
    kit.event(failing.clone()).await;
    kit.until("the first try", |kit| kit.times(&failing) == 1).await;
    kit.later(59, 1).await;
    assert_eq!(kit.times(&failing), 1, "the first retry is after a minute");
    kit.later(2, 2).await;
    kit.until("the first retry", |kit| kit.times(&failing) == 2).await;
    kit.later(110, 3).await;
    assert_eq!(kit.times(&failing), 2, "the second retry is two minutes later");
    kit.later(11, 4).await;
    kit.until("the dead letter", |kit| kit.sent.lock().unwrap().len() == 1).await;
    assert_eq!(kit.times(&failing), 3);
    let (by, message) = kit.sent.lock().unwrap()[0].clone();
    assert_eq!(by, "arn:aws:sts::123456789012:assumed-role/worker/answer");
    assert_eq!(message["QueueUrl"], "/123456789012/dead");
    assert_eq!(message["MessageBody"], r#"{"fail":true}"#);
    let attributes = &message["MessageAttributes"];
    assert_eq!(attributes["ErrorMessage"]["StringValue"], "it failed");
    assert_eq!(attributes["ErrorCode"]["StringValue"], "200");
    let ids: Vec<String> = {
        let asked = kit.runs.asked.lock().unwrap();
        let same = asked.iter().filter(|asked| asked.payload == failing);
        same.map(|asked| asked.request_id.clone()).collect()
    };
    assert!(ids.iter().all(|id| attributes["RequestID"]["StringValue"] == **id), "{ids:?}");
    kit.later(600, 5).await;
    assert_eq!((kit.times(&failing), kit.sent.lock().unwrap().len()), (3, 1));
}

#[tokio::test]
async fn what_is_configured_of_events_is_done() {
    let kit = Kit::working().await;
    let config = json!({ "FunctionName": "answer", "MaximumRetryAttempts": 0,
        "MaximumEventAgeInSeconds": 60, "DestinationConfig": {
            "OnSuccess": { "Destination": "arn:aws:sqs:us-east-1:123456789012:done" },
            "OnFailure": { "Destination": "arn:aws:sqs:us-east-1:123456789012:failed" } } });
    let told = kit.done("PutFunctionEventInvokeConfig", config).await;
    assert_eq!(told["FunctionArn"], format!("{ARN}:$LATEST"));
    kit.event(json!({ "a": 1 })).await;
    kit.until("the destination", |kit| kit.sent.lock().unwrap().len() == 1).await;
    let record = |at: usize| -> (String, Json) {
        let sent = kit.sent.lock().unwrap();
        let body = sent[at].1["MessageBody"].as_str().unwrap().to_owned();
        let queue = sent[at].1["QueueUrl"].as_str().unwrap().to_owned();
        (queue, serde_json::from_str(&body).unwrap())
    };
    let (queue, told) = record(0);
    assert_eq!(queue, "/123456789012/done");
    assert_eq!(told["requestContext"]["condition"], "Success");
    assert_eq!(told["requestContext"]["functionArn"], format!("{ARN}:$LATEST"));
    assert_eq!(told["requestPayload"], json!({ "a": 1 }));
    assert_eq!(told["responsePayload"], json!({ "echo": { "a": 1 } }));
    assert_eq!(told["responseContext"], json!({ "statusCode": 200, "executedVersion": "$LATEST" }));

    kit.event(json!({ "fail": true })).await;
    kit.until("both are told", |kit| kit.sent.lock().unwrap().len() == 3).await;
    assert_eq!(record(1).0, "/123456789012/dead");
    let (queue, told) = record(2);
    assert_eq!(queue, "/123456789012/failed");
    assert_eq!(told["requestContext"]["condition"], "RetriesExhausted");
    assert_eq!(told["responseContext"]["functionError"], "Unhandled");

    kit.event(json!({ "throttle": true })).await;
    kit.until("it is throttled", |kit| kit.times(&json!({ "throttle": true })) == 1).await;
    kit.world.clock.advance(Duration::from_secs(61));
    kit.event(json!({ "a": 2 })).await;
    kit.until("it is too old", |kit| kit.sent.lock().unwrap().len() >= 6).await;
    let conditions: Vec<Json> = (3..6)
        .filter(|at| record(*at).0 == "/123456789012/failed")
        .map(|at| record(at).1["requestContext"]["condition"].clone())
        .collect();
    assert_eq!(conditions, ["EventAgeExceeded"]);
}

#[tokio::test]
async fn lines_are_written_as_the_role_and_what_is_missing_is_made() {
    let kit = Kit::working().await;
    let put = |kit: &Kit| {
        let logged = kit.logged.lock().unwrap();
        let put = logged.iter().filter(|(operation, _)| operation == "PutLogEvents");
        put.map(|(_, input)| input.clone()).collect::<Vec<_>>()
    };
    let lines = |puts: &[Json]| -> Vec<String> {
        let events = puts.iter().flat_map(|put| put["logEvents"].as_array().unwrap());
        events.map(|event| event["message"].as_str().unwrap().to_owned()).collect()
    };
    kit.done("Invoke", json!({ "FunctionName": "answer" })).await;
    kit.until("lines are written", |kit| lines(&put(kit)).len() == 2).await;
    assert_eq!(lines(&put(&kit)), ["START", "END"]);
    let put_first = put(&kit)[0].clone();
    assert_eq!(put_first["logGroupName"], "/aws/lambda/answer");
    assert_eq!(put_first["logStreamName"], "stream");
    let made: Vec<String> = {
        let logged = kit.logged.lock().unwrap();
        logged.iter().map(|(operation, _)| operation.clone()).take(2).collect()
    };
    assert_eq!(made, ["CreateLogGroup", "CreateLogStream"]);
    let group = json!({ "FunctionName": "answer", "LoggingConfig": { "LogGroup": "/own" } });
    kit.done("UpdateFunctionConfiguration", group).await;
    kit.done("Invoke", json!({ "FunctionName": "answer" })).await;
    kit.until("more are written", |kit| lines(&put(kit)).len() == 4).await;
    assert_eq!(put(&kit).last().unwrap()["logGroupName"], "/own");
}

#[tokio::test]
async fn what_is_configured_of_events_is_checked() {
    let kit = Kit::working().await;
    for (member, value) in [
        ("MaximumRetryAttempts", json!(3)),
        ("MaximumEventAgeInSeconds", json!(59)),
        ("MaximumEventAgeInSeconds", json!(21_601)),
    ] {
        let input = json!({ "FunctionName": "answer", member: value });
        assert_eq!(
            kit.refused("PutFunctionEventInvokeConfig", input).await.0,
            "ValidationException"
        );
    }
    let topic = json!({ "FunctionName": "answer", "DestinationConfig": {
        "OnFailure": { "Destination": "arn:aws:sns:us-east-1:123456789012:topic" } } });
    let (code, _) = kit.refused("PutFunctionEventInvokeConfig", topic).await;
    assert_eq!(code, "InvalidParameterValueException");
    let name = json!({ "FunctionName": "answer" });
    for operation in ["GetFunctionEventInvokeConfig", "DeleteFunctionEventInvokeConfig"] {
        assert_eq!(kit.refused(operation, name.clone()).await.0, "ResourceNotFoundException");
    }
}
