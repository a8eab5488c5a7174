package io.gantry.admission.serviceaccount;

import io.gantry.admission.AdmissionRequest;
import io.gantry.object.ApiObject;
import java.time.Duration;
import java.util.Optional;

/** Waits a little for an account that a controller is about to make: the default one of a new namespace. */
public final class PatientLookup implements AccountLookup {

    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final AccountLookup accounts;

    public PatientLookup(AccountLookup accounts) {
        this.accounts = accounts;
    }

    @Override
    public Optional<ApiObject> find(AdmissionRequest request, String name) {
        Optional<ApiObject> found = accounts.find(request, name);
        int attempts = name.equals(ServiceAccountPlugin.DEFAULT) ? ATTEMPTS : 1;
        for (int attempt = 1; found.isEmpty() && attempt < attempts; attempt++) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            found = accounts.find(request, name);
        }
        return found;
    }
}
