package io.gantry.agent.image;

/** The parts of an image's name, as the engine understands them. */
final class ImageName {

    static final String DEFAULT_REGISTRY = "docker.io";

    private ImageName() {}

    /** What stands before tag and digest. */
    static String untagged(String image) {
        String tagged = image.replaceFirst("@.*$", "");
        int colon = tagged.lastIndexOf(':');
        return colon > tagged.lastIndexOf('/') ? tagged.substring(0, colon) : tagged;
    }

    /** The host in an image name: the first part when it looks like one. */
    static String registry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host && !first.equals("index.docker.io") ? first : DEFAULT_REGISTRY;
    }

    /** Registry and path with nothing left out: {@code nginx:1.29} is of {@code docker.io/library/nginx}. */
    static String repository(String image) {
        String name = untagged(image);
        String registry = registry(name);
        String path = name.startsWith(registry + "/") || name.startsWith("index.docker.io/")
                ? name.substring(name.indexOf('/') + 1)
                : name;
        return registry.equals(DEFAULT_REGISTRY) && !path.contains("/")
                ? registry + "/library/" + path
                : registry + "/" + path;
    }
}
