//! Who is granted what.

use serde_json::Value as Json;

use super::check;
use crate::check::{Case, Check, Unassessed};
use crate::facts::{Answer, Facts, Topic};
use crate::fields::{instant, is, items, text};
use crate::policy::{grants_everything, lets_everyone, statements};
use crate::shell::word;

const DETAILS: &[Topic] =
    &[Topic::UserDetails, Topic::GroupDetails, Topic::RoleDetails, Topic::PolicyDetails];
const SUPPORT: &str = "arn:aws:iam::aws:policy/AWSSupportAccess";
const CLOUD_SHELL: &str = "arn:aws:iam::aws:policy/AWSCloudShellFullAccess";
const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "2.14",
            1,
            "Users have permissions by their groups alone",
            "What a person may do should follow from what the person is, and be seen in one place.",
            &[Topic::UserDetails],
            only_groups,
        ),
        check(
            "2.15",
            1,
            "Nobody has a policy that allows everything on everything",
            "Whoever takes over one of them has the account.",
            DETAILS,
            no_star,
        ),
        check(
            "2.16",
            1,
            "A role is there for incidents that go to support",
            "In an incident nobody has time to find out who may ask for help.",
            &[Topic::RoleDetails],
            support,
        ),
        check(
            "2.18",
            1,
            "Server certificates that have expired are removed",
            "An expired certificate that comes to a balancer by mistake stops its clients, or teaches them to go on.",
            &[Topic::ServerCertificates],
            certificates,
        ),
        check(
            "2.21",
            1,
            "Nobody has full access to CloudShell",
            "It brings files in and out past what a network allows.",
            &[Topic::UserDetails, Topic::GroupDetails, Topic::RoleDetails],
            cloud_shell,
        ),
        check(
            "B.1",
            1,
            "No role's trust policy lets everyone take it",
            "What a role may do, everyone may who can take it.",
            &[Topic::RoleDetails],
            trusted,
        ),
    ]
}

/// A kind of who has policies.
struct Kind {
    topic: Topic,
    name: &'static str,
    inline: &'static str,
    word: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind { topic: Topic::UserDetails, name: "UserName", inline: "UserPolicyList", word: "user" },
    Kind {
        topic: Topic::GroupDetails,
        name: "GroupName",
        inline: "GroupPolicyList",
        word: "group",
    },
    Kind { topic: Topic::RoleDetails, name: "RoleName", inline: "RolePolicyList", word: "role" },
];

impl Kind {
    fn detach(&self, holder: &Json, arn: &str) -> String {
        let (kind, name) = (self.word, word(text(holder, self.name)));
        format!("aws iam detach-{kind}-policy --{kind}-name {name} --policy-arn {}", word(arn))
    }

    fn delete(&self, holder: &Json, policy: &str) -> String {
        let (kind, name) = (self.word, word(text(holder, self.name)));
        format!("aws iam delete-{kind}-policy --{kind}-name {name} --policy-name {}", word(policy))
    }
}

fn only_groups(facts: &Facts, case: &mut Case) {
    let [users, ..] = &KINDS;
    case.each(facts, Topic::UserDetails, |case, answer, user| {
        let (inline, attached) =
            (items(user, users.inline), items(user, "AttachedManagedPolicies"));
        let wanted = "the same by a group";
        for policy in inline {
            let name = text(policy, "PolicyName");
            let found = format!("the inline policy {name}");
            case.bad(answer, &found, wanted, &users.delete(user, name));
        }
        for policy in attached {
            let arn = text(policy, "PolicyArn");
            case.bad(answer, &format!("attached: {arn}"), wanted, &users.detach(user, arn));
        }
        if inline.is_empty() && attached.is_empty() {
            case.good(answer, "no policy of its own");
        }
    });
}

/// Whether a document allows everything; a document that cannot be read is told.
fn is_star(case: &mut Case, answer: &Answer, name: &str, document: &str) -> bool {
    let statements = statements(document);
    if statements.is_none() {
        let why = format!("the document of {name} is no policy");
        case.open(Unassessed::NotAnswered, &answer.resource, &answer.region, &why);
    }
    statements.is_some_and(|statements| statements.iter().any(grants_everything))
}

/// The text of a policy's default version.
fn default_document(policy: &Json) -> Option<&str> {
    let versions = items(policy, "PolicyVersionList");
    let version = versions.iter().find(|version| is(version, "IsDefaultVersion"))?;
    version.get("Document")?.as_str()
}

fn no_star(facts: &Facts, case: &mut Case) {
    if !case.is_known(facts, Topic::PolicyDetails) {
        return;
    }
    let document = |arn: &str| {
        let policy =
            facts.known(Topic::PolicyDetails).find(|(_, policy)| text(policy, "Arn") == arn);
        policy.and_then(|(_, policy)| default_document(policy))
    };
    let wanted = "the actions and resources that are needed";
    for kind in &KINDS {
        case.each(facts, kind.topic, |case, answer, holder| {
            let mut is_right = true;
            for policy in items(holder, kind.inline) {
                let name = text(policy, "PolicyName");
                if is_star(case, answer, name, text(policy, "PolicyDocument")) {
                    let found = format!("the inline policy {name} allows everything");
                    case.bad(answer, &found, wanted, &kind.delete(holder, name));
                    is_right = false;
                }
            }
            for policy in items(holder, "AttachedManagedPolicies") {
                let arn = text(policy, "PolicyArn");
                let is_everything = match document(arn) {
                    Some(document) => is_star(case, answer, arn, document),
                    None if arn == ADMINISTRATOR => true,
                    None => {
                        let why = format!("the document of {arn} was not answered");
                        case.open(Unassessed::NotAnswered, &answer.resource, "", &why);
                        continue;
                    }
                };
                if is_everything {
                    let found = format!("{arn} allows everything");
                    case.bad(answer, &found, wanted, &kind.detach(holder, arn));
                    is_right = false;
                }
            }
            if is_right {
                case.good(answer, "no policy that allows everything");
            }
        });
    }
}

fn holds(holder: &Json, arn: &str) -> bool {
    items(holder, "AttachedManagedPolicies").iter().any(|policy| text(policy, "PolicyArn") == arn)
}

fn support(facts: &Facts, case: &mut Case) {
    if !case.is_known(facts, Topic::RoleDetails) {
        return;
    }
    let roles = facts.known(Topic::RoleDetails).filter(|(_, role)| holds(role, SUPPORT));
    let mut found = false;
    for (answer, _) in roles {
        case.good(answer, "may ask support");
        found = true;
    }
    if !found {
        let account = Answer { region: String::new(), resource: facts.root(), got: Ok(Json::Null) };
        case.bad(
            &account,
            "no role has the policy AWSSupportAccess",
            "a role that those who handle incidents may take",
            &format!("aws iam attach-role-policy --role-name ROLE --policy-arn {SUPPORT}"),
        );
    }
}

fn certificates(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::ServerCertificates, |case, answer, certificate| {
        let until = text(certificate, "Expiration");
        if instant(until).is_some_and(|until| until > facts.now) {
            case.good(answer, &format!("expires at {until}"));
        } else {
            let name = word(text(certificate, "ServerCertificateName"));
            let command =
                format!("aws iam delete-server-certificate --server-certificate-name {name}");
            case.bad(answer, &format!("expired at {until}"), "a valid one, or none", &command);
        }
    });
}

fn cloud_shell(facts: &Facts, case: &mut Case) {
    for kind in &KINDS {
        case.each(facts, kind.topic, |case, answer, holder| {
            if holds(holder, CLOUD_SHELL) {
                let command = kind.detach(holder, CLOUD_SHELL);
                case.bad(answer, "the policy AWSCloudShellFullAccess", "without it", &command);
            } else {
                case.good(answer, "not the policy AWSCloudShellFullAccess");
            }
        });
    }
}

fn trusted(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::RoleDetails, |case, answer, role| {
        let name = word(text(role, "RoleName"));
        match statements(text(role, "AssumeRolePolicyDocument")) {
            None => {
                let why = "its trust policy is no policy";
                case.open(Unassessed::NotAnswered, &answer.resource, "", why);
            }
            Some(statements) if statements.iter().any(lets_everyone) => {
                let command = format!(
                    "aws iam update-assume-role-policy --role-name {name} --policy-document file://POLICY"
                );
                let wanted = "principals by name, or a condition that few meet";
                case.bad(answer, "everyone may take it", wanted, &command);
            }
            Some(_) => case.good(answer, "those may take it that its trust policy names"),
        }
    });
}
