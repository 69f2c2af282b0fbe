"""Measurements that can be repeated: `bin/bench NAME`."""
