"""Real servers for tests: each installs on demand into the cache folder and starts on a free port."""
