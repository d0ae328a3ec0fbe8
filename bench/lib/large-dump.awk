# Prints what mysqldump prints for a sysbench table, of about `megabytes`.
function digits(groups, width,   text, i) {
  text = ""
  for (i = 0; i < groups; i++) text = text (i ? "-" : "") pool[1 + int(rand() * 4096)]
  return text
}
BEGIN {
  srand(1)
  for (i = 1; i <= 4096; i++) pool[i] = sprintf("%05d%06d", rand() * 100000, rand() * 1000000)
  print "SET NAMES utf8mb4;\nSET FOREIGN_KEY_CHECKS=0, UNIQUE_CHECKS=0;\nDROP TABLE IF EXISTS `sbtest1`;"
  print "CREATE TABLE `sbtest1` (\n  `id` int(11) NOT NULL AUTO_INCREMENT,\n  `k` int(11) NOT NULL DEFAULT 0,\n  `c` char(120) NOT NULL DEFAULT '',\n  `pad` char(60) NOT NULL DEFAULT '',\n  PRIMARY KEY (`id`),\n  KEY `k_1` (`k`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;"
  print "LOCK TABLES `sbtest1` WRITE;\n/*!40000 ALTER TABLE `sbtest1` DISABLE KEYS */;"
  limit = megabytes * 1048576
  while (bytes < limit) {
    printf "INSERT INTO `sbtest1` VALUES "
    for (size = 0; size < 1000000 && bytes < limit; ) {
      values = sprintf("%s(%d,%d,'%s','%s')", (size ? "," : ""), ++id, 1 + rand() * 1000000, digits(10), digits(5))
      printf "%s", values
      size += length(values); bytes += length(values)
    }
    print ";"
  }
  print "/*!40000 ALTER TABLE `sbtest1` ENABLE KEYS */;\nUNLOCK TABLES;"
}
