#!/bin/bash
# Builds things.
set -e
source ./lib/common.sh
. /etc/profile

VERSION=1.0
export PATH_EXTRA="/opt/bin"
readonly LIMIT=10
declare -a ITEMS=(1 2)

# Says hello.
hello() {
  local name=$1
  INNER=2
  echo "hello $name"
}

function build_all {
  hello
}

function clean() (
  rm -rf out
)

alias ll='ls -l'

if [ -n "$1" ]; then
  conditional() { :; }
fi
