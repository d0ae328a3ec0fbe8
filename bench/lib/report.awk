# Prints the table as Markdown and writes it as JSON to the file `json`; reads machine.tsv, then raw.tsv.
BEGIN { FS = "\t" }
FNR == NR { key[++facts] = $1; fact[facts] = $2 ($3 == "" ? "" : " " $3); next }
{
  if (!($2 in seen)) { seen[$2] = 1; order[++workloads] = $2; operation[$2] = $14 }
  if (!($3 in known)) { known[$3] = 1; servers[++count] = $3 }
  id = $2 SUBSEP $3
  n = ++samples[id]
  rate[id, n] = $4 / $5
  rates[id] = rates[id] " " rate[id, n]; p50s[id] = p50s[id] " " $6; p95s[id] = p95s[id] " " $7; p99s[id] = p99s[id] " " $8
  by_round[id, $1] = rate[id, n]
  if ($1 > rounds) rounds = $1
  operations[id] += $4; errors[id] += $9; cpu[id] += $10; bytes[id] += $11; forces[id] += $12; redo[id] += $13; client[id] += $15
}
function median(list,   v, n, i, j, t) {
  n = split(list, v, " ")
  for (i = 2; i <= n; i++) { t = v[i] + 0; for (j = i - 1; j > 0 && v[j] + 0 > t; j--) v[j + 1] = v[j]; v[j + 1] = t }
  return n == 0 ? 0 : n % 2 ? v[(n + 1) / 2] + 0 : (v[n / 2] + v[n / 2 + 1]) / 2
}
# The ratio of the first server to another: of each round, then its median and spread.
function ratios(workload, other,   r, a, b, list, value) {
  low = high = 0; list = ""
  for (r = 1; r <= rounds; r++) {
    a = by_round[workload, servers[1], r]; b = by_round[workload, other, r]
    if (!(a > 0) || !(b > 0)) continue
    value = a / b; list = list " " value
    if (low == 0 || value < low) low = value
    if (value > high) high = value
  }
  return median(list)
}
function number(x) { return x >= 100 ? sprintf("%.0f", x) : x >= 10 ? sprintf("%.1f", x) : sprintf("%.2f", x) }
function per(sum, id) { return operations[id] > 0 ? sum / operations[id] : 0 }
END {
  for (i = 1; i <= facts; i++) print "- " key[i] ": " fact[i]
  print ""
  print "Ratio: throughput of " servers[1] " over the server of the line, median of the rounds (least .. greatest). Forces of Daybreak are those of all six segments."
  print ""
  print "| workload | server | per second | ratio | CPU ratio | p50 ms | p95 ms | p99 ms | server CPU us/op | client CPU us/op | KB written/op | redo KB/op | forces/op | forces/s | errors | op |"
  print "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
  print "{\"facts\":{" > json
  for (i = 1; i <= facts; i++) printf "%s\"%s%s\":\"%s\"", (i > 1 ? "," : ""), key[i], (key[i] == "server" ? i : ""), fact[i] > json
  print "},\"results\":[" > json
  for (w = 1; w <= workloads; w++) for (s = 1; s <= count; s++) {
    workload = order[w]; server = servers[s]; id = workload SUBSEP server
    if (!samples[id]) continue
    text = ""
    ratio = s == 1 ? 0 : ratios(workload, server)
    if (ratio) text = sprintf("**%.2f** (%.2f .. %.2f)", ratio, low, high)
    # How much less CPU, server and client together, an operation takes: what the ratio is when nothing else runs.
    first_id = workload SUBSEP servers[1]; used = per(cpu[first_id] + client[first_id], first_id)
    thrift = s == 1 || !(used > 0) ? "" : number(per(cpu[id] + client[id], id) / used)
    m = median(rates[id])
    printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %d | %s |\n", (s == 1 ? workload : ""), server, number(m), text, thrift, \
      number(median(p50s[id])), number(median(p95s[id])), number(median(p99s[id])), number(per(cpu[id], id)), number(per(client[id], id)), number(per(bytes[id], id) / 1024), number(per(redo[id], id) / 1024), \
      number(per(forces[id], id)), number(per(forces[id], id) * m), errors[id], operation[workload]
    printf "%s{\"workload\":\"%s\",\"server\":\"%s\",\"operation\":\"%s\",\"perSecond\":%.3f,\"p50Millis\":%.3f,\"p95Millis\":%.3f,\"p99Millis\":%.3f,\"cpuMicros\":%.3f,\"clientCpuMicros\":%.3f,\"bytesWritten\":%.1f,\"redoBytes\":%.1f,\"forces\":%.4f,\"errors\":%d,\"rounds\":[%s]", \
      (first++ ? ",\n" : ""), workload, server, operation[workload], m, median(p50s[id]), median(p95s[id]), median(p99s[id]), per(cpu[id], id), per(client[id], id), per(bytes[id], id), per(redo[id], id), per(forces[id], id), errors[id], list_of(rates[id]) > json
    if (ratio) printf ",\"ratio\":{\"median\":%.3f,\"least\":%.3f,\"greatest\":%.3f}", ratio, low, high > json
    printf "}" > json
  }
  print "\n]}" > json
}
function list_of(list,   v, n, i, text) {
  n = split(list, v, " ")
  for (i = 1; i <= n; i++) text = text (i > 1 ? "," : "") sprintf("%.3f", v[i])
  return text
}
