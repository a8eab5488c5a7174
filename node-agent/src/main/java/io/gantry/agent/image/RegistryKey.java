package io.gantry.agent.image;

/**
 * What a pull secret says an account is for: a host whose parts may be patterns, and the beginning of a path.
 *
 * @param text host and path; more specific ones are greater than less specific ones
 */
record RegistryKey(String text) implements Comparable<RegistryKey> {

    /** By this name Docker's own tools keep the account of the default registry. */
    static final RegistryKey DOCKER_HUB = new RegistryKey("index.docker.io");

    /** {@code https://index.docker.io/v1/} and {@code registry.example:5000/path} are keys too. */
    static RegistryKey parse(String key) {
        String location = key.replaceFirst("^https?://", "");
        int slash = location.indexOf('/');
        if (slash < 0) {
            return new RegistryKey(location);
        }
        String path = location.substring(slash);
        if (path.startsWith("/v1/") || path.startsWith("/v2/")) {
            path = path.substring(3);
        }
        return new RegistryKey(location.substring(0, slash) + (path.equals("/") ? "" : path));
    }

    /** @param repository as {@link ImageName#repository} gives it */
    boolean covers(String repository) {
        String[] own = splitHost(text);
        String[] other = splitHost(repository);
        if (!own[1].equals(other[1]) || !other[2].startsWith(own[2])) {
            return false;
        }
        String[] patterns = own[0].split("\\.", -1);
        String[] parts = other[0].split("\\.", -1);
        if (patterns.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!HostPattern.matches(patterns[i], parts[i])) {
                return false;
            }
        }
        return true;
    }

    /** Host, port and path; what is missing is empty. */
    private static String[] splitHost(String location) {
        int slash = location.indexOf('/');
        String authority = slash < 0 ? location : location.substring(0, slash);
        String path = slash < 0 ? "" : location.substring(slash);
        int colon = authority.lastIndexOf(':');
        return colon < 0
                ? new String[] {authority, "", path}
                : new String[] {authority.substring(0, colon), authority.substring(colon + 1), path};
    }

    @Override
    public int compareTo(RegistryKey other) {
        return text.compareTo(other.text);
    }
}
