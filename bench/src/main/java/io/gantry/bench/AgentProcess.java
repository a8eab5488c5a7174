package io.gantry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The process of a node's agent, as the kernel accounts for it. */
record AgentProcess(ProcessHandle process) {

    static AgentProcess of(String node) throws IOException {
        return ProcessHandle.allProcesses()
                .filter(candidate -> isAgent(candidate, node))
                .findFirst()
                .map(AgentProcess::new)
                .orElseThrow(() -> new IOException("no agent of " + node + " runs on this machine"));
    }

    private static boolean isAgent(ProcessHandle candidate, String node) {
        List<String> arguments = List.of(candidate.info().arguments().orElseGet(() -> new String[0]));
        return arguments.contains("--node-name=" + node)
                && arguments.stream().anyMatch(argument -> argument.endsWith("gantry-node-agent.jar"));
    }

    Duration cpuTime() throws IOException {
        return ProcessHandle.of(process.pid())
                .flatMap(running -> running.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("the agent has ended"));
    }

    long residentBytes() throws IOException {
        return status("VmRSS:");
    }

    long mostResidentBytes() throws IOException {
        return status("VmHWM:");
    }

    private long status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("the agent has ended"));
    }
}
