//! How EC2 answers input that breaks its model: it tells the first breach alone. (Amazon EC2 API
//! Reference, "Error codes for the Amazon EC2 API".)

use bartizan_model::{Member, ServiceModel, ShapeKind};
use bartizan_types::Fault;

use super::lower_first;

/// A parameter is missing. It is named as on the wire, a list as the set that it is.
pub(super) fn missing(service: &ServiceModel, member: &Member) -> Fault {
    let name = member.wire_name();
    let parameter = match &service.shape(member.shape).kind {
        ShapeKind::List(_) => format!("{}Set", lower_first(name)),
        _ => name.to_owned(),
    };
    let message = format!("The request must contain the parameter {parameter}");
    Fault::new("MissingParameter", message, 400)
}

/// A number is less than it may be.
pub(super) fn too_small(parameter: &str, shown: &str, min: f64) -> Fault {
    invalid(format!("{} Expecting a value greater than {min}.", number(parameter, shown)))
}

/// A number is more than it may be.
pub(super) fn too_large(parameter: &str, shown: &str, max: f64) -> Fault {
    invalid(format!(
        "{} Expecting a value smaller than or equal to {max}.",
        number(parameter, shown)
    ))
}

/// Another value is not one of those that there are.
pub(super) fn wrong(parameter: &str, shown: &str) -> Fault {
    invalid(format!("Value ({shown}) for parameter {parameter} is invalid."))
}

fn number(parameter: &str, shown: &str) -> String {
    format!("Value ( {shown} ) for parameter {parameter} is invalid.")
}

fn invalid(message: String) -> Fault {
    Fault::new("InvalidParameterValue", message, 400)
}
