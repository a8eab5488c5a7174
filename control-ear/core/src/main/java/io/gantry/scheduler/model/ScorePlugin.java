package io.gantry.scheduler.model;

import java.util.List;

/** Says which of the nodes that passed the filters suits a pod better. */
public interface ScorePlugin {

    long MAX = 100;

    /** How much the plugin counts beside the others. */
    int weight();

    /** A score of 0 to {@link #MAX} for each of the nodes, in their order. */
    long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes);

    /** Stretches scores so that the highest becomes {@link #MAX}. */
    static long[] highestBest(long[] scores) {
        long highest = 0;
        for (long score : scores) {
            highest = Math.max(highest, score);
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = highest == 0 ? 0 : scores[i] * MAX / highest;
        }
        return scores;
    }

    /** Stretches and turns scores so that the highest becomes 0 and none becomes {@link #MAX}. */
    static long[] lowestBest(long[] scores) {
        highestBest(scores);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = MAX - scores[i];
        }
        return scores;
    }
}
