#!/bin/sh
# Counts the instructions of one quote, by hand and by the engine: the same on every run, however busy the machine is.
#
# sh tests/instructions.sh; needs valgrind. The first task is that of the bench `quote`, the others are those of
# `restrictions` with so many rules. CONTRIBUTING.md has the counts of the last change.
set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
program=$(cargo bench -q -p tarifa-tests --bench instructions --no-run --message-format json \
  | sed -n 's/.*"executable":"\([^"]*instructions[^"]*\)".*/\1/p' | tail -n 1)
for task in quote 60 600; do
  valgrind -q --tool=callgrind --callgrind-out-file="$scratch/$task" "$program" "$task" 2>"$scratch/errors" \
    || { cat "$scratch/errors"; exit 1; }
  for side in by_hand by_engine by_engine_alone; do
    callgrind_annotate --inclusive=yes --threshold=100 "$scratch/$task" \
      | sed -n "s/^ *\([0-9,]*\) .*:tarifa_tests::by_hand::.*::Task::$side\( .*\)*\$/\1/p" | tr -d , | sort -n | tail -n 1 \
      | awk -v task="$task" -v side="$side" '{ printf "%-6s %-15s %6d instructions\n", task, side, $1 / 1024 }'
  done
done
