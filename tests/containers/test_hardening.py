"""Every service of the stack has no more rights than it needs."""

import pytest

from tests.containers.stack import OURS, WATCHERS, Stack

pytestmark = pytest.mark.containers
SERVICES = (*OURS, "nginx", "db", "redis", *WATCHERS)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_hardened(stack: Stack, service: str) -> None:
    found = stack.inspect(stack.containers(service)[0])
    host = found["HostConfig"]
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert not host["CapAdd"]
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert host["Memory"] > 0
    assert host["NanoCpus"] > 0
    assert host["PidsLimit"] > 0
    assert not host["Privileged"]
    assert found["Config"]["User"].split(":")[0] not in {"", "0", "root"}
    assert not [mount for mount in found["Mounts"] if "docker.sock" in mount["Source"]]


def test_only_nginx_and_the_watchers_publish_ports(stack: Stack) -> None:
    for service in (*OURS, "db", "redis"):
        ports = stack.inspect(stack.containers(service)[0])["HostConfig"]["PortBindings"]
        assert not ports, service


def test_networks_keep_services_apart(stack: Stack) -> None:
    def networks(service: str) -> set[str]:
        found = stack.inspect(stack.containers(service)[0])["NetworkSettings"]["Networks"]
        return {name.removeprefix("taskflow-test_") for name in found}

    assert networks("nginx") == {"public", "edge", "obs"}
    assert networks("api") == networks("frontend") == {"edge", "data", "obs"}
    assert networks("worker") == {"data", "obs", "egress"}
    assert networks("db") == networks("redis") == {"data"}


def test_no_secret_stands_in_an_environment_or_a_log(stack: Stack) -> None:
    folder = "config/secrets"
    names = ("secret_key", "database_owner_password", "database_app_password", "redis_password")
    secrets = [stack.run("cat", f"{folder}/{name}").strip() for name in names]
    for service in SERVICES:
        text = str(stack.inspect(stack.containers(service)[0])["Config"]["Env"]) + stack.compose("logs", service)
        assert not [name for name, secret in zip(names, secrets, strict=True) if secret in text], service
