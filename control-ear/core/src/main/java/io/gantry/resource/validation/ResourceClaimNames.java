package io.gantry.resource.validation;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** The names under which a pod knows its resource claims, and the containers that refer to them. */
final class ResourceClaimNames {

    private ResourceClaimNames() {}

    /** The names that containers may refer to. */
    static Set<String> of(Field claims) {
        Set<String> names = new TreeSet<>();
        claims.items().forEach(claim -> names.add(claim.at("name").text()));
        return names;
    }

    /** The claims of a pod. */
    static void check(Field claims) {
        Set<String> names = new HashSet<>();
        for (Field claim : claims.items()) {
            Field name = claim.at("name");
            if (name.isEmpty()) {
                name.required("");
            } else if (!names.add(name.text())) {
                name.duplicate();
            } else {
                FormatRules.dnsLabel(name);
            }
            Field existing = claim.at("resourceClaimName");
            Field template = claim.at("resourceClaimTemplateName");
            if (existing.isSet() && template.isSet()) {
                claim.invalid("at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
            } else if (!existing.isSet() && !template.isSet()) {
                claim.invalid("must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
            }
            if (existing.isSet()) {
                FormatRules.dnsSubdomain(existing);
            }
            if (template.isSet()) {
                FormatRules.dnsSubdomain(template);
            }
        }
    }

    /**
     * The claims of a container: each of the pod's, no request of a claim twice, and no request of a claim that is referred to as a whole.
     */
    static void references(Field references, Set<String> known) {
        Set<String> seen = new HashSet<>();
        for (Field reference : references.items()) {
            String name = reference.at("name").text();
            if (name.isEmpty()) {
                reference.required("");
                continue;
            }
            distinct(reference, name, seen);
            if (!known.contains(name)) {
                reference
                        .errors()
                        .notFound(
                                reference.path(),
                                name,
                                "must be one of the names in pod.spec.resourceClaims"
                                        + (known.isEmpty() ? " which is empty" : ": " + String.join(", ", known)));
            }
        }
    }

    private static void distinct(Field reference, String name, Set<String> seen) {
        Field request = reference.at("request");
        String key = request.isEmpty() ? name : name + "/" + request.text();
        if (seen.contains(name)) {
            reference.errors().duplicate(reference.path(), name);
            return;
        }
        if (!request.isEmpty()) {
            FormatRules.dnsLabel(request);
        }
        if (seen.contains(key)) {
            reference.errors().duplicate(reference.path(), key);
        } else if (request.isEmpty()) {
            seen.stream()
                    .filter(before -> before.startsWith(name + "/"))
                    .forEach(before -> reference.errors().duplicate(reference.path(), name));
        }
        seen.add(key);
    }
}
