//! Health checks of protections, and what they say to detectors.

use std::sync::Arc;

use bartizan_flood::{Circumstances, Health, Settings, Together};
use bartizan_service::testkit::World;
use bartizan_shield::Watch;
use serde_json::{Value as Json, json};

use super::fakes::{BALANCER, Checks, Fakes, HEALTH_CHECK};
use super::together::Told;
use super::{ask, done, protect, refused, subscribed, world_of};

/// A protection with a health check, and that.
async fn checked() -> (World, Arc<Checks>, Json) {
    let checks = Arc::new(Checks::default());
    let world = world_of(Fakes { checks: Arc::clone(&checks), ..Fakes::default() });
    done(&world, "CreateSubscription", json!({})).await;
    let input = json!({ "ProtectionId": protect(&world).await, "HealthCheckArn": HEALTH_CHECK });
    done(&world, "AssociateHealthCheck", input.clone()).await;
    (world, checks, input)
}

#[tokio::test]
async fn only_a_healthy_check_of_the_account_is_associated() {
    let checks = Arc::new(Checks::default());
    let world = world_of(Fakes { checks: Arc::clone(&checks), ..Fakes::default() });
    done(&world, "CreateSubscription", json!({})).await;
    let id = protect(&world).await;
    let with = |arn: &str| json!({ "ProtectionId": id, "HealthCheckArn": arn });
    let other = "arn:aws:route53:::healthcheck/00000000-0000-0000-0000-000000000000";
    assert_eq!(
        refused(&world, "AssociateHealthCheck", with(other)).await,
        "InvalidResourceException"
    );
    *checks.0.lock().unwrap() = Some(false);
    let ill = ask(&world, "AssociateHealthCheck", with(HEALTH_CHECK)).await.unwrap_err();
    assert_eq!(ill.code, "InvalidResourceException");
    assert!(ill.message.contains("must be healthy"), "{}", ill.message);
    *checks.0.lock().unwrap() = Some(true);
    done(&world, "AssociateHealthCheck", with(HEALTH_CHECK)).await;
    let again = refused(&world, "AssociateHealthCheck", with(HEALTH_CHECK)).await;
    assert_eq!(again, "LimitsExceededException");
}

#[tokio::test]
async fn hosted_zones_have_no_health() {
    let world = subscribed().await;
    let zone = json!({ "Name": "zone", "ResourceArn": "arn:aws:route53:::hostedzone/Z1" });
    let made = done(&world, "CreateProtection", zone).await;
    let input = json!({ "ProtectionId": made["ProtectionId"], "HealthCheckArn": HEALTH_CHECK });
    let code = refused(&world, "AssociateHealthCheck", input).await;
    assert_eq!(code, "InvalidParameterException");
}

#[tokio::test]
async fn a_check_that_was_deleted_can_be_disassociated() {
    let (world, checks, input) = checked().await;
    *checks.0.lock().unwrap() = None;
    done(&world, "DisassociateHealthCheck", input).await;
}

#[tokio::test]
async fn detectors_are_told_of_health_while_it_is_known() {
    let (world, checks, input) = checked().await;
    let (watch, told) = (Watch::new(Settings::default()), Told::default());
    let platform = world.road.platform();
    platform.store.observe(Box::new(watch.clone())).unwrap();
    let with = |health| Circumstances { health, together: Together::Unknown };
    for (state, health) in [
        (Some(true), Health::Healthy),
        (Some(false), Health::Unhealthy),
        (None, Health::Unknown),
        (Some(false), Health::Unhealthy),
    ] {
        *checks.0.lock().unwrap() = state;
        watch.look(platform, &told);
        assert_eq!(told.of(BALANCER), Some(with(health)), "{state:?}");
    }
    done(&world, "DisassociateHealthCheck", input).await;
    watch.look(platform, &told);
    assert_eq!(told.of(BALANCER), Some(Circumstances::default()));
}
