//! What functions are given of messages. (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", "Example Amazon
//! SQS message event".)

use bartizan_types::Arn;
use bartizan_wire::Value;
use serde_json::json;

/// What a function is given of messages.
pub(crate) fn records_of(messages: &[Value], queue: &Arn) -> serde_json::Value {
    let record = |message: &Value| {
        let text = |name: &str| message.field(name).and_then(Value::text).unwrap_or_default();
        let attributes = message.field("MessageAttributes").map(Value::entries);
        let attributes = attributes.unwrap_or_default().iter().map(|(name, value)| {
            let part = |part: &str| value.field(part).map(Value::to_json);
            let shown = json!({
                "stringValue": part("StringValue"),
                "binaryValue": part("BinaryValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": part("DataType"),
            });
            (name.clone(), shown)
        });
        let attributes: serde_json::Map<_, _> = attributes.collect();
        let system = message.field("Attributes").map_or_else(|| json!({}), Value::to_json);
        json!({
            "messageId": text("MessageId"),
            "receiptHandle": text("ReceiptHandle"),
            "body": text("Body"),
            "attributes": system,
            "messageAttributes": attributes,
            "md5OfBody": text("MD5OfBody"),
            "eventSource": "aws:sqs",
            "eventSourceARN": queue,
            "awsRegion": queue.region(),
        })
    };
    json!({ "Records": messages.iter().map(record).collect::<Vec<_>>() })
}
