// Made by `cargo xtask codegen`: do not edit.
/// Each service's name and data file.
const SOURCES: [(&str, &str); 6] = [
    ("authorize", include_str!("authorize.json")),
    ("bartizan", include_str!("bartizan.json")),
    ("cloudtrail", include_str!("cloudtrail.json")),
    ("iam", include_str!("iam.json")),
    ("s3", include_str!("s3.json")),
    ("sts", include_str!("sts.json")),
];
