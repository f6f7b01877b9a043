//! "Chat applications policy syntax and examples". Workspaces, tenants and teams are answered in
//! lower case where they are names of settings, as Organizations does.

use crate::rule::{Rule, SWITCH, is_word};
use crate::shape::{Bounds, Shape, field, folded};

pub(crate) static CHATBOT: Shape = Shape::Fields(&[field(
    "chatbot",
    &Shape::Fields(&[field("platforms", &PLATFORMS), field("default", &CLIENT_ONLY)]),
)]);

static PLATFORMS: Shape = Shape::Fields(&[
    field("slack", &SLACK),
    field("microsoft_teams", &TEAMS),
    field("chime", &CLIENT_ONLY),
    field("default", &CLIENT_ONLY),
]);

static CLIENT_ONLY: Shape = Shape::Fields(&[field("client", &CLIENT)]);

static CLIENT: Shape = Shape::One(SWITCH);

static SLACK: Shape = Shape::Fields(&[
    field("client", &CLIENT),
    field("workspaces", &Shape::Many(WORKSPACE, Bounds::at_most(WORKSPACES_MAX))),
    field("default", &CHANNELS),
    field("overrides", &folded(WORKSPACE, &CHANNELS, Bounds::at_most(WORKSPACES_MAX))),
]);

static TEAMS: Shape = Shape::Fields(&[
    field("client", &CLIENT),
    field(
        "tenants",
        &folded(
            UUID,
            &Shape::Many(UUID, Bounds::at_most(TENANTS_MAX)),
            Bounds::at_most(TENANTS_MAX),
        ),
    ),
    field("default", &ROLES),
    field(
        "overrides",
        &folded(
            UUID,
            &folded(UUID, &ROLES, Bounds::at_most(TENANTS_MAX)),
            Bounds::at_most(TENANTS_MAX),
        ),
    ),
]);

static CHANNELS: Shape = Shape::Fields(&[
    field(
        "supported_channel_types",
        &Shape::Many(Rule::OneOf(&["public", "private"]), Bounds::ANY),
    ),
    field("supported_role_settings", &ROLE_SETTINGS),
]);

static ROLES: Shape = Shape::Fields(&[field("supported_role_settings", &ROLE_SETTINGS)]);

static ROLE_SETTINGS: Shape = Shape::Many(Rule::OneOf(&["user_role", "channel_role"]), Bounds::ANY);

/// The workspaces of a policy, and the tenants and the teams of each.
const WORKSPACES_MAX: usize = 255;
const TENANTS_MAX: usize = 36;

/// (AWS Chatbot API Reference, `SlackTeamId`.)
const WORKSPACE: Rule = Rule::fits("the identifier of a Slack workspace, or `*`", |value| {
    value == "*" || is_word(value, "", 255)
});

const UUID: Rule = Rule::fits("a UUID in lower case, or `*`", |value| {
    value == "*"
        || value.len() == 36
            && value.chars().enumerate().all(|(place, c)| match place {
                8 | 13 | 18 | 23 => c == '-',
                _ => matches!(c, '0'..='9' | 'a'..='f'),
            })
});
