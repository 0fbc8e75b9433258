#!/bin/sh
# Counts the instructions of one quote, by hand and by the engine, and of one case: the same on every run, however busy
# the machine is.
#
# sh tests/instructions.sh; needs valgrind. The first task is that of the bench `quote`, the next are those of
# `restrictions` with so many rules, and the last is the case of the bench `case`. CONTRIBUTING.md has the counts of the
# last change.
set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
program=$(cargo bench -q -p tarifa-tests --bench instructions --no-run --message-format json \
  | sed -n 's/.*"executable":"\([^"]*instructions[^"]*\)".*/\1/p' | tail -n 1)
for task in quote 60 600 case; do
  valgrind -q --tool=callgrind --callgrind-out-file="$scratch/$task" "$program" "$task" 2>"$scratch/errors" \
    || { cat "$scratch/errors"; exit 1; }
  # It warns of functions that no line of the file names.
  callgrind_annotate --inclusive=yes --threshold=100 "$scratch/$task" >"$scratch/$task.txt" 2>"$scratch/errors" \
    || { cat "$scratch/errors"; exit 1; }
  case $task in
    case) sides='read check standing' ;;
    *) sides='by_hand by_engine by_engine_alone' ;;
  esac
  for side in $sides; do
    sed -n "s/^ *\([0-9,]*\) .*:tarifa_tests::.*::Task::$side\( .*\)*\$/\1/p" "$scratch/$task.txt" | tr -d , | sort -n \
      | tail -n 1 | awk -v task="$task" -v side="$side" '{ printf "%-6s %-15s %6d instructions\n", task, side, $1 / 1024 }'
  done
done
