package io.gantry.managedfields;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the members of a {@link FieldSet}. Places below are linked in only when they get a member. */
public final class FieldSetBuilder {

    private static final Comparator<FieldSetBuilder> BY_ELEMENT = Comparator.comparing(place -> place.element);

    private final FieldSetBuilder above;
    private final PathElement element;
    private List<PathElement> members = List.of();
    private List<FieldSetBuilder> places = List.of();
    private boolean linked;

    public FieldSetBuilder() {
        this(null, null);
    }

    private FieldSetBuilder(FieldSetBuilder above, PathElement element) {
        this.above = above;
        this.element = element;
    }

    /** Makes an element at this place a member. */
    public void add(PathElement step) {
        if (members.isEmpty()) {
            members = new ArrayList<>();
            link();
        }
        members.add(step);
    }

    /** Makes a path from this place a member. */
    public void add(FieldPath path) {
        FieldSetBuilder place = this;
        int last = path.steps().size() - 1;
        for (int i = 0; i < last; i++) {
            place = place.at(path.steps().get(i));
        }
        if (last >= 0) {
            place.add(path.steps().get(last));
        }
    }

    /** A place below an element; nothing becomes a member by that. What is added at two places of one element is joined. */
    public FieldSetBuilder at(PathElement step) {
        return new FieldSetBuilder(this, step);
    }

    private void link() {
        if (linked || above == null) {
            return;
        }
        linked = true;
        if (above.places.isEmpty()) {
            above.places = new ArrayList<>();
        }
        above.places.add(this);
        above.link();
    }

    public FieldSet build() {
        if (members.size() > 1) {
            members.sort(Comparator.naturalOrder());
        }
        if (places.size() > 1) {
            places.sort(BY_ELEMENT);
        }
        FieldSet.Collector collector = new FieldSet.Collector(members.size() + places.size());
        int member = 0;
        int place = 0;
        while (member < members.size() || place < places.size()) {
            PathElement next = next(member, place);
            boolean isMember = false;
            while (member < members.size() && members.get(member).compareTo(next) == 0) {
                isMember = true;
                member++;
            }
            FieldSet below = FieldSet.EMPTY;
            while (place < places.size() && places.get(place).element.compareTo(next) == 0) {
                below = below.union(places.get(place++).build());
            }
            collector.add(next, FieldSet.Branch.of(isMember, below));
        }
        return collector.set();
    }

    private PathElement next(int member, int place) {
        if (member == members.size()) {
            return places.get(place).element;
        }
        if (place == places.size()) {
            return members.get(member);
        }
        PathElement first = members.get(member);
        PathElement other = places.get(place).element;
        return first.compareTo(other) <= 0 ? first : other;
    }
}
