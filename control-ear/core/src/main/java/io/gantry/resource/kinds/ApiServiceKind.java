package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ApiServiceColumns;
import io.gantry.resource.validation.ApiServiceRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** APIService (apiregistration.k8s.io). */
final class ApiServiceKind implements Strategy {

    private static final int DEFAULT_PORT = 443;

    private ApiServiceKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apiregistration.k8s.io", "APIService", "apiservices")
                .cluster()
                .inExtensions()
                .status()
                .schema("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService")
                .build(ApiServiceColumns.COLUMNS, new ApiServiceKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        if (object.path("spec").path("service") instanceof ObjectNode service && !Nodes.has(service, "port")) {
            service.put("port", DEFAULT_PORT);
        }
    }

    /** What the control plane serves itself is available at once. */
    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        Strategy.super.prepareForCreate(object, context);
        JsonNode service = object.path("spec").path("service");
        if (!service.isObject()) {
            object.putObject("status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Available")
                    .put("status", "True")
                    .put(
                            "lastTransitionTime",
                            context.now().truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("reason", "Local")
                    .put("message", "Local APIServices are always available");
        }
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    /** The core group's is {@code v1.}, which is no name of a domain. */
    @Override
    public List<String> nameErrors(String name) {
        return NameRules.pathSegment(name);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ApiServiceRules.check(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ApiServiceRules.checkStatus(Field.root(object, errors).at("status"));
    }
}
