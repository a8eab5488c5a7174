package io.gantry.agent.certificate;

import java.time.Duration;
import java.time.Instant;

/** What is told once of each certificate. */
enum Notice {
    OVERDUE("CertificateOverdueForRefresh", "PodCertificate refresh overdue"),
    EXPIRED("CertificateExpired", "PodCertificate expired");

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String reason;
    private final String message;

    Notice(String reason, String message) {
        this.reason = reason;
        this.message = message;
    }

    String reason() {
        return reason;
    }

    String message() {
        return message;
    }

    boolean isTrue(Credential credential, Instant now) {
        return now.isAfter(
                switch (this) {
                    case OVERDUE -> credential.refreshAt().plus(PATIENCE);
                    case EXPIRED -> credential.notAfter();
                });
    }
}
