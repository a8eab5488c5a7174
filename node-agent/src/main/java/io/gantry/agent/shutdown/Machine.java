package io.gantry.agent.shutdown;

import io.gantry.agent.host.HostCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether the whole machine goes down, or only the agent. */
public final class Machine {

    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HostCommands commands;

    public Machine(HostCommands commands) {
        this.commands = commands;
    }

    /** Asks systemd, or where there is none, for the run level (runlevel(8)). */
    public boolean goesDown() {
        try {
            return Files.isDirectory(Path.of("/run/systemd/system"))
                    ? systemdStops(say("systemctl", "is-system-running"))
                    : halts(say("runlevel"));
        } catch (IOException e) {
            LOG.info("event=machine-not-asked error=\"{}\"", e.getMessage());
            return false;
        }
    }

    static boolean systemdStops(String said) {
        return said.strip().equals("stopping");
    }

    /** @param said the run levels before and now; 0 halts and 6 boots anew */
    static boolean halts(String said) {
        String[] levels = said.strip().split(" ");
        return levels.length == 2 && List.of("0", "6").contains(levels[1]);
    }

    private String say(String... command) throws IOException {
        return commands.run(List.of(command), Map.of(), new byte[0], TIMEOUT).stdout();
    }
}
