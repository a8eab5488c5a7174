package io.gantry.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * A set of fields of an object, as a tree of path elements. An element may be a member, have members below it, or both; that
 * something below is a member does not make the element itself one. Immutable.
 */
public final class FieldSet {

    public static final FieldSet EMPTY = new FieldSet(new PathElement[0], new Branch[0]);

    // sorted; small, and read more often than made, so arrays rather than trees
    private final PathElement[] elements;
    private final Branch[] branches;

    /**
     * What the set says of one element.
     *
     * @param member whether the element itself is in the set
     * @param below the members below it
     */
    public record Branch(boolean member, FieldSet below) {

        static final Branch ABSENT = new Branch(false, null);
        static final Branch LEAF = new Branch(true, EMPTY);

        static Branch of(boolean member, FieldSet below) {
            return member && below.isEmpty() ? LEAF : new Branch(member, below);
        }

        boolean isEmpty() {
            return !member && (below == null || below.isEmpty());
        }
    }

    /**
     * A set of these branches, none of which is empty.
     *
     * @param elements sorted
     */
    private FieldSet(PathElement[] elements, Branch[] branches) {
        this.elements = elements;
        this.branches = branches;
    }

    /** Collects branches in order. */
    static final class Collector {

        private final PathElement[] elements;
        private final Branch[] branches;
        private int size;

        Collector(int most) {
            elements = new PathElement[most];
            branches = new Branch[most];
        }

        void add(PathElement element, Branch branch) {
            if (!branch.isEmpty()) {
                elements[size] = element;
                branches[size++] = branch;
            }
        }

        FieldSet set() {
            if (size == 0) {
                return EMPTY;
            }
            return size == elements.length
                    ? new FieldSet(elements, branches)
                    : new FieldSet(Arrays.copyOf(elements, size), Arrays.copyOf(branches, size));
        }
    }

    /** The set of some paths. */
    public static FieldSet of(FieldPath... paths) {
        return of(List.of(paths));
    }

    /** The set of some paths. */
    public static FieldSet of(Collection<FieldPath> paths) {
        FieldSetBuilder builder = new FieldSetBuilder();
        paths.forEach(builder::add);
        return builder.build();
    }

    /** Visits all elements, in order. */
    public void forEach(BiConsumer<PathElement, Branch> visitor) {
        for (int i = 0; i < elements.length; i++) {
            visitor.accept(elements[i], branches[i]);
        }
    }

    public boolean isEmpty() {
        return elements.length == 0;
    }

    private Branch branch(PathElement element) {
        int at = Arrays.binarySearch(elements, element);
        return at < 0 ? Branch.ABSENT : branches[at];
    }

    /** Whether the element itself is a member. */
    public boolean has(PathElement element) {
        return branch(element).member;
    }

    public boolean has(FieldPath path) {
        FieldSet set = this;
        int last = path.steps().size() - 1;
        for (int i = 0; i < last; i++) {
            set = set.below(path.steps().get(i));
        }
        return last >= 0 && set.has(path.steps().get(last));
    }

    /** The members below an element. */
    public FieldSet below(PathElement element) {
        FieldSet below = branch(element).below;
        return below == null ? EMPTY : below;
    }

    public FieldSet union(FieldSet other) {
        if (other.isEmpty() || this == other) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        Collector result = new Collector(elements.length + other.elements.length);
        int mine = 0;
        int theirs = 0;
        while (mine < elements.length || theirs < other.elements.length) {
            int order = mine == elements.length
                    ? 1
                    : theirs == other.elements.length ? -1 : elements[mine].compareTo(other.elements[theirs]);
            if (order < 0) {
                result.add(elements[mine], branches[mine++]);
            } else if (order > 0) {
                result.add(other.elements[theirs], other.branches[theirs++]);
            } else {
                Branch a = branches[mine];
                Branch b = other.branches[theirs++];
                result.add(elements[mine++], Branch.of(a.member || b.member, a.below.union(b.below)));
            }
        }
        return result.set();
    }

    public FieldSet intersection(FieldSet other) {
        return combined(
                other,
                (mine, theirs) -> theirs == Branch.ABSENT
                        ? theirs
                        : Branch.of(mine.member && theirs.member, mine.below.intersection(theirs.below)));
    }

    /** Without the other's members; what lies below those stays. */
    public FieldSet difference(FieldSet other) {
        return combined(
                other,
                (mine, theirs) -> theirs == Branch.ABSENT
                        ? mine
                        : Branch.of(mine.member && !theirs.member, mine.below.difference(theirs.below)));
    }

    /** Without the other's members and all that lies below them. */
    public FieldSet recursiveDifference(FieldSet other) {
        return combined(
                other,
                (mine, theirs) -> theirs == Branch.ABSENT
                        ? mine
                        : theirs.member
                                ? Branch.ABSENT
                                : Branch.of(mine.member, mine.below.recursiveDifference(theirs.below)));
    }

    private FieldSet combined(FieldSet other, BinaryOperator<Branch> rule) {
        Collector result = new Collector(elements.length);
        for (int i = 0; i < elements.length; i++) {
            result.add(elements[i], rule.apply(branches[i], other.branch(elements[i])));
        }
        return result.set();
    }

    /** Only what lies at or below these fields of the object. */
    public FieldSet only(Set<String> fields) {
        return filtered(element -> element instanceof PathElement.FieldName field && fields.contains(field.name()));
    }

    /** Without what lies at or below these fields of the object. */
    public FieldSet without(Set<String> fields) {
        return filtered(element -> !(element instanceof PathElement.FieldName field && fields.contains(field.name())));
    }

    private FieldSet filtered(Predicate<PathElement> kept) {
        Collector result = new Collector(elements.length);
        forEach((element, branch) -> result.add(element, kept.test(element) ? branch : Branch.ABSENT));
        return result.set();
    }

    /**
     * Whether a set in FieldsV1 has a member in common with this one; reads only what both have. May say yes where an unusual
     * writing of the keys hides that they differ, never no where they meet.
     */
    public boolean meets(JsonNode fieldsV1) {
        for (int i = 0; i < elements.length; i++) {
            JsonNode theirs = fieldsV1.path(elements[i].text());
            boolean meets = theirs.isMissingNode()
                    ? !FieldsV1.isCanonical(fieldsV1, elements[i])
                    : (branches[i].member && FieldsV1.isMember(theirs)) || branches[i].below.meets(theirs);
            if (meets) {
                return true;
            }
        }
        return false;
    }

    /** Whether a set in FieldsV1 surely has all members of this one; reads only what both have. */
    public boolean isWithin(JsonNode fieldsV1) {
        for (int i = 0; i < elements.length; i++) {
            JsonNode theirs = fieldsV1.path(elements[i].text());
            boolean within = theirs.isObject()
                    && (FieldsV1.isMember(theirs) || !branches[i].member)
                    && branches[i].below.isWithin(theirs);
            if (!within) {
                return false;
            }
        }
        return true;
    }

    /** All members, in order: those of an object before what lies below them. */
    public List<FieldPath> paths() {
        List<FieldPath> paths = new ArrayList<>();
        collect(new ArrayList<>(), paths);
        return paths;
    }

    private void collect(List<PathElement> prefix, List<FieldPath> paths) {
        forEach((element, branch) -> {
            if (branch.member) {
                paths.add(path(prefix, element));
            }
        });
        forEach((element, branch) -> {
            prefix.add(element);
            branch.below.collect(prefix, paths);
            prefix.removeLast();
        });
    }

    private static FieldPath path(List<PathElement> prefix, PathElement last) {
        List<PathElement> steps = new ArrayList<>(prefix);
        steps.add(last);
        return new FieldPath(List.copyOf(steps));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet that
                && Arrays.equals(elements, that.elements)
                && Arrays.equals(branches, that.branches);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(elements) + Arrays.hashCode(branches);
    }

    /** In FieldsV1. */
    @Override
    public String toString() {
        return FieldsV1.write(this).toString();
    }
}
