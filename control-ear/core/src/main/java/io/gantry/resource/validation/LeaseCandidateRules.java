package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** LeaseCandidates: who would hold a lease, and which version each is. */
public final class LeaseCandidateRules {

    private static final String OLDEST = "OldestEmulationVersion";
    private static final Pattern VERSION = Pattern.compile(
            "(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?");

    private LeaseCandidateRules() {}

    public static void check(Field object) {
        Field spec = object.at("spec");
        spec.at("leaseName").requireFilled();
        Field emulated = spec.at("emulationVersion");
        if (!emulated.isEmpty()) {
            version(emulated);
        }
        Field binary = spec.at("binaryVersion");
        if (binary.requireFilled()) {
            version(binary);
        }
        boolean both = !binary.isEmpty() && !emulated.isEmpty();
        if (both && compare(binary.text(), emulated.text()) < 0) {
            binary.invalid("must be greater than or equal to `emulationVersion`");
        }
        Field strategy = spec.at("strategy");
        if (strategy.requireFilled()) {
            boolean zero = compare(emulated.text(), "0.0.0") == 0;
            if (strategy.is(OLDEST) && zero) {
                emulated.required("must be specified when `strategy` is 'OldestEmulationVersion'");
            }
            strategy(strategy);
        }
    }

    private static void strategy(Field strategy) {
        Field reported = strategy.reportedAs(strategy.path() + ".strategy");
        if (strategy.text().indexOf('/') >= 0) {
            FormatRules.qualifiedName(reported);
        } else if (!strategy.is(OLDEST)) {
            reported.notSupported(List.of(OLDEST));
        }
    }

    private static void version(Field version) {
        if (!VERSION.matcher(version.text()).matches()) {
            version.invalid("must be a valid semantic version");
        }
    }

    /** By the three numbers; what is no version counts as 0.0.0. */
    private static int compare(String left, String right) {
        return Arrays.compare(numbers(left), numbers(right));
    }

    private static int[] numbers(String text) {
        var matcher = VERSION.matcher(text);
        return matcher.matches()
                ? IntStream.rangeClosed(1, 3)
                        .map(i -> Integer.parseInt(matcher.group(i)))
                        .toArray()
                : new int[3];
    }

    public static void update(Field object, JsonNode old) {
        object.at("spec").at("leaseName").requireUnchanged(old.path("spec").path("leaseName"));
    }
}
