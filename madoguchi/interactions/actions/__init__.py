"""The only writers: a contact's opening and end, each agent's part, wishes to its medium, what is left behind."""
