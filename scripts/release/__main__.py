"""`scripts/deploy.sh` and `scripts/rollback.sh`."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from release import preflight
from release.docker import CommandFailed, Stack, docker, find_image, read_label
from release.records import Busy, Record, Records, now
from release.rolling import SERVICES, GateClosed, Plan, drain, roll

EXIT_UNFIT, EXIT_GATE, EXIT_BROKEN = 2, 3, 4
VERSION = "org.opencontainers.image.version"


class Release:
    """One way to one image: the steps, what is said of them, and the result."""

    def __init__(self, stack: Stack, records: Records, options: argparse.Namespace) -> None:
        self.stack, self.records, self.options = stack, records, options
        self.began = time.monotonic()
        self.steps: list[str] = []

    def say(self, text: str) -> None:
        """Tell a person how far it is."""
        self.steps.append(text)
        print(f"[{time.monotonic() - self.began:6.1f} s] {text}", file=sys.stderr, flush=True)

    def deploy(self, name: str) -> dict[str, Any]:
        """Bring the image `name` up. Raises Unfit, GateClosed, CommandFailed."""
        image = preflight.require_image(name)
        self.say(f"{name} is {image[7:19]}, version {read_label(image, VERSION) or 'unknown'}")
        self.say(preflight.require_signature(name))
        replicas = self._require_fit_host(image)
        self.say(preflight.require_backup(self.options.max_backup_age))
        schema = preflight.read_schema(self.stack, image)
        self.say(preflight.require_schema(schema))
        target = {"image": image, "name": name, "version": read_label(image, VERSION), "at": now(),
                  "last_migration": schema["last"], "needs": schema["needs"]}  # fmt: skip
        if self.options.dry_run:
            return self._plan_only(target, replicas)
        return self._go(target, replicas, migrate=bool(schema["pending"]), is_judged=True)

    def roll_back(self) -> dict[str, Any]:
        """Bring the release before up again. Raises as `deploy` does."""
        underway, previous = self.records.read("underway"), self.records.read("previous")
        target = underway["from"] if underway else previous
        if target is None:
            raise preflight.Unfit("there is no release before this one on this host")
        if find_image(target["image"]) is None:
            raise preflight.Unfit(f"the image {target['name']} is not on this host any more: deploy it instead")
        current = self.records.read("current") or {}
        self.say(f"back to {target['name']} ({target['image'][7:19]})")
        self.say(preflight.require_reachable(target, (underway or {}).get("to", current).get("needs")))
        replicas = self._count_replicas() if underway else self._require_fit_host(target["image"])
        if self.options.dry_run:
            return self._plan_only(target, replicas)
        return self._go(target, replicas, migrate=False, is_judged=False)

    def _require_fit_host(self, image: str) -> dict[str, int]:
        self.say(preflight.require_room())
        underway = self.records.read("underway")
        if underway is not None:
            self.say(f"goes on with what was cut off at {underway['at']}")
            return dict(underway["replicas"])
        replicas = preflight.require_healthy(self.stack)
        self.say(f"replicas: {', '.join(f'{name} {count}' for name, count in replicas.items())}")
        return replicas

    def _count_replicas(self) -> dict[str, int]:
        underway = self.records.read("underway")
        assert underway is not None  # noqa: S101  asked for before
        return dict(underway["replicas"])

    def _plan_only(self, target: Record, replicas: dict[str, int]) -> dict[str, Any]:
        for service in SERVICES:
            olds = [each.name for each in self.stack.list_containers(service) if each.image != target["image"]]
            self.say(f"would replace {', '.join(olds) or 'nothing'} of {service}, one after the other")
        return {"result": "planned", "image": target["image"], "replicas": replicas}

    def _go(self, target: Record, replicas: dict[str, int], *, migrate: bool, is_judged: bool) -> dict[str, Any]:
        before = self._find_before(target)
        underway = {"to": target, "from": before, "replicas": replicas, "at": now()}
        self.records.write("underway", underway)
        self.records.note("began", to=target, before=before)
        self._pin(target)
        if migrate:
            self.say("migrating the schema, which the running release can live with")
            docker("tag", target["image"], self.stack.image_name)
            self._migrate(target, before)
        docker("tag", target["image"], self.stack.image_name)
        plan = Plan(target["image"], replicas, self.options.ready_seconds, self.options.canary_seconds,
                    is_judged=is_judged)  # fmt: skip
        try:
            roll(self.stack, plan, self.say)
        except GateClosed as closed:
            self._return_to(before, plan, closed)
            raise
        self._settle(target, before)
        return {"result": "deployed", "image": target["image"], "before": before["image"], "replicas": replicas}

    def _find_before(self, target: Record) -> Record:
        """The release to come back to: the one that is recorded, or the image that the doors run now."""
        underway = self.records.read("underway")
        if underway is not None and underway["to"]["image"] == target["image"]:
            return dict(underway["from"])
        current = self.records.read("current")
        running = self.stack.list_containers("api")[0].image
        if underway is not None:
            return dict(underway["to"])
        if current is not None and current["image"] == running:
            return current
        return {"image": running, "name": self.stack.image_name, "version": read_label(running, VERSION),
                "last_migration": None, "needs": None, "at": now()}  # fmt: skip

    def _migrate(self, target: Record, before: Record) -> None:
        try:
            self.stack.compose("run", "--rm", "--no-deps", "-T", "migrate", seconds=3600)
        except CommandFailed:
            docker("tag", before["image"], self.stack.image_name)
            self.records.forget("underway")
            self.records.note("migration_failed", to=target)
            raise

    def _return_to(self, before: Record, plan: Plan, closed: GateClosed) -> None:
        """Have the old release serve alone again, the unfit replica gone first."""
        self.say(f"GATE CLOSED: {closed}")
        self.records.note("gate_closed", to=plan.image, reason=str(closed))
        docker("tag", before["image"], self.stack.image_name)
        if closed.container is not None and self.stack.inspect(closed.container) is not None:
            drain(self.stack, closed.container, self.say)
        roll(self.stack, Plan(before["image"], plan.replicas, plan.ready_seconds, is_judged=False), self.say)
        self.records.forget("underway")
        self.say(f"{before['name']} serves as before")

    def _pin(self, target: Record) -> None:
        """Give the image a name of its own, so that cleaning up does not remove what a rollback needs."""
        repository = self.stack.image_name.rsplit(":", 1)[0]
        docker("tag", target["image"], f"{repository}:release-{target['image'][7:19]}")

    def _settle(self, target: Record, before: Record) -> None:
        current = self.records.read("current")
        if current is None or current["image"] != target["image"]:
            self.records.write("previous", before)
        self.records.write("current", target)
        self.records.forget("underway")
        self.records.note("done", to=target)
        self.say(f"{target['name']} serves")


def main(words: Sequence[str]) -> int:
    """Run one command; gives the exit code: 0, 2 not begun, 3 gate closed, 4 something broke on the way."""
    options = _parse(words)
    records = Records(options.records)
    try:
        with records.locked():
            release = Release(Stack(), records, options)
            result = release.deploy(options.image) if options.command == "deploy" else release.roll_back()
            code = 0
    except (preflight.Unfit, Busy) as error:
        result, code = {"result": "refused", "reason": str(error)}, EXIT_UNFIT
    except GateClosed as error:
        result, code = {"result": "gate_closed", "reason": str(error)}, EXIT_GATE
    except CommandFailed as error:
        result, code = {"result": "broken", "reason": str(error)}, EXIT_BROKEN
    if code:
        print(f"{options.command}: {result['reason']}", file=sys.stderr)
    if code == EXIT_BROKEN:
        print("Run the same command again to go on, or scripts/rollback.sh to go back.", file=sys.stderr)
    if options.json:
        print(json.dumps(result))
    return code


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="release", description="Rolling updates of the compose stack")
    commands = parser.add_subparsers(dest="command", required=True)
    deploy = commands.add_parser("deploy", prog="scripts/deploy.sh")
    deploy.add_argument("image", help="an image on this host or in a registry, best as name@sha256:…")
    deploy.add_argument("--max-backup-age", type=float, default=26, metavar="HOURS", help="0 asks for no backup")
    back = commands.add_parser("rollback", prog="scripts/rollback.sh")
    for each in (deploy, back):
        each.add_argument("--dry-run", action="store_true", help="check and say what would be done")
        each.add_argument("--json", action="store_true", help="print the result as one line of JSON")
        each.add_argument("--records", type=Path, default=Path(".release"), metavar="FOLDER",
                          help="where it is kept what was deployed")  # fmt: skip
        each.add_argument("--canary-seconds", type=float, default=20, help="how long the first new replica is watched")
        each.add_argument("--ready-seconds", type=float, default=90, help="how long a replica may take to be ready")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
