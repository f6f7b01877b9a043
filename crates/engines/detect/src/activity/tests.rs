use super::*;
use crate::lists::{AddressLists, Purpose};
use crate::read::TrailLog;

/// A call of a user, with the named fields in place of the usual ones.
fn call(action: &str, fields: &[(&str, &str)]) -> String {
    let (service, operation) = action.split_once(':').unwrap();
    let field = |name: &str, usual: &str| {
        fields.iter().find(|(one, _)| *one == name).map_or(usual, |(_, text)| *text).to_owned()
    };
    let user = r#"{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann","principalId":"AIDA1","accountId":"111122223333","userName":"ann"}"#;
    format!(
        r#"{{"userIdentity":{},"eventTime":"{}","eventSource":"{service}.amazonaws.com","eventName":"{operation}","sourceIPAddress":"{}","userAgent":"{}","errorCode":{},"requestParameters":{},"responseElements":{},"additionalEventData":{},"eventType":"{}","eventID":"e","recipientAccountId":"111122223333"}}"#,
        field("identity", user),
        field("time", "2024-08-01T12:00:00Z"),
        field("from", "8.8.8.8"),
        field("agent", "aws-cli/2.15 Python/3.11"),
        field("error", "null"),
        field("asks", "null"),
        field("answers", "null"),
        field("additional", "null"),
        field("type", "AwsApiCall"),
    )
}

fn names(detectors: &mut ActivityDetectors, calls: &[String]) -> Vec<&'static str> {
    let (around, mut found) = (Surroundings::default(), Vec::new());
    let mut log = TrailLog::default();
    log.read(calls.join("\n").as_bytes(), true, |one| detectors.observe(one, &around, &mut found));
    assert_eq!(log.tally().bad_rows(), 0, "{:?}", log.tally());
    found.iter().map(|one| one.kind.name()).collect()
}

/// Detectors that have seen the user list things from the usual place.
fn learned() -> ActivityDetectors {
    let (mut detectors, around) = (ActivityDetectors::new(64), Surroundings::default());
    let past = call("s3:ListBuckets", &[("time", "2024-07-01T12:00:00Z")]);
    TrailLog::default().read(past.as_bytes(), true, |one| detectors.learn(one, &around));
    detectors
}

const ROOT: &str =
    r#"{"type":"Root","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333"}"#;

#[test]
fn what_a_call_does_is_told_whoever_calls() {
    let strong = r#"{"minimumPasswordLength":14,"requireSymbols":true,"requireNumbers":true,"requireUppercaseCharacters":true,"requireLowercaseCharacters":true}"#;
    let open = r#"{"bucketName":"b","bucketPolicy":{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}}"#;
    let closed = r#"{"bucketName":"b","bucketPolicy":{"Statement":[{"Effect":"Allow","Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}}"#;
    let group = r#"{"bucketName":"b","AccessControlPolicy":{"AccessControlList":{"Grant":{"Grantee":{"URI":"http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}}}}}"#;
    let block = r#"{"bucketName":"b","PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"BlockPublicPolicy":false}}"#;
    for (action, asks, name) in [
        ("cloudtrail:StopLogging", "null", "Stealth:IAMUser/CloudTrailLoggingDisabled"),
        (
            "cloudtrail:PutEventSelectors",
            r#"{"eventSelectors":[{"readWriteType":"ReadOnly","includeManagementEvents":true}]}"#,
            "Stealth:IAMUser/CloudTrailLoggingDisabled",
        ),
        (
            "cloudtrail:PutEventSelectors",
            r#"{"eventSelectors":[{"readWriteType":"All","includeManagementEvents":true}]}"#,
            "",
        ),
        ("iam:DeleteAccountPasswordPolicy", "null", "Stealth:IAMUser/PasswordPolicyChange"),
        ("iam:UpdateAccountPasswordPolicy", strong, ""),
        ("s3:PutBucketPolicy", open, "Policy:S3/BucketAnonymousAccessGranted"),
        ("s3:PutBucketPolicy", closed, ""),
        ("s3:PutBucketAcl", group, "Policy:S3/BucketPublicAccessGranted"),
        (
            "s3:PutBucketAcl",
            r#"{"x-amz-acl":["public-read"]}"#,
            "Policy:S3/BucketAnonymousAccessGranted",
        ),
        ("s3:PutBucketAcl", r#"{"x-amz-acl":["private"]}"#, ""),
        ("s3:PutBucketPublicAccessBlock", block, "Policy:S3/BucketBlockPublicAccessDisabled"),
        ("s3:DeleteAccountPublicAccessBlock", "null", "Policy:S3/AccountBlockPublicAccessDisabled"),
        (
            "s3:PutBucketLogging",
            r#"{"BucketLoggingStatus":{}}"#,
            "Stealth:S3/ServerAccessLoggingDisabled",
        ),
    ] {
        let found = names(&mut learned(), &[call(action, &[("asks", asks)])]);
        let expected: &[&str] = if name.is_empty() { &[] } else { &[name] };
        assert_eq!(found, expected, "{action} {asks}");
        let refused = call(action, &[("asks", asks), ("error", "\"AccessDenied\"")]);
        assert!(names(&mut learned(), &[refused]).is_empty(), "{action} refused");
    }
    let root = call("s3:ListBuckets", &[("identity", ROOT)]);
    assert_eq!(names(&mut learned(), &[root]), ["Policy:IAMUser/RootCredentialUsage"]);
}

#[test]
fn a_trail_s_bucket_is_known_from_the_trail() {
    let calls = [
        call("cloudtrail:CreateTrail", &[("asks", r#"{"name":"t","s3BucketName":"logs"}"#)]),
        call("s3:DeleteBucket", &[("asks", r#"{"bucketName":"other"}"#)]),
        call("s3:DeleteBucket", &[("asks", r#"{"bucketName":"logs"}"#)]),
    ];
    let found = names(&mut learned(), &calls);
    assert_eq!(found, ["Stealth:IAMUser/CloudTrailLoggingDisabled"]);
}

#[test]
fn the_usual_program_and_place_may_call_what_is_new_and_others_may_not() {
    let usual = call("iam:CreateUser", &[]);
    assert!(names(&mut learned(), &[usual]).is_empty());
    let name = "Persistence:IAMUser/AnomalousBehavior";
    for (field, text) in [("agent", "python-requests/2.31"), ("from", "9.9.9.9")] {
        let strange = call("iam:CreateUser", &[(field, text)]);
        assert_eq!(names(&mut learned(), &[strange.clone(), strange]), [name]);
    }
    let unknown = call("iam:CreateUser", &[]);
    assert_eq!(names(&mut ActivityDetectors::new(64), &[unknown]), [name]);
    let by_service = call("iam:CreateUser", &[("from", "cloudformation.amazonaws.com")]);
    assert!(names(&mut learned(), &[by_service]).is_empty());
}

#[test]
fn several_secrets_are_told_and_one_is_not() {
    let read = call("secretsmanager:GetSecretValue", &[("agent", "curl/8.0")]);
    assert!(names(&mut learned(), &[read.clone(), read.clone()]).is_empty());
    let found = names(&mut learned(), &[read.clone(), read.clone(), read]);
    assert_eq!(found, ["CredentialAccess:IAMUser/AnomalousBehavior"]);
}

#[test]
fn what_the_console_reads_for_its_pages_explores_nothing() {
    let reads = |agent: &str| -> Vec<String> {
        let one =
            |n| call(&format!("ec2:DescribeThings{}", char::from(b'A' + n)), &[("agent", agent)]);
        (0..20).map(one).collect()
    };
    assert!(names(&mut learned(), &reads("AWS Internal")).is_empty());
    let found = names(&mut learned(), &reads("curl/8.0"));
    assert_eq!(found, ["Discovery:IAMUser/AnomalousBehavior"]);
}

#[test]
fn refused_calls_of_many_kinds_are_tries() {
    let tries: Vec<String> = (0..12)
        .map(|n| {
            call(
                &format!("iam:ListThings{}", char::from(b'A' + n)),
                &[("error", "\"AccessDenied\"")],
            )
        })
        .collect();
    assert_eq!(names(&mut learned(), &tries), ["Discovery:IAMUser/AnomalousBehavior"]);
    assert!(names(&mut learned(), &tries[..4]).is_empty());
}

#[test]
fn three_tactics_in_a_day_are_one_attack() {
    let agent = ("agent", "curl/8.0");
    let calls = [
        call("iam:CreateAccessKey", &[agent]),
        call("cloudtrail:DeleteTrail", &[agent, ("time", "2024-08-01T15:00:00Z")]),
        call("ec2:ModifySnapshotAttribute", &[agent, ("time", "2024-08-01T16:00:00Z")]),
    ];
    let found = names(&mut learned(), &calls);
    assert_eq!(found.last(), Some(&"AttackSequence:IAM/CompromisedCredentials"), "{found:?}");
    assert_eq!(found.iter().filter(|name| name.starts_with("AttackSequence")).count(), 1);
}

#[test]
fn an_instance_s_credentials_have_one_place() {
    let web = r#"{"type":"AssumedRole","principalId":"AROA1:i-0123456789abcdef0","arn":"arn:aws:sts::111122223333:assumed-role/web/i-0123456789abcdef0","accountId":"111122223333","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/web"}}}"#;
    let at = |from| call("s3:ListBuckets", &[("identity", web), ("from", from)]);
    let name = "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS";
    assert!(names(&mut learned(), &[at("52.1.2.3"), at("52.1.2.3"), at("10.0.0.1")]).is_empty());
    assert_eq!(names(&mut learned(), &[at("52.1.2.3"), at("9.9.9.9"), at("9.9.9.9")]), [name]);
    let ann = call("s3:ListBuckets", &[("from", "9.9.9.9")]);
    assert_eq!(names(&mut learned(), &[ann, at("9.9.9.9")]), [name]);
}

#[test]
fn logins_are_watched() {
    let login = |fields: &[(&str, &str)]| {
        let mut all = vec![("type", "AwsConsoleSignIn")];
        all.extend(fields);
        call("signin:ConsoleLogin", &all)
    };
    let (success, failure) = (r#"{"ConsoleLogin":"Success"}"#, r#"{"ConsoleLogin":"Failure"}"#);
    let (yes, no) = (r#"{"MFAUsed":"Yes"}"#, r#"{"MFAUsed":"No"}"#);
    let good = login(&[("answers", success), ("additional", yes)]);
    assert!(names(&mut learned(), &[good]).is_empty());
    let bare = login(&[("answers", success), ("additional", no)]);
    assert_eq!(names(&mut learned(), &[bare]), ["Policy:IAMUser/ConsoleLoginWithoutMFA"]);
    let failed = login(&[("answers", failure)]);
    assert!(names(&mut learned(), &vec![failed.clone(); 7]).is_empty());
    let found = names(&mut learned(), &vec![failed; 9]);
    assert_eq!(found, ["UnauthorizedAccess:IAMUser/ConsoleBruteForce"]);
    let from = |from| login(&[("answers", success), ("additional", yes), ("from", from)]);
    let found = names(&mut learned(), &[from("8.8.8.8"), from("9.9.9.9"), from("7.7.7.7")]);
    assert_eq!(found, ["UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B"]);
}

#[test]
fn lists_and_programs_tell_and_what_is_trusted_does_not() {
    let kali = call("s3:ListBuckets", &[("agent", "aws-cli/2.1 Python/3.11 Linux/6.1.0-kali5")]);
    assert_eq!(names(&mut learned(), std::slice::from_ref(&kali)), ["PenTest:IAMUser/KaliLinux"]);
    let told = |purpose| {
        let (lists, _) = AddressLists::new([(purpose, "8.8.8.8")]);
        let around = Surroundings { lists, ..Surroundings::default() };
        let (mut detectors, mut found) = (learned(), Vec::new());
        TrailLog::default().read(kali.as_bytes(), true, |one| {
            detectors.observe(one, &around, &mut found);
        });
        found.iter().map(|one| one.kind.name()).collect::<Vec<_>>()
    };
    assert!(told(Purpose::Tor).contains(&"Recon:IAMUser/TorIPCaller"));
    assert!(told(Purpose::Threat).contains(&"Recon:IAMUser/MaliciousIPCaller.Custom"));
    assert!(told(Purpose::Trusted).is_empty());
}

#[test]
fn what_is_known_survives() {
    let mut detectors = learned();
    let strange = call("iam:CreateUser", &[("agent", "curl/8.0")]);
    assert_eq!(names(&mut detectors, std::slice::from_ref(&strange)).len(), 1);
    let mut again = ActivityDetectors::restore(&detectors.checkpoint()).unwrap();
    assert_eq!(again.records(), detectors.records());
    assert!(names(&mut again, &[strange]).is_empty());
    assert!(ActivityDetectors::restore(b"").is_err());
}
