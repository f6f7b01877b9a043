//! `CAST` and `TRY_CAST`.

use sqlparser::ast::{CastKind, DataType, Expr};

use super::{Compiler, Piece};
use crate::kind::Kind;
use crate::refusal::Refusal;

impl Compiler {
    pub(super) fn cast(
        &mut self,
        cast: &CastKind,
        expression: &Expr,
        to: &DataType,
    ) -> Result<Piece, Refusal> {
        let tries = match cast {
            CastKind::Cast => "",
            CastKind::TryCast => "try_",
            _ => return Err(Refusal::unsupported("A cast of this form")),
        };
        let piece = self.expression(expression)?;
        let kind = match to {
            DataType::Varchar(None) => Kind::Text,
            DataType::BigInt(None) | DataType::Integer(None) | DataType::Int(None) => Kind::Integer,
            DataType::Double(_) | DataType::Real => Kind::Real,
            DataType::Boolean => Kind::Boolean,
            DataType::Timestamp(..) => Kind::Timestamp,
            DataType::Date => Kind::Date,
            other => return Err(Refusal::unsupported(format!("A cast to {other}"))),
        };
        let value = &piece.sql;
        let is_number = matches!(piece.kind, Kind::Integer | Kind::Real);
        let is_text = matches!(piece.kind, Kind::Text | Kind::Json);
        let is_time = matches!(piece.kind, Kind::Timestamp | Kind::Date);
        let sql = match kind {
            _ if piece.kind == kind || piece.kind == Kind::Null => value.clone(),
            Kind::Text if piece.kind == Kind::Boolean => {
                format!("(CASE {value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)")
            }
            Kind::Text if is_number => format!("CAST({value} AS TEXT)"),
            Kind::Text => value.clone(),
            Kind::Integer if is_text || is_number || piece.kind == Kind::Boolean => {
                format!("lake_{tries}integer({value})")
            }
            Kind::Real if is_text || is_number => format!("lake_{tries}real({value})"),
            Kind::Boolean if is_text || is_number => format!("lake_{tries}boolean({value})"),
            Kind::Timestamp if is_text || is_time => format!("lake_{tries}timestamp({value})"),
            Kind::Date if is_time => format!("lake_date({value})"),
            Kind::Date if is_text => format!("lake_date(lake_{tries}timestamp({value}))"),
            _ => {
                return Err(Refusal::new(format!(
                    "Cannot cast a value of type {} to {}.",
                    piece.kind.name(),
                    kind.name()
                )));
            }
        };
        Ok(Piece::new(sql, kind))
    }
}
