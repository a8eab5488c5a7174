package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;

/** Columns of admissionregistration.k8s.io. */
public final class AdmissionColumns {

    private static final String UNSET = "<unset>";

    public static final TableColumns WEBHOOKS = ColumnList.named()
            .integer(
                    "Webhooks",
                    "Number of webhooks.",
                    o -> o.json().path("webhooks").size())
            .age()
            .build();

    public static final TableColumns VALIDATING_POLICY = ColumnList.named()
            .integer(
                    "Validations",
                    "Number of rules.",
                    o -> o.spec().path("validations").size())
            .text("ParamKind", "What its parameters are.", AdmissionColumns::paramKind)
            .age()
            .build();

    public static final TableColumns MUTATING_POLICY = ColumnList.named()
            .integer(
                    "Mutations",
                    "Number of changes.",
                    o -> o.spec().path("mutations").size())
            .text("ParamKind", "What its parameters are.", AdmissionColumns::paramKind)
            .age()
            .build();

    public static final TableColumns BINDING = ColumnList.named()
            .text("PolicyName", "The policy that it binds.", o -> Nodes.text(o.spec(), "policyName"))
            .text("ParamRef", "Where its parameters are.", AdmissionColumns::paramRef)
            .age()
            .build();

    private AdmissionColumns() {}

    private static String paramKind(ApiObject policy) {
        JsonNode kind = policy.spec().path("paramKind");
        return kind.isObject() ? Nodes.text(kind, "apiVersion") + "/" + Nodes.text(kind, "kind") : UNSET;
    }

    private static String paramRef(ApiObject binding) {
        JsonNode reference = binding.spec().path("paramRef");
        if (!reference.isObject()) {
            return UNSET;
        }
        String namespace = Nodes.has(reference, "namespace") ? Nodes.text(reference, "namespace") + "/" : "*/";
        return reference.path("selector").isObject()
                ? namespace + SelectorText.ofSelector(reference.path("selector"))
                : namespace + Nodes.text(reference, "name");
    }
}
