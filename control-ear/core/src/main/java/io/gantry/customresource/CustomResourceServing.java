package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.WatchCache;
import io.gantry.customresource.conversion.Conversions;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.JsonEquality;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Serves what CustomResourceDefinitions declare, on every instance alike: it follows the cache, so a definition that a client sees
 * established is served. Requests read the resources' snapshot and never come here.
 */
public final class CustomResourceServing {

    private final Resources resources;
    private final WatchCache cache;
    private final Conversions conversions;

    /** What is served for each definition, by its name. */
    private final Map<String, Served> served = new HashMap<>();

    private record Served(Declaration declaration, long revision, Set<ResourceDefinition> definitions) {

        static final Served NOTHING = new Served(new Declaration(Json.object()), 0, Set.of());
    }

    public CustomResourceServing(Resources resources, WatchCache cache, Conversions conversions) {
        this.resources = resources;
        this.cache = cache;
        this.conversions = conversions;
    }

    /** Serves what is declared now and from now on. */
    public void follow() {
        cache.onEvent(this::onEvent);
        cache.onLoad(this::serveAll);
        serveAll();
    }

    private synchronized void serveAll() {
        List<ApiObject> present = cache.list(Declaration.RESOURCE);
        Set<String> gone = new HashSet<>(served.keySet());
        present.forEach(object -> gone.remove(object.name()));
        gone.forEach(this::withdraw);
        present.forEach(this::serve);
    }

    private synchronized void onEvent(CacheEvent event) {
        if (!event.object().key().resource().equals(Declaration.RESOURCE)) {
            return;
        }
        switch (event) {
            case CacheEvent.Added added -> serve(added.object());
            case CacheEvent.Modified modified -> serve(modified.object());
            case CacheEvent.Deleted deleted -> withdraw(deleted.object().name());
        }
    }

    private void serve(ApiObject object) {
        Declaration declaration = Declaration.of(object);
        Served before = served.getOrDefault(object.name(), Served.NOTHING);
        if (before.revision() >= object.revision()) {
            return;
        }
        boolean looksTheSame = sameObjects(before.declaration(), declaration);
        if (looksTheSame && before.declaration().isTerminating() == declaration.isTerminating()) {
            served.put(object.name(), new Served(before.declaration(), object.revision(), before.definitions()));
            return;
        }
        List<ResourceDefinition> definitions = CustomResourceDefinitions.of(declaration, conversions).stream()
                .filter(definition -> isFree(definition, before))
                .toList();
        replace(before, definitions);
        served.put(object.name(), new Served(declaration, object.revision(), Set.copyOf(definitions)));
        if (!before.definitions().isEmpty() && !looksTheSame) {
            cache.endSubscriptions(declaration.resource());
        }
    }

    private static boolean sameObjects(Declaration before, Declaration after) {
        return before.isEstablished() == after.isEstablished()
                && same(before.spec(), after.spec())
                && same(before.acceptedNames(), after.acceptedNames());
    }

    private static boolean same(JsonNode before, JsonNode after) {
        return JsonEquality.same(before, after);
    }

    /** A definition cannot take the place of a built-in kind. */
    private boolean isFree(ResourceDefinition definition, Served before) {
        return resources
                .find(definition.group(), definition.version(), definition.plural())
                .map(before.definitions()::contains)
                .orElse(true);
    }

    private void withdraw(String name) {
        Served before = served.getOrDefault(name, Served.NOTHING);
        served.remove(name);
        if (!before.definitions().isEmpty()) {
            replace(before, List.of());
            cache.endSubscriptions(before.declaration().resource());
        }
    }

    private void replace(Served before, List<ResourceDefinition> definitions) {
        if (!before.definitions().isEmpty() || !definitions.isEmpty()) {
            resources.replace(before.definitions()::contains, definitions);
        }
    }
}
