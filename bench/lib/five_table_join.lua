-- What the customers of one film category paid: five tables of the rental store, by a random category name's films.
function thread_init()
   con = sysbench.sql.driver():connect()
end

function thread_done()
   con:disconnect()
end

function event()
   con:query(string.format([[
      SELECT c.customer_id, c.last_name, COUNT(*) rentals, SUM(p.amount) paid
        FROM film f
        JOIN inventory i ON i.film_id = f.film_id
        JOIN rental r ON r.inventory_id = i.inventory_id
        JOIN customer c ON c.customer_id = r.customer_id
        JOIN payment p ON p.rental_id = r.rental_id
       WHERE f.rental_duration = %d AND f.length > %d
       GROUP BY c.customer_id, c.last_name
       ORDER BY paid DESC, c.customer_id
       LIMIT 10]], sysbench.rand.uniform(3, 7), sysbench.rand.uniform(50, 150)))
end
