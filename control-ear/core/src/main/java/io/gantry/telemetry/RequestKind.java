package io.gantry.telemetry;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What requests are counted under. There must be few of them however many requests come: names of objects are no part of it.
 *
 * @param verb in upper case as upstream counts them, for example {@code LIST}, {@code POST}, {@code APPLY}
 * @param scope {@code resource} for one object, {@code namespace} or {@code cluster} for many
 */
public record RequestKind(
        String verb, String group, String version, String resource, String subresource, String scope) {

    SortedMap<String, String> labels() {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("component", "apiserver");
        labels.put("dry_run", "");
        labels.put("group", group);
        labels.put("resource", resource);
        labels.put("scope", scope);
        labels.put("subresource", subresource);
        labels.put("verb", verb);
        labels.put("version", version);
        return labels;
    }
}
