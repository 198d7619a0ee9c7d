import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON (RFC 8259), which the JDK does not have: values are read from bytes, and written to bytes.
 *
 * <pre>{@code
 * Object value = Json.parse(packet.getData(), packet.getLength());
 * if (value instanceof Map<?, ?> message && message.get("id") instanceof Long id && id >= 0) ...
 *
 * byte[] bytes = Json.write(Map.of("type", "ping", "tx", "a1", "from", self.toJson()));
 * }</pre>
 *
 * <p>An object is a {@code Map<String, Object>}, an array a {@code List<Object>}, a string a {@code String}, and true
 * and false are a {@code Boolean}. A whole number of less than 2^53, however it is written (11, 11.0, 1.1e1), is a
 * {@code Long}, any other number a {@code Double}. null is null, which Map.of and List.of do not take: a LinkedHashMap
 * and an ArrayList do.
 *
 * <p>Limits: a text with a value within more than 100 arrays and objects is refused. A Double has about 16 digits;
 * 1e400, too large for one, is read as infinite. Of several members of one name the last counts. Half a surrogate pair
 * (U+D83D alone, which only an escape can bring) is kept, and written as an escape again, but it is no character, and
 * has no UTF-8.
 */
final class Json {
    private static final int MAX_DEPTH = 100;
    private static final double MAX_WHOLE = (1L << 53) - 1;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

    private final String text;
    /** Where in the text the next character is. */
    private int at = 0;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads one value, with nothing but white space around it, from the first bytes of an array.
     *
     * @throws ParseException if they are no JSON in UTF-8
     */
    static Object parse(byte[] bytes, int length) throws ParseException {
        Json json;
        try {
            json = new Json(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
        } catch (CharacterCodingException e) {
            throw new ParseException("no UTF-8", 0);
        }
        Object value = json.value(0);
        if (json.at < json.text.length()) {
            throw json.wrong("more than one value");
        }
        return value;
    }

    /**
     * Writes a value, without white space. Numbers may be an Integer, too, and arrays any Collection.
     *
     * @throws IllegalArgumentException if something in it has no JSON: a NaN, a key that is no String, another type
     */
    static byte[] write(Object value) {
        StringBuilder out = new StringBuilder();
        writeValue(value, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Object value(int depth) throws ParseException {
        if (depth > MAX_DEPTH) {
            throw wrong("too deep");
        }
        skipBlanks();
        Object value = switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
        skipBlanks();
        return value;
    }

    private Map<String, Object> object(int depth) throws ParseException {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        skipBlanks();
        if (takeIf('}')) {
            return members;
        }
        do {
            skipBlanks();
            String name = string();
            skipBlanks();
            take(':');
            members.put(name, value(depth + 1));
        } while (takeIf(','));
        take('}');
        return members;
    }

    private List<Object> array(int depth) throws ParseException {
        List<Object> items = new ArrayList<>();
        take('[');
        skipBlanks();
        if (takeIf(']')) {
            return items;
        }
        do {
            items.add(value(depth + 1));
        } while (takeIf(','));
        take(']');
        return items;
    }

    private String string() throws ParseException {
        StringBuilder string = new StringBuilder();
        take('"');
        while (!takeIf('"')) {
            char c = next();
            if (c < ' ') {
                throw wrong("a control character in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() throws ParseException {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    char digit = next();
                    if (!HexFormat.isHexDigit(digit)) {
                        throw wrong("not four hexadecimal digits");
                    }
                    unit = unit << 4 | HexFormat.fromHexDigit(digit);
                }
                yield (char) unit;
            }
            default -> throw wrong("no such escape");
        };
    }

    private Object word(String word, Object meaning) throws ParseException {
        if (!text.startsWith(word, at)) {
            throw wrong("not a value");
        }
        at += word.length();
        return meaning;
    }

    private Number number() throws ParseException {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw wrong("not a value");
        }
        at = matcher.end();
        double number = Double.parseDouble(matcher.group());
        if (number == Math.rint(number) && Math.abs(number) <= MAX_WHOLE) {
            return (long) number;
        }
        return number;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The next character, which is not taken; NUL at the end, since no value begins with one. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char next() throws ParseException {
        if (at == text.length()) {
            throw wrong("the end is missing");
        }
        return text.charAt(at++);
    }

    private boolean takeIf(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        if (there) {
            at++;
        }
        return there;
    }

    private void take(char expected) throws ParseException {
        if (!takeIf(expected)) {
            throw wrong("no " + expected);
        }
    }

    private ParseException wrong(String what) {
        return new ParseException(what + ", at character " + at, at);
    }

    private static void writeValue(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> members) {
            out.append('{');
            String before = "";
            for (Map.Entry<?, ?> member : members.entrySet()) {
                if (!(member.getKey() instanceof String name)) {
                    throw new IllegalArgumentException("not for JSON as a key: " + member.getKey());
                }
                out.append(before);
                writeString(name, out);
                out.append(':');
                writeValue(member.getValue(), out);
                before = ",";
            }
            out.append('}');
        } else if (value instanceof Collection<?> items) {
            out.append('[');
            String before = "";
            for (Object item : items) {
                out.append(before);
                writeValue(item, out);
                before = ",";
            }
            out.append(']');
        } else if (value instanceof String string) {
            writeString(string, out);
        } else if (value instanceof Double number && number.isInfinite()) {
            out.append(number > 0 ? "1e999" : "-1e999"); // infinite again for whoever reads it
        } else if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Integer
                || value instanceof Double number && !number.isNaN()) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("not for JSON: " + value);
        }
    }

    private static void writeString(String string, StringBuilder out) {
        out.append('"');
        string.codePoints().forEach(c -> {
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || half) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        out.append('"');
    }
}
