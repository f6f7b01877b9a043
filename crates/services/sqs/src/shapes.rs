//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_wire::{Bytes, shape};

shape! { AddPermissionRequest {
    queue_url: String = show "QueueUrl",
    label: String = show "Label",
    aws_account_ids: Vec<String> = show "AWSAccountIds",
    actions: Vec<String> = show "Actions",
} }

shape! { BatchResultErrorEntry {
    id: String = show "Id",
    sender_fault: bool = show "SenderFault",
    code: String = show "Code",
    message: Option<String> = show "Message",
} }

shape! { CancelMessageMoveTaskRequest {
    task_handle: String = show "TaskHandle",
} }

shape! { CancelMessageMoveTaskResult {
    approximate_number_of_messages_moved: Option<i64> = show "ApproximateNumberOfMessagesMoved",
} }

shape! { ChangeMessageVisibilityBatchRequest {
    queue_url: String = show "QueueUrl",
    entries: Vec<ChangeMessageVisibilityBatchRequestEntry> = show "Entries",
} }

shape! { ChangeMessageVisibilityBatchRequestEntry {
    id: String = show "Id",
    receipt_handle: String = show "ReceiptHandle",
    visibility_timeout: Option<i32> = show "VisibilityTimeout",
} }

shape! { ChangeMessageVisibilityBatchResult {
    successful: Vec<ChangeMessageVisibilityBatchResultEntry> = show "Successful",
    failed: Vec<BatchResultErrorEntry> = show "Failed",
} }

shape! { ChangeMessageVisibilityBatchResultEntry {
    id: String = show "Id",
} }

shape! { ChangeMessageVisibilityRequest {
    queue_url: String = show "QueueUrl",
    receipt_handle: String = show "ReceiptHandle",
    visibility_timeout: i32 = show "VisibilityTimeout",
} }

shape! { CreateQueueRequest {
    queue_name: String = show "QueueName",
    attributes: Option<BTreeMap<String, String>> = show "Attributes",
    tags: Option<BTreeMap<String, String>> = show "tags",
} }

shape! { CreateQueueResult {
    queue_url: Option<String> = show "QueueUrl",
} }

shape! { DeleteMessageBatchRequest {
    queue_url: String = show "QueueUrl",
    entries: Vec<DeleteMessageBatchRequestEntry> = show "Entries",
} }

shape! { DeleteMessageBatchRequestEntry {
    id: String = show "Id",
    receipt_handle: String = show "ReceiptHandle",
} }

shape! { DeleteMessageBatchResult {
    successful: Vec<DeleteMessageBatchResultEntry> = show "Successful",
    failed: Vec<BatchResultErrorEntry> = show "Failed",
} }

shape! { DeleteMessageBatchResultEntry {
    id: String = show "Id",
} }

shape! { DeleteMessageRequest {
    queue_url: String = show "QueueUrl",
    receipt_handle: String = show "ReceiptHandle",
} }

shape! { DeleteQueueRequest {
    queue_url: String = show "QueueUrl",
} }

shape! { GetQueueAttributesRequest {
    queue_url: String = show "QueueUrl",
    attribute_names: Option<Vec<String>> = show "AttributeNames",
} }

shape! { GetQueueAttributesResult {
    attributes: Option<BTreeMap<String, String>> = show "Attributes",
} }

shape! { GetQueueUrlRequest {
    queue_name: String = show "QueueName",
    queue_owner_aws_account_id: Option<String> = show "QueueOwnerAWSAccountId",
} }

shape! { GetQueueUrlResult {
    queue_url: Option<String> = show "QueueUrl",
} }

shape! { ListDeadLetterSourceQueuesRequest {
    queue_url: String = show "QueueUrl",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListDeadLetterSourceQueuesResult {
    queue_urls: Vec<String> = show "queueUrls",
    next_token: Option<String> = show "NextToken",
} }

shape! { ListMessageMoveTasksRequest {
    source_arn: String = show "SourceArn",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListMessageMoveTasksResult {
    results: Option<Vec<ListMessageMoveTasksResultEntry>> = show "Results",
} }

shape! { ListMessageMoveTasksResultEntry {
    task_handle: Option<String> = show "TaskHandle",
    status: Option<String> = show "Status",
    source_arn: Option<String> = show "SourceArn",
    destination_arn: Option<String> = show "DestinationArn",
    max_number_of_messages_per_second: Option<i32> = show "MaxNumberOfMessagesPerSecond",
    approximate_number_of_messages_moved: Option<i64> = show "ApproximateNumberOfMessagesMoved",
    approximate_number_of_messages_to_move: Option<i64> = show "ApproximateNumberOfMessagesToMove",
    failure_reason: Option<String> = show "FailureReason",
    started_timestamp: Option<i64> = show "StartedTimestamp",
} }

shape! { ListQueueTagsRequest {
    queue_url: String = show "QueueUrl",
} }

shape! { ListQueueTagsResult {
    tags: Option<BTreeMap<String, String>> = show "Tags",
} }

shape! { ListQueuesRequest {
    queue_name_prefix: Option<String> = show "QueueNamePrefix",
    next_token: Option<String> = show "NextToken",
    max_results: Option<i32> = show "MaxResults",
} }

shape! { ListQueuesResult {
    queue_urls: Option<Vec<String>> = show "QueueUrls",
    next_token: Option<String> = show "NextToken",
} }

shape! { Message {
    message_id: Option<String> = show "MessageId",
    receipt_handle: Option<String> = show "ReceiptHandle",
    md5_of_body: Option<String> = show "MD5OfBody",
    body: Option<String> = hide "Body",
    attributes: Option<BTreeMap<String, String>> = show "Attributes",
    md5_of_message_attributes: Option<String> = show "MD5OfMessageAttributes",
    message_attributes: Option<BTreeMap<String, MessageAttributeValue>> = hide "MessageAttributes",
} }

shape! { MessageAttributeValue {
    string_value: Option<String> = show "StringValue",
    binary_value: Option<Bytes> = show "BinaryValue",
    string_list_values: Option<Vec<String>> = show "StringListValues",
    binary_list_values: Option<Vec<Bytes>> = show "BinaryListValues",
    data_type: String = show "DataType",
} }

shape! { MessageSystemAttributeValue {
    string_value: Option<String> = show "StringValue",
    binary_value: Option<Bytes> = show "BinaryValue",
    string_list_values: Option<Vec<String>> = show "StringListValues",
    binary_list_values: Option<Vec<Bytes>> = show "BinaryListValues",
    data_type: String = show "DataType",
} }

shape! { PurgeQueueRequest {
    queue_url: String = show "QueueUrl",
} }

shape! { ReceiveMessageRequest {
    queue_url: String = show "QueueUrl",
    attribute_names: Option<Vec<String>> = show "AttributeNames",
    message_system_attribute_names: Option<Vec<String>> = show "MessageSystemAttributeNames",
    message_attribute_names: Option<Vec<String>> = show "MessageAttributeNames",
    max_number_of_messages: Option<i32> = show "MaxNumberOfMessages",
    visibility_timeout: Option<i32> = show "VisibilityTimeout",
    wait_time_seconds: Option<i32> = show "WaitTimeSeconds",
    receive_request_attempt_id: Option<String> = show "ReceiveRequestAttemptId",
} }

shape! { ReceiveMessageResult {
    messages: Option<Vec<Message>> = show "Messages",
} }

shape! { RemovePermissionRequest {
    queue_url: String = show "QueueUrl",
    label: String = show "Label",
} }

shape! { SendMessageBatchRequest {
    queue_url: String = show "QueueUrl",
    entries: Vec<SendMessageBatchRequestEntry> = show "Entries",
} }

shape! { SendMessageBatchRequestEntry {
    id: String = show "Id",
    message_body: String = hide "MessageBody",
    delay_seconds: Option<i32> = show "DelaySeconds",
    message_attributes: Option<BTreeMap<String, MessageAttributeValue>> = hide "MessageAttributes",
    message_system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>> = show "MessageSystemAttributes",
    message_deduplication_id: Option<String> = show "MessageDeduplicationId",
    message_group_id: Option<String> = show "MessageGroupId",
} }

shape! { SendMessageBatchResult {
    successful: Vec<SendMessageBatchResultEntry> = show "Successful",
    failed: Vec<BatchResultErrorEntry> = show "Failed",
} }

shape! { SendMessageBatchResultEntry {
    id: String = show "Id",
    message_id: String = show "MessageId",
    md5_of_message_body: String = show "MD5OfMessageBody",
    md5_of_message_attributes: Option<String> = show "MD5OfMessageAttributes",
    md5_of_message_system_attributes: Option<String> = show "MD5OfMessageSystemAttributes",
    sequence_number: Option<String> = show "SequenceNumber",
} }

shape! { SendMessageRequest {
    queue_url: String = show "QueueUrl",
    message_body: String = hide "MessageBody",
    delay_seconds: Option<i32> = show "DelaySeconds",
    message_attributes: Option<BTreeMap<String, MessageAttributeValue>> = hide "MessageAttributes",
    message_system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>> = show "MessageSystemAttributes",
    message_deduplication_id: Option<String> = show "MessageDeduplicationId",
    message_group_id: Option<String> = show "MessageGroupId",
} }

shape! { SendMessageResult {
    md5_of_message_body: Option<String> = show "MD5OfMessageBody",
    md5_of_message_attributes: Option<String> = show "MD5OfMessageAttributes",
    md5_of_message_system_attributes: Option<String> = show "MD5OfMessageSystemAttributes",
    message_id: Option<String> = show "MessageId",
    sequence_number: Option<String> = show "SequenceNumber",
} }

shape! { SetQueueAttributesRequest {
    queue_url: String = show "QueueUrl",
    attributes: BTreeMap<String, String> = show "Attributes",
} }

shape! { StartMessageMoveTaskRequest {
    source_arn: String = show "SourceArn",
    destination_arn: Option<String> = show "DestinationArn",
    max_number_of_messages_per_second: Option<i32> = show "MaxNumberOfMessagesPerSecond",
} }

shape! { StartMessageMoveTaskResult {
    task_handle: Option<String> = show "TaskHandle",
} }

shape! { TagQueueRequest {
    queue_url: String = show "QueueUrl",
    tags: BTreeMap<String, String> = show "Tags",
} }

shape! { UntagQueueRequest {
    queue_url: String = show "QueueUrl",
    tag_keys: Vec<String> = show "TagKeys",
} }
