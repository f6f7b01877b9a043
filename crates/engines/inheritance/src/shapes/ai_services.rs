//! "AI services opt-out policy syntax and examples".

use crate::rule::Rule;
use crate::shape::{Bounds, Shape, field, folded};

pub(crate) static AI_SERVICES: Shape = Shape::Fields(&[field(
    "services",
    &folded(
        Rule::OneOf(SERVICES),
        &Shape::Fields(&[field("opt_out_policy", &Shape::One(Rule::OneOf(&["optIn", "optOut"])))]),
        Bounds::ANY,
    ),
)]);

/// The services that the page lists, and `default` for all others.
const SERVICES: &[&str] = &[
    "default",
    "aidevops",
    "aiops",
    "awssupplychain",
    "biodiscovery",
    "chimesdkvoiceanalytics",
    "cloudwatch",
    "codeguruprofiler",
    "codewhisperer",
    "comprehend",
    "config",
    "connect",
    "connectamd",
    "connectdecision",
    "connecthealth::operations",
    "connecthealth::training",
    "connectoptimization",
    "contactlens",
    "datazone",
    "dms",
    "entityresolution",
    "finopsagent",
    "frauddetector",
    "glue",
    "guardduty",
    "lex",
    "polly",
    "q",
    "quicksightq",
    "rekognition",
    "scenariodiscovery",
    "securityhub",
    "securitylake",
    "textract",
    "transcribe",
    "transform",
    "translate",
    "workspaces",
];
