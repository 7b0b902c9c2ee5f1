# Two commands: `make run` (a fresh machine to a map of the demo city) and `make test` (every test).
# Both say what is missing when something is; see .ci/need.

SHELL := /bin/bash
STORE ?= gridbeat.gpkg
LISTEN ?= 127.0.0.1:8080

.PHONY: run test web build clean

run: build
	@exec "$${CARGO_TARGET_DIR:-target}/release/gridbeat" serve --store "$(STORE)" --listen "$(LISTEN)" --demo qilihe

build: web
	cargo build --release --locked --bin gridbeat

# The pages, from the lock file, again only when their sources changed.
web: web-map/dist/index.html

WEB_SOURCES := $(shell find web-map -path web-map/node_modules -prune -o -path web-map/dist -prune -o -type f -print 2>/dev/null)

web-map/dist/index.html: $(WEB_SOURCES)
	@.ci/need run
	cd web-map && npm ci --ignore-scripts --no-audit --no-fund && npm run build

test:
	@.ci/test

clean:
	rm -rf target web-map/dist web-map/node_modules
