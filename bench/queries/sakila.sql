-- rental5
SELECT c.name, COUNT(*) n, SUM(p.amount) s FROM category c JOIN film_category fc ON fc.category_id=c.category_id JOIN inventory i ON i.film_id=fc.film_id JOIN rental r ON r.inventory_id=i.inventory_id JOIN payment p ON p.rental_id=r.rental_id GROUP BY c.name ORDER BY s DESC
-- customer5
SELECT cu.last_name, ci.city, co.country, SUM(p.amount) s FROM customer cu JOIN address a ON a.address_id=cu.address_id JOIN city ci ON ci.city_id=a.city_id JOIN country co ON co.country_id=ci.country_id JOIN payment p ON p.customer_id=cu.customer_id WHERE co.country='India' GROUP BY cu.customer_id ORDER BY s DESC LIMIT 10
-- actor5 selective
SELECT a.first_name, a.last_name, f.title, COUNT(*) FROM actor a JOIN film_actor fa USING (actor_id) JOIN film f USING (film_id) JOIN inventory i USING (film_id) JOIN rental r USING (inventory_id) WHERE a.last_name='GUINESS' GROUP BY a.actor_id, f.film_id ORDER BY 4 DESC, 3 LIMIT 5
-- film like
SELECT title FROM film WHERE title LIKE 'ACA%'
