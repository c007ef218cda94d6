"""Where the house meets the world: web application, live socket, command line; only `bootstrap` wires."""
