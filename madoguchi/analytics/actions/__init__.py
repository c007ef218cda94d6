"""The writers: counting contacts, counting them again, finding and acknowledging."""
