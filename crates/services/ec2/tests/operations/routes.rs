//! Internet gateways and route tables.

use bartizan_service::testkit::{Case, World};
use serde_json::{Value as Json, json};

use crate::{SUBNET, VPC, done, id, in_subnet, in_vpc, refused, subnet, vpc, world};

const GATEWAY: &str = "$CreateInternetGateway.InternetGateway.InternetGatewayId";
const TABLE: &str = "$CreateRouteTable.RouteTable.RouteTableId";

pub(crate) fn cases() -> Vec<Case> {
    let attached = |case: Case| {
        case.after("CreateInternetGateway", json!({}))
            .after("AttachInternetGateway", json!({ "InternetGatewayId": GATEWAY, "VpcId": VPC }))
    };
    let table = |case: Case| case.after("CreateRouteTable", json!({ "VpcId": VPC }));
    let route = json!({
        "RouteTableId": TABLE,
        "DestinationCidrBlock": "0.0.0.0/0",
        "GatewayId": GATEWAY,
    });
    let with_route = |operation, input| {
        table(attached(in_vpc(operation, input))).after("CreateRoute", route.clone())
    };
    let follow = json!({ "RouteTableId": TABLE, "SubnetId": SUBNET });
    let following = |operation, input| {
        table(in_subnet(operation, input)).after("AssociateRouteTable", follow.clone())
    };
    let association = "$AssociateRouteTable.AssociationId";
    vec![
        Case::new("CreateInternetGateway", json!({})),
        in_vpc("AttachInternetGateway", json!({ "InternetGatewayId": GATEWAY, "VpcId": VPC }))
            .after("CreateInternetGateway", json!({})),
        attached(in_vpc(
            "DetachInternetGateway",
            json!({ "InternetGatewayId": GATEWAY, "VpcId": VPC }),
        )),
        Case::new("DeleteInternetGateway", json!({ "InternetGatewayId": GATEWAY }))
            .after("CreateInternetGateway", json!({})),
        Case::new("DescribeInternetGateways", json!({})),
        in_vpc("CreateRouteTable", json!({ "VpcId": VPC })),
        table(in_vpc("DeleteRouteTable", json!({ "RouteTableId": TABLE }))),
        Case::new("DescribeRouteTables", json!({})),
        table(attached(in_vpc("CreateRoute", route.clone()))),
        with_route("ReplaceRoute", route.clone()),
        with_route(
            "DeleteRoute",
            json!({ "RouteTableId": TABLE, "DestinationCidrBlock": "0.0.0.0/0" }),
        ),
        table(in_subnet("AssociateRouteTable", follow.clone())),
        following("DisassociateRouteTable", json!({ "AssociationId": association })),
        following(
            "ReplaceRouteTableAssociation",
            json!({ "AssociationId": association, "RouteTableId": TABLE }),
        ),
    ]
}

async fn gateway(world: &World) -> String {
    let made = done(world, "CreateInternetGateway", json!({})).await;
    id(&made["InternetGateway"]["InternetGatewayId"])
}

async fn table(world: &World, vpc: &str) -> String {
    let made = done(world, "CreateRouteTable", json!({ "VpcId": vpc })).await;
    id(&made["RouteTable"]["RouteTableId"])
}

async fn routes(world: &World, table: &str) -> Json {
    let shown = done(world, "DescribeRouteTables", json!({ "RouteTableIds": [table] })).await;
    shown["RouteTables"][0]["Routes"].clone()
}

#[tokio::test]
async fn a_gateway_is_attached_to_one_vpc() {
    let world = world();
    let (one, other) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.1.0.0/16").await);
    let (first, second) = (gateway(&world).await, gateway(&world).await);
    let both = |gateway: &str, vpc: &str| json!({ "InternetGatewayId": gateway, "VpcId": vpc });
    let detach = refused(&world, "DetachInternetGateway", both(&first, &one)).await;
    assert_eq!(detach, "Gateway.NotAttached");
    let unknown = refused(&world, "DetachInternetGateway", both(&first, "vpc-0")).await;
    assert_eq!(unknown, "Gateway.NotAttached");
    done(&world, "AttachInternetGateway", both(&first, &one)).await;
    for (gateway, vpc, code) in
        [(&first, &other, "Resource.AlreadyAssociated"), (&second, &one, "InvalidParameterValue")]
    {
        assert_eq!(refused(&world, "AttachInternetGateway", both(gateway, vpc)).await, code);
    }
    let delete = json!({ "InternetGatewayId": first });
    assert_eq!(refused(&world, "DeleteInternetGateway", delete).await, "DependencyViolation");
    let needed = refused(&world, "DeleteVpc", json!({ "VpcId": one })).await;
    assert_eq!(needed, "DependencyViolation");
}

#[tokio::test]
async fn routes_lead_where_their_targets_are() {
    let world = world();
    let (vpc, other) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.1.0.0/16").await);
    let (gateway, table) = (gateway(&world).await, table(&world, &vpc).await);
    let route = |destination: &str| json!({ "RouteTableId": table, "DestinationCidrBlock": destination, "GatewayId": gateway });
    let away = refused(&world, "CreateRoute", route("0.0.0.0/0")).await;
    assert_eq!(away, "InvalidParameterValue");
    let attach = json!({ "InternetGatewayId": gateway, "VpcId": vpc });
    done(&world, "AttachInternetGateway", attach.clone()).await;
    done(&world, "CreateRoute", route("0.0.0.0/0")).await;
    for (destination, code) in [
        ("0.0.0.0/0", "RouteAlreadyExists"),
        ("10.0.0.0/16", "InvalidParameterValue"),
        ("10.0.1.0/24", "InvalidParameterValue"),
        ("1.2.3.4/40", "InvalidParameterValue"),
    ] {
        assert_eq!(refused(&world, "CreateRoute", route(destination)).await, code, "{destination}");
    }
    let missing = refused(&world, "ReplaceRoute", route("9.0.0.0/8")).await;
    assert_eq!(missing, "InvalidRoute.NotFound");
    let local = json!({ "RouteTableId": table, "DestinationCidrBlock": "10.0.0.0/16" });
    assert_eq!(refused(&world, "DeleteRoute", local).await, "InvalidParameterValue");
    assert_eq!(routes(&world, &table).await[1]["State"], "active");
    done(&world, "DetachInternetGateway", attach).await;
    assert_eq!(routes(&world, &table).await[1]["State"], "blackhole");
    let nat = json!({ "RouteTableId": table, "DestinationCidrBlock": "9.0.0.0/8", "NatGatewayId": "nat-0" });
    assert_eq!(refused(&world, "CreateRoute", nat).await, "NatGatewayNotFound");
    let foreign = self::table(&world, &other).await;
    let wrong =
        json!({ "RouteTableId": foreign, "SubnetId": subnet(&world, &vpc, "10.0.1.0/24").await });
    assert_eq!(refused(&world, "AssociateRouteTable", wrong).await, "InvalidParameterValue");
}

#[tokio::test]
async fn a_subnet_follows_one_table() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &vpc, "10.0.1.0/24").await;
    let (first, second) = (table(&world, &vpc).await, table(&world, &vpc).await);
    let both = |table: &str| json!({ "RouteTableId": table, "SubnetId": subnet });
    let made = done(&world, "AssociateRouteTable", both(&first)).await;
    let conflict = refused(&world, "AssociateRouteTable", both(&second)).await;
    assert_eq!(conflict, "Resource.AlreadyAssociated");
    let needed = refused(&world, "DeleteRouteTable", json!({ "RouteTableId": first })).await;
    assert_eq!(needed, "DependencyViolation");
    let replace = json!({ "AssociationId": made["AssociationId"], "RouteTableId": second });
    let moved = done(&world, "ReplaceRouteTableAssociation", replace).await;
    done(&world, "DeleteRouteTable", json!({ "RouteTableId": first })).await;
    let free = json!({ "AssociationId": moved["NewAssociationId"] });
    done(&world, "DisassociateRouteTable", free.clone()).await;
    let gone = refused(&world, "DisassociateRouteTable", free).await;
    assert_eq!(gone, "InvalidAssociationID.NotFound");
}

#[tokio::test]
async fn the_main_table_can_be_another() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    let new = table(&world, &vpc).await;
    let main = json!({ "Filters": [
        { "Name": "vpc-id", "Values": [vpc] },
        { "Name": "association.main", "Values": ["true"] },
    ]});
    let before = done(&world, "DescribeRouteTables", main.clone()).await;
    let old = &before["RouteTables"][0];
    let association = &old["Associations"][0]["RouteTableAssociationId"];
    let away = json!({ "AssociationId": association });
    assert_eq!(refused(&world, "DisassociateRouteTable", away).await, "InvalidParameterValue");
    let delete = json!({ "RouteTableId": old["RouteTableId"] });
    assert_eq!(refused(&world, "DeleteRouteTable", delete.clone()).await, "DependencyViolation");
    let replace = json!({ "AssociationId": association, "RouteTableId": new });
    done(&world, "ReplaceRouteTableAssociation", replace).await;
    let after = done(&world, "DescribeRouteTables", main).await;
    assert_eq!(after["RouteTables"][0]["RouteTableId"], new.as_str());
    done(&world, "DeleteRouteTable", delete).await;
}

#[tokio::test]
async fn a_client_token_makes_one_table() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    let new = json!({ "VpcId": vpc, "ClientToken": "once" });
    let first = done(&world, "CreateRouteTable", new.clone()).await;
    let second = done(&world, "CreateRouteTable", new).await;
    assert_eq!(first["RouteTable"]["RouteTableId"], second["RouteTable"]["RouteTableId"]);
    let other = self::vpc(&world, "10.1.0.0/16").await;
    let new = json!({ "VpcId": other, "ClientToken": "once" });
    assert_eq!(refused(&world, "CreateRouteTable", new).await, "IdempotentParameterMismatch");
}
