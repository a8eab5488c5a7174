package io.gantry.schema;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which model class stands for which API definition. A class is named for version and type ({@code V1Deployment}); where two
 * groups have the type, {@code definitions.txt} names the class ({@code Event=CoreV1Event}).
 */
final class Definitions {

    private final Map<String, String> classes = new LinkedHashMap<>();
    private final Map<String, String> definitions = new LinkedHashMap<>();

    Definitions() {
        Csv.lines("definitions.txt").stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .forEach(words -> Arrays.stream(words).skip(1).forEach(type -> add(words[0], type)));
    }

    private void add(String apiPackage, String entry) {
        int equals = entry.indexOf('=');
        String type = equals < 0 ? entry : entry.substring(0, equals);
        String className = equals < 0 ? version(apiPackage) + type : entry.substring(equals + 1);
        classes.put(apiPackage + "." + type, className);
        definitions.put(className, apiPackage + "." + type);
    }

    private static String version(String apiPackage) {
        String version = apiPackage.substring(apiPackage.lastIndexOf('.') + 1);
        return version.substring(0, 1).toUpperCase(Locale.ROOT) + version.substring(1);
    }

    /** All definitions, for example {@code io.k8s.api.apps.v1.Deployment}. */
    Set<String> names() {
        return classes.keySet();
    }

    Optional<String> classOf(String definition) {
        return Optional.ofNullable(classes.get(definition));
    }

    Optional<String> definitionOf(String className) {
        return Optional.ofNullable(definitions.get(className));
    }
}
