# Two commands do everything: `make run` starts a whole contact centre, `make test` tests everything.
# Prerequisites on a bare machine: python3 with venv, make.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := $(CURDIR)
export PATH := $(CURDIR)/$(BIN):$(PATH)
export UV_PYTHON_DOWNLOADS := never

.PHONY: run call test check soak bench web openapi setup setup-dev journeys

# HTTPS=1: for other machines of the local network too; browsers give no microphone without it.
ifdef HTTPS
export MADOGUCHI_HTTPS := 1
export MADOGUCHI_HOST ?= 0.0.0.0
endif

run: setup $(BIN)/.web ## start everything: http://127.0.0.1:8787 (make run HTTPS=1: for the local network)
	@MADOGUCHI_LOG_LEVEL=$${MADOGUCHI_LOG_LEVEL:-warning} exec $(BIN)/python -m madoguchi run --demo

call: ## ring the running demo: make call FROM=09012345678 TO=0120000315
	@$(BIN)/python -m madoguchi call $(if $(FROM),--from $(FROM)) $(if $(TO),--to $(TO))

setup: $(BIN)/.base
setup-dev: $(BIN)/.dev

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV) || { echo "python3 needs its venv module: apt-get install python3-venv"; exit 1; }

$(BIN)/.base: $(BIN)/python requirements/base.txt
	@echo "Installing Python packages …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(BIN)/.dev: $(BIN)/.base requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# The desk is built once, with the Node.js that the Python packages carry.
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' 2>/dev/null)
$(BIN)/.web: $(BIN)/.base $(WEB_SOURCES)
	@echo "Building the desk …"
	@cd web && npm ci --silent --no-audit --no-fund && npm run --silent build -- --logLevel warn
	@touch $@

web: $(BIN)/.web

openapi: setup ## the API's contract, from which the desk's client is generated
	@$(BIN)/python -m madoguchi openapi > web/packages/api/openapi.json
	@cd web && npm run --silent api

check: setup-dev ## lint, types, contracts, units: under two minutes, before every commit
	@tools/check

test: setup-dev ## everything: units to journeys in a real browser with a real switch
	@tools/test

soak: setup-dev web ## the long ones: histories by the hundred thousand, kills under load, the journeys five times
	@tools/soak

bench: setup-dev ## make bench NAME=ani_lookup [SIZE=100k]
	@$(BIN)/python -m bench.run $(NAME)
