-- A full-table aggregate over one million rows.
function thread_init()
   con = sysbench.sql.driver():connect()
end

function thread_done()
   con:disconnect()
end

function event()
   con:query("SELECT COUNT(*), SUM(k), MIN(k), MAX(k), AVG(LENGTH(pad)) FROM sbtest1")
end
