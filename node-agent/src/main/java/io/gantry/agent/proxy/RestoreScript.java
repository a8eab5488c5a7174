package io.gantry.agent.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Input of {@code iptables-restore --noflush} that turns one state of a table into another, touching only chains that differ. */
final class RestoreScript {

    private RestoreScript() {}

    /** The script, or an empty text when nothing differs. */
    static String between(Map<String, List<String>> before, Chains after) {
        List<String> declared = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        after.rules().forEach((chain, wanted) -> {
            if (!wanted.equals(before.get(chain))) {
                declared.add(":" + chain + " - [0:0]"); // a declaration empties the chain
                wanted.forEach(rule -> rules.add("-A " + chain + " " + rule));
            }
        });
        List<String> gone = before.keySet().stream()
                .filter(chain -> !after.rules().containsKey(chain))
                .toList();
        gone.forEach(chain -> declared.add(":" + chain + " - [0:0]"));
        gone.forEach(chain -> rules.add("-X " + chain));
        if (declared.isEmpty()) {
            return "";
        }
        return "*" + after.table() + "\n" + lines(declared) + lines(rules) + "COMMIT\n";
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
