package io.gantry.audit;

/** How much of a request is written down. */
public enum Level {
    NONE("None"),
    METADATA("Metadata"),
    REQUEST("Request"),
    REQUEST_RESPONSE("RequestResponse");

    private final String title;

    Level(String title) {
        this.title = title;
    }

    /** As policies and events spell it. */
    public String title() {
        return title;
    }

    static Level of(String title) {
        for (Level level : values()) {
            if (level.title.equals(title)) {
                return level;
            }
        }
        throw new IllegalArgumentException("audit policy: unknown level \"" + title + "\"");
    }

    public boolean includes(Level other) {
        return compareTo(other) >= 0;
    }
}
