package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.protobuf.ProtobufOutput;
import io.gantry.resource.ResourceDefinition;
import java.time.Instant;
import java.time.InstantSource;

/** How one object looks to a client, in the shape it asked for. */
sealed interface ItemEncoder {

    /** The object of an event of a watch. */
    byte[] event(ApiObject object);

    /** The object of a bookmark, which has nothing but this metadata. */
    byte[] bookmark(ObjectNode metadata);

    static ItemEncoder of(ResourceDefinition definition, OutputFormat format, TableOptions table, InstantSource clock) {
        return switch (format.shape()) {
            case OBJECT -> format.protobuf() ? new WholeMessage(new Whole(definition)) : new Whole(definition);
            case PARTIAL, PARTIAL_LIST ->
                format.protobuf()
                        ? new PartialMessage(new Partial(format.metaApiVersion()))
                        : new Partial(format.metaApiVersion());
            case TABLE -> new TableRows(new TableEncoder(definition, format, table), clock);
        };
    }

    /** The object itself: its stored bytes, unless this definition serves another form. */
    record Whole(ResourceDefinition definition) implements ItemEncoder {

        /** The object as it is served; not to be changed. */
        ObjectNode tree(ApiObject object) {
            if (!definition.convertsStorage()) {
                return object.json();
            }
            ApiObject form = definition.strategy().converted(object);
            return form == object ? definition.strategy().fromStored(object.copy()) : form.json();
        }

        @Override
        public byte[] event(ApiObject object) {
            if (!definition.convertsStorage()) {
                return object.encoded();
            }
            ApiObject form = definition.strategy().converted(object);
            return form == object ? Json.write(definition.strategy().fromStored(object.copy())) : form.encoded();
        }

        @Override
        public byte[] bookmark(ObjectNode metadata) {
            ObjectNode object = Json.object().put("kind", definition.kind()).put("apiVersion", definition.apiVersion());
            return Json.write(object.set("metadata", metadata));
        }
    }

    /** The object itself, in protobuf. */
    record WholeMessage(Whole whole) implements ItemEncoder {

        @Override
        public byte[] event(ApiObject object) {
            return ProtobufOutput.object(whole.tree(object));
        }

        @Override
        public byte[] bookmark(ObjectNode metadata) {
            ResourceDefinition definition = whole.definition();
            ObjectNode object = Json.object().put("kind", definition.kind()).put("apiVersion", definition.apiVersion());
            return ProtobufOutput.object(object.set("metadata", metadata));
        }
    }

    /** Metadata only, in protobuf. */
    record PartialMessage(Partial partial) implements ItemEncoder {

        @Override
        public byte[] event(ApiObject object) {
            return ProtobufOutput.object(partial.of(object.metadata()));
        }

        @Override
        public byte[] bookmark(ObjectNode metadata) {
            return ProtobufOutput.object(partial.of(metadata));
        }
    }

    /** Metadata only (meta/v1 PartialObjectMetadata). */
    record Partial(String apiVersion) implements ItemEncoder {

        @Override
        public byte[] event(ApiObject object) {
            return Json.write(of(object.metadata()));
        }

        @Override
        public byte[] bookmark(ObjectNode metadata) {
            return Json.write(of(metadata));
        }

        ObjectNode of(JsonNode metadata) {
            ObjectNode partial =
                    Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", apiVersion);
            return partial.set("metadata", metadata);
        }
    }

    /** A table of one row; only the first of a watch names its columns. */
    final class TableRows implements ItemEncoder {

        private final TableEncoder encoder;
        private final InstantSource clock;
        private boolean named;

        TableRows(TableEncoder encoder, InstantSource clock) {
            this.encoder = encoder;
            this.clock = clock;
        }

        @Override
        public byte[] event(ApiObject object) {
            Instant now = clock.instant();
            byte[] table = encoder.one(object, now, !named);
            named = true;
            return table;
        }

        @Override
        public byte[] bookmark(ObjectNode metadata) {
            byte[] table = encoder.bookmark(metadata, !named);
            named = true;
            return table;
        }
    }
}
