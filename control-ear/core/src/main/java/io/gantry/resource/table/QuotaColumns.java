package io.gantry.resource.table;

import io.gantry.object.ApiObject;
import io.gantry.resource.TableColumns;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Columns of ResourceQuotas. */
public final class QuotaColumns {

    public static final TableColumns QUOTA = ColumnList.named()
            .text("Request", "What is used of what may be requested.", o -> amounts(o, name -> !isLimit(name)))
            .text("Limit", "What is used of what may be limited to.", o -> amounts(o, QuotaColumns::isLimit))
            .age()
            .build();

    private QuotaColumns() {}

    private static boolean isLimit(String name) {
        return name.startsWith("limits.");
    }

    private static String amounts(ApiObject quota, Predicate<String> wanted) {
        return quota.status().path("hard").properties().stream()
                .map(Map.Entry::getKey)
                .filter(wanted)
                .sorted()
                .map(name -> name + ": " + amount(quota, "used", name) + "/" + amount(quota, "hard", name))
                .collect(Collectors.joining(", "));
    }

    private static String amount(ApiObject quota, String list, String name) {
        return quota.status().path(list).path(name).asText("0");
    }
}
