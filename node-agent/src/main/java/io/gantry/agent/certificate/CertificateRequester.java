package io.gantry.agent.certificate;

import java.io.IOException;

/** Creates PodCertificateRequests. */
public interface CertificateRequester {

    /**
     * Waits until the request exists, not until it is answered.
     *
     * @param stub PKCS#10 request in DER
     * @return the name of the request, in the namespace of the pod
     * @throws IOException when the control plane is away or refuses
     */
    String request(CertificateSource source, byte[] stub) throws IOException;
}
