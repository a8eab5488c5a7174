package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Columns of roles and their bindings. */
public final class RbacColumns {

    /** Upstream gives roles no columns of their own. */
    public static final TableColumns ROLE = ConfigColumns.DEFAULT;

    public static final TableColumns BINDING = ColumnList.named()
            .text("Role", "The role that is bound.", RbacColumns::role)
            .age()
            .wide("Users", "Users in the binding", o -> subjects(o, "User", RbacColumns::name))
            .wide("Groups", "Groups in the binding", o -> subjects(o, "Group", RbacColumns::name))
            .wide(
                    "ServiceAccounts",
                    "ServiceAccounts in the binding",
                    o -> subjects(o, "ServiceAccount", s -> Nodes.text(s, "namespace") + "/" + name(s)))
            .build();

    private RbacColumns() {}

    private static String role(ApiObject binding) {
        JsonNode role = binding.json().path("roleRef");
        return Nodes.text(role, "kind") + "/" + name(role);
    }

    private static String subjects(ApiObject binding, String kind, Function<JsonNode, String> text) {
        return Nodes.objects(binding.json(), "subjects").stream()
                .filter(subject -> Nodes.text(subject, "kind").equals(kind))
                .map(text)
                .collect(Collectors.joining(", "));
    }

    private static String name(JsonNode reference) {
        return Nodes.text(reference, "name");
    }
}
