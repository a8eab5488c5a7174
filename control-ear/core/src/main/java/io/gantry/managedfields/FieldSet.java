package io.gantry.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * A set of fields of an object, as a tree of path elements. An element may be a member, have members below it, or both; that
 * something below is a member does not make the element itself one. Immutable.
 */
public final class FieldSet {

    public static final FieldSet EMPTY = new FieldSet(Collections.emptyNavigableMap());

    private final Map<PathElement, Branch> branches;

    /**
     * What the set says of one element.
     *
     * @param member whether the element itself is in the set
     * @param below the members below it
     */
    public record Branch(boolean member, FieldSet below) {

        boolean isEmpty() {
            return !member && below.isEmpty();
        }
    }

    /**
     * A set of these branches.
     *
     * @param branches sorted, none of them empty; not changed any more
     */
    FieldSet(Map<PathElement, Branch> branches) {
        this.branches = branches;
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

    /** By element, in order. Never to be changed. */
    public Map<PathElement, Branch> branches() {
        return branches;
    }

    public boolean isEmpty() {
        return branches.isEmpty();
    }

    /** Whether the element itself is a member. */
    public boolean has(PathElement element) {
        Branch branch = branches.get(element);
        return branch != null && branch.member;
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
        Branch branch = branches.get(element);
        return branch == null ? EMPTY : branch.below;
    }

    public FieldSet union(FieldSet other) {
        if (other.isEmpty() || this == other) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        TreeMap<PathElement, Branch> result = new TreeMap<>(branches);
        other.branches.forEach((element, branch) ->
                result.merge(element, branch, (a, b) -> new Branch(a.member || b.member, a.below.union(b.below))));
        return new FieldSet(result);
    }

    public FieldSet intersection(FieldSet other) {
        return combined(
                other,
                (mine, theirs) -> theirs == null
                        ? null
                        : new Branch(mine.member && theirs.member, mine.below.intersection(theirs.below)));
    }

    /** Without the other's members; what lies below those stays. */
    public FieldSet difference(FieldSet other) {
        return combined(
                other,
                (mine, theirs) -> theirs == null
                        ? mine
                        : new Branch(mine.member && !theirs.member, mine.below.difference(theirs.below)));
    }

    /** Without the other's members and all that lies below them. */
    public FieldSet recursiveDifference(FieldSet other) {
        return combined(
                other,
                (mine, theirs) -> theirs == null
                        ? mine
                        : new Branch(
                                mine.member && !theirs.member,
                                theirs.member ? EMPTY : mine.below.recursiveDifference(theirs.below)));
    }

    private FieldSet combined(FieldSet other, BiFunction<Branch, Branch, Branch> rule) {
        TreeMap<PathElement, Branch> result = new TreeMap<>();
        branches.forEach((element, branch) -> {
            Branch kept = rule.apply(branch, other.branches.get(element));
            if (kept != null && !kept.isEmpty()) {
                result.put(element, kept);
            }
        });
        return result.isEmpty() ? EMPTY : new FieldSet(result);
    }

    /** Only what lies at or below these fields of the object. */
    public FieldSet only(Set<String> fields) {
        return filtered(fields, true);
    }

    /** Without what lies at or below these fields of the object. */
    public FieldSet without(Set<String> fields) {
        return filtered(fields, false);
    }

    private FieldSet filtered(Set<String> fields, boolean keep) {
        TreeMap<PathElement, Branch> result = new TreeMap<>(branches);
        result.keySet()
                .removeIf(element ->
                        !(element instanceof PathElement.FieldName field && fields.contains(field.name()) == keep));
        return new FieldSet(result);
    }

    /**
     * Whether a set in FieldsV1 has a member in common with this one; reads only what both have. May say yes where an unusual
     * writing of the keys hides that they differ, never no where they meet.
     */
    public boolean meets(JsonNode fieldsV1) {
        return branches.entrySet().stream().anyMatch(entry -> {
            JsonNode theirs = fieldsV1.path(entry.getKey().text());
            if (theirs.isMissingNode()) {
                return !FieldsV1.isCanonical(fieldsV1, entry.getKey());
            }
            boolean member = theirs.isEmpty() || theirs.has(FieldsV1.SELF);
            return (entry.getValue().member && member) || entry.getValue().below.meets(theirs);
        });
    }

    /** All members, in order: those of an object before what lies below them. */
    public List<FieldPath> paths() {
        List<FieldPath> paths = new ArrayList<>();
        collect(new ArrayList<>(), paths);
        return paths;
    }

    private void collect(List<PathElement> prefix, List<FieldPath> paths) {
        branches.forEach((element, branch) -> {
            if (branch.member) {
                paths.add(path(prefix, element));
            }
        });
        branches.forEach((element, branch) -> {
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
        return other instanceof FieldSet that && branches.equals(that.branches);
    }

    @Override
    public int hashCode() {
        return branches.hashCode();
    }

    /** In FieldsV1. */
    @Override
    public String toString() {
        return FieldsV1.write(this).toString();
    }
}
