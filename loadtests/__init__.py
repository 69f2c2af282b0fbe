"""Load and measurement: nothing here is part of the product."""
