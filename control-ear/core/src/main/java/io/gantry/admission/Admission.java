package io.gantry.admission;

import java.util.List;

/** All plugins, asked in their order. */
public record Admission(List<AdmissionPlugin> plugins) {

    /** Admits everything. */
    public static final Admission NONE = new Admission(List.of());

    public Admission {
        plugins = List.copyOf(plugins);
    }

    public void mutate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.mutate(request));
    }

    public void validate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.validate(request));
    }
}
