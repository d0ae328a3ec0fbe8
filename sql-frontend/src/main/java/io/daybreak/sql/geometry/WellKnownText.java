package io.daybreak.sql.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/** Well-known text: {@code POLYGON((0 0,1 0,1 1,0 0))}. One object reads one text. */
public final class WellKnownText {
    private static final int DEPTH_MAX = 100;

    private final String text;
    private int at;

    private WellKnownText(String text) {
        this.text = text;
    }

    /**
     * @throws InvalidGeometryException if the text is not one well-formed geometry
     */
    public static Geometry read(String text) {
        WellKnownText reader = new WellKnownText(text);
        Geometry geometry = reader.geometry(DEPTH_MAX);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw new InvalidGeometryException();
        }
        return geometry;
    }

    private Geometry geometry(int depth) {
        if (depth == 0) {
            throw new InvalidGeometryException();
        }
        return switch (word()) {
            case "POINT" -> parenthesised(this::coordinates);
            case "LINESTRING" -> line();
            case "POLYGON" -> polygon();
            case "MULTIPOINT" ->
                    new Geometry.Several(GeometryShape.MULTIPOINT, list(this::memberPoint));
            case "MULTILINESTRING" ->
                    new Geometry.Several(GeometryShape.MULTILINESTRING, list(this::line));
            case "MULTIPOLYGON" ->
                    new Geometry.Several(GeometryShape.MULTIPOLYGON, list(this::polygon));
            case "GEOMETRYCOLLECTION" -> collection(depth);
            default -> throw new InvalidGeometryException();
        };
    }

    private Geometry collection(int depth) {
        List<Geometry> members = List.of();
        int mark = at;
        if (!word().equals("EMPTY")) {
            at = mark;
            members = list(() -> geometry(depth - 1));
        }
        return new Geometry.Several(GeometryShape.GEOMCOLLECTION, members);
    }

    private Geometry.LineString line() {
        return new Geometry.LineString(list(this::coordinates));
    }

    private Geometry.Polygon polygon() {
        return new Geometry.Polygon(list(this::line));
    }

    private Geometry.Point memberPoint() {
        return isNext('(') ? parenthesised(this::coordinates) : coordinates();
    }

    private Geometry.Point coordinates() {
        double x = number();
        return new Geometry.Point(x, number());
    }

    private <T> T parenthesised(Supplier<T> inside) {
        expect('(');
        T value = inside.get();
        expect(')');
        return value;
    }

    private <T> List<T> list(Supplier<? extends T> element) {
        List<T> elements = new ArrayList<>();
        expect('(');
        do {
            elements.add(element.get());
        } while (accept(','));
        expect(')');
        return elements;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean isNext(char c) {
        skipSpace();
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean accept(char c) {
        boolean found = isNext(c);
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw new InvalidGeometryException();
        }
    }

    private String word() {
        skipSpace();
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).toUpperCase(Locale.ROOT);
    }

    private double number() {
        skipSpace();
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Double.parseDouble(text.substring(start, at));
        } catch (NumberFormatException _) {
            throw new InvalidGeometryException();
        }
    }

    // ---- writing

    /**
     * @param number how a coordinate is written
     */
    public static String write(Geometry geometry, DoubleFunction<String> number) {
        StringBuilder out = new StringBuilder();
        put(geometry, number, out);
        return out.toString();
    }

    private static void put(Geometry geometry, DoubleFunction<String> number, StringBuilder out) {
        out.append(geometry.shape().word());
        if (geometry instanceof Geometry.Several several && several.members().isEmpty()) {
            out.append(" EMPTY");
        } else {
            body(geometry, number, out);
        }
    }

    private static void body(Geometry geometry, DoubleFunction<String> number, StringBuilder out) {
        char separator = '(';
        switch (geometry) {
            case Geometry.Point point -> coordinates(point, number, out.append('('));
            case Geometry.LineString line -> {
                for (Geometry.Point point : line.points()) {
                    coordinates(point, number, out.append(separator));
                    separator = ',';
                }
            }
            case Geometry.Polygon polygon -> {
                for (Geometry.LineString ring : polygon.rings()) {
                    body(ring, number, out.append(separator));
                    separator = ',';
                }
            }
            case Geometry.Several several -> {
                for (Geometry member : several.members()) {
                    out.append(separator);
                    if (several.shape() == GeometryShape.GEOMCOLLECTION) {
                        put(member, number, out);
                    } else {
                        body(member, number, out);
                    }
                    separator = ',';
                }
            }
        }
        out.append(')');
    }

    private static void coordinates(
            Geometry.Point point, DoubleFunction<String> number, StringBuilder out) {
        // Zero has no sign here.
        out.append(number.apply(point.x() + 0.0)).append(' ');
        out.append(number.apply(point.y() + 0.0));
    }
}
