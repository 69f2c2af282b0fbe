"""Rolling updates of the compose stack: Python's standard library and the docker command, nothing else."""
