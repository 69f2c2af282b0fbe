"""A part is used through its front door only."""

import ast

from tests.architecture.source import ROOT, parse, product_files, relative

# Parts in the sense of the house: they own tables and say something that a user would say.
PARTS = {path.parent.name for path in (ROOT / "src/taskflow").glob("*/models.py") if path.parent.name != "platform"}


def test_there_are_parts() -> None:
    assert {"identity", "workspaces", "projects", "tasks", "comments", "activity"} <= PARTS


def test_other_parts_are_imported_by_their_front_door() -> None:
    breaches = []
    for path in product_files():
        here = relative(path)
        for node in ast.walk(parse(path)):
            if not isinstance(node, ast.ImportFrom) or node.module is None:
                continue
            words = node.module.split(".")
            if words[0] != "taskflow" or len(words) < 3 or words[1] not in PARTS:
                continue
            if here.startswith(f"src/taskflow/{words[1]}/") or (here == "roles/worker.py" and words[2] == "jobs"):
                continue
            breaches.append(f"{here}:{node.lineno} imports {node.module}")
    assert not breaches, "import the part, not its insides:\n" + "\n".join(breaches)


def test_front_doors_are_short_tables_of_contents() -> None:
    for part in PARTS:
        path = ROOT / "src/taskflow" / part / "__init__.py"
        tree = parse(path)
        assert any(isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "__all__" for n in tree.body), path
        assert not any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in tree.body), f"{path} holds logic"


def test_a_table_is_written_by_its_own_part_only() -> None:
    owners = {}
    for part in PARTS:
        for node in ast.walk(parse(ROOT / "src/taskflow" / part / "models.py")):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "table":
                owners[ast.literal_eval(node.value)] = part
    assert len(owners) >= 14
    breaches = []
    for path in product_files():
        for node in ast.walk(parse(path)):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            text = " ".join(node.value.split()).lower()
            for table, part in owners.items():
                writes = any(
                    f"{verb} {table}{end}" in text + " "
                    for verb in ("insert into", "update", "delete from")
                    for end in (" ", "(")
                )
                if writes and f"src/taskflow/{part}/" not in path.as_posix():
                    breaches.append(f"{relative(path)}:{node.lineno} writes {table}, which belongs to {part}")
    assert not breaches, "\n".join(breaches)
