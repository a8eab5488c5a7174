package io.gantry.agent.object;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of one huge page, in bytes. */
public record HugePageSize(long bytes) {

    private static final Pattern DIRECTORY = Pattern.compile("hugepages-(\\d+)kB");
    private static final long KIB = 1024;
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    /** Reads the name that a size has in {@code /sys/kernel/mm/hugepages}, for example hugepages-2048kB. */
    public static Optional<HugePageSize> ofDirectory(String name) {
        Matcher matcher = DIRECTORY.matcher(name);
        return matcher.matches()
                ? Optional.of(new HugePageSize(Long.parseLong(matcher.group(1)) * KIB))
                : Optional.empty();
    }

    /** For example hugepages-2Mi. */
    public String resource() {
        return "hugepages-" + Quantity.binary(bytes);
    }

    /** As control groups write it: 64KB, 2MB, 1GB. */
    public String kernelName() {
        if (bytes >= GIB) {
            return bytes / GIB + "GB";
        }
        return bytes >= MIB ? bytes / MIB + "MB" : bytes / KIB + "KB";
    }
}
