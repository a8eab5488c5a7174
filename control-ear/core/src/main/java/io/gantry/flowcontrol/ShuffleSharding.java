package io.gantry.flowcontrol;

import java.util.Arrays;

/**
 * Deals each flow a hand of queues. Two flows rarely have the same hand, so a flow that fills all of its queues leaves every other flow
 * some queue of its own.
 */
final class ShuffleSharding {

    private ShuffleSharding() {}

    /** Different queues, chosen by the hash. */
    static int[] hand(long hash, int queues, int size) {
        int[] hand = new int[Math.min(size, queues)];
        long left = hash;
        for (int i = 0; i < hand.length; i++) {
            int remaining = queues - i;
            int card = (int) Long.remainderUnsigned(left, remaining);
            left = Long.divideUnsigned(left, remaining);
            hand[i] = unused(hand, i, card);
        }
        return hand;
    }

    /** The card-th of those that were not dealt yet. */
    private static int unused(int[] hand, int dealt, int card) {
        int[] taken = Arrays.copyOf(hand, dealt);
        Arrays.sort(taken);
        int queue = card;
        for (int other : taken) {
            if (queue >= other) {
                queue++;
            }
        }
        return queue;
    }

    /** A well mixed hash of a flow's name: 64 bits feed the largest hand that a level may have. */
    static long hash(String flow) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < flow.length(); i++) {
            hash = (hash ^ flow.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
