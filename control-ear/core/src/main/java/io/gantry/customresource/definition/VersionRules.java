package io.gantry.customresource.definition;

import io.gantry.object.Nodes;
import io.gantry.resource.validation.Field;
import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One version of a custom resource: its schema, subresources, columns and selectable fields. */
final class VersionRules {

    private static final List<String> COLUMN_TYPES = List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> COLUMN_FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
    private static final Set<String> SELECTABLE_TYPES = Set.of("string", "boolean", "integer");
    private static final int MAX_SELECTABLE = 8;
    private static final int MAX_WARNING = 256;

    private VersionRules() {}

    static void schemaIsThere(Field version) {
        Field schema = version.at("schema").at("openAPIV3Schema");
        if (!schema.isSet()) {
            schema.required("");
        }
    }

    /** Checks what is not the same in all versions. */
    static void check(Field version, SharedParts shared) {
        List<String> errors = NameRules.dns1035Label(version.at("name").text());
        if (!errors.isEmpty()) {
            version.at("name").invalid(String.join(",", errors));
        }
        deprecation(version);
        Field schema = version.at("schema").at("openAPIV3Schema");
        if (!shared.schema()) {
            schema(schema, hasStatus(version));
        }
        if (!shared.subresources()) {
            scale(version.at("subresources").at("scale"));
        }
        if (!shared.columns()) {
            columns(version.at("additionalPrinterColumns"));
        }
        if (!shared.selectableFields()) {
            selectable(version.at("selectableFields"), schema);
        }
    }

    static boolean hasStatus(Field version) {
        return version.at("subresources").at("status").isSet();
    }

    static void schema(Field schema, boolean hasStatus) {
        if (schema.isSet()) {
            SchemaRules.check(schema, hasStatus);
        }
    }

    static void columns(Field columns) {
        columns.items().forEach(VersionRules::column);
    }

    private static void deprecation(Field version) {
        Field warning = version.at("deprecationWarning");
        if (!warning.isSet()) {
            return;
        }
        if (!version.at("deprecated").isTrue()) {
            warning.invalid("can only be set for deprecated versions");
            return;
        }
        if (warning.text().length() > MAX_WARNING) {
            warning.invalid("must be <= 256 characters long");
        }
        if (warning.text().isEmpty()) {
            warning.invalid("must not be an empty string");
        }
        Optional<Integer> control = warning.text()
                .chars()
                .boxed()
                .filter(c -> Character.isISOControl(c))
                .findFirst();
        control.ifPresent(c ->
                warning.invalid("must only contain printable UTF-8 characters; non-printable character found at index "
                        + warning.text().indexOf(c)));
    }

    static void scale(Field scale) {
        if (!scale.isSet()) {
            return;
        }
        path(scale.at("specReplicasPath"), List.of(".spec."), "should be a json path under .spec");
        path(scale.at("statusReplicasPath"), List.of(".status."), "should be a json path under .status");
        if (!scale.at("labelSelectorPath").isEmpty()) {
            path(
                    scale.at("labelSelectorPath"),
                    List.of(".spec.", ".status."),
                    "should be a json path under either .spec or .status");
        }
    }

    private static void path(Field path, List<String> prefixes, String otherwise) {
        if (path.isEmpty()) {
            path.required("");
        } else if (isSimple(path) && prefixes.stream().noneMatch(path.text()::startsWith)) {
            path.invalid(otherwise);
        }
    }

    private static boolean isSimple(Field path) {
        if (path.text().startsWith(".")) {
            return true;
        }
        path.invalid("must be a simple json path starting with .");
        return false;
    }

    private static void column(Field column) {
        if (column.at("name").isEmpty()) {
            column.at("name").required("");
        }
        Field type = column.at("type");
        String types = "must be one of " + String.join(",", COLUMN_TYPES);
        if (type.isEmpty()) {
            type.required(types);
        } else if (!COLUMN_TYPES.contains(type.text())) {
            type.invalid(types);
        }
        Field format = column.at("format");
        if (!format.isEmpty() && !COLUMN_FORMATS.contains(format.text())) {
            format.invalid("must be one of " + String.join(",", COLUMN_FORMATS));
        }
        Field path = column.at("jsonPath").reportedAs(column.path() + ".JSONPath");
        if (path.isEmpty()) {
            path.required("");
        } else {
            isSimple(path);
        }
    }

    static void selectable(Field fields, Field schema) {
        Set<String> seen = new HashSet<>();
        for (Field field : fields.items()) {
            Field path = field.at("jsonPath");
            if (path.isEmpty()) {
                path.required("");
                continue;
            }
            Optional<Field> meant = meant(path.text(), schema);
            if (meant.isEmpty()) {
                path.invalid("is an invalid path: does not refer to a valid field");
                continue;
            }
            if (path.text().startsWith(".metadata")) {
                path.invalid("must not point to fields in metadata");
            }
            if (!SELECTABLE_TYPES.contains(Nodes.text(meant.get().value(), "type"))) {
                path.invalid("must point to a field of type string, boolean or integer. Enum string fields and strings"
                        + " with formats are allowed.");
            }
            if (!seen.add(path.text())) {
                path.duplicate();
            }
        }
        if (seen.size() > MAX_SELECTABLE) {
            fields.errors().tooMany(fields.path(), seen.size(), MAX_SELECTABLE);
        }
    }

    private static Optional<Field> meant(String path, Field schema) {
        if (!path.startsWith(".") || path.length() < 2) {
            return Optional.empty();
        }
        Field at = schema;
        for (String name : path.substring(1).split("\\.", -1)) {
            at = at.at("properties").key(name);
            if (!at.isSet()) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }
}
