package io.gantry.flowcontrol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Divides the server's seats among the levels: nominally by their shares; what a level does not need it lends, as far as it may, to
 * those that want more than their own.
 */
final class SeatShares {

    private SeatShares() {}

    /** @param demand the most seats that the level wanted lately */
    record Claim(LevelSettings level, long demand) {}

    /** The seats that a level has by its shares alone, rounded up: no level is without. */
    static int nominal(LevelSettings level, int allShares, int seats) {
        return allShares == 0
                ? 0
                : Math.max(level.shares() > 0 ? 1 : 0, (int) Math.ceil((double) seats * level.shares() / allShares));
    }

    /** The seats of each claim, in their order. */
    static List<Integer> divide(List<Claim> claims, int seats) {
        int allShares =
                claims.stream().mapToInt(claim -> claim.level().shares()).sum();
        List<Part> parts = claims.stream()
                .map(claim -> Part.of(claim, nominal(claim.level(), allShares, seats)))
                .toList();
        int spare = parts.stream().mapToInt(part -> part.nominal - part.granted).sum();
        // whoever needs more comes first, by shares; then nothing is left lying about
        spare = pour(parts, spare, Part::need);
        pour(parts, spare, Part::room);
        return parts.stream().map(part -> part.granted).toList();
    }

    private static final class Part {
        private final int nominal;
        private final int ceiling;
        private final long wanted;
        private int granted;

        private Part(int nominal, int ceiling, long wanted, int granted) {
            this.nominal = nominal;
            this.ceiling = ceiling;
            this.wanted = wanted;
            this.granted = granted;
        }

        static Part of(Claim claim, int nominal) {
            LevelSettings level = claim.level();
            int kept = nominal - nominal * level.lendablePercent() / 100;
            long ceiling = level.borrowingLimitPercent() == LevelSettings.UNLIMITED
                    ? Integer.MAX_VALUE
                    : nominal + (long) nominal * level.borrowingLimitPercent() / 100;
            int granted = (int) Math.max(kept, Math.min(nominal, claim.demand()));
            return new Part(nominal, (int) Math.min(Integer.MAX_VALUE, ceiling), claim.demand(), granted);
        }

        private long room() {
            return ceiling - granted;
        }

        private long need() {
            return Math.min(ceiling, wanted) - granted;
        }
    }

    /** Gives seats in proportion to the nominal ones, round by round until none is left or nobody may have more. */
    private static int pour(List<Part> parts, int seats, ToLongFunction<Part> room) {
        int left = seats;
        List<Part> open = new ArrayList<>(parts);
        while (left > 0) {
            open.removeIf(part -> room.applyAsLong(part) <= 0 || part.nominal == 0);
            if (open.isEmpty()) {
                return left;
            }
            long weight = open.stream().mapToLong(part -> part.nominal).sum();
            int round = left;
            for (Part part : open) {
                int share = (int) Math.max(1, (long) round * part.nominal / weight);
                int given = (int) Math.min(Math.min(share, left), room.applyAsLong(part));
                part.granted += given;
                left -= given;
            }
        }
        return left;
    }
}
