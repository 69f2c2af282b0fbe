"""Tests of the figures that charts are drawn from."""
