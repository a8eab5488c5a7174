package io.gantry.agent.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a host name in a pull secret: {@code *}, {@code ?} and {@code [a-z]} stand for what they do in Go's filepath.Match, as the
 * page about private registries promises.
 */
final class HostPattern {

    private static final int ANY_NUMBER = -1;

    /** What one character may be, or how many of any. */
    private record Piece(int literal, boolean any, boolean negated, List<Range> ranges) {

        boolean fits(int character) {
            if (any) {
                return true;
            }
            if (ranges.isEmpty()) {
                return literal == character;
            }
            return negated != ranges.stream().anyMatch(range -> range.includes(character));
        }
    }

    private record Range(int low, int high) {

        boolean includes(int character) {
            return low <= character && character <= high;
        }
    }

    private static final Piece STAR = new Piece(ANY_NUMBER, true, false, List.of());

    private HostPattern() {}

    /** False for a pattern that is malformed. Takes no longer than the product of both lengths. */
    static boolean matches(String pattern, String text) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < pattern.length(); ) {
            i = parse(pattern, i, pieces);
            if (i < 0) {
                return false;
            }
        }
        return matches(pieces, text);
    }

    /** On a mismatch only the last star takes one character more: earlier ones have nothing to gain. */
    private static boolean matches(List<Piece> pieces, String text) {
        int piece = 0;
        int star = -1;
        int taken = 0;
        for (int i = 0; i < text.length(); ) {
            if (piece < pieces.size() && pieces.get(piece).equals(STAR)) {
                star = piece++;
                taken = i;
            } else if (piece < pieces.size() && pieces.get(piece).fits(text.charAt(i))) {
                piece++;
                i++;
            } else if (star >= 0) {
                piece = star + 1;
                i = ++taken;
            } else {
                return false;
            }
        }
        return pieces.subList(piece, pieces.size()).stream().allMatch(STAR::equals);
    }

    /** Where the next piece begins; negative when the pattern is malformed. */
    private static int parse(String pattern, int at, List<Piece> pieces) {
        char character = pattern.charAt(at);
        switch (character) {
            case '*' -> pieces.add(STAR);
            case '?' -> pieces.add(new Piece(0, true, false, List.of()));
            case '[' -> {
                return parseRanges(pattern, at + 1, pieces);
            }
            default -> pieces.add(new Piece(character, false, false, List.of()));
        }
        return at + 1;
    }

    private static int parseRanges(String pattern, int begin, List<Piece> pieces) {
        int end = pattern.indexOf(']', begin);
        boolean negated = pattern.startsWith("^", begin);
        int i = negated ? begin + 1 : begin;
        List<Range> ranges = new ArrayList<>();
        while (i < end) {
            int low = pattern.charAt(i);
            boolean pair = i + 2 < end && pattern.charAt(i + 1) == '-';
            ranges.add(new Range(low, pair ? pattern.charAt(i + 2) : low));
            i += pair ? 3 : 1;
        }
        pieces.add(new Piece(0, false, negated, ranges));
        return ranges.isEmpty() ? -1 : end + 1;
    }
}
