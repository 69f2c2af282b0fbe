"""What was deployed is known after any end of the process, and two deploys never run at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from release.records import Busy, Records

HOLD = """
import sys, time
from pathlib import Path
from release.records import Records
with Records(Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.readline()
"""
SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    records = Records(tmp_path / "releases")
    assert records.read("current") is None
    records.write("current", {"image": "sha256:1"})
    assert Records(tmp_path / "releases").read("current") == {"image": "sha256:1"}
    records.forget("current")
    records.forget("current")
    assert records.read("current") is None


def test_a_half_written_record_changes_nothing(tmp_path: Path) -> None:
    records = Records(tmp_path)
    records.write("current", {"image": "sha256:1"})
    (tmp_path / "current.new").write_text('{"ima')
    assert records.read("current") == {"image": "sha256:1"}


def test_the_history_only_grows(tmp_path: Path) -> None:
    records = Records(tmp_path)
    records.note("began", to="a")
    records.note("done", to="a")
    lines = [json.loads(line) for line in (tmp_path / "history.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["began", "done"]


def test_a_second_one_is_refused_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=SCRIPTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    assert first.stdout.readline() == "held\n"
    with pytest.raises(Busy), Records(tmp_path).locked():
        raise AssertionError("two at once")
    first.kill()
    first.communicate()
    with Records(tmp_path).locked():
        pass
