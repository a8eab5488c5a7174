package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.validation.NameRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** StorageVersionMigrations and StorageVersions: in which version objects are stored. */
public final class StorageMigrationRules {

    private static final String VERSION_WORDS =
            "a DNS-1035 label, which must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                    + " character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for"
                    + " validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private StorageMigrationRules() {}

    public static void check(Field migration) {
        Field target = migration.at("spec").at("resource");
        Field resource = target.at("resource");
        if (resource.isEmpty()) {
            resource.required("resource is required to be set");
        } else {
            joined(resource, NameRules.dns1035Label(resource.text()));
        }
        Field group = target.at("group");
        if (!group.isEmpty()) {
            joined(group, NameRules.dnsSubdomain(group.text()));
        }
    }

    private static void joined(Field field, List<String> errors) {
        if (!errors.isEmpty()) {
            field.invalid(String.join(",", errors));
        }
    }

    public static void update(Field migration, JsonNode old) {
        migration.at("spec").requireUnchanged(old.path("spec"));
    }

    public static void status(Field migration, JsonNode old) {
        Field status = migration.at("status");
        JsonNode before = old.path("status");
        Field version = status.at("resourceVersion");
        if (!version.isEmpty() && !version.text().matches("0|[1-9][0-9]*")) {
            version.invalid("resource version is not well formed: " + version.text());
        }
        Field conditions = status.at("conditions");
        ConditionRules.check(conditions);
        String oldVersion = Nodes.text(before, "resourceVersion");
        if (!oldVersion.isEmpty() && !version.is(oldVersion)) {
            version.invalid("field is immutable");
        }
        boolean succeeded = Conditions.isTrue(status.value(), "Succeeded");
        boolean failed = Conditions.isTrue(status.value(), "Failed");
        if (succeeded && failed) {
            conditions.invalid("Both success and failed conditions cannot be true at the same time");
        }
        if (!succeeded && Conditions.isTrue(before, "Succeeded")) {
            conditions.invalid("Success condition cannot be set to false once it is true");
        }
        if (!failed && Conditions.isTrue(before, "Failed")) {
            conditions.invalid("Failed condition cannot be set to false once it is true");
        }
    }

    /** The name of a StorageVersion: the group and the resource. */
    public static List<String> versionName(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return List.of("name must be in the form of <group>.<resource>");
        }
        List<String> errors = new ArrayList<>();
        NameRules.dnsSubdomain(name.substring(0, dot)).forEach(error -> errors.add("the group segment " + error));
        NameRules.dns1035Label(name.substring(dot + 1)).forEach(error -> errors.add("the resource segment " + error));
        return errors;
    }

    public static void versionStatus(Field object) {
        Field status = object.at("status");
        Set<String> servers = new HashSet<>();
        for (Field server : status.items("storageVersions")) {
            Field id = server.at("apiServerID");
            if (!servers.add(id.text())) {
                id.duplicate();
            }
            server(server);
        }
        commonVersion(status);
        Map<String, Integer> types = new HashMap<>();
        List<Field> conditions = status.items("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            Field condition = conditions.get(i).reportedAs("status[" + i + "]");
            Field type = condition.at("type");
            Integer first = types.put(type.text(), i);
            if (first != null) {
                type.invalid("the type of the condition is not unique, it also appears in conditions[" + first + "]");
            }
            FormatRules.qualifiedName(type);
            FormatRules.qualifiedName(condition.at("status"));
            condition.at("reason").requireFilled();
            condition.at("message").requireFilled();
        }
    }

    private static void server(Field server) {
        FormatRules.dnsSubdomain(server.at("apiServerID"));
        Field encoding = server.at("encodingVersion");
        joined(encoding, apiVersion(encoding.text()));
        Field decodable = server.at("decodableVersions");
        decodable.items().forEach(version -> joined(version, apiVersion(version.text())));
        if (!decodable.texts().contains(encoding.text())) {
            decodable.invalid("decodableVersions must include encodingVersion " + encoding.text());
        }
        for (Field served : server.items("servedVersions")) {
            joined(served, apiVersion(served.text()));
            if (!decodable.texts().contains(served.text())) {
                served.invalid("individual served version : " + served.text()
                        + " must be included in decodableVersions : [" + String.join(" ", decodable.texts()) + "]");
            }
        }
    }

    private static void commonVersion(Field status) {
        List<String> versions = status.items("storageVersions").stream()
                .map(server -> server.at("encodingVersion").text())
                .distinct()
                .toList();
        Field common = status.at("commonEncodingVersion");
        if (versions.size() != 1) {
            if (common.isSet()) {
                common.invalid("should be nil if servers do not agree on the same encoding version, or if there is no"
                        + " server reporting the supported versions yet");
            }
        } else if (!common.isSet()) {
            common.invalid(common.value(), "the common encoding version is " + versions.getFirst());
        } else if (!common.is(versions.getFirst())) {
            common.invalid("the actual common encoding version is " + versions.getFirst());
        }
    }

    private static List<String> apiVersion(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2) {
            return List.of("an apiVersion is " + VERSION_WORDS
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyVersion')");
        }
        List<String> errors = new ArrayList<>();
        if (parts.length == 2) {
            part("group part: ", parts[0], NameRules::dnsSubdomain, errors);
        }
        part("version part: ", parts[parts.length - 1], NameRules::dns1035Label, errors);
        return errors;
    }

    private static void part(String prefix, String text, Function<String, List<String>> rule, List<String> errors) {
        if (text.isEmpty()) {
            errors.add(prefix + "must be non-empty");
        } else {
            rule.apply(text).forEach(error -> errors.add(prefix + error));
        }
    }
}
