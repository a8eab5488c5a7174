package io.gantry.agent.cgroup;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** No groups of ours: each container is in the group that the engine makes for it. */
final class EngineGroups implements ControlGroupTree {

    @Override
    public String parent(GroupName name) {
        return "";
    }

    @Override
    public void apply(GroupName name, GroupLimits limits) {}

    @Override
    public void limitHugePages(GroupName pod, String containerId, Map<String, Long> bytesBySize) {}

    @Override
    public void remove(GroupName name) {}

    @Override
    public void removeIfIdle(GroupName name) {}

    @Override
    public List<String> children(GroupName name) {
        return List.of();
    }

    @Override
    public OptionalLong memoryUsed(GroupName name) {
        return OptionalLong.empty();
    }
}
