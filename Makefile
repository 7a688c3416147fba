# Every command of Drydock. `make help` explains; README.md has the same table.
PYTHON ?= python3
RUN = @exec $(PYTHON) scripts/bootstrap.py
export PORT HOST

.PHONY: start test check bench conformance help
.DEFAULT_GOAL := help

start: ## Set up and run Drydock; PORT=9000 and HOST=0.0.0.0 choose where
	$(RUN) start

test: ## Set up and run the whole test suite; ARGS="tests/accounts -x" for a part
	$(RUN) test $(ARGS)

check: ## Lint, types, architecture, templates, settings, migrations
	$(RUN) check

bench: ## Print the figures beside their goals: start, pages, scoring, the simulated world, the real engine; ARGS=name for one
	$(RUN) bench $(ARGS)

conformance: ## Compare the sandbox with recorded answers of real Kubernetes and Docker
	$(RUN) conformance $(ARGS)

help: ## Print this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
