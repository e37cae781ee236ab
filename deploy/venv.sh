#!/usr/bin/env bash
# Makes .venv from requirements.lock. Brings its own uv where the machine has none; needs a Python >= 3.12.
set -eu
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  if [ -x .local/tools/bin/uv ]; then uv=.local/tools/bin/uv
  elif [ -x .local/uv/bin/uv ]; then uv=.local/uv/bin/uv
  else
    echo "· uv is not on this machine: installing it into .local/"
    mkdir -p .local
    if python3 -m venv .local/tools >/dev/null 2>&1 && .local/tools/bin/python -m pip install --quiet --disable-pip-version-check uv; then
      uv=.local/tools/bin/uv
    elif python3 -m pip install --quiet --target .local/uv uv; then
      uv=.local/uv/bin/uv
    else
      echo "Could not install uv. Install uv, or python3 with pip, and run make again." >&2; exit 1
    fi
  fi
fi
[ -x .venv/bin/python ] || "$uv" venv --quiet --python '>=3.12' .venv || {
  echo "No Python >= 3.12 found. Install it (Debian: apt install python3 python3-venv) and run make again." >&2; exit 1; }
echo "· installing the locked packages into .venv"
"$uv" pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock
