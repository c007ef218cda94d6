"""What the room knows without a database: profiles, addresses, readings, masks, the gate. Pure."""
