//! The organization, its units and its accounts.

use bartizan_service::testkit::Case;
use serde_json::json;

use super::{ACCOUNT, ROOT, UNIT, organized, rooted, with_account, with_unit};

pub(crate) fn cases() -> Vec<Case> {
    let unit = json!({ "OrganizationalUnitId": UNIT });
    vec![
        Case::new("CreateOrganization", json!({ "FeatureSet": "ALL" })),
        organized("DescribeOrganization", json!({})),
        organized("ListRoots", json!({})),
        rooted(
            "CreateOrganizationalUnit",
            json!({
                "ParentId": ROOT, "Name": "prod", "Tags": [{ "Key": "team", "Value": "red" }],
            }),
        ),
        with_unit("DescribeOrganizationalUnit", unit.clone()),
        with_unit(
            "UpdateOrganizationalUnit",
            json!({ "OrganizationalUnitId": UNIT, "Name": "production" }),
        ),
        with_unit("DeleteOrganizationalUnit", unit),
        with_unit("ListOrganizationalUnitsForParent", json!({ "ParentId": ROOT })),
        with_unit("ListChildren", json!({ "ParentId": ROOT, "ChildType": "ORGANIZATIONAL_UNIT" })),
        with_unit("ListParents", json!({ "ChildId": UNIT })),
        organized(
            "CreateAccount",
            json!({
                "Email": "ada@example.com", "AccountName": "ada", "RoleName": "admin",
                "IamUserAccessToBilling": "ALLOW", "Tags": [{ "Key": "team", "Value": "red" }],
            }),
        ),
        with_account(
            "DescribeCreateAccountStatus",
            json!({ "CreateAccountRequestId": "$CreateAccount.CreateAccountStatus.Id" }),
        ),
        with_account("ListCreateAccountStatus", json!({ "States": ["SUCCEEDED"] })),
        with_account("DescribeAccount", json!({ "AccountId": ACCOUNT })),
        with_account("ListAccounts", json!({ "MaxResults": 1 })),
        with_account("ListAccountsForParent", json!({ "ParentId": ROOT })),
        with_account(
            "MoveAccount",
            json!({
                "AccountId": ACCOUNT, "SourceParentId": ROOT, "DestinationParentId": UNIT,
            }),
        ),
    ]
}
