//! Functions, from a list. (Trino documentation, "Functions and operators".)

use sqlparser::ast::{
    DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList,
    FunctionArguments,
};

use super::{Compiler, Piece};
use crate::kind::Kind;
use crate::refusal::Refusal;

/// A function that SQLite or this crate has.
struct Known {
    name: &'static str,
    /// What it is called in SQLite.
    sql: &'static str,
    /// A letter for each argument: `s` a text, `i` a whole number, `n` a number, `m` a moment; those
    /// behind a `?` may be left out.
    arguments: &'static str,
    kind: Kind,
}

const fn known(
    name: &'static str,
    sql: &'static str,
    arguments: &'static str,
    kind: Kind,
) -> Known {
    Known { name, sql, arguments, kind }
}

const SCALARS: [Known; 40] = [
    known("abs", "abs", "n", Kind::Real),
    known("date", "lake_date", "m", Kind::Date),
    known("date_add", "lake_date_add", "sim", Kind::Timestamp),
    known("date_diff", "lake_date_diff", "smm", Kind::Integer),
    known("date_trunc", "lake_date_trunc", "sm", Kind::Timestamp),
    known("day", "lake_date_part('day', ", "m", Kind::Integer),
    known("day_of_month", "lake_date_part('day', ", "m", Kind::Integer),
    known("day_of_week", "lake_day_of_week", "m", Kind::Integer),
    known("dow", "lake_day_of_week", "m", Kind::Integer),
    known("from_iso8601_timestamp", "lake_timestamp", "s", Kind::Timestamp),
    known("from_unixtime", "lake_from_unixtime", "n", Kind::Timestamp),
    known("hour", "lake_date_part('hour', ", "m", Kind::Integer),
    known("json_extract", "lake_json_extract", "ss", Kind::Json),
    known("json_extract_scalar", "lake_json_extract_scalar", "ss", Kind::Text),
    known("length", "length", "s", Kind::Integer),
    known("lower", "lake_lower", "s", Kind::Text),
    known("lpad", "lake_lpad", "sis", Kind::Text),
    known("ltrim", "ltrim", "s", Kind::Text),
    known("minute", "lake_date_part('minute', ", "m", Kind::Integer),
    known("month", "lake_date_part('month', ", "m", Kind::Integer),
    known("quarter", "lake_date_part('quarter', ", "m", Kind::Integer),
    known("regexp_extract", "lake_regexp_extract", "ssi", Kind::Text),
    known("regexp_like", "lake_regexp_like", "ss", Kind::Boolean),
    known("replace", "lake_replace", "sss", Kind::Text),
    known("reverse", "lake_reverse", "s", Kind::Text),
    known("round", "round", "n?i", Kind::Real),
    known("rpad", "lake_rpad", "sis", Kind::Text),
    known("rtrim", "rtrim", "s", Kind::Text),
    known("second", "lake_date_part('second', ", "m", Kind::Integer),
    known("split_part", "lake_split_part", "ssi", Kind::Text),
    known("starts_with", "lake_starts_with", "ss", Kind::Boolean),
    known("strpos", "lake_strpos", "ss", Kind::Integer),
    known("substr", "substr", "si?i", Kind::Text),
    known("substring", "substr", "si?i", Kind::Text),
    known("to_iso8601", "lake_iso8601", "m", Kind::Text),
    known("to_unixtime", "lake_to_unixtime", "m", Kind::Real),
    known("trim", "trim", "s", Kind::Text),
    known("upper", "lake_upper", "s", Kind::Text),
    known("week", "lake_date_part('week', ", "m", Kind::Integer),
    known("year", "lake_date_part('year', ", "m", Kind::Integer),
];

impl Compiler {
    pub(super) fn function(&mut self, function: &Function) -> Result<Piece, Refusal> {
        let Function {
            name,
            uses_odbc_syntax: false,
            parameters: FunctionArguments::None,
            args,
            within_group,
            filter: None,
            null_treatment: None,
            over: None,
        } = function
        else {
            return Err(Refusal::unsupported(format!("`{function}`")));
        };
        if !within_group.is_empty() {
            return Err(Refusal::unsupported(format!("`{function}`")));
        }
        let name = name.to_string().to_ascii_lowercase();
        let (arguments, is_distinct) = match args {
            FunctionArguments::None => (&[][..], false),
            FunctionArguments::List(FunctionArgumentList {
                duplicate_treatment,
                args,
                clauses,
            }) if clauses.is_empty() => {
                (args.as_slice(), matches!(duplicate_treatment, Some(DuplicateTreatment::Distinct)))
            }
            _ => return Err(Refusal::unsupported(format!("`{function}`"))),
        };
        if let [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] = arguments
            && name == "count"
            && !is_distinct
        {
            return self.aggregate(|_| Ok(Piece::new("count(*)", Kind::Integer)));
        }
        let mut plain = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)) = argument else {
                return Err(Refusal::unsupported(format!("Argument `{argument}`")));
            };
            plain.push(argument);
        }
        if let Some(piece) = self.aggregated(&name, is_distinct, &plain)? {
            return Ok(piece);
        }
        if is_distinct {
            return Err(Refusal::unsupported(format!("DISTINCT in {name}")));
        }
        self.call(&name, &plain)
    }

    /// Functions of many rows.
    fn aggregated(
        &mut self,
        name: &str,
        is_distinct: bool,
        arguments: &[&Expr],
    ) -> Result<Option<Piece>, Refusal> {
        let (sql, is_distinct) = match name {
            "count" | "sum" | "avg" | "min" | "max" => (name, is_distinct),
            "approx_distinct" => ("count", true),
            "count_if" => ("sum", false),
            "arbitrary" | "any_value" => ("min", false),
            _ => return Ok(None),
        };
        let [argument] = arguments else {
            return Err(Refusal::new(format!("{name} needs one argument.")));
        };
        self.aggregate(|compiler| {
            let value = compiler.expression(argument)?;
            let wanted = match name {
                "sum" | "avg" => Kind::Integer,
                "count_if" => Kind::Boolean,
                _ => Kind::Null,
            };
            if !value.kind.is_like(wanted) {
                let kind = value.kind.name();
                return Err(Refusal::new(format!("{name} cannot be applied to type {kind}.")));
            }
            let kind = match sql {
                "count" => Kind::Integer,
                "avg" => Kind::Real,
                "sum" if name == "count_if" => Kind::Integer,
                _ => value.kind,
            };
            let distinct = if is_distinct { "DISTINCT " } else { "" };
            let call = format!("{sql}({distinct}{})", value.sql);
            let call = if name == "count_if" { format!("coalesce({call}, 0)") } else { call };
            Ok(Piece::new(call, kind))
        })
        .map(Some)
    }

    /// An aggregate function, where one may stand.
    fn aggregate(
        &mut self,
        argument: impl FnOnce(&mut Self) -> Result<Piece, Refusal>,
    ) -> Result<Piece, Refusal> {
        let scope = self.scope()?;
        if !scope.may_aggregate || scope.in_aggregate {
            return Err(Refusal::new("An aggregate function cannot stand here."));
        }
        scope.in_aggregate = true;
        scope.aggregates = true;
        let piece = argument(self);
        self.scope()?.in_aggregate = false;
        piece
    }

    /// Functions of one row.
    pub(super) fn call(&mut self, name: &str, arguments: &[&Expr]) -> Result<Piece, Refusal> {
        match (name, arguments) {
            ("now" | "current_timestamp" | "localtimestamp", []) => {
                return Ok(self.moment(self.now));
            }
            ("current_date", []) => {
                let today = self.now.day_text();
                return Ok(Piece::new(self.text(&today), Kind::Date));
            }
            _ => {}
        }
        let mut pieces = Vec::with_capacity(arguments.len());
        for argument in arguments {
            pieces.push(self.expression(argument)?);
        }
        match name {
            "coalesce" | "greatest" | "least" | "nullif" | "if" | "concat" => {
                return of_any_type(name, pieces);
            }
            "regexp_extract" if pieces.len() == 2 => pieces.push(Piece::new("0", Kind::Integer)),
            "replace" if pieces.len() == 2 => pieces.push(self.literal("")),
            _ => {}
        }
        let Some(known) = SCALARS.iter().find(|known| known.name == name) else {
            return Err(Refusal::new(format!("Function '{name}' is not known here.")));
        };
        check(known, &pieces)?;
        let values: Vec<&str> = pieces.iter().map(|piece| piece.sql.as_str()).collect();
        let open = if known.sql.ends_with(", ") { "" } else { "(" };
        let kind = match (name, pieces.first()) {
            ("abs", Some(piece)) => piece.kind,
            _ => known.kind,
        };
        Ok(Piece::new(format!("{}{open}{})", known.sql, values.join(", ")), kind))
    }
}

/// Functions whose arguments are of one type, whichever that is.
fn of_any_type(name: &str, pieces: Vec<Piece>) -> Result<Piece, Refusal> {
    let count = pieces.len();
    let fits = match name {
        "nullif" => count == 2,
        "if" => count == 2 || count == 3,
        _ => count > 0,
    };
    if !fits {
        return Err(Refusal::new(format!("{name} has a wrong number of arguments.")));
    }
    let (condition, pieces) = match name {
        "if" => {
            let mut pieces = pieces.into_iter();
            (pieces.next(), pieces.collect::<Vec<_>>())
        }
        _ => (None, pieces),
    };
    let mut kind = if name == "concat" { Kind::Text } else { Kind::Null };
    for piece in &pieces {
        if !kind.is_like(piece.kind) {
            return Err(Refusal::new(format!("The arguments of {name} must be of one type.")));
        }
        kind = kind.joined(piece.kind);
    }
    let values: Vec<&str> = pieces.iter().map(|piece| piece.sql.as_str()).collect();
    let sql = match (name, values.as_slice()) {
        ("if", _) => {
            let condition = condition.filter(|one| one.kind.is_like(Kind::Boolean));
            let condition = condition.ok_or_else(|| Refusal::new("if needs a boolean first."))?;
            let (then, otherwise) =
                (values.first().unwrap_or(&"NULL"), values.get(1).unwrap_or(&"NULL"));
            format!("(CASE WHEN {} THEN {then} ELSE {otherwise} END)", condition.sql)
        }
        ("concat", _) => format!("({})", values.join(" || ")),
        (_, [one]) => (*one).to_owned(),
        ("greatest", _) => format!("max({})", values.join(", ")),
        ("least", _) => format!("min({})", values.join(", ")),
        _ => format!("{name}({})", values.join(", ")),
    };
    Ok(Piece::new(sql, kind))
}

/// Whether these are the arguments of a function.
fn check(known: &Known, pieces: &[Piece]) -> Result<(), Refusal> {
    let letters = known.arguments.replace('?', "");
    let least = known.arguments.find('?').unwrap_or(letters.len());
    if pieces.len() < least || pieces.len() > letters.len() {
        return Err(Refusal::new(format!("{} has a wrong number of arguments.", known.name)));
    }
    for (piece, letter) in pieces.iter().zip(letters.chars()) {
        let wanted = match letter {
            's' => Kind::Text,
            'm' => Kind::Timestamp,
            _ => Kind::Integer,
        };
        let is_exact = letter != 'i' || matches!(piece.kind, Kind::Integer | Kind::Null);
        if !piece.kind.is_like(wanted) || !is_exact {
            return Err(Refusal::new(format!(
                "{} cannot be applied to a value of type {}.",
                known.name,
                piece.kind.name()
            )));
        }
    }
    Ok(())
}
