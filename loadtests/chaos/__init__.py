"""Breaking the running stack on purpose, and counting what came of it."""
