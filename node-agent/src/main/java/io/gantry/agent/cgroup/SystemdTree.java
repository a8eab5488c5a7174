package io.gantry.agent.cgroup;

import io.gantry.agent.host.HostCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Control groups where systemd is in charge of them: each is a slice. systemd is told of the limits, since it would write its own
 * otherwise; then they are written to the files too, for systemd knows neither all limits nor all of their precision.
 *
 * @see <a href="https://www.freedesktop.org/wiki/Software/systemd/ControlGroupInterface/">systemd's interface</a>
 */
final class SystemdTree implements ControlGroupTree {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int START_TRIES = 100;
    private static final long START_PAUSE_MILLIS = 20;

    private final HostCommands commands;
    private final FileTree files;
    private final GroupMounts.Version version;

    SystemdTree(HostCommands commands, GroupMounts mounts) {
        this.commands = commands;
        this.files = new FileTree(mounts, GroupName::slicePath);
        this.version = mounts.version();
    }

    @Override
    public String parent(GroupName name) {
        return name.slice();
    }

    @Override
    public void apply(GroupName name, GroupLimits limits) throws IOException {
        boolean exists = files.exists(name);
        List<String> call =
                exists ? SystemdCall.update(name, limits, version) : SystemdCall.start(name, limits, version);
        commands.check(LIMIT, call.toArray(String[]::new));
        if (!exists) {
            await(name);
        }
        files.apply(name, limits);
    }

    /** The call returns before the slice has its group. */
    private void await(GroupName name) throws IOException {
        try {
            for (int tries = 0; tries < START_TRIES && !files.exists(name); tries++) {
                Thread.sleep(START_PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name.slice() + " was started", e);
        }
    }

    @Override
    public void limitHugePages(GroupName pod, String containerId, Map<String, Long> bytesBySize) throws IOException {
        files.limitHugePagesIn(pod, "docker-" + containerId + ".scope", bytesBySize);
    }

    @Override
    public void remove(GroupName name) throws IOException {
        if (files.exists(name)) {
            commands.check(LIMIT, "systemctl", "stop", name.slice());
        }
        files.remove(name);
    }

    @Override
    public void removeIfIdle(GroupName name) throws IOException {
        if (files.isIdle(name)) {
            remove(name);
        }
    }

    /** A child's slice repeats the name of this one: of {@code kubepods-podX.slice} below {@code kubepods.slice}, podX. */
    @Override
    public List<String> children(GroupName name) throws IOException {
        String own = name.slice();
        String prefix = own.substring(0, own.length() - ".slice".length()) + "-";
        List<String> names = new ArrayList<>();
        for (String slice : files.children(name)) {
            if (slice.startsWith(prefix) && slice.endsWith(".slice")) {
                names.add(slice.substring(prefix.length(), slice.length() - ".slice".length())
                        .replace('_', '-'));
            }
        }
        return names;
    }

    @Override
    public OptionalLong memoryUsed(GroupName name) throws IOException {
        return files.memoryUsed(name);
    }
}
