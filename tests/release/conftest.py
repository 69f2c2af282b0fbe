"""The release tool lies beside the operator's scripts, where it needs no packages."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
