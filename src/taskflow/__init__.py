"""TaskFlow: collaborative task management that is safe to upgrade at noon."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("taskflow")
except PackageNotFoundError:  # run from a checkout: the package is on the path, not installed
    __version__ = "0.1.0.dev0"
