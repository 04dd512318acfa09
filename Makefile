# kap-room: what one types here, each ready on a fresh Debian 12.
# What has to be installed first is .ci/prepare's business.

# Where Debian keeps mosquitto; a user's own path leaves it out.
export PATH := $(PATH):/usr/sbin:/sbin
export PYTHON
# Hundreds of tests start the program: it is compiled once, not each time.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=
# Most tests wait for a fade or a ramp: two and two, whole files, so that what a file
# records once is recorded once.
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
BIN := .venv/bin
# A computer that others share may starve a recording for a while, and then it was the
# recording that was wrong. What fails beside others is heard once more, by itself, and
# what fails then too a last time after a rest.
ONCE_MORE := kap-room: what failed is tried once more, alone
AT_LAST := kap-room: what failed again is tried a last time, after a rest
REST := $(if $(CI),60,0)
ALONE := --last-failed --last-failed-no-failures none

.PHONY: help demo test test-slow bench lint format clean checks style types layers

help:
	@echo 'make demo     a short session on this computer: sound, lamps, console'
	@echo '              (make demo ARGS=--headless for one without console)'
	@echo 'make test     the checks and the quick tests'
	@echo 'make test-slow  the long tests: real audio, soaks'
	@echo 'make bench    what kap-room costs while a session rests'
	@echo 'make lint     the checks alone'
	@echo 'make format   lay the code out as the checks want it'
	@echo 'make clean    remove what was made here, .venv as well'

demo:
	@.ci/prepare demo
	@$(BIN)/kap-room demo $(ARGS)

# The tests run even when a check has failed: whoever reads this wants to know both.
# The closing line of pytest stays the last one.
test:
	@.ci/prepare test
	@status=0; \
	$(MAKE) --no-print-directory -k checks || status=1; \
	$(BIN)/pytest $(SIDE_BY_SIDE) --tb=short $(ARGS) || \
	{ echo '$(ONCE_MORE)'; $(BIN)/pytest $(ALONE) $(ARGS); } || \
	{ echo '$(AT_LAST)'; sleep $(REST); $(BIN)/pytest $(ALONE) $(ARGS); } || \
	status=1; \
	exit $$status

test-slow:
	@.ci/prepare test
	@$(BIN)/pytest -m slow $(ARGS)

bench:
	@.ci/prepare test
	@$(BIN)/python -m tests.bench $(ARGS)

lint:
	@.ci/prepare test
	@$(MAKE) --no-print-directory -k checks

# All of them run, so that one look shows everything; silence means fine.
checks: style types layers

style:
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types:
	@$(BIN)/mypy --no-error-summary

layers:
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }

format:
	@.ci/prepare test
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

clean:
	rm -rf .venv build dist .ci/prepare.log .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find kap_room tests -name __pycache__ -type d -prune -exec rm -rf {} +
