//! Expressions, read.

use super::MathError;
use super::tokens::{Token, tokens};

/// Expressions are nested so deep at most.
const DEPTH_MAX: usize = 32;

/// What is computed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    /// A number.
    Number(f64),
    /// A metric or another expression, by its id.
    Id(String),
    /// All metrics of the request, or those whose label has a text in it.
    Metrics(Option<String>),
    /// Several in one.
    Array(Vec<Self>),
    /// A sign turned round.
    Negative(Box<Self>),
    /// Two with an operator between them.
    Operation(Operator, Box<Self>, Box<Self>),
    /// A function.
    Call(Function, Vec<Self>),
    /// A way to fill gaps.
    Filling(Filling),
}

/// What stands between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
    Plus,
    Minus,
    Times,
    By,
    Power,
}

/// How gaps are filled, other than by a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filling {
    Repeat,
    Linear,
}

/// Declares the functions, by their names.
macro_rules! functions {
    ($($function:ident $name:literal $least:literal $most:literal;)*) => {
        /// A function.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Function {
            $($function,)*
        }

        impl Function {
            fn of(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$function),)*
                    _ => None,
                }
            }

            /// How many arguments it takes: at least, and at most.
            fn arguments(self) -> (usize, usize) {
                match self {
                    $(Self::$function => ($least, $most),)*
                }
            }

            /// Its name.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$function => $name,)*
                }
            }
        }
    };
}

functions! {
    Abs "ABS" 1 1;
    Avg "AVG" 1 1;
    Ceil "CEIL" 1 1;
    DatapointCount "DATAPOINT_COUNT" 1 1;
    Diff "DIFF" 1 1;
    Fill "FILL" 2 2;
    First "FIRST" 1 1;
    Floor "FLOOR" 1 1;
    If "IF" 2 3;
    Last "LAST" 1 1;
    Log "LOG" 1 1;
    Log10 "LOG10" 1 1;
    Max "MAX" 1 1;
    MetricCount "METRIC_COUNT" 1 1;
    Min "MIN" 1 1;
    Period "PERIOD" 1 1;
    Rate "RATE" 1 1;
    RemoveEmpty "REMOVE_EMPTY" 1 1;
    RunningSum "RUNNING_SUM" 1 1;
    Stddev "STDDEV" 1 1;
    Sum "SUM" 1 1;
    TimeSeries "TIME_SERIES" 1 1;
}

/// What AWS has beyond these.
const UNSUPPORTED: [&str; 17] = [
    "ANOMALY_DETECTION_BAND",
    "DATE",
    "DAY",
    "DB_PERF_INSIGHTS",
    "EPOCH",
    "HOUR",
    "INSIGHT_RULE_METRIC",
    "LAMBDA",
    "MINUTE",
    "MONTH",
    "SEARCH",
    "SELECT",
    "SERVICE_QUOTA",
    "SLICE",
    "SORT",
    "TIME",
    "YEAR",
];

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// The text is none, or asks for what there is not.
    pub(crate) fn parse(text: &str) -> Result<Self, MathError> {
        let tokens = tokens(text)?;
        if let Some(Token::Name(name)) = tokens.first()
            && name.eq_ignore_ascii_case("SELECT")
        {
            return Err(unsupported("SELECT"));
        }
        let mut parser = Parser { tokens: &tokens, depth: 0 };
        let expression = parser.operation(0)?;
        match parser.tokens {
            [] => Ok(expression),
            _ => Err(MathError::invalid("something follows the end of the expression")),
        }
    }
}

fn unsupported(name: &str) -> MathError {
    MathError::Unsupported(format!("The function {name} of metric math"))
}

struct Parser<'t> {
    tokens: &'t [Token],
    depth: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<&Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Takes a sign, if it is next.
    fn takes(&mut self, sign: &str) -> bool {
        let is_next = matches!(self.tokens.first(), Some(Token::Sign(next)) if *next == sign);
        if is_next {
            self.next();
        }
        is_next
    }

    fn expects(&mut self, sign: &str) -> Result<(), MathError> {
        if self.takes(sign) {
            Ok(())
        } else {
            Err(MathError::invalid(format!("`{sign}` is missing")))
        }
    }

    /// Operands with operators between them that bind at least so much.
    fn operation(&mut self, least: u8) -> Result<Expression, MathError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(MathError::invalid("it is nested too deep"));
        }
        let mut left = self.operand()?;
        while let Some((operator, binding)) =
            self.operator().filter(|(_, binding)| *binding >= least)
        {
            self.next();
            let right = self.operation(binding + 1)?;
            left = Expression::Operation(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The operator that is next, and how much it binds.
    fn operator(&self) -> Option<(Operator, u8)> {
        let found = match self.tokens.first()? {
            Token::Name(name) if name == "OR" => (Operator::Or, 1),
            Token::Name(name) if name == "AND" => (Operator::And, 2),
            Token::Sign(sign) => match *sign {
                "||" => (Operator::Or, 1),
                "&&" => (Operator::And, 2),
                "==" => (Operator::Equal, 3),
                "!=" => (Operator::Unequal, 3),
                "<=" => (Operator::LessOrEqual, 3),
                ">=" => (Operator::GreaterOrEqual, 3),
                "<" => (Operator::Less, 3),
                ">" => (Operator::Greater, 3),
                "+" => (Operator::Plus, 4),
                "-" => (Operator::Minus, 4),
                "*" => (Operator::Times, 5),
                "/" => (Operator::By, 5),
                "^" => (Operator::Power, 7),
                _ => return None,
            },
            _ => return None,
        };
        Some(found)
    }

    fn operand(&mut self) -> Result<Expression, MathError> {
        if self.takes("-") {
            return Ok(Expression::Negative(Box::new(self.operation(6)?)));
        }
        if self.takes("(") {
            let inside = self.operation(0)?;
            self.expects(")")?;
            return Ok(inside);
        }
        if self.takes("[") {
            return self.list("]").map(Expression::Array);
        }
        let missing = || MathError::invalid("an operand is missing");
        match self.next().cloned().ok_or_else(missing)? {
            Token::Number(number) => Ok(Expression::Number(number)),
            Token::Name(name) => self.named(name),
            Token::Text(_) => Err(MathError::invalid("a text is no operand")),
            Token::Sign(sign) => Err(MathError::invalid(format!("`{sign}` is no operand"))),
        }
    }

    fn named(&mut self, name: String) -> Result<Expression, MathError> {
        if name.starts_with(|first: char| first.is_ascii_lowercase()) {
            return Ok(Expression::Id(name));
        }
        match name.as_str() {
            "REPEAT" => return Ok(Expression::Filling(Filling::Repeat)),
            "LINEAR" => return Ok(Expression::Filling(Filling::Linear)),
            other if UNSUPPORTED.contains(&other) => return Err(unsupported(other)),
            _ => {}
        }
        self.expects("(")?;
        if name == "METRICS" {
            let text = match self.tokens.first() {
                Some(Token::Text(text)) => Some(text.clone()),
                _ => None,
            };
            if text.is_some() {
                self.next();
            }
            self.expects(")")?;
            return Ok(Expression::Metrics(text));
        }
        let function = Function::of(&name)
            .ok_or_else(|| MathError::invalid(format!("there is no function {name}")))?;
        let arguments = self.list(")")?;
        let (least, most) = function.arguments();
        if (least..=most).contains(&arguments.len()) {
            return Ok(Expression::Call(function, arguments));
        }
        Err(MathError::invalid(format!("{name} has too few arguments or too many")))
    }

    fn list(&mut self, end: &str) -> Result<Vec<Expression>, MathError> {
        let mut items = vec![self.operation(0)?];
        while self.takes(",") {
            items.push(self.operation(0)?);
        }
        self.expects(end)?;
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn operators_bind_as_in_arithmetic() {
        for (one, other) in [
            ("a + b * c", "a + (b * c)"),
            ("a - b - c", "(a - b) - c"),
            ("-a ^ 2", "-(a ^ 2)"),
            ("2 * -a", "2 * (-a)"),
            ("a > 1 AND b < 2 OR c", "((a > 1) && (b < 2)) || c"),
            ("SUM([a,b])/2", " SUM( [ a , b ] ) / 2.0 "),
        ] {
            assert_eq!(Expression::parse(one), Expression::parse(other), "{one}");
            assert!(Expression::parse(one).is_ok(), "{one}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        let deep = format!("{}a{}", "(".repeat(40), ")".repeat(40));
        for text in [
            "",
            "a +",
            "a b",
            "SUM()",
            "SUM(a, b)",
            "Sum(a)",
            "NONE(a)",
            "FILL(a)",
            "(a",
            "[a",
            "1.2.3",
            "\"a\"",
            "a ? b",
            "METRICS(a)",
            &deep,
        ] {
            let refused = Expression::parse(text);
            assert!(matches!(refused, Err(MathError::Invalid(_))), "{text}: {refused:?}");
        }
        for text in ["SEARCH('x', 'Sum')", "SELECT AVG(a) FROM b", "SORT(METRICS(), AVG, DESC)"] {
            let refused = Expression::parse(text);
            assert!(matches!(refused, Err(MathError::Unsupported(_))), "{text}: {refused:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[a-zA-Z0-9 .,+*/^()\\[\\]<>=!&|\"'_-]{0,200}") {
            let _ = Expression::parse(&text);
        }
    }
}
