"""NATS between the nodes of one installation."""
