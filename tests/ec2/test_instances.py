"""Images and instances, as boto3 and the AWS CLI declare them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of images, and a secret beside it."""
    folder = tmp_path_factory.mktemp("operator") / "images"
    (folder / "debian" / "etc").mkdir(parents=True)
    (folder / "debian" / "etc" / "os-release").write_text("ID=debian\n")
    (folder.parent / "secret").write_text("nobody's image")
    (folder / "out").symlink_to(folder.parent)
    return folder


@pytest.fixture(scope="module")
def with_images(server_factory: Callable[..., Server], images: Path) -> Server:
    """A server that allows the folder of images."""
    return server_factory(dev=True, extra=("--images", str(images)))


@pytest.fixture
def ec2(with_images: Server, unused_account: Callable[[], str]) -> Any:
    """EC2 as the root user of an account that nobody else uses."""
    return client("ec2", with_images.endpoint, Credentials(unused_account(), "any"))


def registered(ec2: Any) -> str:
    return ec2.register_image(Name="debian", ImageLocation="debian")["ImageId"]


def test_an_instance_is_declared_and_taken_back(ec2: Any) -> None:
    image = registered(ec2)
    group = ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}]
    made = ec2.run_instances(
        ImageId=image,
        MinCount=1,
        MaxCount=1,
        InstanceType="t3.micro",
        SecurityGroupIds=[group],
        TagSpecifications=tags,
    )
    instance = made["Instances"][0]["InstanceId"]
    (reservation,) = ec2.describe_instances(Filters=[{"Name": "tag:Name", "Values": ["w*"]}])[
        "Reservations"
    ]
    (shown,) = reservation["Instances"]
    assert (shown["InstanceId"], shown["State"]["Name"]) == (instance, "stopped")
    assert shown["SecurityGroups"] == [{"GroupId": group, "GroupName": "web"}]
    assert shown["PublicIpAddress"]
    for call in [ec2.start_instances, ec2.stop_instances, ec2.reboot_instances]:
        code, message, _ = error_of(call, InstanceIds=[instance])
        assert (code, "no machine runs it" in message) == ("UnsupportedOperation", True)
    code, _, _ = error_of(ec2.delete_security_group, GroupId=group)
    assert code == "DependencyViolation"
    (change,) = ec2.terminate_instances(InstanceIds=[instance])["TerminatingInstances"]
    assert change["CurrentState"]["Name"] == "terminated"
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[instance])
    ec2.delete_security_group(GroupId=group)


def test_an_interface_is_attached_and_detached(ec2: Any) -> None:
    made = ec2.run_instances(ImageId=registered(ec2), MinCount=1, MaxCount=1)["Instances"][0]
    interface = ec2.create_network_interface(SubnetId=made["SubnetId"])["NetworkInterface"]
    interface = interface["NetworkInterfaceId"]
    attachment = ec2.attach_network_interface(
        NetworkInterfaceId=interface, InstanceId=made["InstanceId"], DeviceIndex=1
    )["AttachmentId"]
    (shown,) = ec2.describe_network_interfaces(
        Filters=[{"Name": "attachment.attachment-id", "Values": [attachment]}]
    )["NetworkInterfaces"]
    assert (shown["NetworkInterfaceId"], shown["Status"]) == (interface, "in-use")
    ec2.detach_network_interface(AttachmentId=attachment)
    ec2.get_waiter("network_interface_available").wait(NetworkInterfaceIds=[interface])
    code, _, _ = error_of(ec2.detach_network_interface, AttachmentId=attachment)
    assert code == "InvalidAttachmentID.NotFound"


def test_images_lie_below_the_operators_folder(ec2: Any, dev_server: Server) -> None:
    for location in ["/etc/passwd", "../secret", "out/secret"]:
        code, message, _ = error_of(ec2.register_image, Name="secret", ImageLocation=location)
        assert code in {"InvalidParameterValue", "InvalidManifest"}
        assert "nobody" not in message
    without = client("ec2", dev_server.endpoint, Credentials("123456789012", "any"))
    code, message, _ = error_of(without.register_image, Name="debian", ImageLocation="debian")
    assert (code, "--images" in message) == ("UnsupportedOperation", True)


def test_the_command_line_declares_an_instance(with_images: Server, tmp_path: Path) -> None:
    cli = Cli(with_images, tmp_path)
    image = json.loads(
        cli("ec2", "register-image", "--name", "cli", "--image-location", "debian").stdout
    )["ImageId"]
    made = json.loads(cli("ec2", "run-instances", "--image-id", image, "--count", "2").stdout)
    ids = [instance["InstanceId"] for instance in made["Instances"]]
    assert len(ids) == 2
    assert cli("ec2", "wait", "instance-stopped", "--instance-ids", *ids).returncode == 0
    started = cli("ec2", "start-instances", "--instance-ids", *ids)
    assert started.returncode != 0
    assert "UnsupportedOperation" in started.stderr
    assert cli("ec2", "terminate-instances", "--instance-ids", *ids).returncode == 0
