package io.gantry.regex;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large a regular expression becomes, by its text: a repetition is written out, so that {@code (a{1000}){1000}} is a million
 * steps. Reads the text as RE2 does, as far as that matters for the size; whether it is well formed RE2 says itself.
 */
final class RegexSize {

    /** Go's limits: of repetitions within repetitions, and of groups within groups. */
    private static final int MAX_REPEAT = 1000;

    private static final int MAX_DEPTH = 1000;

    /** Steps; a step is some dozen bytes. */
    private static final long MAX_STEPS = 500_000;

    /** What is known of a group as far as it was read. */
    private static final class Group {
        private long steps;
        private long repeat = 1;
        private long itemSteps;
        private long itemRepeat = 1;

        void item(long newSteps, long newRepeat) {
            end();
            itemSteps = newSteps;
            itemRepeat = newRepeat;
        }

        void end() {
            steps += itemSteps;
            repeat = Math.max(repeat, itemRepeat);
            itemSteps = 0;
            itemRepeat = 1;
        }
    }

    private final String text;
    private final Deque<Group> groups = new ArrayDeque<>();
    private int at;

    private RegexSize(String text) {
        this.text = text;
    }

    /** Throws {@link PatternSyntaxException} when it would be too large. */
    static void check(String text) {
        new RegexSize(text).read();
    }

    private void read() {
        groups.push(new Group());
        while (at < text.length()) {
            switch (text.charAt(at++)) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open();
                case ')' -> close();
                case '{' -> repeat();
                case '|', '*', '+', '?' -> groups.peek().itemSteps++;
                default -> groups.peek().item(1, 1);
            }
            bound(groups.peek().steps + groups.peek().itemSteps);
        }
    }

    private void bound(long steps) {
        if (steps > MAX_STEPS) {
            throw new PatternSyntaxException("expression too large");
        }
    }

    private void open() {
        if (groups.size() >= MAX_DEPTH) {
            throw new PatternSyntaxException("expression nests too deeply");
        }
        groups.push(new Group());
    }

    private void close() {
        if (groups.size() == 1) {
            return; // RE2 will refuse it
        }
        Group closed = groups.pop();
        closed.end();
        groups.peek().item(closed.steps + 2, closed.repeat);
    }

    private void escape() {
        char escaped = at < text.length() ? text.charAt(at++) : '\\';
        if (escaped == 'Q') {
            int end = text.indexOf("\\E", at);
            groups.peek().item((end < 0 ? text.length() : end) - at, 1);
            at = end < 0 ? text.length() : end + 2;
            return;
        }
        if ((escaped == 'p' || escaped == 'P' || escaped == 'x') && at < text.length() && text.charAt(at) == '{') {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        }
        groups.peek().item(1, 1);
    }

    private void characterClass() {
        int begin = at;
        at += text.startsWith("^", at) ? 1 : 0;
        at += text.startsWith("]", at) ? 1 : 0;
        while (at < text.length() && text.charAt(at) != ']') {
            if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                at = text.indexOf(":]", at) + 2;
            } else {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
        }
        at++;
        groups.peek().item(1 + (long) (at - begin) / 2, 1);
    }

    /** {@code {2}}, {@code {2,}} or {@code {2,5}}; anything else is text. */
    private void repeat() {
        int end = text.indexOf('}', at);
        String inside = end < 0 || end - at > 20 ? "" : text.substring(at, end);
        if (!inside.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            groups.peek().item(1, 1);
            return;
        }
        at = end + 1;
        String[] bounds = inside.split(",");
        long count = Math.max(1, Long.parseLong(bounds[bounds.length - 1]));
        Group group = groups.peek();
        group.itemRepeat *= count;
        group.itemSteps *= count;
        if (group.itemRepeat > MAX_REPEAT) {
            throw new PatternSyntaxException("invalid repeat count", "{" + inside + "}");
        }
    }
}
