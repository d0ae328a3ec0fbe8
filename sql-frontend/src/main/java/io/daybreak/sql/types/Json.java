package io.daybreak.sql.types;

import io.daybreak.engine.collation.Utf8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON documents: parsing, MySQL's normal form, order.
 *
 * <p>A document is {@link #NULL}, {@code Boolean}, {@code Long}, {@code BigInteger} (above the
 * signed range), {@code Double}, {@code BigDecimal}, {@code String}, {@link Items} or {@link
 * Members}. The normal form sorts the keys of an object by length, then by bytes, keeps the last of
 * equal keys, and writes a space behind {@code :} and {@code ,}.
 */
public final class Json {
    /** The JSON null. */
    public static final Object NULL =
            new Object() {
                @Override
                public String toString() {
                    return "null";
                }
            };

    /** Arrays and objects may be nested this deep. */
    public static final int MAX_DEPTH = 100;

    private static final Comparator<String> KEY_ORDER =
            Comparator.<String>comparingInt(k -> Values.utf8(k).length)
                    .thenComparing(
                            (a, b) -> Arrays.compareUnsigned(Values.utf8(a), Values.utf8(b)));

    private Json() {}

    /** An array. */
    public static final class Items extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;
    }

    /** An object, in the order of the normal form. */
    public static final class Members extends TreeMap<String, Object> {
        private static final long serialVersionUID = 1L;

        public Members() {
            super(KEY_ORDER);
        }
    }

    /** A text that is no JSON. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;
        private final int position;

        SyntaxException(String reason, int position) {
            super(reason, null, false, false);
            this.reason = reason;
            this.position = position;
        }

        public String reason() {
            return reason;
        }

        /** Bytes before the error. */
        public int position() {
            return position;
        }
    }

    // ---- parsing -------------------------------------------------------------------------

    /** Parses text of a client. */
    public static Object parseText(byte[] utf8) throws SyntaxException {
        return new Reader(utf8, false).document();
    }

    /** Parses a value of type JSON: text in normal form. */
    public static Object parse(byte[] normalised) {
        try {
            return new Reader(normalised, true).document();
        } catch (SyntaxException e) {
            throw new IllegalStateException("a JSON value is damaged at byte " + e.position(), e);
        }
    }

    private static final class Reader {
        /** Longer numbers are doubles; no DECIMAL is as long. */
        private static final int EXACT_MAX = 80;

        private final byte[] s;
        private final boolean exact;
        private int at;
        private int depth;

        Reader(byte[] s, boolean exact) {
            this.s = s;
            this.exact = exact;
        }

        Object document() throws SyntaxException {
            spaces();
            if (at == s.length) {
                throw new SyntaxException("The document is empty.", 0);
            }
            Object value = value();
            spaces();
            if (at < s.length) {
                throw new SyntaxException(
                        "The document root must not be followed by other values.", at);
            }
            return value;
        }

        private void spaces() {
            while (at < s.length
                    && (s[at] == ' ' || s[at] == '\n' || s[at] == '\t' || s[at] == '\r')) {
                at++;
            }
        }

        private Object value() throws SyntaxException {
            if (at == s.length) {
                throw new SyntaxException("Invalid value.", at);
            }
            return switch (s[at]) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                case 't' -> word("true", true);
                case 'f' -> word("false", false);
                case 'n' -> word("null", NULL);
                default -> number();
            };
        }

        private Object word(String word, Object value) throws SyntaxException {
            for (int i = 0; i < word.length(); i++) {
                if (at + i >= s.length || s[at + i] != word.charAt(i)) {
                    throw new SyntaxException("Invalid value.", at + i);
                }
            }
            at += word.length();
            return value;
        }

        private void enter() throws SyntaxException {
            if (++depth > MAX_DEPTH) {
                throw new SyntaxException("The JSON document exceeds the maximum depth.", -1);
            }
        }

        private Object object() throws SyntaxException {
            enter();
            Members members = new Members();
            at++;
            spaces();
            if (at < s.length && s[at] == '}') {
                at++;
                depth--;
                return members;
            }
            while (true) {
                if (at >= s.length || s[at] != '"') {
                    throw new SyntaxException("Missing a name for object member.", at);
                }
                String key = string();
                spaces();
                if (at >= s.length || s[at] != ':') {
                    throw new SyntaxException("Missing a colon after a name of object member.", at);
                }
                at++;
                spaces();
                members.put(key, value());
                spaces();
                if (at < s.length && s[at] == ',') {
                    at++;
                    spaces();
                } else if (at < s.length && s[at] == '}') {
                    at++;
                    depth--;
                    return members;
                } else {
                    throw new SyntaxException("Missing a comma or } after an object member.", at);
                }
            }
        }

        private Object array() throws SyntaxException {
            enter();
            Items items = new Items();
            at++;
            spaces();
            if (at < s.length && s[at] == ']') {
                at++;
                depth--;
                return items;
            }
            while (true) {
                items.add(value());
                spaces();
                if (at < s.length && s[at] == ',') {
                    at++;
                    spaces();
                } else if (at < s.length && s[at] == ']') {
                    at++;
                    depth--;
                    return items;
                } else {
                    throw new SyntaxException("Missing a comma or ] after an array element.", at);
                }
            }
        }

        private String string() throws SyntaxException {
            int start = ++at;
            while (at < s.length && s[at] != '"' && s[at] != '\\' && (s[at] & 0xFF) >= ' ') {
                at++;
            }
            if (at < s.length && s[at] == '"') {
                return text(start, at++);
            }
            StringBuilder out = new StringBuilder(text(start, at));
            while (true) {
                if (at >= s.length) {
                    throw new SyntaxException(
                            "Missing a closing quotation mark in string.", start - 1);
                }
                byte b = s[at];
                if (b == '"') {
                    at++;
                    return out.toString();
                }
                if (b == '\\') {
                    escape(out);
                } else if ((b & 0xFF) < ' ') {
                    throw new SyntaxException("Invalid encoding in string.", at);
                } else {
                    int from = at;
                    while (at < s.length
                            && s[at] != '"'
                            && s[at] != '\\'
                            && (s[at] & 0xFF) >= ' ') {
                        at++;
                    }
                    out.append(text(from, at));
                }
            }
        }

        private String text(int from, int to) throws SyntaxException {
            int invalid = Utf8.firstInvalid(s, from, to);
            if (invalid < to) {
                throw new SyntaxException("Invalid encoding in string.", invalid);
            }
            return new String(s, from, to - from, StandardCharsets.UTF_8);
        }

        private void escape(StringBuilder out) throws SyntaxException {
            int start = at++;
            int c = at < s.length ? s[at++] : 0;
            switch (c) {
                case '"', '\\', '/' -> out.append((char) c);
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> unicode(out, start);
                default -> throw new SyntaxException("Invalid escape character in string.", start);
            }
        }

        private void unicode(StringBuilder out, int start) throws SyntaxException {
            int unit = hex4(start);
            if (Character.isHighSurrogate((char) unit)) {
                if (at + 1 >= s.length || s[at] != '\\' || s[at + 1] != 'u') {
                    throw new SyntaxException("The surrogate pair in string is invalid.", start);
                }
                at += 2;
                int low = hex4(start);
                if (!Character.isLowSurrogate((char) low)) {
                    throw new SyntaxException("The surrogate pair in string is invalid.", start);
                }
                out.append((char) unit).append((char) low);
            } else if (Character.isLowSurrogate((char) unit)) {
                throw new SyntaxException("The surrogate pair in string is invalid.", start);
            } else {
                out.append((char) unit);
            }
        }

        private int hex4(int start) throws SyntaxException {
            int unit = 0;
            for (int i = 0; i < 4; i++) {
                int digit = at < s.length ? Character.digit(s[at], 16) : -1;
                if (digit < 0) {
                    throw new SyntaxException(
                            "Incorrect hex digit after \\u escape in string.", start);
                }
                unit = unit << 4 | digit;
                at++;
            }
            return unit;
        }

        private Object number() throws SyntaxException {
            int start = at;
            if (at < s.length && s[at] == '-') {
                at++;
            }
            int digits = at;
            while (at < s.length && TemporalParser.isDigit(s[at])) {
                at++;
            }
            if (at == digits) {
                throw new SyntaxException("Invalid value.", at);
            }
            if (s[digits] == '0' && at > digits + 1) {
                at = digits + 1;
                return Long.parseLong(ascii(start));
            }
            boolean integer = true;
            if (at < s.length && s[at] == '.') {
                integer = false;
                at++;
                int fraction = at;
                while (at < s.length && TemporalParser.isDigit(s[at])) {
                    at++;
                }
                if (at == fraction) {
                    throw new SyntaxException("Miss fraction part in number.", at);
                }
            }
            if (at < s.length && (s[at] == 'e' || s[at] == 'E')) {
                integer = false;
                at++;
                if (at < s.length && (s[at] == '+' || s[at] == '-')) {
                    at++;
                }
                int exponent = at;
                while (at < s.length && TemporalParser.isDigit(s[at])) {
                    at++;
                }
                if (at == exponent) {
                    throw new SyntaxException("Miss exponent in number.", at);
                }
            }
            return integer && at - start <= EXACT_MAX
                    ? integer(ascii(start))
                    : fraction(ascii(start), start);
        }

        private String ascii(int start) {
            return new String(s, start, at - start, StandardCharsets.US_ASCII);
        }

        private Object integer(String text) {
            if (text.length() < 19) {
                return text.equals("-0") ? (Object) 0L : (Object) Long.parseLong(text);
            }
            BigInteger value = new BigInteger(text);
            if (value.bitLength() < 64) {
                return value.longValue();
            }
            if (value.signum() > 0 && value.bitLength() == 64) {
                return value;
            }
            return exact ? (Object) new BigDecimal(value) : (Object) value.doubleValue();
        }

        private Object fraction(String text, int start) throws SyntaxException {
            double value = Double.parseDouble(text);
            if (Double.isInfinite(value)) {
                throw new SyntaxException("Number too big to be stored in double.", start);
            }
            boolean plain = text.length() <= EXACT_MAX && text.indexOf('e') < 0;
            return exact && plain && text.indexOf('E') < 0 && !text.equals(doubleText(value))
                    ? (Object) new BigDecimal(text)
                    : (Object) value;
        }
    }

    // ---- writing -------------------------------------------------------------------------

    /** The normal form. */
    public static byte[] bytes(Object document) {
        StringBuilder out = new StringBuilder();
        write(document, out);
        return Values.utf8(out.toString());
    }

    private static String doubleText(double value) {
        String text = Numbers.doubleText(value);
        return text.indexOf('.') < 0 && text.indexOf('e') < 0 ? text + ".0" : text;
    }

    private static void write(Object document, StringBuilder out) {
        switch (document) {
            case String s -> quote(s, out);
            case Double d -> out.append(doubleText(d));
            case BigDecimal d -> out.append(d.toPlainString());
            case Items items -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    if (i > 0) {
                        out.append(", ");
                    }
                    write(items.get(i), out);
                }
                out.append(']');
            }
            case Members members -> {
                out.append('{');
                Iterator<Map.Entry<String, Object>> each = members.entrySet().iterator();
                while (each.hasNext()) {
                    Map.Entry<String, Object> member = each.next();
                    quote(member.getKey(), out);
                    out.append(": ");
                    write(member.getValue(), out);
                    if (each.hasNext()) {
                        out.append(", ");
                    }
                }
                out.append('}');
            }
            default -> out.append(document);
        }
    }

    /** Quotes a string as JSON. */
    public static void quote(String s, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    // ---- order ---------------------------------------------------------------------------

    private static int rank(Object document) {
        return switch (document) {
            case Boolean _ -> 5;
            case Items _ -> 4;
            case Members _ -> 3;
            case String _ -> 2;
            case Number _ -> 1;
            default -> 0;
        };
    }

    /** MySQL's order of JSON values: null, numbers, strings, objects, arrays, booleans. */
    public static int compare(Object a, Object b) {
        int rank = rank(a);
        if (rank != rank(b)) {
            return Integer.compare(rank, rank(b));
        }
        return switch (a) {
            case Boolean x -> Boolean.compare(x, (Boolean) b);
            case Items x -> compareItems(x, (Items) b);
            case Members x -> compareMembers(x, (Members) b);
            case String x -> Arrays.compareUnsigned(Values.utf8(x), Values.utf8((String) b));
            case Number x -> compareNumbers(x, (Number) b);
            default -> 0;
        };
    }

    private static int compareItems(Items a, Items b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareMembers(Members a, Members b) {
        if (a.size() != b.size()) {
            return Integer.compare(a.size(), b.size());
        }
        Iterator<Map.Entry<String, Object>> left = a.entrySet().iterator();
        Iterator<Map.Entry<String, Object>> right = b.entrySet().iterator();
        while (left.hasNext()) {
            Map.Entry<String, Object> x = left.next();
            Map.Entry<String, Object> y = right.next();
            int order = KEY_ORDER.compare(x.getKey(), y.getKey());
            if (order == 0) {
                order = compare(x.getValue(), y.getValue());
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareNumbers(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        return decimal(a).compareTo(decimal(b));
    }

    /** The number exactly. */
    public static BigDecimal decimal(Number number) {
        return switch (number) {
            case Long l -> BigDecimal.valueOf(l);
            case BigInteger i -> new BigDecimal(i);
            case BigDecimal d -> d;
            default -> new BigDecimal(number.doubleValue());
        };
    }

    // ---- between SQL and JSON ------------------------------------------------------------

    /** A SQL value as a document: text becomes a string, JSON itself. */
    public static Object of(@Nullable Object value, SqlType type) {
        if (value == null) {
            return NULL;
        }
        return switch (type.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, YEAR ->
                    type.unsigned() && (Long) value < 0
                            ? new BigInteger(Long.toUnsignedString((Long) value))
                            : value;
            case DECIMAL, DOUBLE -> value;
            case FLOAT -> Double.parseDouble(Numbers.floatText((Double) value));
            case JSON -> parse((byte[]) value);
            case DATETIME, TIMESTAMP, TIME ->
                    Values.string(Temporal.text((Long) value, type.withScale(6)));
            case BIT ->
                    "base64:type16:" + base64(Values.bitBytes((Long) value, (int) type.length()));
            case BINARY -> "base64:type254:" + base64((byte[]) value);
            case VARBINARY -> "base64:type15:" + base64((byte[]) value);
            case TINYBLOB, BLOB, MEDIUMBLOB, LONGBLOB, GEOMETRY ->
                    "base64:type252:" + base64((byte[]) value);
            case NULL -> NULL;
            case DATE, CHAR, VARCHAR, TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT, ENUM, SET ->
                    Values.string(Values.toBytes(value, type));
        };
    }

    private static String base64(byte[] bytes) {
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }

    /** A list of documents as an array. */
    public static Items array(List<Object> documents) {
        Items items = new Items();
        items.addAll(documents);
        return items;
    }
}
