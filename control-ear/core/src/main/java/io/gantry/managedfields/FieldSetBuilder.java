package io.gantry.managedfields;

import java.util.TreeMap;

/** Collects the members of a {@link FieldSet}. Places below are linked in only when they get a member. */
public final class FieldSetBuilder {

    private final FieldSetBuilder above;
    private final PathElement element;
    private TreeMap<PathElement, FieldSetBuilder> below;
    private boolean member;

    public FieldSetBuilder() {
        this(null, null);
    }

    private FieldSetBuilder(FieldSetBuilder above, PathElement element) {
        this.above = above;
        this.element = element;
    }

    /** Makes an element at this place a member. */
    public void add(PathElement step) {
        linked(step).member = true;
    }

    /** Makes a path from this place a member. */
    public void add(FieldPath path) {
        FieldSetBuilder place = this;
        for (PathElement step : path.steps()) {
            place = place.linked(step);
        }
        place.member = place != this;
    }

    /** The place below an element; nothing becomes a member by that. */
    public FieldSetBuilder at(PathElement step) {
        FieldSetBuilder present = below == null ? null : below.get(step);
        return present != null ? present : new FieldSetBuilder(this, step);
    }

    public FieldSet build() {
        if (below == null) {
            return FieldSet.EMPTY;
        }
        TreeMap<PathElement, FieldSet.Branch> branches = new TreeMap<>();
        below.forEach((step, place) -> branches.put(step, new FieldSet.Branch(place.member, place.build())));
        return new FieldSet(branches);
    }

    private FieldSetBuilder linked(PathElement step) {
        link();
        return below.computeIfAbsent(step, key -> new FieldSetBuilder(this, key));
    }

    private void link() {
        if (below != null) {
            return;
        }
        below = new TreeMap<>();
        if (above != null) {
            above.link();
            above.below.put(element, withMemberOf(above.below.get(element)));
        }
    }

    /** Keeps what was said of this element while the place was not linked yet. */
    private FieldSetBuilder withMemberOf(FieldSetBuilder earlier) {
        member |= earlier != null && earlier.member;
        return this;
    }
}
