package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.List;
import java.util.Map;

/** The named types that are no objects. */
final class CommonTypes {

    static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    static final String TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
    static final String MICRO_TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
    static final String PATCH = ApiOperation.PATCH_BODY;

    private CommonTypes() {}

    static Map<String, ObjectNode> of(Dialect dialect) {
        return Map.of(
                QUANTITY,
                quantity(dialect),
                INT_OR_STRING,
                intOrString(dialect),
                TIME,
                time("An instant in RFC 3339, with seconds."),
                MICRO_TIME,
                time("An instant in RFC 3339, with microseconds."),
                PATCH,
                described("The body of a patch.").put("type", "object"));
    }

    private static ObjectNode quantity(Dialect dialect) {
        ObjectNode node =
                described("An exact amount: a number with a suffix, which is decimal (n, u, m, k, M, G, T, P, E),"
                        + " binary (Ki, Mi, Gi, Ti, Pi, Ei) or an exponent (e3). It is kept in its canonical form: without"
                        + " a fraction and with the largest suffix, for example 1500m for 1.5 and 1536Mi for 1.5Gi.");
        return dialect == Dialect.V2 ? node.put("type", "string") : oneOf(node, List.of("string", "number"));
    }

    private static ObjectNode intOrString(Dialect dialect) {
        ObjectNode node = described("A number or a string.").put("format", "int-or-string");
        return dialect == Dialect.V2 ? node.put("type", "string") : oneOf(node, List.of("integer", "string"));
    }

    private static ObjectNode oneOf(ObjectNode node, List<String> types) {
        ArrayNode alternatives = node.putArray("oneOf");
        types.forEach(type -> alternatives.addObject().put("type", type));
        return node;
    }

    private static ObjectNode time(String description) {
        return described(description).put("format", "date-time").put("type", "string");
    }

    private static ObjectNode described(String description) {
        return Json.object().put("description", description);
    }
}
