package io.gantry.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.Source;
import io.gantry.selector.FieldSelector;
import io.gantry.status.StatusException;
import io.gantry.store.History;
import io.gantry.store.LoggedWrite;
import io.gantry.store.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The writes of the log as objects: {@code revisions} of what is in namespaces, {@code clusterrevisions} of what is not. */
final class Revisions implements Source {

    /** What changes all the time and tells nobody anything; shown when it is asked for by name. */
    private static final Set<GroupResource> NOISE =
            Set.of(new GroupResource("coordination.k8s.io", "leases"), new GroupResource("", "events"));

    private static final int BATCH = 500;

    /** Batches that one request looks through for writes that fit. */
    private static final int MOST_BATCHES = 10;

    private final String kind;
    private final GroupResource self;
    private final boolean namespaced;
    private final Resources resources;
    private final ObjectStore store;
    private final Rights rights;
    private final RevisionDocument document;

    Revisions(
            HistoryKinds.Extent extent,
            Resources resources,
            ObjectStore store,
            Rights rights,
            RevisionDocument document) {
        this.kind = extent.kind("Revision");
        this.self = extent.resource("revisions");
        this.namespaced = extent == HistoryKinds.Extent.NAMESPACES;
        this.resources = resources;
        this.store = store;
        this.rights = rights;
        this.document = document;
    }

    @Override
    public ApiObject get(String name, Question question) {
        LoggedWrite write = number(name)
                .flatMap(store.history()::at)
                .filter(found -> place(question).holds(found.event().key().path()))
                .orElseThrow(() -> StatusException.notFound(self, name));
        ResourceDefinition definition = definition(write).orElseThrow(() -> StatusException.notFound(self, name));
        rights.check(question.user(), "get", definition, write.event().key());
        Optional<ApiObject> before =
                Optional.ofNullable(store.statesAt(List.of(write.previous())).get(write.previous()));
        ObjectNode revision = document.of(kind, write, definition, before);
        JsonNode state = document.state(write, definition);
        if (!state.isMissingNode()) {
            revision.set("state", state);
        }
        return object(revision, write);
    }

    private static Optional<Long> number(String name) {
        try {
            return Optional.of(Long.parseLong(name)).filter(number -> number > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private History.Place place(Question question) {
        if (!namespaced) {
            return new History.Cluster();
        }
        return question.namespace().<History.Place>map(History.Namespace::new).orElseGet(History.AllNamespaces::new);
    }

    @Override
    public Found list(Question question) {
        FieldSelector fields = canonical(question.fields());
        long before = number(question.from()).orElse(Long.MAX_VALUE);
        List<LoggedWrite> found = new ArrayList<>();
        boolean more = true;
        for (int batch = 0; more && found.size() < question.limit() && batch < MOST_BATCHES; batch++) {
            List<LoggedWrite> writes = writes(question, fields, before);
            for (LoggedWrite write : writes) {
                if (found.size() < question.limit()) {
                    before = write.revision();
                    if (isShown(write, fields, question)) {
                        found.add(write);
                    }
                }
            }
            more = writes.size() == BATCH
                    || (!writes.isEmpty() && before > writes.getLast().revision());
        }
        return new Found(
                documents(found), store.revision(), more ? Optional.of(Long.toString(before)) : Optional.empty());
    }

    private List<LoggedWrite> writes(Question question, FieldSelector fields, long before) {
        Optional<GroupResource> resource =
                fields.required("resource").flatMap(this::find).map(ResourceDefinition::storage);
        Optional<String> name = fields.required("object");
        if (resource.isPresent() && name.isPresent() && (question.namespace().isPresent() || !namespaced)) {
            ObjectKey key = new ObjectKey(resource.get(), question.namespace().orElse(""), name.get());
            return store.history().of(key, before, BATCH);
        }
        Set<GroupResource> only = resource.map(Set::of).orElse(Set.of());
        Set<GroupResource> without = resource.isPresent() ? Set.of() : NOISE;
        return store.history().writes(new History.Range(0, before, place(question), only, without), BATCH);
    }

    /** A resource may be named as kubectl lets one name it. */
    private FieldSelector canonical(FieldSelector fields) {
        return new FieldSelector(fields.terms().stream()
                .map(term -> term.field().equals("resource")
                        ? new FieldSelector.Term(
                                term.field(),
                                term.equal(),
                                find(term.value())
                                        .orElseThrow(() -> StatusException.badRequest(
                                                "there is no resource " + term.value() + " on this server"))
                                        .groupResource()
                                        .toString())
                        : term)
                .toList());
    }

    private Optional<ResourceDefinition> find(String name) {
        Optional<ResourceDefinition> exact = resources.find(GroupResource.parse(name));
        return exact.isPresent()
                ? exact
                : resources.all().stream()
                        .filter(definition -> definition.plural().equals(name)
                                || definition.singular().equals(name)
                                || definition.kind().equals(name)
                                || definition.shortNames().contains(name))
                        .findFirst();
    }

    private Optional<ResourceDefinition> definition(LoggedWrite write) {
        return resources.storedAs(write.event().key().resource());
    }

    private boolean isShown(LoggedWrite write, FieldSelector fields, Question question) {
        return definition(write)
                .filter(definition -> fields.matches(field -> value(field, write, definition)))
                .filter(definition -> rights.may(
                        question.user(), "get", definition, write.event().key()))
                .isPresent();
    }

    private static String value(String field, LoggedWrite write, ResourceDefinition definition) {
        ObjectKey key = write.event().key();
        return switch (field) {
            case "resource" -> definition.groupResource().toString();
            case "object" -> key.name();
            case "user" -> write.origin().user();
            case "agent" -> write.origin().agent();
            case "metadata.name" -> Long.toString(write.revision());
            case "metadata.namespace" -> key.namespace();
            default -> "";
        };
    }

    private List<ApiObject> documents(List<LoggedWrite> writes) {
        Map<Long, ApiObject> before = new HashMap<>();
        writes.forEach(write -> before.put(write.revision(), write.event().object()));
        before.putAll(store.statesAt(writes.stream()
                .map(LoggedWrite::previous)
                .filter(revision -> revision > 0 && !before.containsKey(revision))
                .toList()));
        return writes.stream()
                .map(write -> object(
                        document.of(
                                kind,
                                write,
                                definition(write).orElseThrow(),
                                Optional.ofNullable(before.get(write.previous()))),
                        write))
                .toList();
    }

    private ApiObject object(ObjectNode document, LoggedWrite write) {
        ObjectKey key = new ObjectKey(
                self,
                write.event().key().namespace(),
                document.path("metadata").path("name").asText());
        return ApiObject.of(key, write.revision(), ApiObject.document(document));
    }
}
