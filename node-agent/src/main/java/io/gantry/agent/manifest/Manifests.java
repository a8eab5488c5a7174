package io.gantry.agent.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads files with one object each, in YAML 1.2 or in JSON, which is a part of it. */
final class Manifests {

    private static final int MAX_BYTES = 64 << 10;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(MAX_BYTES)
            .setMaxAliasesForCollections(50)
            .build();

    private Manifests() {}

    /** @throws IOException for what is no YAML, no object, or too long */
    static ObjectNode read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream input = Files.newInputStream(file)) {
            bytes = input.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("the file is longer than " + MAX_BYTES + " bytes");
        }
        try {
            Object tree = new Load(SETTINGS).loadFromString(new String(bytes, StandardCharsets.UTF_8));
            JsonNode json = Json.MAPPER.valueToTree(tree);
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw new IOException("the file holds no object");
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
