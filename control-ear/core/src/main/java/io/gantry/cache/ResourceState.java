package io.gantry.cache;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * All objects of one resource at one moment, with their indexes. Immutable.
 *
 * @param objects by namespace and name
 * @param byField those with a value in their {@link io.gantry.object.IndexedField}, by it, namespace and name
 * @param byController by uid of the controller, empty for none, namespace and name
 * @param byLabel by label, value, namespace and name
 */
record ResourceState(
        SortedTree<ApiObject> objects,
        SortedTree<ApiObject> byField,
        SortedTree<ApiObject> byController,
        SortedTree<Labelled> byLabel) {

    private static final Comparator<ApiObject> BY_KEY =
            Comparator.comparing(ApiObject::namespace).thenComparing(ApiObject::name);

    static final ResourceState EMPTY = new ResourceState(
            SortedTree.empty(BY_KEY),
            SortedTree.empty(Comparator.comparing(ApiObject::indexedValue).thenComparing(BY_KEY)),
            SortedTree.empty(Comparator.comparing(ApiObject::controllerUid).thenComparing(BY_KEY)),
            Labelled.NONE);

    /** Finding an object by an index entry takes about as long as walking over so many objects. */
    private static final int COST_OF_LOOKUP = 8;

    Optional<ApiObject> get(ObjectKey key) {
        return objects.find(place(key.namespace(), key.name()));
    }

    private static ToIntFunction<ApiObject> place(String namespace, String name) {
        return object -> {
            int byNamespace = object.namespace().compareTo(namespace);
            return byNamespace != 0 ? byNamespace : object.name().compareTo(name);
        };
    }

    List<ApiObject> inNamespace(String namespace) {
        return objects.all(object -> object.namespace().compareTo(namespace));
    }

    List<ApiObject> all(Optional<String> namespace) {
        return namespace.map(this::inNamespace).orElseGet(objects::all);
    }

    /** See {@link Listing#among}. */
    List<ApiObject> among(Optional<String> namespace, IndexedTerms terms) {
        if (namespace.isPresent() && terms.name().isPresent()) {
            return objects.all(place(namespace.get(), terms.name().get()));
        }
        if (terms.indexed().isPresent()) {
            return withValue(terms.indexed().get(), namespace);
        }
        List<ApiObject> all = all(namespace);
        return terms.labels().entrySet().stream()
                .map(label -> labelled(label, namespace))
                .min(Comparator.comparingInt(List::size))
                .filter(entries -> entries.size() < all.size() / COST_OF_LOOKUP)
                .<List<ApiObject>>map(entries -> entries.stream()
                        .map(entry -> get(entry.object()).orElseThrow())
                        .toList())
                .orElse(all);
    }

    private List<Labelled> labelled(Map.Entry<String, String> label, Optional<String> namespace) {
        return byLabel.all(entry -> {
            int byValue = entry.compareTo(label);
            return byValue != 0 || namespace.isEmpty()
                    ? byValue
                    : entry.object().namespace().compareTo(namespace.get());
        });
    }

    /**
     * The objects whose indexed field has a value.
     *
     * @param value not empty
     */
    List<ApiObject> withValue(String value, Optional<String> namespace) {
        return byField.all(object -> {
            int byValue = object.indexedValue().compareTo(value);
            return byValue != 0 || namespace.isEmpty()
                    ? byValue
                    : object.namespace().compareTo(namespace.get());
        });
    }

    List<ApiObject> controlledBy(String uid) {
        if (uid.isEmpty()) {
            return List.of();
        }
        return byController.all(object -> object.controllerUid().compareTo(uid));
    }

    /** The objects in a namespace that no controller owns. */
    List<ApiObject> uncontrolled(String namespace) {
        return byController.all(object -> {
            int byUid = object.controllerUid().compareTo("");
            return byUid != 0 ? byUid : object.namespace().compareTo(namespace);
        });
    }

    ResourceState with(ApiObject object) {
        Optional<ApiObject> previous = get(object.key());
        SortedTree<ApiObject> found = moved(byField, ApiObject::indexedValue, previous, object);
        return new ResourceState(
                objects.with(object),
                object.indexedValue().isEmpty() ? found : found.with(object),
                moved(byController, ApiObject::controllerUid, previous, object).with(object),
                relabelled(previous, object));
    }

    private SortedTree<Labelled> relabelled(Optional<ApiObject> previous, ApiObject next) {
        if (previous.isEmpty()) {
            return Labelled.with(byLabel, next);
        }
        return previous.get().labels().equals(next.labels())
                ? byLabel
                : Labelled.with(Labelled.without(byLabel, previous.get()), next);
    }

    /** An index without the previous state, unless the next one takes its very place. */
    private static SortedTree<ApiObject> moved(
            SortedTree<ApiObject> index,
            Function<ApiObject, String> value,
            Optional<ApiObject> previous,
            ApiObject next) {
        return previous.filter(before -> !value.apply(before).equals(value.apply(next)))
                .map(index::without)
                .orElse(index);
    }

    ResourceState without(ApiObject object) {
        return get(object.key())
                .map(present -> new ResourceState(
                        objects.without(present),
                        byField.without(present),
                        byController.without(present),
                        Labelled.without(byLabel, present)))
                .orElse(this);
    }
}
