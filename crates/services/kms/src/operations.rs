//! Every operation, a line each.

use bartizan_service::operations;

use crate::{KeyManagement, alias, grant, key, policy, rules, tags};

operations! {
    KeyManagement = "kms";
    CancelKeyDeletion: Write Management Signed ["kms:CancelKeyDeletion"] rules::key => key::cancel;
    CreateAlias: Write Management Signed ["kms:CreateAlias"] alias::rule::new => alias::create;
    CreateGrant: Write Management Signed ["kms:CreateGrant"] grant::rule::new => grant::create;
    CreateKey: Write Management Signed ["kms:CreateKey", "kms:TagResource"] key::rule::new => key::create;
    DeleteAlias: Write Management Signed ["kms:DeleteAlias"] alias::rule::named => alias::delete;
    DescribeKey: Read Management Signed ["kms:DescribeKey"] rules::granted_key => key::describe;
    DisableKey: Write Management Signed ["kms:DisableKey"] rules::key => key::disable;
    EnableKey: Write Management Signed ["kms:EnableKey"] rules::key => key::enable;
    GetKeyPolicy: Read Management Signed ["kms:GetKeyPolicy"] rules::key => policy::show;
    ListAliases: Read Management Signed ["kms:ListAliases"] rules::anything => alias::list;
    ListGrants: Read Management Signed ["kms:ListGrants"] grant::rule::of_key => grant::list;
    ListKeyPolicies: Read Management Signed ["kms:ListKeyPolicies"] rules::key => policy::list;
    ListKeys: Read Management Signed ["kms:ListKeys"] rules::anything => key::list;
    ListResourceTags: Read Management Signed ["kms:ListResourceTags"] rules::key => tags::list;
    ListRetirableGrants: Read Management Signed ["kms:ListRetirableGrants"] grant::rule::retirable => grant::retirable;
    PutKeyPolicy: Write Management Signed ["kms:PutKeyPolicy"] key::rule::with_policy => policy::put;
    RetireGrant: Write Management Signed ["kms:RetireGrant"] grant::rule::retired => grant::retire;
    RevokeGrant: Write Management Signed ["kms:RevokeGrant"] grant::rule::of_key => grant::revoke;
    ScheduleKeyDeletion: Write Management Signed ["kms:ScheduleKeyDeletion"] key::rule::deleted => key::schedule;
    TagResource: Write Management Signed ["kms:TagResource"] key::rule::with_tags => tags::tag;
    UntagResource: Write Management Signed ["kms:UntagResource"] key::rule::with_tags => tags::untag;
    UpdateAlias: Write Management Signed ["kms:UpdateAlias"] alias::rule::changed => alias::update;
    UpdateKeyDescription: Write Management Signed ["kms:UpdateKeyDescription"] rules::key => key::describe_as;
}
