package io.gantry.resource.allocation;

/**
 * Ports of every node that are given to services.
 *
 * @param first lowest port
 * @param last highest port
 */
public record PortRange(int first, int last) {

    /** What a cluster has unless it says otherwise. */
    public static final PortRange DEFAULT = new PortRange(30000, 32767);

    public PortRange {
        if (first < 1 || last > 65535 || first > last) {
            throw new IllegalArgumentException("not a range of ports: " + first + "-" + last);
        }
    }

    /** Reads {@code 30000-32767}. Throws IllegalArgumentException. */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("not a range of ports: " + text);
        }
        return new PortRange(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    int size() {
        return last - first + 1;
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
