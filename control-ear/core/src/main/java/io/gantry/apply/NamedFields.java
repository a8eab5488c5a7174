package io.gantry.apply;

import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.ListType;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.FieldSetBuilder;
import io.gantry.managedfields.PathElement;
import io.gantry.managedfields.PathElement.FieldName;
import io.gantry.managedfields.PathElement.Key;
import java.util.Optional;

/**
 * Makes the objects on the way to members members as well, where the schema names them: who owns {@code spec.replicas} needs
 * {@code spec} to be there.
 */
final class NamedFields {

    private NamedFields() {}

    static FieldSet ensured(ValueType type, FieldSet set) {
        FieldSetBuilder root = new FieldSetBuilder();
        ensure(Optional.of(type), set, root);
        return root.build();
    }

    private static void ensure(Optional<ValueType> type, FieldSet set, FieldSetBuilder here) {
        set.forEach((element, branch) -> {
            if (branch.member() || (!branch.below().isEmpty() && isNamed(type, element))) {
                here.add(element);
            }
            if (!branch.below().isEmpty()) {
                ensure(below(type, element), branch.below(), here.at(element));
            }
        });
    }

    private static boolean isNamed(Optional<ValueType> type, PathElement element) {
        return element instanceof FieldName field
                && type.orElse(null) instanceof ObjectType object
                && object.member(field.name()).filter(ObjectType.Member::named).isPresent();
    }

    private static Optional<ValueType> below(Optional<ValueType> type, PathElement element) {
        if (type.isEmpty()) {
            return type;
        }
        return switch (type.get()) {
            case ObjectType object
            when element instanceof FieldName field ->
                object.member(field.name()).map(ObjectType.Member::type);
            case ListType list when element instanceof Key -> Optional.of(list.items());
            case AnyType any -> type;
            case ObjectType object -> Optional.empty();
            case ListType list -> Optional.empty();
            case ScalarType scalar -> Optional.empty();
        };
    }
}
