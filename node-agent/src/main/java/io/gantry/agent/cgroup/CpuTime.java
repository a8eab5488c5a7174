package io.gantry.agent.cgroup;

/** Translates millicores into what the kernel understands. */
public final class CpuTime {

    /** The length of time that quotas are for. */
    public static final long PERIOD_MICROS = 100_000;

    static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262_144;
    private static final long SHARES_PER_CPU = 1024;
    private static final long MIN_QUOTA_MICROS = 1_000;
    private static final long MAX_WEIGHT = 10_000;

    private CpuTime() {}

    /** 250 millicores: 250 x 1024 / 1000 = 256. */
    public static long shares(long millis) {
        return Math.clamp(millis * SHARES_PER_CPU / 1000, MIN_SHARES, MAX_SHARES);
    }

    /** 200 millicores: 20,000 of every 100,000 microseconds; 1,000 is the least the kernel takes; 0 for no limit. */
    public static long quota(long millis) {
        return millis == 0 ? 0 : Math.max(MIN_QUOTA_MICROS, millis * PERIOD_MICROS / 1000);
    }

    /** The second version of control groups counts from 1 to 10,000: 1024 of 262,144 shares weigh 39. */
    static long weight(long shares) {
        return 1 + (shares - MIN_SHARES) * (MAX_WEIGHT - 1) / (MAX_SHARES - MIN_SHARES);
    }
}
