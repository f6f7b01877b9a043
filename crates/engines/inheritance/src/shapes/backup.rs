//! "Backup policy syntax and examples". Plans and vaults keep the case of their names; rules,
//! selections and tags are answered in lower case.

use crate::rule::{
    ANY, FLAG, REGION, Rule, SWITCH, TAG_KEY, TAG_TEXT, is_account_or_any, is_arn, is_region,
    is_whole, is_word,
};
use crate::shape::{Bounds, Shape, field, folded, named, needed};

pub(crate) static BACKUP: Shape =
    Shape::Fields(&[field("plans", &named(NAME, &PLAN, Bounds::ANY))]);

static PLAN: Shape = Shape::Fields(&[
    needed("rules", &folded(NAME, &RULE, Bounds { min: 1, max: RULES_MAX })),
    needed("regions", &Shape::Many(REGION, Bounds::SOME)),
    needed("selections", &SELECTIONS),
    field("advanced_backup_settings", &ADVANCED),
    field("backup_plan_tags", &TAGS),
    field("scan_settings", &SCAN_SETTINGS),
]);

/// The rules of a plan. ("About invalid effective policy alerts".)
const RULES_MAX: usize = 10;
/// The conditions of a selection.
const CONDITIONS_MAX: usize = 30;

static RULE: Shape = Shape::Fields(&[
    field("schedule_expression", &Shape::One(SCHEDULE)),
    needed("target_backup_vault_name", &Shape::One(VAULT_NAME)),
    field("target_logically_air_gapped_backup_vault_arn", &Shape::One(AIR_GAPPED)),
    field("start_backup_window_minutes", &Shape::One(MINUTES)),
    field("complete_backup_window_minutes", &Shape::One(MINUTES)),
    field("enable_continuous_backup", &Shape::One(FLAG)),
    field("lifecycle", &LIFECYCLE),
    field("copy_actions", &named(VAULT_ARN, &COPY, Bounds::ANY)),
    field("recovery_point_tags", &TAGS),
    field("index_actions", &INDEX),
    field("scan_actions", &SCAN_ACTIONS),
]);

static COPY: Shape = Shape::Fields(&[
    needed("target_backup_vault_arn", &Shape::One(VAULT_ARN)),
    field("lifecycle", &LIFECYCLE),
]);

static LIFECYCLE: Shape = Shape::Fields(&[
    field("move_to_cold_storage_after_days", &Shape::One(DAYS)),
    field("delete_after_days", &Shape::One(DAYS)),
    field("opt_in_to_archive_for_supported_resources", &Shape::One(FLAG)),
]);

static INDEX: Shape = Shape::Fields(&[field(
    "resource_types",
    &Shape::Many(Rule::OneOf(&["EBS", "S3"]), Bounds::ANY),
)]);

static SCAN_ACTIONS: Shape = Shape::Fields(&[field(
    "guardduty",
    &Shape::Fields(&[needed(
        "scan_mode",
        &Shape::One(Rule::OneOf(&["INCREMENTAL_SCAN", "FULL_SCAN"])),
    )]),
)]);

static SCAN_SETTINGS: Shape = Shape::Fields(&[field(
    "guardduty",
    &Shape::Fields(&[
        needed(
            "resource_types",
            &Shape::Many(Rule::OneOf(&["EBS", "EC2", "S3", "ALL"]), Bounds::SOME),
        ),
        needed("scanner_role_arn", &Shape::One(ROLE)),
    ]),
)]);

static SELECTIONS: Shape = Shape::Fields(&[
    field("tags", &folded(NAME, &BY_TAG, Bounds::ANY)),
    field("resources", &folded(NAME, &BY_RESOURCE, Bounds::ANY)),
]);

static BY_TAG: Shape = Shape::Fields(&[
    needed("iam_role_arn", &Shape::One(ROLE)),
    needed("tag_key", &Shape::One(TAG_KEY)),
    needed("tag_value", &Shape::Many(TAG_TEXT, Bounds::SOME)),
    field("conditions", &CONDITIONS),
]);

static BY_RESOURCE: Shape = Shape::Fields(&[
    needed("iam_role_arn", &Shape::One(ROLE)),
    needed("resource_types", &Shape::Many(RESOURCE, Bounds::SOME)),
    field("not_resource_types", &Shape::Many(RESOURCE, Bounds::ANY)),
    field("conditions", &CONDITIONS),
]);

static CONDITIONS: Shape = Shape::Fields(&[
    field("string_equals", &CONDITION),
    field("string_not_equals", &CONDITION),
    field("string_like", &CONDITION),
    field("string_not_like", &CONDITION),
]);

static CONDITION: Shape = folded(
    NAME,
    &Shape::Fields(&[
        needed("condition_key", &Shape::One(ANY)),
        needed("condition_value", &Shape::One(ANY)),
    ]),
    Bounds::at_most(CONDITIONS_MAX),
);

static ADVANCED: Shape = Shape::Fields(&[
    field("ec2", &Shape::Fields(&[field("windows_vss", &Shape::One(SWITCH))])),
    field(
        "s3",
        &Shape::Fields(&[
            field("backup_acls", &Shape::One(SWITCH)),
            field("backup_object_tags", &Shape::One(SWITCH)),
        ]),
    ),
]);

static TAGS: Shape = folded(
    TAG_KEY,
    &Shape::Fields(&[
        needed("tag_key", &Shape::One(Rule::NameAround)),
        needed("tag_value", &Shape::One(TAG_TEXT)),
    ]),
    Bounds::ANY,
);

/// AWS Backup's names of plans and rules. (AWS Backup API Reference, `BackupRuleInput`.)
const NAME: Rule =
    Rule::fits("1 to 50 letters, digits, `_`, `.` or `-`", |value| is_word(value, "_.-", 50));
const VAULT_NAME: Rule = Rule::fits("the name of a backup vault", is_vault_name);
const SCHEDULE: Rule = Rule::fits("an expression cron(…) of six fields", |value| {
    value
        .strip_prefix("cron(")
        .and_then(|rest| rest.strip_suffix(')'))
        .is_some_and(|fields| fields.split_whitespace().count() == 6)
});
const MINUTES: Rule = Rule::fits("at least 60 minutes", is_whole::<60, MANY>);
const DAYS: Rule = Rule::fits("a number of days, from 1", is_whole::<1, MANY>);
const MANY: i64 = 9_999_999_999_999_999;
const ROLE: Rule = Rule::fits("the ARN of a role in the account `$account`", |value| {
    is_arn(value, "iam", str::is_empty, is_account_or_any, "role/")
});
const VAULT_ARN: Rule = Rule::fits("the ARN of a backup vault", |value| {
    is_arn(
        value,
        "backup",
        |region| region == "$region" || is_region(region),
        is_account_or_any,
        VAULT,
    ) && value.rsplit(':').next().is_some_and(is_vault_name)
});
const AIR_GAPPED: Rule =
    Rule::fits("the ARN of a backup vault in `$region` and `$account`", |value| {
        is_arn(value, "backup", |it| it == "$region", |it| it == "$account", VAULT)
            && value.rsplit(':').next().is_some_and(is_vault_name)
    });
const VAULT: &str = "backup-vault:";
const RESOURCE: Rule = Rule::fits("`*` or the ARN of a type of resources", |value| {
    value == "*" || value.starts_with("arn:aws") && value.splitn(6, ':').count() == 6
});

fn is_vault_name(value: &str) -> bool {
    is_word(value, "_-", 50)
}
