//! Expressions and what they come to.

use super::*;

/// The metrics `a` (1, 2, nothing, 4) and `b` (10, nothing, 30, 40), a minute each.
struct Two;

fn series(label: &str, values: &[(i64, f64)]) -> Series {
    Series { label: label.to_owned(), period: 60, values: values.iter().copied().collect() }
}

impl Metrics for Two {
    fn named(&mut self, id: &str, _: &mut Budget) -> Result<Value, MathError> {
        let found = match id {
            "a" => series("a", &[(0, 1.0), (60, 2.0), (180, 4.0)]),
            "b" => series("b", &[(0, 10.0), (120, 30.0), (180, 40.0)]),
            _ => return Err(MathError::invalid("there is none")),
        };
        Ok(Value::Series(found))
    }

    fn all(&mut self, budget: &mut Budget) -> Result<Vec<Series>, MathError> {
        let all = ["a", "b"].map(|id| self.named(id, budget));
        let all = all.into_iter().map(|one| match one? {
            Value::Series(series) => Ok(series),
            _ => Err(MathError::invalid("no series")),
        });
        all.collect()
    }

    fn span(&self) -> ((i64, i64), i64) {
        ((0, 240), 60)
    }
}

fn value(text: &str) -> Result<Value, MathError> {
    evaluate(&Expression::parse(text)?, &mut Two, &mut Budget::default())
}

/// The values of a series, at minutes 0 to 3; `x` is none.
fn told(text: &str) -> String {
    let one = |series: Series| {
        let at = |minute: i64| series.values.get(&(minute * 60)).copied();
        let shown = (0..4).map(|minute| at(minute).map_or("x".to_owned(), |v| v.to_string()));
        shown.collect::<Vec<_>>().join(" ")
    };
    match value(text).unwrap() {
        Value::Number(number) => format!("= {number}"),
        Value::Series(series) => one(series),
        Value::Array(array) => array.into_iter().map(one).collect::<Vec<_>>().join(", "),
    }
}

#[test]
fn expressions_come_to_values() {
    for (text, wanted) in [
        ("a + b", "11 x x 44"),
        ("b / (a - 1)", "x x x 13.333333333333334"),
        ("-a * 2", "-2 -4 x -8"),
        ("2 ^ a", "2 4 x 16"),
        ("METRICS() * 10", "10 20 x 40, 100 x 300 400"),
        ("METRICS(\"b\")", "10 x 30 40"),
        ("SUM(METRICS())", "11 2 30 44"),
        ("MAX([a, b])", "10 2 30 40"),
        ("AVG([a, b])", "5.5 2 30 22"),
        ("SUM(a)", "= 7"),
        ("MIN(b)", "= 10"),
        ("a / SUM(a)", "0.14285714285714285 0.2857142857142857 x 0.5714285714285714"),
        ("FILL(a, 0)", "1 2 0 4"),
        ("FILL(a, REPEAT)", "1 2 2 4"),
        ("FILL(a, LINEAR)", "1 2 3 4"),
        ("FILL(a, b)", "1 2 30 4"),
        ("FILL(METRICS(), 0)", "1 2 0 4, 10 0 30 40"),
        ("RATE(FILL(a, LINEAR)) * 60", "x 1 1 1"),
        ("DIFF(b)", "x x 20 10"),
        ("RUNNING_SUM(a)", "1 3 x 7"),
        ("PERIOD(a)", "= 60"),
        ("METRIC_COUNT(METRICS())", "= 2"),
        ("DATAPOINT_COUNT(a)", "= 3"),
        ("IF(a > 1, a, 0)", "0 2 x 4"),
        ("IF(a >= 1 AND b == 10, 1, 0)", "1 x x 0"),
        ("FIRST(METRICS())", "1 2 x 4"),
        ("TIME_SERIES(5)", "5 5 5 5"),
        ("STDDEV(a * 0)", "= 0"),
        ("LOG10(a - a)", "x x x x"),
    ] {
        assert_eq!(told(text), wanted, "{text}");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    for text in [
        "c",
        "[1]",
        "SUM(1)",
        "REPEAT",
        "PERIOD(METRICS())",
        "IF(METRICS(), 1, 2)",
        "METRICS() + [a]",
        "FILL(1, 0)",
    ] {
        assert!(value(text).is_err(), "{text}");
    }
    let costly = Expression::parse("a + b").unwrap();
    assert!(evaluate(&costly, &mut Two, &mut Budget::of(5)).is_err());
}
