package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.customresource.conversion.ConvertedForms;
import io.gantry.customresource.rules.RuleChecker;
import io.gantry.customresource.schema.Defaulting;
import io.gantry.customresource.schema.EmbeddedResources;
import io.gantry.customresource.schema.ListRules;
import io.gantry.customresource.schema.ValueChecker;
import io.gantry.customresource.schema.ValueSchema;
import io.gantry.object.ApiObject;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.resource.DeclaredSchema;
import io.gantry.resource.ScalePaths;
import io.gantry.resource.Strategy;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is special about the objects of one version of a custom resource: all that its definition says. */
final class CustomResourceStrategy implements Strategy {

    private static final String STATUS = "status";
    private static final Set<String> NOT_WANTED = Set.of("apiVersion", "kind", "metadata", STATUS);

    private final Declaration declaration;
    private final String apiVersion;
    private final CustomVersions versions;
    private final CustomSchema schema;
    private final boolean hasStatus;
    private final Optional<CustomScale> scale;
    private final ConvertedForms forms = new ConvertedForms(this::isOther, this::convertedNow);

    CustomResourceStrategy(Declaration declaration, JsonNode version, CustomVersions versions) {
        this.declaration = declaration;
        this.apiVersion = declaration.group() + "/" + Nodes.text(version, "name");
        this.versions = versions;
        this.schema = versions.schema(apiVersion);
        this.hasStatus = version.path("subresources").has(STATUS);
        this.scale = CustomScale.of(version);
    }

    @Override
    public Optional<DeclaredSchema> declaredSchema() {
        return Optional.of(schema);
    }

    @Override
    public Optional<String> listKind() {
        return Optional.of(Nodes.text(declaration.acceptedNames(), "listKind"));
    }

    @Override
    public Optional<ScalePaths> scale() {
        return scale.map(CustomScale::paths);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        Defaulting.apply(schema.values(), object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        if (declaration.isTerminating()) {
            throw StatusException.forbidden(
                    declaration.resource(),
                    Nodes.text(object.path("metadata"), "name"),
                    "create not allowed while custom resource definition is terminating");
        }
        if (hasStatus) {
            object.remove(STATUS);
        }
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        if (hasStatus) {
            Strategy.super.prepareForUpdate(object, old, context);
        } else if (changesOnlyStatus(object, old)) {
            // without a subresource of its own, status is wanted like everything else
            ObjectNode metadata = Nodes.child(object, "metadata");
            metadata.put("generation", metadata.path("generation").asLong(0) + 1);
        }
    }

    private static boolean changesOnlyStatus(ObjectNode object, ObjectNode old) {
        return !JsonEquality.same(object.path(STATUS), old.path(STATUS))
                && JsonEquality.same(
                        object.deepCopy().remove(NOT_WANTED), old.deepCopy().remove(NOT_WANTED));
    }

    /** Only status may change, metadata neither. */
    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode old, Context context) {
        Defaulting.apply(schema.values(), object);
        JsonNode status = object.path(STATUS);
        JsonNode managedFields = object.path("metadata").path("managedFields");
        object.removeAll();
        object.setAll(old.deepCopy());
        if (status.isMissingNode()) {
            object.remove(STATUS);
        } else {
            object.set(STATUS, status);
        }
        if (!managedFields.isMissingNode()) {
            Nodes.child(object, "metadata").set("managedFields", managedFields);
        }
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        ValueChecker.check(schema.values(), object, "", errors);
        scale.ifPresent(one -> one.check(object, errors));
        EmbeddedResources.check(schema.values(), object, errors);
        ListRules.check(schema.values(), object, errors);
        checkRules(object, MissingNode.getInstance(), errors);
    }

    private void checkRules(ObjectNode object, JsonNode old, FieldErrors errors) {
        schema.rules().ifPresent(rules -> RuleChecker.check(rules, object, old, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ValueChecker.check(schema.values(), object, old, "", errors);
        scale.ifPresent(one -> one.check(object, errors));
        EmbeddedResources.check(schema.values(), object, errors);
        checkListsUnlessBrokenBefore(object, old, errors);
        checkRules(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ValueSchema status = schema.values().properties().get(STATUS);
        if (status != null && object.has(STATUS)) {
            JsonNode before = old.has(STATUS) ? old.get(STATUS) : MissingNode.getInstance();
            ValueChecker.check(status, object.get(STATUS), before, STATUS, errors);
        }
        scale.ifPresent(one -> one.checkStatus(object, errors));
        EmbeddedResources.check(schema.values(), object, errors);
        checkListsUnlessBrokenBefore(object, old, errors);
        checkRules(object, old, errors);
    }

    private void checkListsUnlessBrokenBefore(ObjectNode object, ObjectNode old, FieldErrors errors) {
        FieldErrors before = new FieldErrors();
        ListRules.check(schema.values(), old, before);
        if (before.isEmpty()) {
            ListRules.check(schema.values(), object, errors);
        }
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return FinalizerWarnings.of(object);
    }

    @Override
    public ObjectNode toStored(ObjectNode object) {
        String storage = declaration.group() + "/" + declaration.storageVersion();
        if (!apiVersion.equals(storage)) {
            return versions.convert(List.of(object), storage).getFirst();
        }
        schema.prune(object);
        if (!object.has(STATUS)) {
            // what was taken from the writer has a default as well
            Defaulting.apply(schema.values(), object);
        }
        return object;
    }

    @Override
    public boolean mayBeStoredInOlderForm() {
        return !declaration.isUnchanged();
    }

    /** What was stored under an older definition looks as if it had been written under the present one. */
    @Override
    public ObjectNode fromStored(ObjectNode stored) {
        return Nodes.text(stored, "apiVersion").equals(apiVersion)
                ? versions.complete(stored)
                : versions.convert(List.of(stored), apiVersion).getFirst();
    }

    @Override
    public List<ApiObject> converted(List<ApiObject> stored) {
        return versions.convertsOutside() ? forms.of(stored) : stored;
    }

    private List<ApiObject> convertedNow(List<ApiObject> others) {
        List<ObjectNode> trees =
                versions.convert(others.stream().map(ApiObject::copy).toList(), apiVersion);
        List<ApiObject> forms = new ArrayList<>(others.size());
        for (int i = 0; i < trees.size(); i++) {
            ApiObject other = others.get(i);
            forms.add(ApiObject.of(other.key(), other.revision(), ApiObject.document(trees.get(i))));
        }
        return forms;
    }

    private boolean isOther(ApiObject object) {
        return !Nodes.text(object.json(), "apiVersion").equals(apiVersion);
    }

    /** The fields of this version can be elsewhere in another. */
    @Override
    public String selectableValue(String field, ObjectNode object, String text) {
        boolean other =
                versions.convertsOutside() && !Nodes.text(object, "apiVersion").equals(apiVersion);
        return other
                ? fromStored(object.deepCopy())
                        .at("/" + field.replace('.', '/'))
                        .asText("")
                : text;
    }
}
