//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Sqs, change, list, move_task, permission, queue, receive, rules, send, settings, tags,
};

operations! {
    Sqs = "sqs";
    AddPermission: Write Management Signed ["sqs:AddPermission"] rules::queue => permission::add;
    CancelMessageMoveTask: Write Management Signed ["sqs:CancelMessageMoveTask"] rules::task => move_task::cancel;
    ChangeMessageVisibility: Write Data Anyone ["sqs:ChangeMessageVisibility"] rules::queue => change::visibility;
    ChangeMessageVisibilityBatch: Write Data Anyone ["sqs:ChangeMessageVisibility"] rules::queue => change::visibility_batch;
    CreateQueue: Write Management Signed ["sqs:CreateQueue", "sqs:TagQueue"] rules::created => queue::create;
    DeleteMessage: Write Data Anyone ["sqs:DeleteMessage"] rules::queue => change::delete;
    DeleteMessageBatch: Write Data Anyone ["sqs:DeleteMessage"] rules::queue => change::delete_batch;
    DeleteQueue: Write Management Signed ["sqs:DeleteQueue"] rules::queue => queue::delete;
    GetQueueAttributes: Read Management Anyone ["sqs:GetQueueAttributes"] rules::queue => settings::get;
    GetQueueUrl: Read Management Signed ["sqs:GetQueueUrl"] rules::named => queue::url;
    ListDeadLetterSourceQueues: Read Management Signed ["sqs:ListDeadLetterSourceQueues"] rules::queue => list::sources;
    ListMessageMoveTasks: Read Management Signed ["sqs:ListMessageMoveTasks"] rules::source => move_task::list;
    ListQueueTags: Read Management Signed ["sqs:ListQueueTags"] rules::queue => tags::list;
    ListQueues: Read Management Signed ["sqs:ListQueues"] any_resource => list::queues;
    PurgeQueue: Write Management Signed ["sqs:PurgeQueue"] rules::queue => queue::purge;
    ReceiveMessage: Write Data Anyone ["sqs:ReceiveMessage"] rules::queue => receive::receive;
    RemovePermission: Write Management Signed ["sqs:RemovePermission"] rules::queue => permission::remove;
    SendMessage: Write Data Anyone ["sqs:SendMessage"] rules::queue => send::send;
    SendMessageBatch: Write Data Anyone ["sqs:SendMessage"] rules::queue => send::send_batch;
    SetQueueAttributes: Write Management Signed ["sqs:SetQueueAttributes"] rules::queue => settings::set;
    StartMessageMoveTask: Write Management Signed ["sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"] rules::moved => move_task::start;
    TagQueue: Write Management Signed ["sqs:TagQueue"] rules::tagged => tags::tag;
    UntagQueue: Write Management Signed ["sqs:UntagQueue"] rules::tagged => tags::untag;
}
