package io.gantry.ansible;

import io.gantry.e2e.CommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs the repository's playbooks as an operator would: an inventory, and ansible-playbook. */
final class Playbooks {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Pattern CHANGED = Pattern.compile("(?m)^(\\S+)\\s+: ok=\\d+\\s+changed=(\\d+)");

    private final Path folder;
    private final SshKeys keys;
    private final CommandLine commands;

    Playbooks(Path folder, SshKeys keys) {
        this.folder = folder;
        this.keys = keys;
        this.commands = new CommandLine(
                Path.of("../ansible").toAbsolutePath().normalize(),
                Map.of(
                        "LC_ALL",
                        "C.UTF-8",
                        "ANSIBLE_NOCOLOR",
                        "1",
                        "ANSIBLE_SSH_CONTROL_PATH_DIR",
                        folder.resolve("cp").toString(),
                        "ANSIBLE_SSH_ARGS",
                        "-o ControlMaster=auto -o ControlPersist=20s " + String.join(" ", keys.options())));
    }

    /** The first host is database, control plane and node; the others are nodes. */
    void writeInventory(List<SshHost> hosts) {
        String nodes = hosts.stream()
                .map(host -> "    " + host.name() + ": {ansible_host: " + host.address() + "}\n")
                .collect(Collectors.joining());
        String first = hosts.getFirst().name();
        String text = """
                all:
                  vars:
                    ansible_user: root
                    ansible_become: false # root needs no sudo, which a small host lacks
                    ansible_ssh_private_key_file: %s
                    ansible_python_interpreter: /usr/bin/python3
                    gantry_address: "{{ ansible_host }}"
                    gantry_state: %s
                    gantry_database_port: 5433
                database: {hosts: {%s: }}
                control_plane: {hosts: {%s: }}
                node:
                  vars: {gantry_node_labels: {installed-by: ansible}}
                  hosts:
                """.formatted(keys.userKey(), folder.resolve("state"), first, first);
        try {
            Files.writeString(inventory(), text + nodes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path kubeconfig() {
        return folder.resolve("state/kubeconfig");
    }

    /** Runs a playbook, which must succeed; returns how many tasks changed something, by host. */
    Map<String, Integer> run(String playbook, String... options) {
        List<String> command = new ArrayList<>(
                List.of("ansible-playbook", "--inventory", inventory().toString(), playbook));
        command.addAll(List.of(options));
        Matcher found = CHANGED.matcher(commands.require(TIMEOUT, "", command));
        return found.results().collect(Collectors.toMap(host -> host.group(1), host -> Integer.valueOf(host.group(2))));
    }

    private Path inventory() {
        return folder.resolve("inventory.yml");
    }
}
