#!/usr/bin/env bash
# Figures of docs/prediction/scoring.md, from the clone's root on a quiet machine:
#   predict/results/measure.sh scoring            2 minutes: users a second, sequences of 20 events, 8 funds, 1 and 2 threads
#   predict/results/measure.sh training THREADS   3 minutes: samples a second of the nine models on so many engine threads
#   predict/results/measure.sh nightly [USERS]    a run that scores, allocates and publishes, with seconds and memory of each phase; default: 1000000 users, 3 minutes
# Each writes predict/results/measured-<what>.txt and the page's block of that name (training and nightly: with the number).
set -u
what=${1:?scoring, training or nightly}
users=${2:-1000000}
threads=${2:-1}
root=$PWD
name=$what
[ "$what" != nightly ] || name=nightly-$users
[ "$what" != training ] || name=training-$threads
out=$root/predict/results/measured-$name.txt
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
eoca() { timeout "$limit" "$root/eoca" "$@"; }
limit=900
eoca world --users 4000 --out "$scratch/world" >/dev/null 2>&1 || exit 1
export EOCA_BUILD=never
cd "$scratch/world" || exit 1
sed -i 's/length: 12/length: 20/' features.yaml
tables='{users: users.parquet, funds: funds.csv, behaviours: behaviours.parquet, edges: edges.parquet}'
train() { # model, epochs, out
  printf 'features: features.yaml\nmodel: %s\nout: %s\ntrain: {epochs: %s, patience: 9, seed: 1}\n' "$1" "$3" "$2" >"$1.yaml"
  eoca train "$1.yaml" 2>&1
}
machine() { printf '%s, %s threads of hardware, load %s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)"; }

scoring() {
  local model threads
  for model in esdpm-ncg esdpm; do train $model 1 "$scratch/models/$model" >/dev/null; done
  eoca world --users 20000 --events 20 --impressions 1 --out "$scratch/full" >/dev/null 2>&1 || exit 1
  cd "$scratch/full" || exit 1
  for model in esdpm-ncg esdpm; do
    printf 'model: ../models/%s\ntables: %s\nmoment: 2021-06-09\n' $model "$tables" >$model.yaml
    for threads in 1 2; do
      printf '\n%s (eoca predict %s.yaml --measure 8 --threads %s)\n' $model $model $threads
      taskset -c 0-$((threads - 1)) "$root/eoca" predict $model.yaml --measure 8 --threads $threads 2>/dev/null
    done
  done
}

training() {
  local model rate
  export EOCA_JAVA_OPTS=-Dai.djl.pytorch.num_threads=$threads
  printf '\nSamples a second, batch 512, the faster of the 2nd and 3rd epoch of 11,000 samples (eoca train), engine threads: %s\n' "$threads"
  for model in dnn-c dnn-v shared-bottom mmoe esmm mtl-mse mtl-ziln esdpm-ncg esdpm; do
    rate=$(train $model 3 "models/$model" | sed -n 's/^epoch *[23] .* \([0-9,]*\) samples.s$/\1/p' | tr -d , | sort -n | tail -n 1)
    printf '%-14s%10s\n' $model "${rate:-none}"
  done
}

# What a run prints when a phase ends, and the largest resident and anonymous memory sampled since the phase before, every 0.1 s.
memory() { # process id of timeout
  local java phases='^(score|check|feasibility|solve|certify|write|verify|report) '
  while kill -0 "$1" 2>/dev/null; do
    java=$(pgrep -P "$1" | head -n 1)
    awk -v ended="$(grep -cE "$phases" night.txt)" '/^VmRSS/ { rss = $2 } /^RssAnon/ { print ended, rss, $2 }' "/proc/$java/status" 2>/dev/null
    sleep 0.1
  done >memory.txt
  grep -E "$phases" night.txt | awk '
    FNR == NR { if ($2 > rss[$1]) rss[$1] = $2; if ($3 > anon[$1]) anon[$1] = $3; next }
    { n = FNR - 1; printf "%-70s %s\n", $0, n in rss ? sprintf("%5d MiB, %5d anonymous", rss[n] / 1024, anon[n] / 1024) : "too short to sample" }' memory.txt -
}

nightly() {
  train esdpm-ncg 1 "$scratch/models/esdpm-ncg" >/dev/null
  eoca world --users "$users" --people 400000 --impressions 1 --out "$scratch/night" >/dev/null 2>&1 || exit 1
  cd "$scratch/night" || exit 1
  {
    printf 'campaign: nightly\nfunds:\n'
    for j in 1 2 3 4 5 6 7; do printf '  - {id: fund-%s, risk: 0, quota: 12.5%%}\n' $j; done
    printf '  - {id: fund-8, risk: 0, quota: rest}\netv: {path: none.arrow}\n'
    printf 'predict: {model: ../models/esdpm-ncg, tables: %s, moment: 2021-06-09}\n' "$tables"
  } >campaign.yaml
  printf "\n%s users, 8 funds, esdpm-ncg (eoca run campaign.yaml --threads 2)\n" "$users"
  timeout 3600 "$root/eoca" run campaign.yaml --threads 2 >night.txt 2>&1 &
  memory $!
  grep -E '^[0-9.]+ s on' night.txt
  printf 'of score, reading and checking the tables: %.0f s\n' "$(sed -n 's/.*"read_seconds" : \([0-9.]*\).*/\1/p' runs/nightly/2*/scoring.json)"
}

{ machine; "$what"; } >"$out"
awk -v what="$name" -v file="$out" '
  $0 == "<!-- " what " -->" { print; print "```"; while ((getline line < file) > 0) print line; print "```"; skip = 1; next }
  $0 == "<!-- /" what " -->" { skip = 0 }
  !skip' "$root/docs/prediction/scoring.md" >"$scratch/page" && cp "$scratch/page" "$root/docs/prediction/scoring.md"
