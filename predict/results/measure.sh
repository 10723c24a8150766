#!/usr/bin/env bash
# Figures of docs/prediction/scoring.md, from the clone's root on a quiet machine: predict/results/measure.sh [NIGHTLY_USERS]
# About 4 minutes with the default of 500,000 users in the nightly run. Writes predict/results/measured.txt and the page's block.
set -u
users=${1:-500000}
root=$PWD
out=$root/predict/results/measured.txt
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
./eoca world --users 4000 --out "$scratch/world" >/dev/null 2>&1 || exit 1
export EOCA_BUILD=never
cd "$scratch/world" || exit 1
train() { # model, epochs, out
  printf 'features: features.yaml\nmodel: %s\nout: %s\ntrain: {epochs: %s, patience: 9, seed: 1}\n' "$1" "$3" "$2" >"$1.yaml"
  timeout 60 "$root/eoca" train "$1.yaml" 2>&1
}
{
  printf '%s, %s threads of hardware\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)"
  echo
  echo 'Scoring: esdpm-ncg, sequence length 20, 8 funds (eoca predict predict.yaml --measure 8)'
} >"$out"
train esdpm-ncg 1 models/esdpm-ncg >/dev/null
tables='{users: users.parquet, funds: funds.csv, behaviours: behaviours.parquet, edges: edges.parquet}'
printf 'model: models/esdpm-ncg\ntables: %s\nmoment: 2021-06-09\n' "$tables" >predict.yaml
for threads in 1 2; do
  taskset -c 0-$((threads - 1)) timeout 60 "$root/eoca" predict predict.yaml --measure 8 --threads $threads 2>/dev/null >>"$out"
done
{ echo; echo 'Training: samples a second in the second epoch, batch 512 (eoca train), engine threads 1 and 2'; } >>"$out"
for model in dnn-c dnn-v shared-bottom mmoe esmm mtl-mse mtl-ziln esdpm-ncg esdpm; do
  line=$(printf '%-14s' $model)
  for threads in 1 2; do
    export EOCA_JAVA_OPTS=-Dai.djl.pytorch.num_threads=$threads
    rate=$(train $model 2 "models/$model-$threads" | sed -n 's/^epoch *2 .* \([0-9,]*\) samples.s$/\1/p')
    line="$line $(printf '%10s' "${rate:-none}")"
  done
  echo "$line" >>"$out"
done
unset EOCA_JAVA_OPTS
cp -r models/esdpm-ncg "$scratch/model"
cd "$scratch" && rm -rf world
timeout 200 "$root/eoca" world --users "$users" --impressions 1 --out world >/dev/null 2>&1 || exit 1
cd world || exit 1
{
  printf 'campaign: nightly\nfunds:\n'
  for j in 1 2 3 4 5 6 7; do printf '  - {id: fund-%s, risk: 0, quota: 12.5%%}\n' $j; done
  printf '  - {id: fund-8, risk: 0, quota: rest}\netv: {path: none.arrow}\n'
  printf 'predict: {model: ../model, tables: %s, moment: 2021-06-09}\n' "$tables"
} >campaign.yaml
{
  echo
  echo "Nightly run of $(printf "%'d" "$users") users, 8 funds, esdpm-ncg (eoca run campaign.yaml --threads 2)"
  taskset -c 0,1 timeout 600 "$root/eoca" run campaign.yaml --threads 2 2>&1 | grep -E '^(score|check|feasib|solve|certify|write|verify|report|[0-9.]+ s on)'
} >>"$out"
awk -v file="$out" '
  /<!-- measured -->/ { print; print "```"; while ((getline line < file) > 0) print line; print "```"; skip = 1; next }
  /<!-- \/measured -->/ { skip = 0 }
  !skip' "$root/docs/prediction/scoring.md" >"$scratch/page" && cp "$scratch/page" "$root/docs/prediction/scoring.md"
