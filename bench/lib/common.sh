# What every part of the benchmark uses: messages, installation, cleaning up.

say() { echo "bench: $*" >&2; }

die() {
  say "$*"
  exit 2
}

# MariaDB and sysbench come from Debian when they are not there yet.
install_missing() {
  local missing=
  command -v mariadbd >/dev/null || missing="$missing mariadb-server"
  command -v mariadb >/dev/null || missing="$missing mariadb-client"
  command -v sysbench >/dev/null || missing="$missing sysbench"
  command -v curl >/dev/null || missing="$missing curl"
  [ -n "$missing" ] || return 0
  say "installing$missing"
  [ "$(id -u)" = 0 ] || die "not root: install$missing first"
  command -v apt-get >/dev/null || die "no apt-get: install$missing first"
  # The packages must not start servers of their own.
  local policy=/usr/sbin/policy-rc.d made=
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && made=1; }
  # shellcheck disable=SC2086 # names are words
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; } >&2
  local code=$?
  [ -z "$made" ] || rm -f "$policy"
  [ $code = 0 ] || die "could not install$missing"
}

# Stops what this run started, also after Ctrl-C or a failure; removes its data.
clean_up() {
  trap - EXIT
  local server
  for server in "${!pid_of[@]}"; do
    stop_server "$server"
  done
  if [ -n "${keep:-}" ]; then say "kept $work"; else rm -rf "$work"; fi
}

describe_machine() {
  printf 'machine\t%s, %s cores, %s GB, %s, kernel %s\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
    "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" \
    "$(df -PT "$work" | awk 'NR == 2 { print $2 }')" "$(uname -r)"
  printf 'commit\t%s\n' "$commit"
  printf 'date\t%s\n' "$(date -u +%Y-%m-%dT%H:%MZ)"
  printf 'java\t%s\n' "$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)"
  printf 'settings\t%s tables x %s rows, %s threads, %s s after %s s of warm-up (%s s the first time), %s rounds, pool %s\n' \
    "$tables" "$table_size" "$threads" "$seconds" "$warmup" "$((first_warmup + warmup))" "$rounds" "$buffer_pool"
  local server
  for server in "${server_list[@]}"; do
    printf 'server\t%s\t%s\n' "$server" "${version_of[$server]}"
  done
}
