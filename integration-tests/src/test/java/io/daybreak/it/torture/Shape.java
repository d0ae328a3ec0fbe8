package io.daybreak.it.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A table's definition as its writer knows it. Immutable.
 *
 * @param columns name and type of each, in order
 * @param indexes their names, sorted
 */
record Shape(List<String> columns, List<String> indexes) {
    static final Shape NEW =
            new Shape(List.of("id int", "a int", "b varchar(100)"), List.of("PRIMARY"));

    Shape {
        columns = List.copyOf(columns);
        indexes = new TreeSet<>(indexes).stream().toList();
    }

    static Shape parse(String text) {
        String[] parts = text.split("\\|");
        return new Shape(List.of(parts[0].split(",")), List.of(parts[1].split(",")));
    }

    @Override
    public String toString() {
        return String.join(",", columns) + "|" + String.join(",", indexes);
    }

    boolean hasIndex(String name) {
        return indexes.contains(name);
    }

    Shape withColumn(String column) {
        List<String> more = new ArrayList<>(columns);
        more.add(column);
        return new Shape(more, indexes);
    }

    Shape withoutLastColumn() {
        return new Shape(columns.subList(0, columns.size() - 1), indexes);
    }

    Shape withType(int column, String typed) {
        List<String> changed = new ArrayList<>(columns);
        changed.set(column, typed);
        return new Shape(changed, indexes);
    }

    Shape withIndex(String name) {
        List<String> more = new ArrayList<>(indexes);
        more.add(name);
        return new Shape(columns, more);
    }

    Shape withoutIndex(String name) {
        List<String> fewer = new ArrayList<>(indexes);
        fewer.remove(name);
        return new Shape(columns, fewer);
    }
}
