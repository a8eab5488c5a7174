package io.gantry.store;

/**
 * Where a write comes from, as history tells it.
 *
 * @param user who asked, empty when not known
 * @param agent the program or field manager, empty when not known
 * @param verb as authorizers spell it, with the subresource behind it: {@code patch status}; empty for what the write itself says
 */
public record Origin(String user, String agent, String verb) {

    public static final Origin UNKNOWN = new Origin("", "", "");

    private static final int PARTS = 3;

    /** One text for the log. */
    public String text() {
        return this.equals(UNKNOWN) ? "" : line(verb) + "\n" + line(agent) + "\n" + line(user);
    }

    private static String line(String part) {
        return part.replace('\n', ' ').replace('\0', ' ');
    }

    /** Reads what {@link #text} wrote. */
    public static Origin parse(String text) {
        String[] parts = text.split("\n", PARTS);
        return parts.length < PARTS ? UNKNOWN : new Origin(parts[2], parts[1], parts[0]);
    }
}
