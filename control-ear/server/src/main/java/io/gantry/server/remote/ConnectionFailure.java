package io.gantry.server.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Why there was no answer, in the words of upstream's client, which people search for. */
final class ConnectionFailure {

    private static final String UNTRUSTED = "tls: failed to verify certificate: x509: ";

    private ConnectionFailure() {}

    /** @param address host and port that were dialed */
    static String text(IOException failure, String address) {
        return switch (failure) {
            case SSLPeerUnverifiedException unverified -> UNTRUSTED + "certificate is not valid for " + address;
            case SSLHandshakeException handshake -> UNTRUSTED + untrusted(handshake);
            case SSLException tls -> "tls: " + tls.getMessage();
            case ConnectionRequestTimeoutException busy -> "too many requests to " + address + " are under way";
            case SocketTimeoutException late -> "context deadline exceeded";
            case UnknownHostException unknown -> "dial tcp: lookup " + unknown.getMessage() + ": no such host";
            case NoRouteToHostException noRoute -> "dial tcp " + address + ": connect: no route to host";
            case ConnectException refused -> "dial tcp " + address + ": connect: connection refused";
            case NoHttpResponseException closed -> "EOF";
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }

    private static String untrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertificateExpiredException expired -> {
                    return "certificate has expired or is not yet valid";
                }
                case CertificateNotYetValidException early -> {
                    return "certificate has expired or is not yet valid";
                }
                case CertPathBuilderException unknown -> {
                    return "certificate signed by unknown authority";
                }
                case CertPathValidatorException invalid
                when invalid.getCause() == null -> {
                    return "certificate signed by unknown authority";
                }
                default -> {}
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
