package io.gantry.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.TableColumns.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes objects as a meta/v1 Table, in JSON and without building a tree of it. */
final class TableEncoder {

    /** Bytes of a list that are put aside together: an array as large as a whole list would not fit into the nursery. */
    private static final int PIECE = 64 << 10;

    private final ResourceDefinition definition;
    private final OutputFormat format;
    private final TableOptions options;

    TableEncoder(ResourceDefinition definition, OutputFormat format, TableOptions options) {
        this.definition = definition;
        this.format = format;
        this.options = options;
    }

    /** A list, with the metadata of the list, in pieces. */
    List<byte[]> list(List<ApiObject> objects, ObjectNode metadata, Instant now) {
        List<byte[]> pieces = new ArrayList<>();
        byte[] last = write(metadata, true, (generator, out) -> {
            for (ApiObject object : definition.strategy().converted(objects)) {
                row(generator, object, now);
                if (out.size() > PIECE) {
                    generator.flush();
                    pieces.add(out.toByteArray());
                    out.reset();
                }
            }
        });
        pieces.add(last);
        return pieces;
    }

    /** One object. */
    byte[] one(ApiObject object, Instant now, boolean withColumns) {
        ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(object.revision()));
        return write(
                metadata,
                withColumns,
                (generator, out) -> row(generator, definition.strategy().converted(object), now));
    }

    byte[] bookmark(ObjectNode objectMetadata, boolean withColumns) {
        ObjectNode metadata = Json.object();
        metadata.set("resourceVersion", objectMetadata.get("resourceVersion"));
        return write(metadata, withColumns, (generator, out) -> {
            generator.writeStartObject();
            generator.writeArrayFieldStart("cells");
            for (int i = 0; i < definition.columns().columns().size(); i++) {
                generator.writeString("");
            }
            generator.writeEndArray();
            if (options != TableOptions.NONE) {
                generator.writeFieldName("object");
                generator.writeTree(new ItemEncoder.Partial(format.metaApiVersion()).of(objectMetadata));
            }
            generator.writeEndObject();
        });
    }

    private interface Rows {
        void write(JsonGenerator generator, ByteArrayOutputStream out) throws IOException;
    }

    private byte[] write(ObjectNode metadata, boolean withColumns, Rows rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = Json.MAPPER.createGenerator(out)) {
            generator.writeStartObject();
            generator.writeStringField("kind", "Table");
            generator.writeStringField("apiVersion", format.metaApiVersion());
            generator.writeFieldName("metadata");
            generator.writeTree(metadata);
            generator.writeFieldName("columnDefinitions");
            columns(generator, withColumns);
            generator.writeArrayFieldStart("rows");
            rows.write(generator, out);
            generator.writeEndArray();
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void columns(JsonGenerator generator, boolean withColumns) throws IOException {
        if (!withColumns) {
            generator.writeNull();
            return;
        }
        generator.writeStartArray();
        for (Column column : definition.columns().columns()) {
            generator.writeStartObject();
            generator.writeStringField("name", column.name());
            generator.writeStringField("type", column.type());
            generator.writeStringField("format", column.format());
            generator.writeStringField("description", column.description());
            generator.writeNumberField("priority", column.priority());
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    private void row(JsonGenerator generator, ApiObject object, Instant now) throws IOException {
        generator.writeStartObject();
        generator.writeArrayFieldStart("cells");
        for (JsonNode cell : definition.columns().cells(object, now)) {
            generator.writeTree(cell);
        }
        generator.writeEndArray();
        switch (options) {
            case NONE -> {}
            case METADATA -> {
                generator.writeFieldName("object");
                generator.writeTree(new ItemEncoder.Partial(format.metaApiVersion()).of(object.metadata()));
            }
            case OBJECT -> {
                generator.writeFieldName("object");
                generator.writeTree(
                        definition.convertsStorage() ? definition.strategy().fromStored(object.copy()) : object.json());
            }
        }
        generator.writeEndObject();
    }
}
