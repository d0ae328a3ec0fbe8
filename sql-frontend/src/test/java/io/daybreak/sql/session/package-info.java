@org.jspecify.annotations.NullMarked
package io.daybreak.sql.session;
