"""Full exports that come back: their zip, their lines, and what becomes of them in another workspace."""

from taskflow.transfer.unpacking.building import Builder
from taskflow.transfer.unpacking.ledger import Ledger
from taskflow.transfer.unpacking.renewal import Renewal, load_renewal, renew
from taskflow.transfer.unpacking.zips import Archive

__all__ = ["Archive", "Builder", "Ledger", "Renewal", "load_renewal", "renew"]
