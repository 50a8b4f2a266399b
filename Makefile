# Linju (邻聚). `make` alone lists what there is. Each target gets what it lacks, or says how to get it.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# One thing after the other: cargo and npm share the machine better than two of each would.
.NOTPARALLEL:

# Passed on to the program: make run ARGS="--port 9000"
ARGS ?=
LINJU := $(or $(CARGO_TARGET_DIR),target)/release/linju

.PHONY: help run build dist assets check test test-rust test-browser test-dist bench soak pg pg-stop fmt deny clean

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: setup-run build ## build, and open a demonstration at http://127.0.0.1:8080
	@exec $(LINJU) demo $(ARGS)

build: assets/dist/manifest.json ## the program itself: target/release/linju
	cargo build --release --locked --bin linju

dist: build ## one archive for machines without a network: program, fonts, guides, unit, install script
	@tools/dist.sh --binary $(LINJU) $(ARGS)

# ---- scripts and styles ----
assets: assets/dist/manifest.json ## bundle scripts and styles into assets/dist

assets/node_modules/.package-lock.json: assets/package.json assets/package-lock.json
	@command -v npm >/dev/null || { echo "Node.js is missing, 20 or later: https://nodejs.org"; exit 1; }
	cd assets && npm ci --no-progress
	@touch $@

assets/dist/manifest.json: assets/node_modules/.package-lock.json assets/build.mjs $(shell find assets/src -type f)
	cd assets && npm run --silent build
	@touch $@

# ---- proof ----
check: assets ## formatting, lints and types, no tests
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cd assets && npm run --silent check

test: setup-test check test-rust test-browser ## everything a change must pass; what .ci/run calls

# nextest prints one line of counts and runs each test in a process of its own; plain cargo test is as good.
test-rust: setup-test assets ## the Rust tests, on SQLite and on PostgreSQL
	@if command -v cargo-nextest >/dev/null; then \
	  cargo nextest run --workspace --locked --no-fail-fast && cargo test --workspace --locked --doc; \
	else \
	  cargo test --workspace --locked --no-fail-fast; \
	fi

e2e/node_modules/.package-lock.json: e2e/package.json e2e/package-lock.json
	cd e2e && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-progress
	@touch $@

test-browser: setup-test assets e2e/node_modules/.package-lock.json ## the browser tests, by persona (one: ARGS="specs/clerk.spec.ts")
	cargo build --locked --bin linju
	cd e2e && npm run --silent check && npx --no-install playwright test $(ARGS)

test-dist: assets ## install, start, upgrade and roll back from the archive, with the network cut (root)
	LINJU_TESTS_MUST_RUN=1 cargo test --workspace --locked --test it dist -- --nocapture

# An hour, on a machine that has nothing else to do. The cold figures need root. A tenth of it: make bench ARGS=--quick
bench: setup-test build ## measure against this machine's own limits, 10,000 to 1,000,000 cases; writes bench/latest.json
	@mkdir -p bench
	@export LINJU_PG_DIR=/tmp/linju-pg-bench LINJU_PG_PORT=54331; \
	tools/pg.sh stop; url=$$(tools/pg.sh start); trap 'tools/pg.sh stop' EXIT; \
	LINJU_COMMIT=$$(git rev-parse --short HEAD) \
	  $(LINJU) bench run --cases 10000,100000,1000000 --postgres "$$url" --out bench/latest.json $(ARGS)
	@echo "bench/latest.json is written"

soak: setup-test assets ## the long runs at full length: kills, cut connections, full disks, ten gigabytes copied while people work
	LINJU_SOAK=1 LINJU_TESTS_MUST_RUN=1 cargo test --release --workspace --locked --no-fail-fast -- --nocapture

# ---- by hand ----
pg: setup-test ## start a throw-away PostgreSQL and print its URL (ends with: make pg-stop)
	@tools/pg.sh start

pg-stop: ## end it and delete its data
	@tools/pg.sh stop

fmt: ## format the Rust sources
	cargo fmt --all

deny: ## licences, known weaknesses and origins of the libraries
	@command -v cargo-deny >/dev/null || { echo "cargo-deny is missing: cargo install --locked cargo-deny"; exit 1; }
	cargo deny --locked check

clean: ## drop what was built, scripts and styles too
	cargo clean
	rm -rf assets/dist assets/node_modules e2e/node_modules e2e/test-results e2e/shots

.PHONY: setup-run setup-test
setup-run:
	@tools/setup.sh run

setup-test:
	@tools/setup.sh test
