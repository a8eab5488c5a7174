package io.gantry.api;

import io.gantry.cache.IndexedTerms;
import io.gantry.object.ApiObject;
import io.gantry.object.IndexedField;
import io.gantry.resource.ResourceDefinition;
import io.gantry.selector.FieldSelector;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells which objects a client's selectors mean. */
final class Selection implements Predicate<ApiObject> {

    private final ResourceDefinition definition;
    private final ListOptions options;

    Selection(ResourceDefinition definition, ListOptions options) {
        this.definition = definition;
        this.options = options;
    }

    /**
     * What indexes can tell of these objects.
     *
     * @param namespace the one that is asked for by the path
     */
    IndexedTerms terms(Optional<String> namespace) {
        return new IndexedTerms(
                definition.namespaced()
                        ? namespace.or(() -> options.fields().required("metadata.namespace"))
                        : Optional.of(""),
                options.fields().required("metadata.name"),
                indexed(),
                options.labels().required());
    }

    private Optional<String> indexed() {
        return IndexedField.of(definition.storage())
                .flatMap(field -> options.fields().terms().stream()
                        .filter(term -> term.equal() && !term.value().isEmpty())
                        .filter(term -> field.pointer()
                                .equals(definition.selectableFields().get(term.field())))
                        .map(FieldSelector.Term::value)
                        .findFirst());
    }

    @Override
    public boolean test(ApiObject object) {
        return options.labels().matches(object.labels()) && options.fields().matches(field -> value(object, field));
    }

    /** To be called before many objects are tested: those who must be asked what the objects look like are asked at once. */
    void prepare(List<ApiObject> objects) {
        boolean looksInside = options.fields().terms().stream()
                .anyMatch(term ->
                        !term.field().equals("metadata.name") && !term.field().equals("metadata.namespace"));
        if (looksInside && definition.convertsStorage()) {
            definition
                    .strategy()
                    .converted(objects.stream()
                            .filter(object -> options.labels().matches(object.labels()))
                            .toList());
        }
    }

    private String value(ApiObject object, String field) {
        return switch (field) {
            case "metadata.name" -> object.name();
            case "metadata.namespace" -> object.namespace();
            default -> {
                ApiObject shown =
                        definition.convertsStorage() ? definition.strategy().converted(object) : object;
                yield definition.selectableValue(shown.json(), field);
            }
        };
    }
}
