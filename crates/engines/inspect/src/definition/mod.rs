//! Rules as wafv2 writes them in JSON: read, checked, weighed, and translated into the engine's own
//! language.

mod action;
mod capacity;
mod check;
mod conditions;
mod field;
mod invalid;
mod policy;
mod rule;
mod statement;
mod translate;

pub use action::{
    ActionSetting, BlockSetting, CountSetting, CustomBody, CustomHeader, CustomRequest,
    CustomResponse, DefaultAction, Immunity, ImmunityTime, OverrideAction, RequestSetting,
};
pub use capacity::capacity_of;
pub use conditions::check_regex;
pub use field::{
    ByOversize, FieldToMatch, JsonBody, JsonPattern, MapPattern, MapSetting, Named, Transform,
};
pub use invalid::Invalid;
pub use policy::{ManagedGroup, PolicyDefinition, References, RuleGroupDefinition};
pub use rule::{Label, RuleDefinition, Visibility};
pub use statement::{
    Aggregate, ByteMatch, ForwardedIp, GroupReference, ManagedReference, Nested, Overridden,
    RateBased, RateKeyDefinition, StatementDefinition, TextStatement,
};
pub use translate::{policy, refuse_groups, rule_group};

#[cfg(test)]
mod tests;
