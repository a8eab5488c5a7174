package io.gantry.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A process that outlives the launcher, in a session of its own. Its pid file holds the pid and the time it started, so that a
 * stranger which later got the same pid is never taken for it.
 */
final class Daemon {

    private final String name;
    private final Path pidFile;
    private final Path log;

    Daemon(Layout layout, String name) {
        this.name = name;
        this.pidFile = layout.pids().resolve(name + ".pid");
        this.log = layout.log(name);
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    Optional<ProcessHandle> running() {
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            String[] parts = Files.readString(pidFile).strip().split(" ");
            long pid = Long.parseLong(parts[0]);
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> startTicks(pid).equals(parts[1]));
        } catch (IOException e) {
            throw new Failure("cannot read " + pidFile, e);
        }
    }

    /** When the running process began; long ago when none runs. */
    Instant startedAt() {
        return running().flatMap(handle -> handle.info().startInstant()).orElse(Instant.EPOCH);
    }

    void start(List<String> command, Map<String, String> environment, Path directory) {
        try {
            Files.createDirectories(pidFile.getParent());
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder();
            builder.command().add("setsid");
            builder.command().addAll(command);
            builder.environment().putAll(environment);
            builder.directory(directory.toFile());
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            long pid = builder.start().pid();
            Files.writeString(pidFile, pid + " " + startTicks(pid) + "\n");
        } catch (IOException e) {
            throw new Failure("cannot start " + name, e);
        }
    }

    /** Waits until the condition holds; fails at once when the process ends before. */
    void await(String what, Duration timeout, BooleanSupplier condition) {
        await(what, timeout, () -> "", condition);
    }

    /**
     * Waits until the condition holds; fails at once when the process ends before.
     *
     * @param state says how far it is, for the failure when the time is over
     */
    void await(String what, Duration timeout, Supplier<String> state, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (running().isEmpty()) {
                throw new Failure(name + " ended before " + what + lastLines(), log);
            }
            if (System.nanoTime() > deadline) {
                String reached = state.get();
                throw new Failure(
                        what + ": not within " + timeout.toSeconds() + " s" + (reached.isEmpty() ? "" : ": " + reached),
                        log);
            }
            pause();
        }
    }

    /** Ends the process and those it started: with the signal first, by force after the timeout. */
    void stop(String signal, Duration timeout) {
        Optional<ProcessHandle> handle = running();
        if (handle.isPresent()) {
            long pid = handle.get().pid();
            new Shell().run("kill", "-" + signal, "--", String.valueOf(pid));
            long deadline = System.nanoTime() + timeout.toNanos();
            while (handle.get().isAlive() && System.nanoTime() < deadline) {
                pause();
            }
            new Shell().run("kill", "-KILL", "--", "-" + pid);
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new Failure("cannot remove " + pidFile, e);
        }
    }

    private String lastLines() {
        Shell.Result tail = new Shell().run("tail", "-n", "5", log.toString());
        return tail.output().isEmpty() ? "" : ":\n" + tail.output() + "\n";
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    /** Field 22 of /proc/PID/stat (proc(5)): clock ticks from boot to the process's start. */
    private static String startTicks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        } catch (IOException e) {
            return "gone";
        }
    }
}
