package io.gantry.resource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.identity.UserInfo;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.status.FieldErrors;
import java.time.Instant;
import java.util.List;

/** Takes objects the way of the registry, as far as a kind decides it. */
final class Admission {

    private final ResourceDefinition definition;

    Admission(String apiVersion, String kind) {
        this.definition = BuiltInKinds.definitions().stream()
                .filter(d -> d.apiVersion().equals(apiVersion) && d.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    ResourceDefinition definition() {
        return definition;
    }

    /** Requires an error among those found, or none at all where the table says NONE. */
    static void assertErrors(List<String> errors, String expected) {
        if (expected.equals("NONE")) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).contains(expected);
        }
    }

    /** A new object as it would be stored. */
    ObjectNode created(String json) {
        ObjectNode object = defaulted(json);
        definition
                .strategy()
                .prepareForCreate(
                        object,
                        new Strategy.Context(new FakeClusterView(), Instant.EPOCH, UserInfo.SYSTEM, warning -> {}));
        return object;
    }

    /** A new object with its defaults. */
    ObjectNode defaulted(String json) {
        ObjectNode object = Json.read(json);
        definition.strategy().applyDefaults(object);
        return object;
    }

    /** The errors of a new object, each as {@code field: message}. */
    List<String> errors(String json) {
        return errors(defaulted(json));
    }

    /** The errors of a new object that has its defaults. */
    List<String> errors(ObjectNode object) {
        FieldErrors errors = new FieldErrors();
        definition.strategy().validate(object, errors);
        definition.strategy().validateNew(object, errors);
        return shown(errors);
    }

    /** The errors of a change of the object proper. */
    List<String> updateErrors(ObjectNode old, ObjectNode wanted) {
        definition.strategy().applyDefaults(old);
        definition.strategy().applyDefaults(wanted);
        FieldErrors errors = new FieldErrors();
        definition.strategy().validate(wanted, errors);
        definition.strategy().validateUpdate(wanted, old, errors);
        return shown(errors);
    }

    List<String> statusErrors(ObjectNode old, ObjectNode wanted) {
        FieldErrors errors = new FieldErrors();
        definition.strategy().validateStatusUpdate(wanted, old, errors);
        return shown(errors);
    }

    private static List<String> shown(FieldErrors errors) {
        return errors.list().stream()
                .map(error -> error.field() + ": " + error.message())
                .toList();
    }
}
