package io.gantry.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All plugins, asked in their order. */
public record Admission(List<AdmissionPlugin> plugins) {

    /** Admits everything. */
    public static final Admission NONE = new Admission(List.of());

    public Admission {
        plugins = List.copyOf(plugins);
    }

    /**
     * Lets all plugins change the object, and those that want to see what others made of it once more: when users changed it, the
     * cluster's own plugins do.
     *
     * @return whether the object was changed as users said, so that its schema and defaults must be looked at again
     */
    public boolean mutate(AdmissionRequest request) {
        boolean changed = false;
        List<Predicate<AdmissionRequest>> again = new ArrayList<>();
        for (AdmissionPlugin plugin : plugins) {
            Mutation mutation = plugin.mutateAsToldByUsers(request);
            changed |= mutation.byUsers();
            mutation.again().ifPresent(again::add);
        }
        if (changed) {
            plugins.forEach(plugin -> plugin.mutate(request));
        }
        for (Predicate<AdmissionRequest> one : again) {
            changed |= one.test(request);
        }
        return changed;
    }

    /** Whether users may have something to say now, so that it matters what an update looks like before it is cut to its part. */
    public boolean asksUsers() {
        for (AdmissionPlugin plugin : plugins) {
            if (plugin.asksUsers()) {
                return true;
            }
        }
        return false;
    }

    public void validate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.validate(request));
    }
}
