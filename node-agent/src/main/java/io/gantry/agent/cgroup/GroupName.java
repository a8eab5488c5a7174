package io.gantry.agent.cgroup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The name of a control group, from the top of the tree, whoever makes it. Written as a path or, where systemd keeps the tree, as a
 * slice, the way upstream's kubelet does: what reads metrics finds pods by it.
 */
public record GroupName(List<String> parts) {

    private static final String SLICE = ".slice";

    /** {@code /a/b}; empty or {@code /} for the top. */
    static GroupName parse(String path) {
        return new GroupName(
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList());
    }

    /** Of the path of a slice, {@code /a.slice/a-b_c.slice}, or only its last part. */
    static GroupName parseSlice(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        String name = last.endsWith(SLICE) ? last.substring(0, last.length() - SLICE.length()) : last;
        return new GroupName(Arrays.stream(name.split("-"))
                .filter(part -> !part.isEmpty())
                .map(part -> part.replace('_', '-'))
                .toList());
    }

    GroupName child(String part) {
        List<String> longer = new ArrayList<>(parts);
        longer.add(part);
        return new GroupName(List.copyOf(longer));
    }

    /** The group that it is in. */
    GroupName above() {
        return new GroupName(parts.subList(0, parts.size() - 1));
    }

    /** {@code /kubepods/burstable/pod1-2} */
    String path() {
        return "/" + String.join("/", parts);
    }

    /** {@code kubepods-burstable-pod1_2.slice}: a dash separates the levels. */
    String slice() {
        return parts.isEmpty() ? "-" + SLICE : String.join("-", escaped()) + SLICE;
    }

    /** {@code /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice} */
    String slicePath() {
        StringBuilder path = new StringBuilder("/");
        for (int length = 1; length <= parts.size(); length++) {
            path.append(length == 1 ? "" : "/").append(new GroupName(parts.subList(0, length)).slice());
        }
        return path.toString();
    }

    private List<String> escaped() {
        return parts.stream().map(part -> part.replace('-', '_')).toList();
    }
}
