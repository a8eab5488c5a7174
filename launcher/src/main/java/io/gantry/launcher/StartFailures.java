package io.gantry.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the control plane says in its log while it cannot start. It tries again by itself, as its database may only be late; but nobody
 * shall wait long for what does not come.
 */
final class StartFailures {

    /** For how long the control plane may fail to start. */
    static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LOOK_BACK_BYTES = 256 * 1024;
    private static final Pattern FAILURE = Pattern.compile("event=start-failed .*?cause=\"(.*)\"");

    private final Path log;
    private final long begin;
    private final InstantSource clock;
    private Instant nextLook = Instant.EPOCH;
    private Optional<Instant> since = Optional.empty();

    StartFailures(Path log, InstantSource clock) {
        this.log = log;
        this.begin = size(log);
        this.clock = clock;
    }

    /** Fails with the last cause when the control plane has not been able to start for too long. */
    void check() {
        Instant now = clock.instant();
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(BETWEEN_LOOKS);
        Optional<String> cause = last();
        if (cause.isEmpty()) {
            return;
        }
        Instant first = since.orElse(now);
        since = Optional.of(first);
        if (now.isAfter(first.plus(PATIENCE))) {
            throw new Failure("the control plane cannot start: " + cause.get(), log);
        }
    }

    private Optional<String> last() {
        Matcher matcher = FAILURE.matcher(tail());
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group(1));
        }
        return last;
    }

    private String tail() {
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(begin, file.length() - LOOK_BACK_BYTES);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure("cannot read " + log, e);
        }
    }

    private static long size(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new Failure("cannot read " + log, e);
        }
    }
}
