package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.QuotaDefaults;
import io.gantry.resource.table.QuotaColumns;
import io.gantry.resource.validation.Amounts;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.QuotaRules;
import io.gantry.schema.Quantity;
import io.gantry.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ResourceQuota. */
final class ResourceQuotaKind implements Strategy {

    private ResourceQuotaKind() {}

    static ResourceDefinition definition() {
        return Definition.core("ResourceQuota", "resourcequotas")
                .shortName("quota")
                .status()
                .build(QuotaColumns.QUOTA, new ResourceQuotaKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        QuotaDefaults.quota(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        QuotaRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        QuotaRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        QuotaRules.status(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        Map<String, Quantity> hard = Amounts.list(object.path("spec").path("hard"));
        List<String> warnings = new ArrayList<>();
        for (String name : List.of("cpu", "memory", "storage", "ephemeral-storage")) {
            boolean hasShortName = name.equals("cpu") || name.equals("memory");
            String requests = hard.containsKey("requests." + name) || !hasShortName ? "requests." + name : name;
            Quantity request = hard.get(requests);
            Quantity limit = hard.get("limits." + name);
            if (request != null && limit != null && request.compareTo(limit) > 0) {
                warnings.add("ResourceQuota " + requests + " (" + request + ") should be less than limits." + name
                        + " (" + limit + ")");
            }
        }
        return warnings;
    }
}
