//! A case for each operation of passwords and of other credentials of users.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

pub(crate) fn cases() -> Vec<Case> {
    of_passwords()
}

fn with_user(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateUser", json!({ "UserName": "ada" }))
}

fn of_passwords() -> Vec<Case> {
    let ada = || json!({ "UserName": "ada" });
    let password = || json!({ "UserName": "ada", "Password": "Correct-Horse-7" });
    let with_password =
        |operation, input| with_user(operation, input).after("CreateLoginProfile", password());
    let update = json!({
        "UserName": "ada", "Password": "Battery-Staple-8", "PasswordResetRequired": true,
    });
    let change = json!({ "OldPassword": "Correct-Horse-7", "NewPassword": "Battery-Staple-8" });
    vec![
        with_user("CreateLoginProfile", password()),
        with_password("GetLoginProfile", ada()),
        with_password("UpdateLoginProfile", update),
        with_password("DeleteLoginProfile", ada()),
        // The user `admin` is not IAM's own, so that it has no password.
        Case::new("ChangePassword", change).refused_by("NoSuchEntity"),
    ]
}
