#!/usr/bin/env bash
# The simulated Table 3 of docs/prediction/comparison.md: models × strategies against a world's truth, one table a seed.
#   predict/results/table3.sh WORLD [SEED ...]
# WORLD is a folder of `eoca world` in which `eoca evaluate WORLD/compare.yaml` has trained esmm, esdpm-ncg and esdpm (seeds: 1).
# Leaves WORLD/table3-SEED/plans.md and .json. What is there already is kept: after an interruption the same command goes on.
set -eu
eoca=$(cd "$(dirname "$0")/../.." && pwd)/eoca
cd "${1:?the folder of a world}"
shift
[ $# -gt 0 ] || set -- 1
plan() { # name, campaign, strategy
  [ -d "plans-$seed/$1" ] || "$eoca" allocate "$2" --strategy "$3" --out "plans-$seed/$1"
}
for seed in "$@"; do
  for model in esmm esdpm-ncg esdpm; do
    printf 'model: comparison/models/%s-%s\ntables: {users: users.parquet, funds: funds.csv, behaviours: behaviours.parquet, edges: edges.parquet}\nmoment: 2021-06-09\n' "$model" "$seed" >"predict-$model-$seed.yaml"
    [ -d "etv-$model-$seed" ] || "$eoca" predict "predict-$model-$seed.yaml" --out "etv-$model-$seed" --resume
    sed "s|truth-etv.parquet|etv-$model-$seed/*.arrow|" campaign.yaml >"campaign-$model-$seed.yaml"
  done
  plan esmm-manual "campaign-esmm-$seed.yaml" manual
  plan esmm-heuristic "campaign-esmm-$seed.yaml" heuristic
  plan esdpm-ncg-heuristic "campaign-esdpm-ncg-$seed.yaml" heuristic
  plan esdpm-heuristic "campaign-esdpm-$seed.yaml" heuristic
  plan esdpm-exact "campaign-esdpm-$seed.yaml" exact
  plan truth-exact campaign.yaml exact
  sed "s|plans/|plans-$seed/|; s|^out: .*|out: table3-$seed|" plans.yaml >"plans-$seed.yaml"
  [ -f "table3-$seed/plans.md" ] || "$eoca" evaluate "plans-$seed.yaml"
done
