package io.gantry.query;

import io.gantry.cache.WatchCache;
import io.gantry.identity.Authorizer;
import io.gantry.object.GroupResource;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.Scope;
import io.gantry.resource.VirtualKinds;
import io.gantry.resource.table.ColumnList;
import java.util.Map;

/** The group query.gantry.io. */
public final class QueryKinds {

    static final String GROUP = "query.gantry.io";
    static final String API_VERSION = GROUP + "/v1";
    static final String KIND = "Page";
    static final GroupResource PAGES = new GroupResource(GROUP, "pages");

    private QueryKinds() {}

    public static ResourceDefinition definition(Resources resources, WatchCache cache, Authorizer authorizer) {
        return VirtualKinds.read(
                GROUP,
                KIND,
                PAGES.resource(),
                Scope.CLUSTER,
                Map.of(),
                ColumnList.named()
                        .count(
                                "Total",
                                "Objects that there are.",
                                0,
                                page -> page.json().path("total").asLong())
                        .build(),
                new Pages(resources, cache, authorizer));
    }
}
