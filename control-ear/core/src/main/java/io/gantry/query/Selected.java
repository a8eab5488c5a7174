package io.gantry.query;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Picks, orders and cuts the objects of a page. */
final class Selected {

    private final GroupResource resource;
    private final PageOptions options;
    private final Columns columns;

    Selected(GroupResource resource, PageOptions options, Columns columns) {
        this.resource = resource;
        this.options = options;
        this.columns = columns;
    }

    /** All that match, in the order in which they were given. */
    List<ApiObject> matching(List<ApiObject> objects) {
        List<ApiObject> left = options.labels().isEmpty()
                ? objects
                : objects.stream()
                        .filter(object -> options.labels().matches(object.labels()))
                        .toList();
        for (Filter filter : options.filters()) {
            Value[] values = columns.values(resource, filter.path(), left);
            List<ApiObject> kept = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                if (filter.holds(values[i])) {
                    kept.add(left.get(i));
                }
            }
            left = kept;
        }
        return left;
    }

    /** The page of the matching ones: of a large list only its start is put in order, as far as the page reaches. */
    List<ApiObject> page(List<ApiObject> matching) {
        int end = (int) Math.min((long) options.offset() + options.limit(), matching.size());
        if (options.offset() >= end) {
            return List.of();
        }
        if (options.sort().isEmpty()) {
            return matching.subList(options.offset(), end);
        }
        Integer[] first = smallest(matching.size(), end, order(matching));
        return Arrays.stream(first, options.offset(), end).map(matching::get).toList();
    }

    /** By the sort values, then as given. */
    private Comparator<Integer> order(List<ApiObject> matching) {
        Comparator<Integer> order = (left, right) -> 0;
        for (PageOptions.Sort sort : options.sort()) {
            Value[] values = columns.values(resource, sort.path(), matching);
            order = order.thenComparing(
                    switch (sort.direction()) {
                        case ASCENDING -> Comparator.comparing(index -> values[index]);
                        case DESCENDING ->
                            Comparator.<Integer, Boolean>comparing(index -> values[index].isMissing())
                                    .thenComparing(Comparator.<Integer, Value>comparing(index -> values[index])
                                            .reversed());
                    });
        }
        return order.thenComparing(Comparator.naturalOrder());
    }

    private static Integer[] smallest(int size, int wanted, Comparator<Integer> order) {
        if (wanted > size / 4) {
            Integer[] all = new Integer[size];
            Arrays.setAll(all, index -> index);
            Arrays.sort(all, order);
            return all;
        }
        PriorityQueue<Integer> heap = new PriorityQueue<>(wanted, order.reversed());
        for (int i = 0; i < size; i++) {
            if (heap.size() < wanted) {
                heap.add(i);
            } else if (order.compare(i, heap.peek()) < 0) {
                heap.poll();
                heap.add(i);
            }
        }
        Integer[] first = heap.toArray(Integer[]::new);
        Arrays.sort(first, order);
        return first;
    }
}
