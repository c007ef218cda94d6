"""The only writers of connections and of what is owed to CRMs."""
