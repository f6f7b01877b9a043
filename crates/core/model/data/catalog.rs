// Made by `cargo xtask codegen`: do not edit.
/// Each service's name and data file.
const SOURCES: [(&str, &str); 20] = [
    ("account", include_str!("account.json")),
    ("acm", include_str!("acm.json")),
    ("authorize", include_str!("authorize.json")),
    ("bartizan", include_str!("bartizan.json")),
    ("cloudfront", include_str!("cloudfront.json")),
    ("cloudtrail", include_str!("cloudtrail.json")),
    ("cloudwatch", include_str!("cloudwatch.json")),
    ("ec2", include_str!("ec2.json")),
    ("elbv2", include_str!("elbv2.json")),
    ("iam", include_str!("iam.json")),
    ("inspector-scan", include_str!("inspector-scan.json")),
    ("inspector2", include_str!("inspector2.json")),
    ("kms", include_str!("kms.json")),
    ("organizations", include_str!("organizations.json")),
    ("route53", include_str!("route53.json")),
    ("s3", include_str!("s3.json")),
    ("s3control", include_str!("s3control.json")),
    ("shield", include_str!("shield.json")),
    ("sts", include_str!("sts.json")),
    ("wafv2", include_str!("wafv2.json")),
];
