# Reads a sysbench log with --histogram; prints operations, seconds, p50, p95, p99 (ms), errors.
/^Latency histogram/ { reading = 1; next }
reading && /\|/ { value[++n] = $1; hits[n] = $NF; total += $NF; next }
/^SQL statistics/ { reading = 0 }
/^ *transactions:/ { operations = $2 }
/^ *ignored errors:/ { errors += $3 }
/^ *reconnects:/ { errors += $2 }
/^ *total time:/ { seconds = $3; sub("s", "", seconds) }
# The first bucket whose share reaches the wanted one.
function percentile(share,   i, sum) {
  for (i = 1; i <= n; i++) { sum += hits[i]; if (sum >= share * total) return value[i] }
  return 0
}
END {
  if (!(seconds > 0)) { seconds = 1; errors++ }
  printf "%d\t%f\t%f\t%f\t%f\t%d\n", operations, seconds, percentile(0.5), percentile(0.95), percentile(0.99), errors
}
