"""What an operator does beside running: back up, restore, ask what is wrong, verify the audit ledger."""
