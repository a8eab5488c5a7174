package io.gantry.resource.defaults;

import io.gantry.schema.RecentTexts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tag of an image reference (distribution reference grammar), which decides when the image is pulled. */
final class ImageTag {

    private static final String DOMAIN_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final String DOMAIN =
            "(?:" + DOMAIN_PART + "(?:\\." + DOMAIN_PART + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?";
    private static final String PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE = Pattern.compile(
            "(?:" + DOMAIN + "/)?(?<path>" + PATH_PART + "(?:/" + PATH_PART + ")*)"
                    + "(?::(?<tag>\\w[\\w.-]{0,127}))?(?<digest>@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");

    private static final int PATH_LENGTH = 255;

    private static final RecentTexts<String> PULL_POLICIES = new RecentTexts<>(255, ImageTag::read);

    private ImageTag() {}

    /** Always for the tag {@code latest}, given or implied; IfNotPresent otherwise, also for what is no reference. */
    static String pullPolicy(String image) {
        return PULL_POLICIES.get(image);
    }

    private static String read(String image) {
        Matcher matcher = REFERENCE.matcher(image);
        if (!matcher.matches() || matcher.group("path").length() > PATH_LENGTH) {
            return "IfNotPresent";
        }
        String tag = matcher.group("tag");
        boolean latest = tag == null ? matcher.group("digest") == null : tag.equals("latest");
        return latest ? "Always" : "IfNotPresent";
    }
}
