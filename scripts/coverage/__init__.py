"""Writes docs/COVERAGE.md: what the simulated world models and what it does not, read from its own registries."""
