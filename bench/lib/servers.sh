# Starting, freezing and stopping the servers, and reading what they have used.

. "$home/.mvn/find-jdk.sh"

declare -A pid_of=() port_of=() version_of=()

# Starts every server of the run; all but the one being measured stay frozen.
start_all() {
  local server
  for server in "${server_list[@]}"; do
    start_server "$server"
    prepare_data "$server"
    warm_up "$server"
    freeze "$server"
  done
}

# Once per server, so that no round pays for a cold cache or for code that is not compiled yet.
warm_up() {
  needs oltp || return 0
  say "warming $1 up"
  local script
  for script in oltp_point_select oltp_read_write; do
    timeout $((warmup * 3 + 60)) sysbench $script $(sysbench_target "$1" oltp) $(rows_of oltp) --threads="$threads" \
      --time=$((warmup * 3)) run >/dev/null 2>&1
  done
}

start_server() {
  local server=$1
  port_of[$server]=$((port + $(server_number "$server") * 2))
  [ "$server" = mysql ] || ! (exec 3<>"/dev/tcp/127.0.0.1/${port_of[$server]}") 2>/dev/null ||
    die "port ${port_of[$server]} is taken: choose others with --port"
  say "starting $server"
  case $server in
    daybreak) start_daybreak ;;
    mariadb) start_mariadb ;;
    mysql)
      port_of[mysql]=$mysql_port
      [ -z "$mysql_pid" ] || pid_of[mysql]=$mysql_pid
      ;;
  esac
  wait_for_sql "$server" || { tail -n 20 "$work/$server.log" >&2; exit 1; }
  # As MariaDB is started: 16 connections prepare some ten statements for each of 200 tables.
  [ "$server" != daybreak ] || sql "$server" -e 'SET GLOBAL max_prepared_stmt_count = 1000000' ||
    say "max_prepared_stmt_count stays as it is on $server"
  version_of[$server]=$(sql "$server" -N -e 'SELECT VERSION()')
}

server_number() { case $1 in daybreak) echo 0 ;; mariadb) echo 1 ;; mysql) echo 2 ;; esac; }

start_daybreak() {
  # Build and AOT cache first, so that the process below is the server itself.
  DAYBREAK_CACHE_ONLY=1 timeout 900 "$home/daybreak" server >&2 || die "the build failed"
  DAYBREAK_NO_BUILD=1 setsid "$home/daybreak" server --port "${port_of[daybreak]}" \
    --admin-port $((port_of[daybreak] + 1)) --data-dir "$work/daybreak" --buffer-pool "$buffer_pool" \
    >"$work/daybreak.log" 2>&1 </dev/null &
  pid_of[daybreak]=$!
}

start_mariadb() {
  local data=$work/mariadb
  if [ ! -e "$data/ibdata1" ]; then
    timeout 120 mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$data" \
      --auth-root-authentication-method=normal --skip-test-db >"$work/mariadb-install.log" 2>&1 ||
      die "mariadb-install-db failed: $(tail -n 3 "$work/mariadb-install.log")"
  fi
  # Durable as Daybreak is: a force per commit, group-committed; no binary log.
  setsid mariadbd --no-defaults --user="$(id -un)" --datadir="$data" --port="${port_of[mariadb]}" \
    --bind-address=127.0.0.1 --socket="$work/mariadb.sock" --pid-file="$work/mariadb.pid" \
    --skip-log-bin --max-connections=6000 --open-files-limit=20000 --table-open-cache=4000 \
    --max-prepared-stmt-count=1000000 --back-log=4000 \
    --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size="$buffer_pool" --innodb-log-file-size=1G \
    >"$work/mariadb.log" 2>&1 </dev/null &
  pid_of[mariadb]=$!
}

# The client of every server, with a time limit: sql SERVER ARGUMENTS
sql() {
  local server=$1
  shift
  timeout "${sql_timeout:-300}" mariadb --no-defaults -h127.0.0.1 -P"${port_of[$server]}" -uroot --skip-ssl "$@"
}

wait_for_sql() {
  local i
  for ((i = 0; i < 600; i++)); do
    sql_timeout=5 sql "$1" -e 'SELECT 1' >/dev/null 2>&1 && return 0
    [ -z "${pid_of[$1]:-}" ] || kill -0 "${pid_of[$1]}" 2>/dev/null || return 1
    sleep 0.2
  done
  return 1
}

freeze() { [ -z "${pid_of[$1]:-}" ] || kill -STOP "${pid_of[$1]}"; }

thaw() { [ -z "${pid_of[$1]:-}" ] || kill -CONT "${pid_of[$1]}"; }

stop_server() {
  local pid=${pid_of[$1]:-} i
  unset "pid_of[$1]"
  [ -n "$pid" ] || return 0
  kill -CONT "$pid" 2>/dev/null || return 0
  # A server that ran before stays.
  [ "$1" != mysql ] || return 0
  kill -TERM "$pid" 2>/dev/null
  for ((i = 0; i < 300; i++)); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null
}

# Microseconds of CPU that a server has used; nothing if its process is not known.
cpu_micros() {
  [ -n "${pid_of[$1]:-}" ] || return 0
  # The name in parentheses may have blanks: count the fields behind it.
  sed 's/^.*) //' "/proc/${pid_of[$1]}/stat" | awk -v hertz="$(getconf CLK_TCK)" '{ printf "%.0f", ($12 + $13) * 1e6 / hertz }'
}

bytes_written() {
  [ -n "${pid_of[$1]:-}" ] || return 0
  sed -n 's/^write_bytes: //p' "/proc/${pid_of[$1]}/io"
}

resident_kib() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/${pid_of[$1]}/status"; }

# Forces (fsync, msync) since the start. Daybreak's are those of all six segments.
forces() {
  case $1 in
    daybreak) metric volume_forces_total ;;
    mariadb) sql mariadb -N -e "SHOW GLOBAL STATUS LIKE 'Innodb_data_fsyncs'" | cut -f 2 ;;
    mysql) sql mysql -N -e "SELECT SUM(VARIABLE_VALUE) FROM performance_schema.global_status
      WHERE VARIABLE_NAME IN ('Innodb_data_fsyncs', 'Innodb_os_log_fsyncs')" ;;
  esac
}

# Bytes of redo, once, before any copying.
redo_bytes() {
  case $1 in
    daybreak) metric volume_redo_bytes_total ;;
    *) sql "$1" -N -e "SHOW GLOBAL STATUS LIKE 'Innodb_os_log_written'" | cut -f 2 ;;
  esac
}

metric() {
  curl -s -m 10 "http://127.0.0.1:$((port_of[daybreak] + 1))/metrics" |
    awk -v name="daybreak_$1" '$1 == name { printf "%.0f", $2 }'
}
