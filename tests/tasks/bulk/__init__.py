"""Tests of changing many tasks at once."""
