"""The scene, photographed: `python -m tools.scene` lives it in a real browser, in both languages."""
