package io.gantry.apply;

import io.gantry.apply.ServerSideApply.Owned;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.AtomicList;
import io.gantry.apply.ValueType.ListType;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.FieldSet.Branch;
import io.gantry.managedfields.FieldSetBuilder;
import io.gantry.managedfields.ManagedFields;
import io.gantry.managedfields.PathElement;
import io.gantry.managedfields.PathElement.FieldName;
import java.util.Optional;

/**
 * Adapts owners to a schema that has changed since they wrote: where a part is owned as a whole now, who owned something below it
 * owns it.
 */
final class SchemaChange {

    private SchemaChange() {}

    static ManagedFields reconciled(Versions versions, Owned live) {
        return live.managed()
                .map(entry -> versions.type(entry.apiVersion())
                        .map(type -> entry.withSet(reconciled(type, entry.set())))
                        .orElse(entry));
    }

    static FieldSet reconciled(ValueType type, FieldSet set) {
        FieldSetBuilder root = new FieldSetBuilder();
        contents(Optional.of(type), set, root);
        return root.build();
    }

    private static void contents(Optional<ValueType> type, FieldSet set, FieldSetBuilder here) {
        set.forEach((element, branch) -> {
            Optional<ValueType> below = type.flatMap(known -> below(known, element));
            if (below.filter(known -> isWholeNow(known, branch)).isPresent()) {
                here.add(element);
                return;
            }
            if (branch.member()) {
                here.add(element);
            }
            contents(below, branch.below(), here.at(element));
        });
    }

    private static boolean isWholeNow(ValueType type, Branch branch) {
        boolean whole = type instanceof AtomicList || (type instanceof ObjectType object && object.atomic());
        return whole && !branch.below().isEmpty();
    }

    private static Optional<ValueType> below(ValueType type, PathElement element) {
        return switch (type) {
            case ObjectType object
            when element instanceof FieldName field ->
                object.member(field.name()).map(ObjectType.Member::type);
            case ObjectType object -> Optional.empty();
            case ListType list -> Optional.of(list.items());
            case AnyType any -> Optional.empty();
            case ScalarType scalar -> Optional.empty();
        };
    }
}
