#!/usr/bin/env bash
# Where amounts are small and losses differ in what they make of a negative: docs/prediction/comparison.md, "Where amounts are small".
#   predict/results/losses.sh FOLDER [M ...]
# For each location M of log amounts (2.5 and 1) a world FOLDER/M and its comparison, FOLDER/M/comparison. What is there already is
# kept: after an interruption the same command goes on. Locations can be compared at the same time, one command each.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:?where the worlds go}
shift
[ $# -gt 0 ] || set -- 2.5 1
mkdir -p "$folder"
for location in "$@"; do
  world=$folder/$location
  [ -d "$world" ] || "$root/eoca" world --users 40000 --funds 8 --impressions 4 --seed 1 --wealth-choice 1.35 --log-amount "$location" --out "$world"
  cp "$root/predict/results/losses.yaml" "$world/compare.yaml"
  "$root/eoca" evaluate "$world/compare.yaml"
done
