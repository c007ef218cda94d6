"""The room's only writers. Every write is in the ledger; details that are personal are sealed there."""
