package io.gantry.customresource.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.JsonEquality;
import io.gantry.resource.validation.Field;
import java.util.List;

/**
 * The parts of a definition that are the same in all versions, as all are when there is one version. Upstream takes them out of the
 * versions before it looks at them, and its messages name the places where it then has them: {@code spec.validation}.
 *
 * @param versions all versions
 */
record SharedParts(List<Field> versions) {

    boolean schema() {
        return same("schema");
    }

    boolean subresources() {
        return same("subresources");
    }

    boolean columns() {
        return same("additionalPrinterColumns");
    }

    /** They are looked up in a schema, so that without a common one there is nothing in common. */
    boolean selectableFields() {
        return schema() && same("selectableFields");
    }

    private boolean same(String part) {
        JsonNode first = versions.getFirst().at(part).value();
        return versions.stream()
                .allMatch(version -> JsonEquality.same(version.at(part).value(), first));
    }

    /** Checks what is shared, once. */
    void check() {
        Field first = versions.getFirst();
        Field schema = first.at("schema").at("openAPIV3Schema").reportedAs("spec.validation.openAPIV3Schema");
        if (schema()) {
            VersionRules.schema(schema, versions.stream().anyMatch(VersionRules::hasStatus));
        }
        if (subresources()) {
            VersionRules.scale(
                    first.at("subresources").reportedAs("spec.subresources").at("scale"));
        }
        if (columns()) {
            VersionRules.columns(first.at("additionalPrinterColumns").reportedAs("spec.additionalPrinterColumns"));
        }
        if (selectableFields()) {
            VersionRules.selectable(first.at("selectableFields").reportedAs("spec.selectableFields"), schema);
        }
    }
}
