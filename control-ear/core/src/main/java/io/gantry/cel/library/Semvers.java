package io.gantry.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.List;

/** Semantic versions. */
final class Semvers {

    private static final CelType STRING = SimpleType.STRING;
    private static final CelType BOOL = SimpleType.BOOL;

    static final List<Overload> OVERLOADS = List.of(
            Overload.global("semver", "string_to_semver", KubernetesTypes.SEMVER, Semvers::parse, STRING),
            Overload.global("semver", "string_bool_to_semver", KubernetesTypes.SEMVER, Semvers::parse, STRING, BOOL),
            Overload.global("isSemver", "is_semver_string", BOOL, Semvers::isSemver, STRING),
            Overload.global("isSemver", "is_semver_string_bool", BOOL, Semvers::isSemver, STRING, BOOL),
            comparison("isGreaterThan", "semver_is_greater_than", 1),
            comparison("isLessThan", "semver_is_less_than", -1),
            Overload.member(
                    "compareTo",
                    "semver_compare_to",
                    SimpleType.INT,
                    arguments -> (long) compare(arguments),
                    KubernetesTypes.SEMVER,
                    KubernetesTypes.SEMVER),
            Overload.member(
                    "major",
                    "semver_major",
                    SimpleType.INT,
                    arguments -> ((Semver) arguments[0]).major(),
                    KubernetesTypes.SEMVER),
            Overload.member(
                    "minor",
                    "semver_minor",
                    SimpleType.INT,
                    arguments -> ((Semver) arguments[0]).minor(),
                    KubernetesTypes.SEMVER),
            Overload.member(
                    "patch",
                    "semver_patch",
                    SimpleType.INT,
                    arguments -> ((Semver) arguments[0]).patch(),
                    KubernetesTypes.SEMVER));

    private Semvers() {}

    private static Overload comparison(String function, String id, int sign) {
        return Overload.member(
                function,
                id,
                BOOL,
                arguments -> compare(arguments) == sign,
                KubernetesTypes.SEMVER,
                KubernetesTypes.SEMVER);
    }

    private static int compare(Object[] arguments) {
        return ((Semver) arguments[0]).compareTo((Semver) arguments[1]);
    }

    private static Object parse(Object[] arguments) {
        String text = (String) arguments[0];
        return arguments.length > 1 && (Boolean) arguments[1] ? Semver.parseTolerantly(text) : Semver.parse(text);
    }

    private static Object isSemver(Object[] arguments) {
        try {
            parse(arguments);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
