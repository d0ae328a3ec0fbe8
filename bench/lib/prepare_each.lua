-- A point select that is prepared, run and closed each time, as Go's and PHP's drivers do it.
function thread_init()
   con = sysbench.sql.driver():connect()
   rows = tonumber((con:query_row("SELECT MAX(id) FROM sbtest1")))
end

function thread_done()
   con:disconnect()
end

function event()
   local statement = con:prepare("SELECT c FROM sbtest1 WHERE id = ?")
   local id = statement:bind_create(sysbench.sql.type.INT)
   statement:bind_param(id)
   id:set(sysbench.rand.uniform(1, rows))
   statement:execute():free()
   statement:close()
end
