package io.gantry.customresource.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.WebhookRules;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a CustomResourceDefinition must look like (apiextensions, pkg/apis/apiextensions/validation). */
public final class DefinitionRules {

    private static final List<String> REVIEWS = List.of("v1", "v1beta1");
    private static final String NO_CERTIFICATES =
            "unable to load root certificates: unable to parse bytes as PEM block";
    private static final String APPROVAL = "api-approved.kubernetes.io";

    private DefinitionRules() {}

    /** What is wrong with the name of a definition beside what is wrong with any name. */
    public static void name(ObjectNode definition, FieldErrors errors) {
        JsonNode spec = definition.path("spec");
        String wanted = Nodes.text(spec.path("names"), "plural") + "." + Nodes.text(spec, "group");
        // a generated name can never be right
        for (String field : List.of("generateName", "name")) {
            String name = Nodes.text(definition.path("metadata"), field);
            if (!name.isEmpty() && !name.equals(wanted)) {
                errors.invalid("metadata." + field, name, "must be spec.names.plural+\".\"+spec.group");
            }
        }
    }

    public static void check(Field definition) {
        Field spec = definition.at("spec");
        group(spec.at("group"));
        spec.at("scope").requireOneOf(List.of("Cluster", "Namespaced"));
        Field versions = spec.at("versions");
        versions.items().forEach(VersionRules::schemaIsThere);
        SharedParts shared = new SharedParts(versions.items());
        versions.items().forEach(version -> VersionRules.check(version, shared));
        together(versions);
        versions.items().stream().findFirst().ifPresent(DefinitionRules::firstName);
        NamesRules.required(spec.at("names"));
        NamesRules.check(spec.at("names"));
        if (!versions.isEmpty()) {
            shared.check();
        }
        conversion(spec.at("conversion"));
        acceptedNames(definition);
        storedVersions(definition.at("status").at("storedVersions"), versions);
        if (spec.at("preserveUnknownFields").isTrue()) {
            spec.at("preserveUnknownFields")
                    .invalid("cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                            + " spec.versions[*].schema instead");
        }
    }

    private static void group(Field group) {
        if (group.isEmpty()) {
            group.required("");
            return;
        }
        List<String> errors = NameRules.dnsSubdomain(group.text());
        if (!errors.isEmpty()) {
            group.invalid(String.join(",", errors));
        } else if (!group.text().contains(".")) {
            group.invalid("should be a domain with at least one dot");
        }
    }

    private static void together(Field versions) {
        Set<String> names = new HashSet<>();
        long stored = 0;
        boolean unique = true;
        for (Field version : versions.items()) {
            unique &= names.add(version.at("name").text());
            stored += version.at("storage").isTrue() ? 1 : 0;
        }
        if (!unique) {
            versions.invalid(versions.value(), "must contain unique version names");
        }
        if (stored != 1) {
            versions.invalid(versions.value(), "must have exactly one version marked as storage version");
        }
    }

    /** Upstream knows the first version by a name of its own as well. */
    private static void firstName(Field version) {
        Field name = version.at("name").reportedAs("spec.version");
        List<String> errors = NameRules.dns1035Label(name.text());
        if (!name.isEmpty() && !errors.isEmpty()) {
            name.invalid(String.join(",", errors));
        }
    }

    private static void conversion(Field conversion) {
        Field strategy = conversion.at("strategy");
        if (!conversion.isSet()) {
            return;
        }
        strategy.requireOneOf(List.of("None", "Webhook"));
        // upstream names the fields as its own type has them
        Field client = conversion.at("webhook").at("clientConfig").reportedAs("spec.conversion.webhookClientConfig");
        Field reviews = conversion
                .at("webhook")
                .at("conversionReviewVersions")
                .reportedAs("spec.conversion.conversionReviewVersions");
        if (strategy.is("Webhook")) {
            webhook(client, reviews);
            return;
        }
        for (Field unused : List.of(client, reviews)) {
            if (!unused.isEmpty()) {
                unused.forbidden("should not be set when strategy is not set to Webhook");
            }
        }
    }

    private static void webhook(Field client, Field reviews) {
        if (!client.isSet()) {
            client.required("required when strategy is set to Webhook");
        } else {
            WebhookRules.client(client);
            caBundle(client.at("caBundle"));
        }
        if (reviews.isEmpty()) {
            reviews.required("");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Field version : reviews.items()) {
            if (!seen.add(version.text())) {
                version.invalid("duplicate version");
            } else {
                version.invalid(NameRules.dns1035Label(version.text()));
            }
        }
        if (reviews.texts().stream().noneMatch(REVIEWS::contains)) {
            reviews.invalid("must include at least one of " + String.join(", ", REVIEWS));
        }
    }

    private static void caBundle(Field bundle) {
        if (bundle.isEmpty()) {
            return;
        }
        try {
            byte[] pem = Base64.getDecoder().decode(bundle.text());
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty()) {
                bundle.invalidUnshown(NO_CERTIFICATES);
            }
        } catch (CertificateException | IllegalArgumentException e) {
            // which is the answer
            bundle.invalidUnshown(NO_CERTIFICATES);
        }
    }

    public static void acceptedNames(Field definition) {
        NamesRules.check(definition.at("status").at("acceptedNames"));
    }

    private static void storedVersions(Field stored, Field versions) {
        if (stored.isEmpty()) {
            stored.invalid(stored.value(), "must have at least one stored version");
            return;
        }
        List<String> missing = new ArrayList<>(stored.texts());
        for (Field version : versions.items()) {
            String name = version.at("name").text();
            if (version.at("storage").isTrue() && !missing.contains(name)) {
                stored.invalid("must have the storage version " + name);
            }
            missing.remove(name);
        }
        for (String name : missing) {
            stored.items()
                    .get(stored.texts().indexOf(name))
                    .invalid("missing from spec.versions; " + name
                            + " was previously a storage version, and must remain in"
                            + " spec.versions until a storage migration ensures no data remains persisted in " + name
                            + " and removes " + name + " from status.storedVersions");
        }
    }

    /** What may not change once objects can have been stored. */
    public static void checkEstablished(Field definition, JsonNode old) {
        Field spec = definition.at("spec");
        unchanged(spec.at("scope"), old.path("spec").path("scope"));
        unchanged(spec.at("names").at("kind"), old.path("spec").path("names").path("kind"));
    }

    /** What may never change, since it is in the name. */
    public static void checkUpdate(Field definition, JsonNode old) {
        Field spec = definition.at("spec");
        JsonNode before = old.path("spec");
        unchanged(spec.at("group"), before.path("group"));
        unchanged(spec.at("names").at("plural"), before.path("names").path("plural"));
    }

    private static void unchanged(Field field, JsonNode old) {
        if (!JsonEquality.same(field.value(), old)) {
            field.invalid("field is immutable");
        }
    }

    /** Groups of the community need an approval that can be looked up. */
    public static void approval(Field definition) {
        String group = definition.at("spec").at("group").text();
        boolean isProtected = List.of("k8s.io", "kubernetes.io").stream()
                .anyMatch(domain -> group.equals(domain) || group.endsWith("." + domain));
        if (!isProtected) {
            return;
        }
        Field approval = definition.at("metadata").at("annotations").key(APPROVAL);
        String start = "protected groups must have approval annotation \"" + APPROVAL + "\"";
        String end = ", see https://github.com/kubernetes/enhancements/pull/1111";
        if (approval.isEmpty()) {
            approval.required(start + end);
        } else if (!approval.text().startsWith("unapproved") && !isUrl(approval.text())) {
            approval.invalid(start + " with either a URL or a reason starting with \"unapproved\"" + end);
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null && uri.getHost() != null;
        } catch (URISyntaxException e) {
            // which is the answer
            return false;
        }
    }
}
