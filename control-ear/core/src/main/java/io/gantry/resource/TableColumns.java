package io.gantry.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import java.time.Instant;
import java.util.List;

/** How {@code kubectl get} shows a kind: upstream's columns, in upstream's words (meta.k8s.io/v1 Table). */
public interface TableColumns {

    /**
     * One column.
     *
     * @param name header, for example {@code Ready}
     * @param type OpenAPI type: string, integer, number, boolean, date
     * @param format OpenAPI format, {@code name} for the name column, or empty
     * @param description shown to clients that ask
     * @param priority 0 is always shown, above 0 only with {@code -o wide}
     */
    record Column(String name, String type, String format, String description, int priority) {}

    /** All columns, from Name on. */
    List<Column> columns();

    /** One cell a column, in the same order. */
    List<JsonNode> cells(ApiObject object, Instant now);
}
