# The data that the workloads use: made in each server, once per run, only what the run needs.

prepare_data() {
  local server=$1
  say "preparing data on $server"
  if needs oltp; then sysbench_database "$server" oltp "$tables" "$table_size"; fi
  if needs million; then sysbench_database "$server" million 1 1000000; fi
  if needs rental; then
    sql "$server" -e 'DROP DATABASE IF EXISTS rental; CREATE DATABASE rental'
    sakila_dump
    sql "$server" rental <"$work/sakila.sql" || die "cannot load the rental data into $server"
    sql "$server" rental -e 'ANALYZE TABLE film, inventory, rental, customer, payment' >/dev/null
  fi
  if needs half; then sysbench_database "$server" half 4 $((pool_rows / 8)); fi
  if needs twofold; then sysbench_database "$server" twofold 4 $((pool_rows / 2)); fi
  if needs tenfold; then sysbench_database "$server" tenfold 4 $((pool_rows * 10 / 4)); fi
  if needs one; then sysbench_database "$server" one 1 200000; fi
  if needs many; then sysbench_database "$server" many 200 1000; fi
}

# sysbench_database SERVER NAME TABLES ROWS
sysbench_database() {
  sql "$1" -e "DROP DATABASE IF EXISTS $2; CREATE DATABASE $2" || die "cannot create $2 on $1"
  local loaders=$3
  [ "$loaders" -le 4 ] || loaders=4
  timeout 1800 sysbench oltp_read_write $(sysbench_target "$1" "$2") --tables="$3" --table-size="$4" \
    --threads="$loaders" prepare >"$work/prepare.log" 2>&1 || {
    tail -n 5 "$work/prepare.log" >&2
    die "cannot fill $2 on $1"
  }
  # Statistics as a server has them that ran for a while.
  local i list=
  for ((i = 1; i <= $3; i++)); do list=$list,sbtest$i; done
  sql "$1" "$2" -e "ANALYZE TABLE ${list#,}" >/dev/null
}

sysbench_target() {
  echo "--mysql-host=127.0.0.1 --mysql-port=${port_of[$1]} --mysql-user=root --mysql-db=$2"
}

# Rows of a sysbench table that fill the buffer pool: about 230 bytes each with the index.
pool_rows=0
count_pool_rows() {
  pool_rows=$(awk -v size="$buffer_pool" 'BEGIN {
    unit = toupper(substr(size, length(size)));
    factor = unit == "G" ? 1073741824 : unit == "M" ? 1048576 : unit == "K" ? 1024 : 1;
    printf "%d", size * factor / 230 }')
}

# A dump with Sakila's tables and about its rows, or the one that the user has.
sakila_dump() {
  [ ! -e "$work/sakila.sql" ] || return 0
  if [ -n "$sakila" ]; then
    # As a dump of one database: what selects another one is left out.
    sed -E '/^(CREATE (DATABASE|SCHEMA)|DROP (DATABASE|SCHEMA)|USE) /Id' "$sakila" >"$work/sakila.sql"
  else
    awk -f "$here/lib/rental.awk" >"$work/sakila.sql"
  fi
}

# What mysqldump prints for one sysbench table of --restore-mb.
large_dump() {
  [ -e "$work/large.sql" ] || awk -v megabytes="$restore_mb" -f "$here/lib/large-dump.awk" >"$work/large.sql"
}
