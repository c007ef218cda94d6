"""The ground: database session, outbox, jobs, live feed, ids, clock, errors, settings, i18n, crypto."""
