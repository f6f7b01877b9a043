//! A decision in an organization of 1,000 accounts, five units deep, with ten service control
//! policies on each of its nodes: seventy on the path of each account. No two nodes have the same.
//! Each request is another account's, so that what a decision reads is what no cache holds.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "fixed input; criterion's macros make the items"
)]

use std::hint::black_box;
use std::sync::Arc;

use bartizan_policy::{
    Attached, Context, Flags, Layers, Level, Path, Policy, PolicyKind, Request, decide,
};
use bartizan_types::{AccountId, Arn, Principal, UniqueId};
use criterion::{Criterion, criterion_group, criterion_main};

#[path = "organization/guardrails.rs"]
mod guardrails;

const ACCOUNTS: usize = 1_000;
/// Units below each node: 62 units, 32 of them directly above the accounts.
const BRANCHES: usize = 2;
const DEPTH: u32 = 5;
/// How many policies a user may have attached by default (IAM User Guide, "IAM quotas").
const ATTACHED: usize = 10;

/// An account with a user in it, and what the user asks for.
struct Member {
    account: AccountId,
    user: Principal,
    context: Context,
    identity: Vec<Attached>,
    path: Vec<Path>,
    action: &'static str,
    resource: String,
}

fn parse(text: &str, kind: PolicyKind) -> Arc<Policy> {
    Arc::new(Policy::parse(text, kind).expect("the benchmark's policies are valid"))
}

/// The policies of the node with this number: one that allows everything, and nine guardrails.
fn level(node: usize, full: &Attached) -> Level {
    let guardrails = guardrails::of_node(node).into_iter().enumerate();
    let own = guardrails.map(|(at, text)| {
        Attached::inline(&format!("p-{node}-{at}"), parse(&text, PolicyKind::ServiceControl))
    });
    std::iter::once(full.clone()).chain(own).collect()
}

fn team(account: usize, number: usize) -> Attached {
    let text = format!(
        r#"{{"Version": "2012-10-17", "Statement": [
        {{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
          "Resource": "arn:aws:s3:::team-{account}-{number}/*",
          "Condition": {{"Bool": {{"aws:SecureTransport": "true"}}}}}},
        {{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:Receive*"],
          "Resource": "arn:aws:sqs:*:*:team-{account}-{number}-*"}},
        {{"Effect": "Allow", "Action": ["ec2:StartInstances", "ec2:StopInstances"],
          "Resource": "arn:aws:ec2:*:*:instance/i-{account:04}{number}*"}}]}}"#
    );
    Attached::inline(&format!("team-{number}"), parse(&text, PolicyKind::Identity))
}

fn context(account: AccountId, arn: &Arn) -> Context {
    let mut context = Context::new();
    for (key, value) in [
        ("aws:CurrentTime", "2026-11-24T09:00:00Z"),
        ("aws:EpochTime", "1795510800"),
        ("aws:PrincipalAccount", &account.to_string()),
        ("aws:PrincipalArn", arn.as_str()),
        ("aws:PrincipalIsAWSService", "false"),
        ("aws:PrincipalOrgID", "o-exampleorg"),
        ("aws:PrincipalType", "User"),
        ("aws:RequestedRegion", "eu-west-1"),
        ("aws:ResourceAccount", &account.to_string()),
        ("aws:ResourceOrgID", "o-exampleorg"),
        ("aws:SecureTransport", "true"),
        ("aws:SourceIp", "203.0.113.7"),
        ("aws:UserAgent", "aws-cli/2"),
        ("aws:userid", "AIDAALICE"),
        ("aws:username", "alice"),
        ("aws:ViaAWSService", "false"),
        ("aws:PrincipalTag/team", "red"),
    ] {
        context.set(key, value);
    }
    context
}

fn members() -> Vec<Member> {
    let all = r#"{"Version": "2012-10-17",
                  "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let full = Attached::inline("FullAWSAccess", parse(all, PolicyKind::ServiceControl));
    let units: usize = (1..=DEPTH).map(|depth| BRANCHES.pow(depth)).sum();
    let nodes: Vec<_> = (0..=units + ACCOUNTS).map(|node| level(node, &full)).collect();
    // The units are numbered as in a heap: the node above `n` is `(n - 1) / BRANCHES`. What is above
    // an account is the same for all of its unit.
    let leaves = BRANCHES.pow(DEPTH);
    let above: Vec<Path> = (units - leaves + 1..=units)
        .flat_map(|leaf| {
            let up = |node: &usize| (*node > 0).then(|| (node - 1) / BRANCHES);
            let mut path: Vec<usize> = std::iter::successors(Some(leaf), up).collect();
            path.reverse();
            assert_eq!(path.len(), 6);
            Path::of(&path.iter().filter_map(|node| nodes.get(*node).cloned()).collect::<Vec<_>>())
        })
        .collect();
    let member = |number: usize| {
        let own = nodes.get(units + 1 + number).expect("each account has a level");
        let path =
            [&above[number % leaves..=number % leaves], &Path::of(std::slice::from_ref(own))]
                .concat();
        let account: AccountId =
            format!("{:012}", 100_000_000_000 + number).parse().expect("twelve digits");
        let arn = Arn::new("iam", "", Some(account), "user/alice");
        let last = ATTACHED - 1;
        let (action, resource) = match number % 3 {
            0 => ("s3:GetObject", format!("arn:aws:s3:::team-{number}-{last}/report.csv")),
            1 => {
                let queue = format!("arn:aws:sqs:eu-west-1:{account}:team-{number}-{last}-orders");
                ("sqs:SendMessage", queue)
            }
            _ => {
                let machine = format!("instance/i-{number:04}{last}beef");
                ("ec2:StartInstances", format!("arn:aws:ec2:eu-west-1:{account}:{machine}"))
            }
        };
        Member {
            account,
            context: context(account, &arn),
            user: Principal::User {
                account,
                arn,
                id: UniqueId::from_stored("AIDAALICE"),
                name: "alice".to_owned(),
            },
            identity: (0..ATTACHED).map(|policy| team(number, policy)).collect(),
            path,
            action,
            resource,
        }
    };
    (0..ACCOUNTS).map(member).collect()
}

fn decisions(criterion: &mut Criterion) {
    let members = members();
    let ask = |member: &Member| {
        let request = Request {
            principal: &member.user,
            action: member.action,
            resource: &member.resource,
            resource_account: Some(member.account),
            context: &member.context,
            flags: Flags::default(),
        };
        let layers = Layers { identity: &member.identity, scps: &member.path, ..Layers::default() };
        decide(black_box(&request), black_box(&layers))
    };
    assert!(members.iter().all(|member| ask(member).is_allowed()));
    // Seven is prime to 1,000: neighbours in time are of different units.
    let mut order = (0..ACCOUNTS).cycle().step_by(7).filter_map(|at| members.get(at));
    criterion.bench_function("decide in an organization", |bencher| {
        bencher.iter(|| order.next().map(ask));
    });
}

criterion_group!(benches, decisions);
criterion_main!(benches);
