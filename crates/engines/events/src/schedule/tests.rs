use super::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse_iso8601(text).unwrap()
}

fn next(expression: &str, after: &str) -> Option<String> {
    let schedule = Schedule::parse(expression).expect(expression);
    schedule.next(at("2026-01-01T00:00:30Z"), at(after)).map(Timestamp::iso8601)
}

#[test]
fn cron_runs_at_its_next_minute() {
    // 1 January 2026 is a Thursday.
    for (expression, after, expected) in [
        ("cron(0 10 * * ? *)", "2026-01-01T09:59:59Z", "2026-01-01T10:00:00Z"),
        ("cron(0 10 * * ? *)", "2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"),
        ("cron(15 12 * * ? *)", "2026-01-01T12:00:00Z", "2026-01-01T12:15:00Z"),
        ("cron(0 18 ? * MON-FRI *)", "2026-01-02T18:00:00Z", "2026-01-05T18:00:00Z"),
        ("cron(0 8 1 * ? *)", "2026-01-01T08:00:00Z", "2026-02-01T08:00:00Z"),
        ("cron(0/15 * * * ? *)", "2026-01-01T23:45:00Z", "2026-01-02T00:00:00Z"),
        ("cron(0/10 * ? * mon-fri *)", "2026-01-02T23:50:00Z", "2026-01-05T00:00:00Z"),
        ("cron(0/5 8-17 ? * MON-FRI *)", "2026-01-01T17:55:00Z", "2026-01-02T08:00:00Z"),
        ("cron(0,30 20-23 ? * SUN,SAT *)", "2026-01-01T00:00:00Z", "2026-01-03T20:00:00Z"),
        ("cron(*/20 5 * * ? *)", "2026-01-01T05:40:00Z", "2026-01-02T05:00:00Z"),
        ("cron(10-30/10 0 * * ? *)", "2026-01-01T00:20:00Z", "2026-01-01T00:30:00Z"),
        ("cron(0 0 L * ? *)", "2026-02-01T00:00:00Z", "2026-02-28T00:00:00Z"),
        ("cron(0 0 L 2 ? *)", "2026-03-01T00:00:00Z", "2027-02-28T00:00:00Z"),
        ("cron(0 0 29 2 ? *)", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("cron(0 0 31 * ? *)", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z"),
        // 31 January 2026 is a Saturday, 31 May a Sunday, 1 February a Sunday, 1 August a Saturday.
        ("cron(0 0 LW * ? *)", "2026-01-01T00:00:00Z", "2026-01-30T00:00:00Z"),
        ("cron(0 0 LW 5 ? *)", "2026-01-01T00:00:00Z", "2026-05-29T00:00:00Z"),
        ("cron(0 0 1W 2 ? *)", "2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z"),
        ("cron(0 0 1W AUG ? *)", "2026-01-01T00:00:00Z", "2026-08-03T00:00:00Z"),
        ("cron(0 0 31W 5 ? *)", "2026-01-01T00:00:00Z", "2026-05-29T00:00:00Z"),
        ("cron(0 0 31W * ? *)", "2026-02-01T00:00:00Z", "2026-03-31T00:00:00Z"),
        ("cron(0 0 10W 1 ? *)", "2026-01-01T00:00:00Z", "2026-01-09T00:00:00Z"),
        ("cron(0 0 11W 1 ? *)", "2026-01-01T00:00:00Z", "2026-01-12T00:00:00Z"),
        ("cron(0 10 ? * 6L *)", "2026-01-01T00:00:00Z", "2026-01-30T10:00:00Z"),
        ("cron(0 0 ? * FRIL *)", "2026-01-30T00:00:00Z", "2026-02-27T00:00:00Z"),
        ("cron(0 0 ? * L *)", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"),
        ("cron(0 0 ? * 3#2 *)", "2026-01-01T00:00:00Z", "2026-01-13T00:00:00Z"),
        ("cron(0 0 ? * TUE#5 *)", "2026-01-01T00:00:00Z", "2026-03-31T00:00:00Z"),
        ("cron(15 10 ? * 6L 2026-2027)", "2026-12-25T10:15:00Z", "2027-01-29T10:15:00Z"),
        ("cron(0 0 1 1 ? 2030/10)", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
        ("cron(0 0 1 1 ? *)", "1960-05-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ] {
        assert_eq!(next(expression, after).as_deref(), Some(expected), "{expression} {after}");
    }
    for (expression, after) in [
        ("cron(0 0 1 1 ? 2026)", "2026-01-01T00:00:00Z"),
        ("cron(0 0 31 2 ? *)", "2026-01-01T00:00:00Z"),
        ("cron(0 0 1 1 ? 2199)", "2199-06-01T00:00:00Z"),
    ] {
        assert_eq!(next(expression, after), None, "{expression}");
    }
}

#[test]
fn rates_are_counted_from_their_beginning() {
    for (expression, after, expected) in [
        ("rate(1 minute)", "2026-01-01T00:00:30Z", "2026-01-01T00:01:30Z"),
        ("rate(5 minutes)", "2026-01-01T00:05:29Z", "2026-01-01T00:05:30Z"),
        ("rate(5 minutes)", "2026-01-01T00:05:30Z", "2026-01-01T00:10:30Z"),
        ("rate(1 hour)", "2026-03-01T00:00:00Z", "2026-03-01T00:00:30Z"),
        ("rate(7 days)", "2026-01-01T00:00:31Z", "2026-01-08T00:00:30Z"),
        ("rate(2 days)", "2025-01-01T00:00:00Z", "2026-01-03T00:00:30Z"),
    ] {
        assert_eq!(next(expression, after).as_deref(), Some(expected), "{expression} {after}");
    }
}

#[test]
fn what_is_no_schedule_is_refused() {
    for expression in [
        "",
        "rate",
        "rate()",
        "rate(1)",
        "rate(0 minutes)",
        "rate(1 minutes)",
        "rate(2 minute)",
        "rate(-1 minutes)",
        "rate(1.5 hours)",
        "rate(1 second)",
        "rate(1 week)",
        "rate(3hours)",
        "Rate(1 hour)",
        "rate(1 hour) ",
        "rate(99999999999999999999 days)",
        "rate(9223372036854775807 days)",
        "at(2026-01-01T00:00:00)",
        "cron()",
        "cron(0 10 * * ?)",
        "cron(0 10 * * ? * *)",
        "cron(0 10 * * * *)",
        "cron(0 10 ? * ? *)",
        "cron(0 10 1 * 2 *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 0 0 * ? *)",
        "cron(0 0 32 * ? *)",
        "cron(0 0 * 0 ? *)",
        "cron(0 0 * 13 ? *)",
        "cron(0 0 ? * 0 *)",
        "cron(0 0 ? * 8 *)",
        "cron(0 0 * * ? 1969)",
        "cron(0 0 * * ? 2200)",
        "cron(0 0 ? * 3#6 *)",
        "cron(0 0 ? * 3#1,6#3 *)",
        "cron(0 0 ? * 3#0 *)",
        "cron(0 0 W * ? *)",
        "cron(0 0 1-3W * ? *)",
        "cron(0 0 ? * 2/2 *)",
        "cron(5-1 0 * * ? *)",
        "cron(0/0 0 * * ? *)",
        "cron(0/60 0 * * ? *)",
        "cron(1, 0 * * ? *)",
        "cron(,1 0 * * ? *)",
        "cron(+1 0 * * ? *)",
        "cron(? 0 * * ? *)",
        "cron(0 0 * FOO ? *)",
        "cron(0 L * * ? *)",
        "cron(* * 3#2 * ? *)",
    ] {
        assert_eq!(Schedule::parse(expression), Err(InvalidSchedule), "{expression}");
    }
    assert_eq!(InvalidSchedule.to_string(), "Parameter ScheduleExpression is not valid.");
}

#[test]
fn times_beyond_the_calendar_are_none() {
    let schedule = Schedule::parse("cron(* * * * ? *)").unwrap();
    let ends = [i64::MIN, i64::MAX];
    assert_eq!(
        ends.map(|end| schedule.next(at("2026-01-01T00:00:00Z"), Timestamp::from_millis(end))),
        [None; 2]
    );
    let schedule = Schedule::parse("rate(1 day)").unwrap();
    let [first, last] = ends.map(Timestamp::from_millis);
    assert_eq!(schedule.next(first, last), None);
}
