package io.gantry.store.linearizability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order of all operations on one key in which each has the outcome that its client was told, and which turns around no two
 * operations of which one ended before the other began (Herlihy and Wing 1990). The search is that of Wing and Gong with Lowe's memory of
 * states that led nowhere. Unanswered operations may stand anywhere after their begin, or nowhere.
 */
public final class Linearization {

    /** A begin or an end, in a list from which those of placed operations are taken out. */
    private static final class Entry {
        private final int number;
        private final Operation operation;
        private final Optional<Entry> end;
        private Entry before;
        private Entry next;

        private Entry(int number, Operation operation, Optional<Entry> end) {
            this.number = number;
            this.operation = operation;
            this.end = end;
        }

        private boolean isBegin() {
            return end.isPresent() || !operation.isAnswered();
        }

        private long time() {
            return isBegin() ? operation.begun() : operation.ended();
        }

        private void unlink() {
            before.next = next;
            if (next != null) {
                next.before = before;
            }
        }

        private void relink() {
            before.next = this;
            if (next != null) {
                next.before = this;
            }
        }
    }

    /** A placed operation, with what the register was before it. */
    private record Placed(Entry begin, Register before) {}

    private record Seen(BitSet placed, Register register) {}

    private final Entry head = new Entry(-1, null, Optional.empty());
    private final Deque<Placed> order = new ArrayDeque<>();
    private final Set<Seen> seen = new HashSet<>();
    private final BitSet placed = new BitSet();
    private Register register = Register.EMPTY;
    private int answered;
    private List<Operation> longest = List.of();

    private Linearization(List<Operation> operations) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            Optional<Entry> end =
                    operation.isAnswered() ? Optional.of(new Entry(i, operation, Optional.empty())) : Optional.empty();
            entries.add(new Entry(i, operation, end));
            end.ifPresent(entries::add);
            answered += operation.isAnswered() ? 1 : 0;
        }
        entries.sort(Comparator.comparingLong(Entry::time));
        Entry last = head;
        for (Entry entry : entries) {
            entry.before = last;
            last.next = entry;
            last = entry;
        }
    }

    /**
     * Nothing when there is such an order.
     *
     * @return else the longest order that was found, for a message
     */
    public static Optional<List<Operation>> violation(List<Operation> operations) {
        Linearization search = new Linearization(operations);
        return search.succeeds() ? Optional.empty() : Optional.of(search.longest);
    }

    private boolean succeeds() {
        Entry candidate = head.next;
        while (answered > 0) {
            if (candidate != null && candidate.isBegin()) {
                candidate = place(candidate) ? head.next : candidate.next;
            } else if (order.isEmpty()) {
                return false;
            } else {
                candidate = takeBack().next; // nothing fits before this end
            }
        }
        return true;
    }

    private boolean place(Entry begin) {
        Optional<Register> after = register.after(begin.operation);
        if (after.isEmpty()) {
            return false;
        }
        placed.set(begin.number);
        if (!seen.add(new Seen((BitSet) placed.clone(), after.get()))) {
            placed.clear(begin.number);
            return false;
        }
        order.addLast(new Placed(begin, register));
        register = after.get();
        begin.unlink();
        begin.end.ifPresent(Entry::unlink);
        answered -= begin.operation.isAnswered() ? 1 : 0;
        return true;
    }

    private Entry takeBack() {
        if (order.size() > longest.size()) {
            longest = order.stream().map(one -> one.begin().operation).toList();
        }
        Placed last = order.removeLast();
        Entry begin = last.begin();
        begin.end.ifPresent(Entry::relink);
        begin.relink();
        placed.clear(begin.number);
        register = last.before();
        answered += begin.operation.isAnswered() ? 1 : 0;
        return begin;
    }
}
