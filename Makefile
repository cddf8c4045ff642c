# Every target sets up what it needs: a fresh machine with Python 3.11+, git and make is enough.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/ready

CORPUS ?= corpus
DATA ?= data
REVIEW ?= flagged

FROZEN = --data "$(DATA)/frozen/latest" $(RUNS)
RUNS = --runs "$(DATA)/runs"

# an option of a command line, given only where the variable is; make hands what it was given to the shell as
# environment, so that quotes in a value stay what they are
option = $(if $($(1)),--$(2) "$$$(1)")

.PHONY: help setup dataset report audit review train plan ask evaluate compare lessons general models chat serve export curves monitor doctor \
	test test-fast check format bench clean

help: ## this list
	@echo "Acervo: an archive becomes a dataset, and the dataset an adapter that answers from it."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  first time:  make dataset train    (sets everything up by itself)"

setup: $(READY) ## create .venv and install what the lock file says

$(READY): requirements.lock requirements-model.lock setup.sh
	@PYTHON="$(PYTHON)" ./setup.sh $(VENV)

dataset: $(READY) ## build the corpus and freeze it   CORPUS=path DATA=path REVIEW=none|flagged|all PROFILE=path STRICT=1
	@$(PY) -m builders dataset --corpus "$(CORPUS)" --data "$(DATA)" --review "$(REVIEW)" \
		$(call option,PROFILE,profile) $(if $(STRICT),--strict)

report: $(READY) ## what was left out, and why   REASON=name lists every piece
	@$(PY) -m builders report --data "$(DATA)" $(call option,REASON,reason)

audit: $(READY) ## know the data before training on it   MODEL=mistral-v3|embedded|name PRESET=name STRICT=1 JSON=1
	@$(PY) -m train audit $(FROZEN) $(call option,PRESET,preset) $(call option,MODEL,model) \
		$(call option,LIMITS,limits) $(if $(STRICT),--strict) $(if $(JSON),--json)

review: $(READY) ## open the review app in the browser   PORT=n
	@$(PY) -m review_app --data "$(DATA)" --corpus "$(CORPUS)" $(call option,PORT,port)

train: $(READY) ## train an adapter on the frozen dataset   PRESET=name MODEL=name EPOCHS=n RUN=name NEW=1 FROM=run
	@$(PY) -m train train $(FROZEN) $(call option,PRESET,preset) $(call option,MODEL,model) \
		$(call option,EPOCHS,epochs) $(call option,RUN,run) $(if $(NEW),--new) $(call option,FROM,from) \
		$(call option,REPORT_TO,report-to)

plan: $(READY) ## whether a run fits in memory and how long it takes, from a measured step   PRESET=name MODEL=name EPOCHS=n
	@$(PY) -m train plan --data "$(DATA)/frozen/latest" $(call option,PRESET,preset) $(call option,MODEL,model) \
		$(call option,EPOCHS,epochs)

ask: $(READY) ## ask the newest adapter something   Q="..." BASE=1 for the model without it, RUN=name
	@$(PY) -m train ask $(RUNS) "$$Q" $(if $(BASE),--base) $(call option,RUN,run)

evaluate: $(READY) ## does it know the archive? the three probes of the test split   RUN=name BASE=1 SPLIT=valid LIMIT=n
	@$(PY) -m train evaluate $(FROZEN) $(call option,RUN,run) $(if $(BASE),--base) $(call option,SPLIT,split) \
		$(call option,LIMIT,limit)

compare: $(READY) ## base against adapter: won, lost, and whether by chance   RUN=name AGAINST=run SPLIT=valid LIMIT=n
	@$(PY) -m train compare $(FROZEN) $(call option,RUN,run) $(call option,AGAINST,against) $(call option,SPLIT,split) \
		$(call option,LIMIT,limit)

lessons: $(READY) ## what a run has not learnt, and what should have taught it: to the review queue   RUN=name
	@$(PY) -m train lessons $(FROZEN) $(call option,RUN,run)

models: $(READY) ## the models recommended for this machine's memory   GET=name downloads one, converted where it comes in full
	@$(PY) -m train models $(call option,GET,get)

general: $(READY) ## what the tune has broken of common knowledge and plain Portuguese   RUN=name
	@$(PY) -m train general $(RUNS) $(call option,RUN,run)

chat: $(READY) ## talk with the newest adapter in the terminal   RUN=name BASE=1
	@$(PY) -m train chat $(RUNS) $(call option,RUN,run) $(if $(BASE),--base)

serve: $(READY) ## an OpenAI-compatible server with the adapter   RUN=name BASE=1 PORT=n
	@$(PY) -m train serve $(RUNS) $(call option,RUN,run) $(if $(BASE),--base) $(call option,PORT,port)

export: $(READY) ## adapter, fused model, GGUF, model card: what others can use   RUN=name
	@$(PY) -m train export $(RUNS) $(call option,RUN,run)

curves: $(READY) ## plots of a run and one page that holds everything   RUN=name
	@$(PY) -m train report $(RUNS) $(call option,RUN,run)

monitor: $(READY) ## a run, live, in another terminal   RUN=name
	@$(PY) -m train monitor $(RUNS) $(call option,RUN,run)

doctor: $(READY) ## what this machine has, and what would keep it from training   PRESET=name MODEL=name
	@$(PY) -m train doctor --data "$(DATA)" $(call option,PRESET,preset) $(call option,MODEL,model)

test: check ## ruff, pyright and every test
	@$(PY) -m pytest -n 2 --dist loadgroup

test-fast: $(READY) ## the tests that neither train nor drive a browser
	@$(PY) -m pytest -n 2 -m "not slow"

check: $(READY) ## ruff and pyright
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m pyright

format: $(READY) ## put the code into the one layout
	@$(PY) -m ruff check --fix . && $(PY) -m ruff format .

bench: $(READY) ## speed and memory as ratios against named peers
	@$(PY) -m benchmarks

clean: ## remove .venv and what tests leave; never data/
	@rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
