-- Every connection updates the same row.
function thread_init()
   con = sysbench.sql.driver():connect()
end

function thread_done()
   con:disconnect()
end

function event()
   con:query("UPDATE sbtest1 SET k = k + 1 WHERE id = 1")
end
