# One measurement of one workload on one server, and the loop over all of them.
#
# Raw results are lines of
#   round, workload, server, operations, seconds, p50 ms, p95 ms, p99 ms, errors, CPU us, bytes written, forces, redo bytes, operation, client's CPU us

declare -A warmed=()

measure_all() {
  local round line server order
  for ((round = 1; round <= rounds; round++)); do
    while IFS= read -r line; do
      # Turn about: whoever goes first has it colder, or warmer.
      order=("${server_list[@]}")
      if [ $((round % 2)) = 0 ]; then
        order=()
        for server in "${server_list[@]}"; do order=("$server" "${order[@]}"); done
      fi
      for server in "${order[@]}"; do
        thaw "$server"
        measure "$round" "$line" "$server" </dev/null
        freeze "$server"
      done
    done <<<"$workloads"
  done
}

# measure ROUND LINE SERVER
measure() {
  local round=$1 server=$3 workload database count script options
  IFS='|' read -r workload database count script options <<<"$2"
  [ "$count" != 0 ] || count=$threads
  before_workload "$server" "$workload" "$database"
  if [ "$database" = restore ]; then
    measure_restore "$round" "$server" "$workload"
  else
    measure_sysbench "$round" "$server" "$workload" "$database" "$count" "$script" "$options"
  fi
  after_workload
  awk -F '\t' 'END { printf "bench: round %d  %-30s %-9s %10.0f/s  p95 %8.2f ms  %7.1f us CPU\n", $1, $2, $3, $4 / $5, $7, $4 ? $10 / $4 : 0 }' "$raw" >&2
}

# What must stand while a workload runs: full tables for deletes, an old read view.
before_workload() {
  # Once more behind a first warm-up: nothing of that may be left.
  after_workload
  case $2 in
    oltp_delete) sysbench_database "$1" deletes "$tables" "$table_size" ;;
    cliff_*_with_read_view) open_read_view "$1" "$3" ;;
  esac
}

# A transaction that has read once and stays open, while updates pile up behind it. Its client ends with its input.
open_read_view() {
  exec {read_view}> >(sql_timeout=1900 sql "$1" "$2" >/dev/null 2>&1)
  printf 'START TRANSACTION WITH CONSISTENT SNAPSHOT;\nSELECT COUNT(*) FROM sbtest1;\n' >&"$read_view"
  timeout $((read_view_seconds + 60)) sysbench oltp_update_non_index $(sysbench_target "$1" "$2") --tables=4 \
    --table-size=$((pool_rows / 8)) --threads="$threads" --time="$read_view_seconds" run >/dev/null 2>&1
}

after_workload() {
  [ -n "${read_view:-}" ] || return 0
  exec {read_view}>&-
  read_view=
}

# rows_of DATABASE: sysbench's --tables and --table-size for it
rows_of() {
  case $1 in
    million) echo "--tables=1 --table-size=1000000" ;;
    half) echo "--tables=4 --table-size=$((pool_rows / 8))" ;;
    twofold) echo "--tables=4 --table-size=$((pool_rows / 2))" ;;
    tenfold) echo "--tables=4 --table-size=$((pool_rows * 10 / 4))" ;;
    one) echo "--tables=1 --table-size=200000" ;;
    many) echo "--tables=200 --table-size=1000" ;;
    *) echo "--tables=$tables --table-size=$table_size" ;;
  esac
}

measure_sysbench() {
  local round=$1 server=$2 workload=$3 database=$4 count=$5 script=$6 options=$7
  [ ! -e "$here/lib/$script.lua" ] || script=$here/lib/$script.lua
  local command=(sysbench "$script" $(sysbench_target "$server" "$database") --threads="$count")
  case $script in */*) ;; *) command+=($(rows_of "$database") $options) ;; esac
  # The first time for long: what a workload alone runs is compiled in its first half minute, on the cores that are measured.
  # (To sysbench a time of 0 is one without end.)
  if [ "$first_warmup" != 0 ] && [ -z "${warmed[$server $workload]:-}" ]; then
    warmed[$server $workload]=1
    timeout $((first_warmup + 60)) "${command[@]}" --time="$first_warmup" run >/dev/null 2>&1
    before_workload "$server" "$workload" "$database"
  fi
  timeout $((warmup + 60)) "${command[@]}" --time="$warmup" run >/dev/null 2>&1
  local log=$work/$workload-$server-$round.log
  snapshot "$server" before
  clocked timeout $((seconds + 90)) "${command[@]}" --time="$seconds" --histogram=on run >"$log" 2>&1 ||
    say "$workload on $server failed: $(grep -m 1 -i -E 'error|fatal' "$log")"
  snapshot "$server" after
  awk -f "$here/lib/sysbench.awk" "$log" | record "$round" "$workload" "$server"
}

measure_restore() {
  local round=$1 server=$2 workload=$3 file
  case $workload in
    restore_sakila) sakila_dump; file=$work/sakila.sql ;;
    *) large_dump; file=$work/large.sql ;;
  esac
  sql "$server" -e 'DROP DATABASE IF EXISTS restored; CREATE DATABASE restored'
  snapshot "$server" before
  local began=$EPOCHREALTIME failed=0
  sql_timeout=1800 clocked sql "$server" restored <"$file" >"$work/restore.log" 2>&1 || {
    failed=1
    say "$workload on $server failed: $(head -n 1 "$work/restore.log")"
  }
  local ended=$EPOCHREALTIME
  snapshot "$server" after
  awk -v began="$began" -v ended="$ended" -v bytes="$(stat -c %s "$file")" -v failed=$failed 'BEGIN {
    took = ended - began
    printf "%f\t%f\t%f\t%f\t%f\t%d\n", bytes / 1048576, took, took * 1000, took * 1000, took * 1000, failed }' |
    record "$round" "$workload" "$server"
  sql "$server" -e 'DROP DATABASE restored'
}

# Runs a command and notes its CPU time in client_cpu.
clocked() {
  local code user system TIMEFORMAT='%U %S'
  { time "$@" 2>&3; } 3>&2 2>"$work/clock"
  code=$?
  read -r user system < <(tail -n 1 "$work/clock")
  client_cpu=$(awk -v own="$user" -v kernel="$system" 'BEGIN { printf "%.0f", (own + kernel) * 1e6 }')
  return $code
}

# snapshot SERVER before|after
snapshot() {
  printf -v "cpu_$2" %s "$(cpu_micros "$1")"
  printf -v "bytes_$2" %s "$(bytes_written "$1")"
  printf -v "forces_$2" %s "$(forces "$1")"
  printf -v "redo_$2" %s "$(redo_bytes "$1")"
}

# Adds what the server used to what the client saw (on stdin).
record() {
  local seen
  read -r seen
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "${seen:-0	1	0	0	0	1}" \
    $((${cpu_after:-0} - ${cpu_before:-0})) $((${bytes_after:-0} - ${bytes_before:-0})) \
    $((${forces_after:-0} - ${forces_before:-0})) $((${redo_after:-0} - ${redo_before:-0})) "$(operation_of "$2")" "${client_cpu:-0}" >>"$raw"
}

# Memory of connections that do nothing, for each server.
measure_idle() {
  echo "# Idle connections ($commit)"
  echo
  echo '| server | connections | resident before | with them | KiB each |'
  echo '|---|---|---|---|---|'
  local server before after
  for server in "${server_list[@]}"; do
    start_server "$server"
    [ -n "${pid_of[$server]:-}" ] || { say "no process known for $server"; continue; }
    sql "$server" -e "SET GLOBAL max_connections = $((idle_connections + 100))"
    # What the first connections load and compile is not theirs.
    hold "$server" 200 0 >/dev/null
    before=$(resident_kib "$server")
    after=$(hold "$server" "$idle_connections" 10)
    printf '| %s | %s | %s MB | %s MB | %s |\n' "$server" "$idle_connections" $((before / 1024)) $((after / 1024)) \
      "$(awk -v before="$before" -v after="$after" -v count="$idle_connections" 'BEGIN { printf "%.1f", (after - before) / count }')"
    stop_server "$server"
  done
}

# hold SERVER COUNT SECONDS: resident memory while so many connections, logged in, do nothing
hold() {
  timeout 300 "$JAVA_HOME/bin/java" -Xmx512m "$here/lib/IdleConnections.java" "${port_of[$1]}" "$2" "$3" "${pid_of[$1]}"
}
