"""Insights: turned on and off; nothing is unusual yet, and the rates are shown."""

from __future__ import annotations

from typing import Any

import pytest

from harness.aws import error_of
from harness.trails import Trail, TrailMaker, eventually

CALLS: dict[str, Any] = {"InsightType": "ApiCallRateInsight"}
ERRORS: dict[str, Any] = {
    "InsightType": "ApiErrorRateInsight",
    "EventCategories": ["Management", "Data"],
}
TAGGING = {
    "EventSource": "cloudtrail.amazonaws.com",
    "EventName": "AddTags",
    "InsightType": "ApiCallRateInsight",
}


def select(trail: Trail, *selectors: dict[str, Any]) -> dict[str, Any]:
    cloudtrail = trail.client("cloudtrail")
    return cloudtrail.put_insight_selectors(TrailName=trail.name, InsightSelectors=list(selectors))


def refusal(trail: Trail, *selectors: dict[str, Any]) -> str:
    put = trail.client("cloudtrail").put_insight_selectors
    return error_of(put, TrailName=trail.name, InsightSelectors=list(selectors))[0]


def test_insights_are_turned_on_and_off(make_trail: TrailMaker) -> None:
    trail = make_trail(logs=False)
    cloudtrail = trail.client("cloudtrail")
    assert (
        error_of(cloudtrail.get_insight_selectors, TrailName=trail.name)[0]
        == "InsightNotEnabledException"
    )
    assert select(trail, CALLS)["InsightSelectors"] == [CALLS]
    shown = cloudtrail.get_insight_selectors(TrailName=trail.arn)
    assert (shown["TrailARN"], shown["InsightSelectors"]) == (trail.arn, [CALLS])
    assert cloudtrail.get_trail(Name=trail.name)["Trail"]["HasInsightSelectors"] is True
    assert select(trail)["InsightSelectors"] == []
    assert (
        error_of(cloudtrail.get_insight_selectors, TrailName=trail.name)[0]
        == "InsightNotEnabledException"
    )


def test_a_trail_has_insights_about_what_it_logs(make_trail: TrailMaker) -> None:
    trail = make_trail(logs=False)
    cloudtrail = trail.client("cloudtrail")
    assert refusal(trail, ERRORS) == "InvalidInsightSelectorsException"
    objects = {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}
    cloudtrail.put_event_selectors(
        TrailName=trail.name,
        EventSelectors=[{"ReadWriteType": "ReadOnly", "DataResources": [objects]}],
    )
    assert select(trail, ERRORS)["InsightSelectors"] == [ERRORS]
    assert refusal(trail, CALLS) == "InvalidInsightSelectorsException"


def test_a_new_account_has_rates_and_no_insights(make_trail: TrailMaker) -> None:
    trail = make_trail()
    select(trail, CALLS)
    cloudtrail = trail.client("cloudtrail")
    for _ in range(6):
        cloudtrail.add_tags(ResourceId=trail.arn, TagsList=[{"Key": "k", "Value": "v"}])

    def counted() -> bool:
        rates = cloudtrail.list_insights_metric_data(**TAGGING)
        return sum(rates["Values"]) >= 6

    assert eventually(counted)
    assert cloudtrail.lookup_events(EventCategory="insight")["Events"] == []
    listed = cloudtrail.list_insights_data(InsightSource=trail.arn, DataType="InsightsEvents")
    assert listed["Events"] == []


@pytest.mark.parametrize(
    ("code", "setting"),
    [
        ("InvalidParameterCombinationException", {"MaxEventSize": "Large"}),
        ("InvalidParameterCombinationException", {}),
        (
            "NotImplemented",
            {
                "AggregationConfigurations": [
                    {"EventCategory": "Data", "Templates": ["API_ACTIVITY"]}
                ]
            },
        ),
    ],
)
def test_what_a_trail_cannot_aggregate_is_refused(
    make_trail: TrailMaker, code: str, setting: dict[str, Any]
) -> None:
    trail = make_trail(logs=False)
    cloudtrail = trail.client("cloudtrail")
    assert error_of(cloudtrail.put_event_configuration, TrailName=trail.name, **setting)[0] == code
    none = cloudtrail.put_event_configuration(TrailName=trail.name, AggregationConfigurations=[])
    shown = cloudtrail.get_event_configuration(TrailName=trail.name)
    assert none["TrailARN"] == shown["TrailARN"] == trail.arn
    assert shown["AggregationConfigurations"] == []
