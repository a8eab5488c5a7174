package io.gantry.discovery;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders API versions by how much a client may rely on them: stable before beta before alpha, newer before older, other names last
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority).
 */
public final class VersionOrder implements Comparator<String> {

    /** The first in this order is the preferred version. */
    public static final Comparator<String> PREFERRED_FIRST = new VersionOrder();

    private static final Pattern VERSION = Pattern.compile("v([1-9][0-9]{0,8})(?:(alpha|beta)([1-9][0-9]{0,8}))?");

    private VersionOrder() {}

    private record Rank(int stability, int major, int minor) {}

    @Override
    public int compare(String left, String right) {
        return Comparator.comparingInt((String version) -> -rank(version).stability())
                .thenComparingInt(version -> -rank(version).major())
                .thenComparingInt(version -> -rank(version).minor())
                .thenComparing(Comparator.naturalOrder())
                .compare(left, right);
    }

    private static Rank rank(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return new Rank(0, 0, 0);
        }
        int major = Integer.parseInt(matcher.group(1));
        if (matcher.group(2) == null) {
            return new Rank(3, major, 0);
        }
        return new Rank(matcher.group(2).equals("beta") ? 2 : 1, major, Integer.parseInt(matcher.group(3)));
    }
}
