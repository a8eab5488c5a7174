package io.gantry.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.IndexedTerms;
import io.gantry.cache.Listing;
import io.gantry.cache.WatchCache;
import io.gantry.identity.Authorizer;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.Source;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pages over the objects of any resource, sorted, filtered and counted by any field, from the watch cache. */
final class Pages implements Source {

    private static final int MOST_GROUPS = 1000;
    private static final String OTHER = "(other)";

    private final Resources resources;
    private final WatchCache cache;
    private final Authorizer authorizer;
    private final Columns columns = new Columns();

    Pages(Resources resources, WatchCache cache, Authorizer authorizer) {
        this.resources = resources;
        this.cache = cache;
        this.authorizer = authorizer;
    }

    /** A page of the named resource. */
    @Override
    public ApiObject get(String name, Question question) {
        ResourceDefinition definition = resources
                .find(GroupResource.parse(name))
                .filter(Pages::isStored)
                .orElseThrow(() -> StatusException.notFound(QueryKinds.PAGES, name));
        PageOptions options = PageOptions.of(question);
        check(question.user(), definition, options.namespace());
        cache.awaitCurrent();
        Listing listing =
                cache.list(definition.storage(), definition.namespaced() ? options.namespace() : Optional.empty());
        Selected selected = new Selected(definition.storage(), options, columns);
        List<ApiObject> matching = selected.matching(
                listing.among(IndexedTerms.labels(options.labels().required())));
        ObjectNode page = head(name, listing.objects().size()).put("matched", matching.size());
        page.put("offset", options.offset());
        options.countBy().ifPresent(path -> page.set("counts", counts(definition, path, matching)));
        ArrayNode items = page.putArray("items");
        List<ApiObject> shown = selected.page(matching);
        // values of fields are read as they are stored
        List<ApiObject> forms =
                options.fields().isEmpty() ? definition.strategy().converted(shown) : shown;
        forms.forEach(object -> items.add(shown(definition, object, options.fields())));
        return object(name, listing.revision(), page);
    }

    private static boolean isStored(ResourceDefinition definition) {
        return definition.verbs().contains("list")
                && definition.strategy().source().isEmpty();
    }

    private void check(UserInfo user, ResourceDefinition definition, Optional<String> namespace) {
        String where = definition.namespaced() ? namespace.orElse("") : "";
        if (!may(user, definition, where)) {
            String place = where.isEmpty() ? "at the cluster scope" : "in the namespace " + Quoted.of(where);
            throw StatusException.forbidden(
                    definition.groupResource(),
                    "",
                    "User " + Quoted.of(user.username()) + " cannot list resource " + Quoted.of(definition.plural())
                            + " in API group " + Quoted.of(definition.group()) + " " + place);
        }
    }

    private boolean may(UserInfo user, ResourceDefinition definition, String namespace) {
        RequestAttributes attributes =
                RequestAttributes.resource("list", definition.group(), definition.plural(), "", namespace, "");
        return authorizer.authorize(user, attributes) instanceof Authorizer.Decision.Allowed;
    }

    private ObjectNode counts(ResourceDefinition definition, ValuePath path, List<ApiObject> matching) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Value value : columns.values(definition.storage(), path, matching)) {
            boolean fits = counts.size() < MOST_GROUPS || counts.containsKey(value.text());
            counts.merge(fits ? value.text() : OTHER, 1, Integer::sum);
        }
        ObjectNode result = Json.object();
        counts.forEach(result::put);
        return result;
    }

    private static JsonNode shown(ResourceDefinition definition, ApiObject object, List<ValuePath> fields) {
        if (fields.isEmpty()) {
            return definition.strategy().fromStored(Json.read(object.encoded()));
        }
        ObjectNode row = Json.object();
        ObjectNode metadata = row.putObject("metadata").put("name", object.name());
        if (!object.namespace().isEmpty()) {
            metadata.put("namespace", object.namespace());
        }
        metadata.put("uid", object.uid()).put("resourceVersion", Long.toString(object.revision()));
        ArrayNode values = row.putArray("values");
        for (ValuePath field : fields) {
            JsonNode value = field.read(object);
            if (value.isMissingNode()) {
                values.addNull();
            } else {
                values.add(value);
            }
        }
        return row;
    }

    /** Every resource that the user may list, with the number of its objects. */
    @Override
    public Found list(Question question) {
        cache.awaitCurrent();
        List<ApiObject> pages = resources.all().stream()
                .filter(Pages::isStored)
                .filter(definition -> resources.find(definition.groupResource()).orElse(definition) == definition)
                .filter(definition -> may(question.user(), definition, ""))
                .map(definition -> object(
                        definition.groupResource().toString(),
                        cache.revision(),
                        head(
                                definition.groupResource().toString(),
                                cache.list(definition.storage()).size())))
                .toList();
        return new Found(pages, cache.revision(), Optional.empty());
    }

    private static ObjectNode head(String name, int total) {
        ObjectNode page = Json.object().put("kind", QueryKinds.KIND).put("apiVersion", QueryKinds.API_VERSION);
        page.putObject("metadata").put("name", name);
        return page.put("total", total);
    }

    private static ApiObject object(String name, long revision, ObjectNode page) {
        return ApiObject.of(ObjectKey.cluster(QueryKinds.PAGES, name), revision, ApiObject.document(page));
    }
}
