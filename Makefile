# Two commands: `make run` (a fresh machine to a map of the demo city) and `make test` (every test).
# Both say what is missing when something is; see .ci/need.

SHELL := /bin/bash
STORE ?= gridbeat.gpkg
LISTEN ?= 127.0.0.1:8080

.PHONY: run test web build snapshot clean

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

# The demo city's tiles, checked and drawn by a second renderer (tiles/snapshot/README.md).
# Needs protoc to build and a Vulkan driver to run: apt-get install protobuf-compiler
# mesa-vulkan-drivers libvulkan1. Without a driver it says so and is left out (exit code 3).
OUT = $${CARGO_TARGET_DIR:-target}
snapshot: build
	@command -v protoc >/dev/null || { echo "snapshot needs protoc (Debian: protobuf-compiler)" >&2; exit 1; }
	cargo build --locked --manifest-path tiles/snapshot/Cargo.toml --target-dir "$(OUT)/snapshot"
	rm -f "$(OUT)"/snapshot/city.*
	"$(OUT)/release/gridbeat" demo --output "$(OUT)/snapshot/city.gpkg"
	"$(OUT)/release/gridbeat" tiles --store "$(OUT)/snapshot/city.gpkg" --output "$(OUT)/snapshot/city.pmtiles"
	"$(OUT)/snapshot/debug/snapshot" "$(OUT)/snapshot/city.pmtiles" --check --output "$(OUT)/snapshot/city.png" \
	  || [ $$? = 3 ]

clean:
	rm -rf target tiles/snapshot/target web-map/dist web-map/node_modules
