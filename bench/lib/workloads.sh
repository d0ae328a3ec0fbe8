# The workloads: name, who runs it, and how. One line each:
#   name | database | threads (0: --threads) | script | sysbench options
# Database "rental" is the five-table one, "million" has one table of a million rows, "restore" none.

workload_table() {
  cat <<'TABLE'
oltp_point_select_text|oltp|0|oltp_point_select|--db-ps-mode=disable
oltp_point_select|oltp|0|oltp_point_select|
point_select_prepare_each|oltp|0|prepare_each|
oltp_read_only|oltp|0|oltp_read_only|
oltp_read_write|oltp|0|oltp_read_write|
oltp_write_only|oltp|0|oltp_write_only|
oltp_update_index|oltp|0|oltp_update_index|
oltp_update_non_index|oltp|0|oltp_update_non_index|
oltp_insert|oltp|0|oltp_insert|
oltp_delete|deletes|0|oltp_delete|--rand-type=uniform
point_select_128|oltp|128|oltp_point_select|
point_select_1000|oltp|1000|oltp_point_select|
select_random_ranges|oltp|0|select_random_ranges|--tables=1
join_five_tables|rental|2|five_table_join|
aggregate_million|million|2|aggregate|
restore_sakila|restore|1||
restore_large|restore|1||
TABLE
}

# What --cliffs measures. "small" databases are sized by the pool that they do not fit into.
cliff_table() {
  cat <<'TABLE'
cliff_data_half_pool|half|0|oltp_point_select|
cliff_data_2x_pool|twofold|0|oltp_point_select|
cliff_data_10x_pool|tenfold|0|oltp_point_select|
cliff_write_half_pool|half|0|oltp_update_non_index|--rand-type=uniform
cliff_write_10x_pool|tenfold|0|oltp_update_non_index|--rand-type=uniform
cliff_tables_1|one|0|oltp_read_write|
cliff_tables_200|many|0|oltp_read_write|
cliff_hot_row|half|64|hot_row|
cliff_update_before_read_view|half|0|oltp_update_non_index|
cliff_update_with_read_view|half|0|oltp_update_non_index|
cliff_select_with_read_view|half|0|oltp_point_select|
cliff_connections_1000|half|1000|oltp_point_select|
TABLE
}

list_workloads() { { workload_table; cliff_table; } | cut -d '|' -f 1; }

# The lines to run: choose_workloads MODE ONLY
choose_workloads() {
  local line name found
  if [ -n "$2" ]; then
    for name in ${2//,/ }; do
      found=$({ workload_table; cliff_table; } | awk -F '|' -v name="$name" '$1 == name')
      [ -n "$found" ] || { say "no workload $name (bench/run --list)"; return 1; }
      echo "$found"
    done
    return
  fi
  case $1 in
    cliffs) cliff_table ;;
    quick)
      for line in oltp_point_select_text oltp_point_select oltp_read_only oltp_read_write oltp_update_index; do
        workload_table | awk -F '|' -v name="$line" '$1 == name'
      done
      ;;
    *) workload_table ;;
  esac
}

# Whether the run needs this database.
needs() { cut -d '|' -f 2 <<<"$workloads" | grep -qx "$1"; }

# What stands for a workload's operation in the table.
operation_of() {
  case $1 in
    oltp_read_only | oltp_read_write | oltp_write_only | cliff_tables_*) echo transaction ;;
    restore_*) echo MB ;;
    *) echo statement ;;
  esac
}
