package io.gantry.agent.env;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads variables from a file that another container has written: {@code NAME='value'} a line, in single quotes that nothing escapes,
 * over several lines if need be.
 *
 * @see <a href="https://github.com/kubernetes/enhancements/issues/3721">KEP-3721</a>
 */
public final class EnvFile {

    private final List<String> lines;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int next;

    private EnvFile(List<String> lines) {
        this.lines = lines;
    }

    /**
     * The value of a variable; the first one counts when there are several.
     *
     * @throws ConfigException when some line up to that variable is malformed
     */
    public static Optional<String> value(List<String> lines, String name) throws ConfigException {
        EnvFile file = new EnvFile(lines);
        while (file.next < lines.size() && !file.values.containsKey(name)) {
            file.readOne();
        }
        return Optional.ofNullable(file.values.get(name));
    }

    private void readOne() throws ConfigException {
        String line = lines.get(next++).replaceFirst("^[ \\t]+", "");
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw malformed("missing '='");
        }
        String name = line.substring(0, equals);
        if (name.isBlank()) {
            throw malformed("empty variable name");
        }
        if (!name.stripTrailing().equals(name)) {
            throw malformed("whitespace before '=' is not allowed");
        }
        values.putIfAbsent(name, quoted(line.substring(equals + 1)));
    }

    private String quoted(String text) throws ConfigException {
        // as in a shell, what follows a blank is not the value
        if (text.startsWith(" ") || text.startsWith("\t")) {
            return "";
        }
        if (!text.startsWith("'")) {
            throw malformed("value must be enclosed in single quotes");
        }
        StringBuilder value = new StringBuilder();
        String rest = text.substring(1);
        while (rest.indexOf('\'') < 0) {
            value.append(rest).append('\n');
            if (next == lines.size()) {
                throw malformed("unclosed single quote");
            }
            rest = lines.get(next++);
        }
        int end = rest.indexOf('\'');
        String after = rest.substring(end + 1).strip();
        if (!after.isEmpty() && !after.startsWith("#")) {
            throw malformed("unexpected content after closing quote");
        }
        return value.append(rest, 0, end).toString();
    }

    private ConfigException malformed(String why) {
        return new ConfigException("invalid environment variable format at line " + next + ": " + why);
    }
}
