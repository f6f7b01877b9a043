//! What is asked of IAM and of the account.

use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::Duration;

use bartizan_posture::{Answer, Topic, Unknown};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::api::{Api, Input, Refusal, form};
use super::collect::{Answers, answer, each, member, spread, text};

/// How often it is asked whether a credential report is ready.
const REPORT_ATTEMPTS_MAX: u32 = 20;
const REPORT_PAUSE: Duration = Duration::from_millis(500);
const MARKER: (&str, &str) = ("Marker", "Marker");
const NONE: [&str; 2] = ["NoSuchEntity", "ResourceNotFoundException"];

pub(super) fn ask(api: &Api, root: &str, topics: &BTreeSet<Topic>) -> Answers {
    let mut answers = Answers::new();
    for topic in topics {
        let one = |got| vec![answer("", root, got)];
        let got = match topic {
            Topic::AccountSummary => one(by_form(api, "GetAccountSummary", "SummaryMap")),
            Topic::PasswordPolicy => {
                one(by_form(api, "GetAccountPasswordPolicy", "PasswordPolicy"))
            }
            Topic::CredentialReport => one(credential_report(api)),
            Topic::VirtualMfaDevices => {
                let input = form(&[("AssignmentStatus", "Assigned")]);
                listed(
                    api,
                    root,
                    "ListVirtualMFADevices",
                    &input,
                    ("VirtualMFADevices", "SerialNumber"),
                )
            }
            Topic::ServerCertificates => {
                let list = ("ServerCertificateMetadataList", "Arn");
                listed(api, root, "ListServerCertificates", &form(&[]), list)
            }
            Topic::Users => users(api, root),
            Topic::ContactInformation => {
                one(of_account(api, "GetContactInformation", &json!({}), "ContactInformation"))
            }
            Topic::SecurityContact => {
                let input = json!({ "AlternateContactType": "SECURITY" });
                one(of_account(api, "GetAlternateContact", &input, "AlternateContact"))
            }
            _ => continue,
        };
        answers.push((*topic, got));
    }
    if DETAILS.iter().any(|(topic, _)| topics.contains(topic)) {
        answers.extend(details(api, root));
    }
    answers
}

fn by_form(api: &Api, operation: &str, name: &str) -> Result<Json, Unknown> {
    let asked = api.call("iam", operation, api.region(), &form(&[]));
    member(asked, name, ("iam", operation), &NONE)
}

fn of_account(api: &Api, operation: &str, input: &Json, name: &str) -> Result<Json, Unknown> {
    let asked = api.call("account", operation, api.region(), &Input::Document(input.clone()));
    member(asked, name, ("account", operation), &NONE)
}

fn list(api: &Api, operation: &str, input: &Input, list: &str) -> Result<Vec<Json>, Refusal> {
    api.list(("iam", operation), api.region(), input, list, MARKER)
}

fn listed(
    api: &Api,
    root: &str,
    operation: &str,
    input: &Input,
    (member, name): (&str, &str),
) -> Vec<Answer> {
    let items = list(api, operation, input, member);
    each(items, ("iam", operation), ("", root), |item| text(item, name).to_owned())
}

/// The text of a report, made anew where the last is too old.
fn credential_report(api: &Api) -> Result<Json, Unknown> {
    for _ in 0..REPORT_ATTEMPTS_MAX {
        let asked = api.call("iam", "GenerateCredentialReport", api.region(), &form(&[]));
        let state = member(asked, "State", ("iam", "GenerateCredentialReport"), &[])?;
        if state == "COMPLETE" {
            let content = by_form(api, "GetCredentialReport", "Content")?;
            let bytes = content.as_str().and_then(|content| STANDARD.decode(content).ok());
            let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            let text =
                text.ok_or_else(|| Unknown::Failed("the credential report is no text".to_owned()))?;
            return Ok(json!({ "Content": text }));
        }
        sleep(REPORT_PAUSE);
    }
    Err(Unknown::Failed("the credential report is not ready".to_owned()))
}

/// Users with their credentials.
fn users(api: &Api, root: &str) -> Vec<Answer> {
    match list(api, "ListUsers", &form(&[]), "Users") {
        Err(refusal) => vec![answer("", root, Err(refusal.unknown("iam", "ListUsers")))],
        Ok(users) => spread(&users, |user| answer("", text(user, "Arn"), user_of(api, user))),
    }
}

fn user_of(api: &Api, user: &Json) -> Result<Json, Unknown> {
    let name = text(user, "UserName");
    let input = form(&[("UserName", name)]);
    let profile = api.call("iam", "GetLoginProfile", api.region(), &input);
    let profile = member(profile, "LoginProfile", ("iam", "GetLoginProfile"), &NONE)?;
    let of = |operation: &str, member: &str| {
        list(api, operation, &input, member).map_err(|refusal| refusal.unknown("iam", operation))
    };
    let devices = of("ListMFADevices", "MFADevices")?;
    let mut keys = of("ListAccessKeys", "AccessKeyMetadata")?;
    for key in &mut keys {
        let input = form(&[("AccessKeyId", text(key, "AccessKeyId"))]);
        let last = api.call("iam", "GetAccessKeyLastUsed", api.region(), &input);
        let last = member(last, "AccessKeyLastUsed", ("iam", "GetAccessKeyLastUsed"), &[])?;
        if let Some(members) = key.as_object_mut() {
            members.insert("LastUsedDate".to_owned(), json!(last.get("LastUsedDate")));
        }
    }
    let mut user = user.clone();
    if let Some(members) = user.as_object_mut() {
        members.insert("LoginProfile".to_owned(), profile);
        members.insert("MFADevices".to_owned(), json!(devices));
        members.insert("AccessKeys".to_owned(), json!(keys));
    }
    Ok(user)
}

const DETAILS: [(Topic, &str); 4] = [
    (Topic::UserDetails, "UserDetailList"),
    (Topic::GroupDetails, "GroupDetailList"),
    (Topic::RoleDetails, "RoleDetailList"),
    (Topic::PolicyDetails, "Policies"),
];

/// Who is granted what, in one listing.
fn details(api: &Api, root: &str) -> Answers {
    const WHAT: (&str, &str) = ("iam", "GetAccountAuthorizationDetails");
    let mut found: Answers = DETAILS.iter().map(|(topic, _)| (*topic, Vec::new())).collect();
    let asked = api.pages(WHAT, api.region(), &form(&[]), MARKER, |page| {
        for ((_, answers), (_, name)) in found.iter_mut().zip(DETAILS) {
            if let Some(Json::Array(items)) = page.get_mut(name).map(Json::take) {
                let one = |item: Json| {
                    let arn = text(&item, "Arn").to_owned();
                    answer("", &arn, Ok(item))
                };
                answers.extend(items.into_iter().map(one));
            }
        }
    });
    if let Err(refusal) = asked {
        let unknown = refusal.unknown(WHAT.0, WHAT.1);
        for (_, answers) in &mut found {
            answers.push(answer("", root, Err(unknown.clone())));
        }
    }
    found
}
