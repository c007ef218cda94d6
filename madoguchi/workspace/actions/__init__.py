"""The only writers of the desk: wrap-ups, drafts, rules, and what an agent wishes of a call."""
