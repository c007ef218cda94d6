"""Open JTalk: a Japanese voice that lives in this process."""
