package io.gantry.gateway;

import io.gantry.node.NodeCertificates;
import io.gantry.node.NodeCertificates.Source;
import io.gantry.node.PodIdentity;
import io.gantry.node.v1.RequestPodCertificateRequest;
import io.gantry.node.v1.RequestPodCertificateResponse;
import io.gantry.status.StatusException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a node that wants a certificate for one of its pods. */
final class CertificateCall {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateCall.class);

    private final NodeCertificates certificates;

    CertificateCall(NodeCertificates certificates) {
        this.certificates = certificates;
    }

    void answer(
            String nodeName,
            RequestPodCertificateRequest request,
            StreamObserver<RequestPodCertificateResponse> answers) {
        var pod = request.getPod();
        Source source = new Source(
                new PodIdentity(pod.getNamespace(), pod.getName(), pod.getUid()),
                request.getVolume(),
                request.getSource());
        try {
            String name = certificates.request(
                    nodeName, source, request.getStubPkcs10Request().toByteArray());
            answers.onNext(
                    RequestPodCertificateResponse.newBuilder().setName(name).build());
            answers.onCompleted();
        } catch (StatusException e) {
            LOG.info(
                    "event=pod-certificate-refused node={} namespace={} pod={} volume={} reason=\"{}\"",
                    nodeName,
                    pod.getNamespace(),
                    pod.getName(),
                    request.getVolume(),
                    e.getMessage());
            answers.onError(RefusalStatus.of(e).asRuntimeException());
        } catch (RuntimeException e) {
            LOG.error(
                    "event=pod-certificate-failed node={} namespace={} pod={}",
                    nodeName,
                    pod.getNamespace(),
                    pod.getName(),
                    e);
            answers.onError(Status.INTERNAL
                    .withDescription("the certificate could not be requested")
                    .asRuntimeException());
        }
    }
}
