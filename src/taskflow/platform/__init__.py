"""What every part stands on; knows no domain and no web framework."""
