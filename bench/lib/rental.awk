# Prints a dump of a film rental store: the tables, keys and row counts of Sakila, with made-up contents.
function random(n) { return 1 + int(rand() * n) }
function word(n,   text, i) {
  text = ""
  for (i = 0; i < n; i++) text = text (i ? " " : "") words[random(count)]
  return text
}
function day(   d) { d = random(180); return sprintf("2005-%02d-%02d %02d:%02d:%02d", 3 + int(d / 30.1), 1 + d % 28, random(24) - 1, random(60) - 1, random(60) - 1) }
function begin(table, columns) {
  print "DROP TABLE IF EXISTS `" table "`;\nCREATE TABLE `" table "` (" columns ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;"
  print "LOCK TABLES `" table "` WRITE;\n/*!40000 ALTER TABLE `" table "` DISABLE KEYS */;"
  name = table; inside = 0
}
# Rows go into statements of about 32 KB, as mysqldump's do.
function row(values) {
  if (!inside) { printf "INSERT INTO `%s` VALUES ", name; size = 0 }
  printf "%s(%s)", (inside ? "," : ""), values
  inside = 1; size += length(values)
  if (size > 32000) finish()
}
function finish() { if (inside) print ";"; inside = 0 }
function end(table) { finish(); print "/*!40000 ALTER TABLE `" table "` ENABLE KEYS */;\nUNLOCK TABLES;" }
BEGIN {
  srand(1)
  count = split("academy amadeus angels baked beach birdcage brannigan cabin chicago control crossing dinosaur dragon epic factory fiction glory gold hamlet identity jungle karate lost maiden midnight moon network oscar phantom pirates quest rocky savannah sleepy story sun telegraph trojan uptown velvet west wind wonder young zorro", words, " ")
  print "SET NAMES utf8mb4;\nSET @old_checks=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0, UNIQUE_CHECKS=0;"
  updated = "last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"
  now = "'2006-02-15 04:57:20'"

  begin("category", "category_id TINYINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(25) NOT NULL, " updated)
  for (i = 1; i <= 16; i++) row(i ",'" word(1) "'," now)
  end("category")

  begin("actor", "actor_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, first_name VARCHAR(45) NOT NULL, last_name VARCHAR(45) NOT NULL, " updated ", KEY idx_actor_last_name (last_name)")
  for (i = 1; i <= 200; i++) row(i ",'" word(1) "','" word(1) "'," now)
  end("actor")

  begin("film", "film_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, title VARCHAR(128) NOT NULL, description TEXT, release_year YEAR, language_id TINYINT UNSIGNED NOT NULL, rental_duration TINYINT UNSIGNED NOT NULL DEFAULT 3, rental_rate DECIMAL(4,2) NOT NULL DEFAULT 4.99, length SMALLINT UNSIGNED, replacement_cost DECIMAL(5,2) NOT NULL DEFAULT 19.99, rating ENUM('G','PG','PG-13','R','NC-17') DEFAULT 'G', special_features SET('Trailers','Commentaries','Deleted Scenes','Behind the Scenes'), " updated ", KEY idx_title (title), KEY idx_fk_language_id (language_id)")
  split("G PG PG-13 R NC-17", ratings, " ")
  for (i = 1; i <= 1000; i++) row(i ",'" word(2) "','" word(14) "',2006," random(6) "," 2 + random(5) "," random(5) - 1 ".99," 45 + random(140) "," 8 + random(20) ".99,'" ratings[random(5)] "','Trailers,Deleted Scenes'," now)
  end("film")

  begin("film_actor", "actor_id SMALLINT UNSIGNED NOT NULL, film_id SMALLINT UNSIGNED NOT NULL, " updated ", PRIMARY KEY (actor_id, film_id), KEY idx_fk_film_id (film_id), CONSTRAINT fk_film_actor_actor FOREIGN KEY (actor_id) REFERENCES actor (actor_id) ON DELETE RESTRICT ON UPDATE CASCADE, CONSTRAINT fk_film_actor_film FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE RESTRICT ON UPDATE CASCADE")
  for (i = 1; i <= 200; i++) { f = 0; for (j = 0; j < 27; j++) { f += random(36); if (f <= 1000) row(i "," f "," now) } }
  end("film_actor")

  begin("film_category", "film_id SMALLINT UNSIGNED NOT NULL, category_id TINYINT UNSIGNED NOT NULL, " updated ", PRIMARY KEY (film_id, category_id), CONSTRAINT fk_film_category_film FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE RESTRICT ON UPDATE CASCADE, CONSTRAINT fk_film_category_category FOREIGN KEY (category_id) REFERENCES category (category_id) ON DELETE RESTRICT ON UPDATE CASCADE")
  for (i = 1; i <= 1000; i++) row(i "," random(16) "," now)
  end("film_category")

  begin("customer", "customer_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, store_id TINYINT UNSIGNED NOT NULL, first_name VARCHAR(45) NOT NULL, last_name VARCHAR(45) NOT NULL, email VARCHAR(50), active BOOLEAN NOT NULL DEFAULT TRUE, create_date DATETIME NOT NULL, " updated ", KEY idx_fk_store_id (store_id), KEY idx_last_name (last_name)")
  for (i = 1; i <= 599; i++) row(i "," random(2) ",'" word(1) "','" word(1) "','customer" i "@example.org',1,'2006-02-14 22:04:36'," now)
  end("customer")

  begin("inventory", "inventory_id MEDIUMINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, film_id SMALLINT UNSIGNED NOT NULL, store_id TINYINT UNSIGNED NOT NULL, " updated ", KEY idx_fk_film_id (film_id), KEY idx_store_id_film_id (store_id, film_id), CONSTRAINT fk_inventory_film FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE RESTRICT ON UPDATE CASCADE")
  for (i = 1; i <= 4581; i++) row(i "," random(1000) "," random(2) "," now)
  end("inventory")

  begin("rental", "rental_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, rental_date DATETIME NOT NULL, inventory_id MEDIUMINT UNSIGNED NOT NULL, customer_id SMALLINT UNSIGNED NOT NULL, return_date DATETIME DEFAULT NULL, staff_id TINYINT UNSIGNED NOT NULL, " updated ", KEY idx_rental_date (rental_date, inventory_id, customer_id), KEY idx_fk_inventory_id (inventory_id), KEY idx_fk_customer_id (customer_id), KEY idx_fk_staff_id (staff_id), CONSTRAINT fk_rental_inventory FOREIGN KEY (inventory_id) REFERENCES inventory (inventory_id) ON DELETE RESTRICT ON UPDATE CASCADE, CONSTRAINT fk_rental_customer FOREIGN KEY (customer_id) REFERENCES customer (customer_id) ON DELETE RESTRICT ON UPDATE CASCADE")
  for (i = 1; i <= 16044; i++) row(i ",'" day() "'," random(4581) "," random(599) ",'" day() "'," random(2) "," now)
  end("rental")

  begin("payment", "payment_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, customer_id SMALLINT UNSIGNED NOT NULL, staff_id TINYINT UNSIGNED NOT NULL, rental_id INT DEFAULT NULL, amount DECIMAL(5,2) NOT NULL, payment_date DATETIME NOT NULL, " updated ", KEY idx_fk_staff_id (staff_id), KEY idx_fk_customer_id (customer_id), KEY idx_fk_rental_id (rental_id), CONSTRAINT fk_payment_rental FOREIGN KEY (rental_id) REFERENCES rental (rental_id) ON DELETE SET NULL ON UPDATE CASCADE, CONSTRAINT fk_payment_customer FOREIGN KEY (customer_id) REFERENCES customer (customer_id) ON DELETE RESTRICT ON UPDATE CASCADE")
  for (i = 1; i <= 16044; i++) row(i "," random(599) "," random(2) "," i "," random(9) ".99,'" day() "'," now)
  end("payment")
  print "SET FOREIGN_KEY_CHECKS=1, UNIQUE_CHECKS=1;"
}
