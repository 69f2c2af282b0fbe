"""What benches and load scenarios share."""
